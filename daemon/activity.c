/* Which source tells about activity, and what happens when it dies. */
#include "activity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#define RETRY_MS 1000
#define RETRY_DOUBLINGS 8 /* 1 s to 256 s, within the five minutes of DESKTOP.md */

struct activity {
	struct event_base *base;
	const struct activity_source *const *sources;
	activity_changed *changed;
	void *context;
	int64_t idle_s, retry_ms;
	int doublings;
	const struct activity_source *source; /* NULL: none runs */
	void *handle;
	struct event *again;
	enum activity_state state; /* said last */
	bool said;
	char why[sizeof((struct error *)0)->message];
};

static void say(struct activity *activity, enum activity_state state, int64_t since_boot_ms)
{
	if (activity->said && activity->state == state)
		return;
	activity->said = true;
	activity->state = state;
	activity->changed(activity->context, state, since_boot_ms);
}

void activity_say(struct activity *activity, enum activity_state state, int64_t since_boot_ms)
{
	if (activity->source) /* not from inside start: it has proved to work */
		activity->doublings = 0;
	say(activity, state, since_boot_ms);
}

static void stop(struct activity *activity)
{
	if (activity->source)
		activity->source->stop(activity->handle);
	activity->source = NULL;
	activity->handle = NULL;
}

static void again_in(struct activity *activity, int64_t ms)
{
	event_add(activity->again, &(struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000});
}

static void try_later(struct activity *activity)
{
	again_in(activity, activity->retry_ms << activity->doublings);
	if (activity->doublings < RETRY_DOUBLINGS)
		activity->doublings++;
}

void activity_gone(struct activity *activity)
{
	say(activity, ACTIVITY_ACTIVE, instant_now().boot_ms);
	try_later(activity);
}

/* The first that does not start tells why there is none: it is the one that this desktop should have had. */
static bool start_any(struct activity *activity)
{
	struct error first = {0};
	for (size_t i = 0; activity->sources[i]; i++) {
		struct error err = {0};
		activity->handle =
			activity->sources[i]->start(activity, activity->base, activity->idle_s, i ? &err : &first);
		if (!activity->handle)
			continue;
		activity->source = activity->sources[i];
		activity->why[0] = '\0';
		return true;
	}
	if (activity->sources[0])
		memcpy(activity->why, first.message, sizeof first.message);
	return false;
}

static void on_again(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct activity *activity = context;
	stop(activity);
	if (start_any(activity))
		return;
	say(activity, ACTIVITY_NONE, instant_now().boot_ms);
	if (activity->sources[0])
		try_later(activity);
}

struct activity *activity_new_from(struct event_base *base, const struct activity_source *const *sources,
				   int64_t retry_ms, int64_t idle_s, activity_changed *changed, void *context)
{
	struct activity *activity = mem_new(1, sizeof *activity);
	activity->base = base;
	activity->sources = sources;
	activity->retry_ms = retry_ms;
	activity->idle_s = idle_s;
	activity->changed = changed;
	activity->context = context;
	activity->again = evtimer_new(base, on_again, activity);
	again_in(activity, 0);
	return activity;
}

struct activity *activity_new(struct event_base *base, enum activity_kind kind, int64_t idle_s,
			      activity_changed *changed, void *context)
{
	static const struct activity_source *const all[] = {
#if HAVE_X11
		&activity_x11,
#endif
		NULL,
	};
	static const struct activity_source *const off[] = {NULL};
	struct activity *activity =
		activity_new_from(base, kind == ACTIVITY_OFF ? off : all, RETRY_MS, idle_s, changed, context);
	snprintf(activity->why, sizeof activity->why, "%s",
		 kind == ACTIVITY_OFF ? _("switched off") : _("this build has no activity source"));
	return activity;
}

struct activity *activity_free(struct activity *activity)
{
	if (!activity)
		return NULL;
	stop(activity);
	event_free(activity->again);
	free(activity);
	return NULL;
}

void activity_set_idle(struct activity *activity, int64_t idle_s)
{
	if (activity->idle_s == idle_s)
		return;
	activity->idle_s = idle_s;
	again_in(activity, 0);
}

const char *activity_name(const struct activity *activity)
{
	return activity->source ? activity->source->name : "none";
}

const char *activity_why(const struct activity *activity)
{
	return activity->source ? "" : activity->why;
}
