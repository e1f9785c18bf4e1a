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
#define TRIAL_MS 2000
#define SOURCES_MAX 8

struct activity {
	struct event_base *base;
	const struct activity_source *const *sources;
	struct activity_desktop desktop;
	activity_changed *changed;
	void *context;
	int64_t idle_s, retry_ms;
	int doublings;
	const struct activity_source *source; /* NULL: none runs */
	void *handle;
	size_t at, next; /* the source's place in the list; where to begin when it is tried again */
	bool spoken;     /* the source has said the state, so it works */
	bool trial;      /* `again` is the limit of the source's trial */
	bool gone;       /* the source said that it can tell nothing more */
	void *watches[SOURCES_MAX];
	const struct activity_source *chosen[SOURCES_MAX + 1];
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

static void stop(struct activity *activity)
{
	if (activity->source)
		activity->source->stop(activity->handle);
	activity->source = NULL;
	activity->handle = NULL;
	activity->spoken = activity->gone = false;
}

/* Try the list from @next on. */
static void again_in(struct activity *activity, size_t next, int64_t ms)
{
	activity->next = next;
	activity->trial = false;
	event_add(activity->again, &(struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000});
}

static void try_later(struct activity *activity)
{
	again_in(activity, 0, activity->retry_ms << activity->doublings);
	if (activity->doublings < RETRY_DOUBLINGS)
		activity->doublings++;
}

void activity_say(struct activity *activity, enum activity_state state, int64_t since_boot_ms)
{
	if (activity->source && activity->spoken) /* not from inside start: it has proved to work */
		activity->doublings = 0;
	if (activity->trial)
		event_del(activity->again);
	activity->trial = false;
	activity->spoken = true;
	say(activity, state, since_boot_ms);
}

/* The first that has something to say tells why there is none: it is the one that this desktop should have had. */
static void keep_why(struct activity *activity, const char *why)
{
	if (activity->why[0] == '\0')
		snprintf(activity->why, sizeof activity->why, "%s", why);
}

static void keep_silence(struct activity *activity)
{
	struct error err = {0};

	error_set(&err, ERROR_FAILED, "%s does not answer", activity->source->name);
	keep_why(activity, err.message);
}

void activity_gone(struct activity *activity)
{
	activity->gone = true;
	if (!activity->spoken) { /* on to the next one, not back to this one */
		keep_silence(activity);
		again_in(activity, activity->at + 1, 0);
		return;
	}
	say(activity, ACTIVITY_ACTIVE, instant_now().boot_ms);
	try_later(activity);
}

void activity_refuse(struct activity *activity, const char *why)
{
	keep_why(activity, why);
	again_in(activity, activity->at + 1, 0);
}

void activity_possible(struct activity *activity, const struct activity_source *source)
{
	for (size_t i = 0; activity->sources[i]; i++) {
		bool better = !activity->source || i < activity->at || (i == activity->at && activity->gone);
		if (activity->sources[i] == source && better)
			again_in(activity, i, 0); /* those before it said no, or nothing */
	}
}

const struct activity_desktop *activity_desktop(const struct activity *activity)
{
	return &activity->desktop;
}

static bool start_at(struct activity *activity, size_t i)
{
	struct error err = {0};

	activity->handle = activity->sources[i]->start(activity, activity->base, activity->idle_s, &err);
	if (!activity->handle) {
		activity->spoken = false;
		keep_why(activity, err.message);
		return false;
	}
	activity->source = activity->sources[i];
	activity->at = i;
	if (!activity->spoken) {
		again_in(activity, i + 1, TRIAL_MS);
		activity->trial = true;
	}
	return true;
}

static bool start_any(struct activity *activity, size_t from)
{
	for (size_t i = from; activity->sources[i]; i++)
		if (start_at(activity, i))
			return true;
	return false;
}

static void on_again(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct activity *activity = context;
	size_t from = activity->next;

	if (activity->trial)
		keep_silence(activity);
	stop(activity);
	if (from == 0 && activity->sources[0])
		activity->why[0] = '\0';
	if (start_any(activity, from))
		return;
	if (activity->sources[0]) {
		keep_why(activity, _("no desktop was found"));
		try_later(activity);
	}
	say(activity, ACTIVITY_NONE, instant_now().boot_ms);
}

static void watch_all(struct activity *activity)
{
	for (size_t i = 0; i < SOURCES_MAX && activity->sources[i]; i++)
		if (activity->sources[i]->watch)
			activity->watches[i] = activity->sources[i]->watch(activity);
}

static void unwatch_all(struct activity *activity)
{
	for (size_t i = 0; i < SOURCES_MAX && activity->sources[i]; i++)
		if (activity->watches[i])
			activity->sources[i]->unwatch(activity->watches[i]);
}

static void begin(struct activity *activity, struct event_base *base, const struct activity_source *const *sources,
		  const struct activity_desktop *desktop, int64_t retry_ms, int64_t idle_s, activity_changed *changed,
		  void *context)
{
	activity->base = base;
	activity->sources = sources;
	activity->desktop = desktop ? *desktop : (struct activity_desktop){0};
	activity->retry_ms = retry_ms;
	activity->idle_s = idle_s;
	activity->changed = changed;
	activity->context = context;
	activity->again = evtimer_new(base, on_again, activity);
	watch_all(activity);
	again_in(activity, 0, 0);
}

struct activity *activity_new_from(struct event_base *base, const struct activity_source *const *sources,
				   const struct activity_desktop *desktop, int64_t retry_ms, int64_t idle_s,
				   activity_changed *changed, void *context)
{
	struct activity *activity = mem_new(1, sizeof *activity);

	begin(activity, base, sources, desktop, retry_ms, idle_s, changed, context);
	return activity;
}

static const struct activity_source *const all[] = {
#if HAVE_SYSTEMD
	&activity_mutter,
#endif
#if HAVE_WAYLAND
	&activity_wayland,
#endif
#if HAVE_X11
	&activity_x11,
#endif
#if HAVE_SYSTEMD
	&activity_logind,
#endif
	NULL,
};

struct activity *activity_new(struct event_base *base, enum activity_kind kind, const struct activity_desktop *desktop,
			      int64_t idle_s, activity_changed *changed, void *context)
{
	struct activity *activity = mem_new(1, sizeof *activity);
	size_t count = 0;

	for (size_t i = 0; all[i]; i++)
		if (kind == ACTIVITY_AUTO || all[i]->kind == kind)
			activity->chosen[count++] = all[i];
	begin(activity, base, activity->chosen, desktop, RETRY_MS, idle_s, changed, context);
	snprintf(activity->why, sizeof activity->why, "%s",
		 kind == ACTIVITY_OFF ? _("switched off") : _("this build has no activity source"));
	return activity;
}

struct activity *activity_free(struct activity *activity)
{
	if (!activity)
		return NULL;
	stop(activity);
	unwatch_all(activity);
	event_free(activity->again);
	free(activity);
	return NULL;
}

void activity_set_idle(struct activity *activity, int64_t idle_s)
{
	if (activity->idle_s == idle_s)
		return;
	activity->idle_s = idle_s;
	again_in(activity, 0, 0);
}

const char *activity_name(const struct activity *activity)
{
	if (!activity->source || !activity->spoken)
		return "none";
	return activity->source->describe ? activity->source->describe(activity->handle) : activity->source->name;
}

const char *activity_why(const struct activity *activity)
{
	return activity->source && activity->spoken ? "" : activity->why;
}
