/*
 * Activity: is somebody at the keyboard?
 *
 * One callback, active or idle, with the moment on the boot-time clock at which that began; events, never polling. Sources are
 * tried in order, and the first that works wins; nobody is waited for. One that dies is stopped, the list is tried again after 1 s
 * up to 5 min, and the person counts as active meanwhile. Without any source activity_name says so and nothing is ever called idle;
 * the app tells the schedule (SCHEDULE_NO_ACTIVITY). Which keys or what pointer movement is never known. Source:
 * design/DESKTOP.md, section 4.
 */
#ifndef DAEMON_ACTIVITY_H
#define DAEMON_ACTIVITY_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/error.h>

struct bus;
struct event_base;
struct activity;
struct activity_source;
struct logind;

enum activity_state {
	ACTIVITY_ACTIVE, /* input began at @since_boot_ms */
	ACTIVITY_IDLE,   /* input ended at @since_boot_ms; said idle-after seconds later */
	ACTIVITY_NONE,   /* no source: nothing is known from now on, active as a guess */
};
typedef void activity_changed(void *context, enum activity_state state, int64_t since_boot_ms);

/* The setting activity.source: the first that works, that one only, or none. */
enum activity_kind { ACTIVITY_AUTO, ACTIVITY_WAYLAND, ACTIVITY_X11, ACTIVITY_OFF };

/* What sources may use that others use too; NULL = not there. */
struct activity_desktop {
	struct bus *session;
	struct logind *logind;
};

/* The first callback comes from the loop, never from here: the state at the start. Never NULL. */
struct activity *activity_new(struct event_base *base, enum activity_kind kind, const struct activity_desktop *desktop,
			      int64_t idle_s, activity_changed *changed, void *context);
struct activity *activity_free(struct activity *activity);
/* The setting activity.idle-after changed: the source is started again with it. */
void activity_set_idle(struct activity *activity, int64_t idle_s);

/* For `evenkeel status`: "X11 (xsync)", "none"; why there is none: "no X display", or "". */
const char *activity_name(const struct activity *activity);
const char *activity_why(const struct activity *activity);

/* The same with @sources (ended by NULL) in this order, tried again after @retry_ms up to 2^8 times that; for tests. */
struct activity *activity_new_from(struct event_base *base, const struct activity_source *const *sources,
				   const struct activity_desktop *desktop, int64_t retry_ms, int64_t idle_s,
				   activity_changed *changed, void *context);

/*
 * One source, one file. start: a handle; or NULL with @err saying why, with no message where this desktop is not the source's
 * own. It says the state at the start, from inside start, and later each change, through activity_say; and through activity_gone
 * that it can tell nothing more. stop frees the handle.
 *
 * A source that has to ask somebody first says nothing inside start, and then the state, or activity_refuse; while it says neither,
 * the next one in the list is not tried, for two seconds. One that may become possible later (a compositor starts) has watch: it calls
 * activity_possible from the loop when that may be, for as long as there is activity, whichever source runs.
 */
struct activity_source {
	const char *name;
	enum activity_kind kind;
	void *(*start)(struct activity *activity, struct event_base *base, int64_t idle_s, struct error *err);
	void (*stop)(void *handle);
	void *(*watch)(struct activity *activity); /* a handle, or NULL; the function may be NULL */
	void (*unwatch)(void *handle);
	const char *(*describe)(const void *handle); /* a better name, once it works; may be NULL */
};
void activity_say(struct activity *activity, enum activity_state state, int64_t since_boot_ms);
/* Both: stop is called from the loop, not from here. */
void activity_gone(struct activity *activity);
void activity_refuse(struct activity *activity, const char *why);
void activity_possible(struct activity *activity, const struct activity_source *source);
const struct activity_desktop *activity_desktop(const struct activity *activity);

extern const struct activity_source activity_mutter; /* GNOME's idle monitor; only where HAVE_SYSTEMD */
extern const struct activity_source activity_logind; /* logind's IdleHint; only where HAVE_SYSTEMD */

extern const struct activity_source
	activity_wayland;                         /* ext-idle-notify-v1, org_kde_kwin_idle; only where HAVE_WAYLAND */
extern const struct activity_source activity_x11; /* X11 XSync alarms on IDLETIME; only where HAVE_X11 */

/* A source that a test moves by hand, through activity_say and activity_gone. */
extern const struct activity_source activity_fake;
void activity_fake_refuse(bool refuse); /* it does not start while this is on */
int activity_fake_starts(void);         /* how often it was asked to since the last activity_fake_refuse */

#endif
