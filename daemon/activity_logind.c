/*
 * logind's IdleHint. Most desktops set it when the screen goes dark, minutes after the last input, and some never: it is the last
 * one in the list, and counts only once the desktop has set it in this session. `since` is when it was set.
 */
#include "activity.h"

#include <stdlib.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "logind.h"

struct hint {
	struct activity *activity;
	struct logind *logind;
	struct logind_listener listener;
};

static void say(struct hint *hint)
{
	struct logind_idle idle = logind_idle(hint->logind);

	if (idle.idle)
		activity_say(hint->activity, ACTIVITY_IDLE, idle.since_boot_ms);
	else
		activity_say(hint->activity, ACTIVITY_ACTIVE, instant_now().boot_ms);
}

static void on_changed(void *context)
{
	struct hint *hint = context;

	if (logind_idle(hint->logind).known)
		say(hint);
	else
		activity_gone(hint->activity);
}

static void on_possible(void *context)
{
	struct hint *hint = context;

	if (logind_idle(hint->logind).known)
		activity_possible(hint->activity, &activity_logind);
}

static struct hint *listen(struct activity *activity, void (*changed)(void *context))
{
	struct hint *hint = mem_new(1, sizeof *hint);

	hint->activity = activity;
	hint->logind = activity_desktop(activity)->logind;
	hint->listener = (struct logind_listener){.changed = changed, .context = hint};
	logind_listen(hint->logind, &hint->listener);
	return hint;
}

static void unlisten(void *handle)
{
	struct hint *hint = handle;

	logind_unlisten(hint->logind, &hint->listener);
	free(hint);
}

static void *watch(struct activity *activity)
{
	return activity_desktop(activity)->logind ? listen(activity, on_possible) : NULL;
}

static void *start(struct activity *activity, struct event_base *base, int64_t idle_s, struct error *err)
{
	(void)base, (void)idle_s;
	struct logind *logind = activity_desktop(activity)->logind;

	if (!logind || !logind_idle(logind).known) {
		error_set(err, ERROR_FAILED, "logind is not told who is there");
		return NULL;
	}
	struct hint *hint = listen(activity, on_changed);
	say(hint);
	return hint;
}

const struct activity_source activity_logind = {
	.name = "logind",
	.start = start,
	.stop = unlisten,
	.watch = watch,
	.unwatch = unlisten,
};
