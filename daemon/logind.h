/*
 * logind: is the screen locked, does the machine go to sleep, and does the desktop say that nobody is there?
 *
 * A user service is in no session of its own, so the session is found through the user's `Display`, else it is that of the
 * process. It is looked for again when logind comes back and when the user's sessions change.
 *
 * LockedHint is a fact. A Lock signal alone is a wish, which may have no locker to carry it out; so is what was known before logind
 * went away. A wish holds until Unlock, until a hint comes and goes, or until somebody comes to the keyboard (logind_input); where
 * nothing would tell that (logind_blind), it is not believed at all.
 * Before sleep a delay is held, so that the answer to `asleep` is complete before the machine stops. Source: DESKTOP.md, section 3.
 */
#ifndef DAEMON_LOGIND_H
#define DAEMON_LOGIND_H

#include <stdbool.h>
#include <stdint.h>

struct bus;
struct logind;

/* Each is called upon changes only; unlocked and awake to begin with. From the loop, except `locked` from logind_input and logind_blind. */
struct logind_events {
	void (*locked)(void *context, bool on);
	void (*asleep)(void *context, bool on); /* what must be done before sleeping is done when it returns */
};

struct logind *logind_new(struct bus *system, const struct logind_events *events, void *context);
struct logind *logind_free(struct logind *logind);

/* Somebody came to the keyboard. */
void logind_input(struct logind *logind);
/* Nothing tells whether anybody does. */
void logind_blind(struct logind *logind, bool blind);

/* For `evenkeel status`: the session's name ("2"), NULL while there is none; then why, in words. */
const char *logind_session(const struct logind *logind);
const char *logind_why(const struct logind *logind);

/* What the desktop says about idling. Not known until it has said so at least once in this session: many never do. */
struct logind_idle {
	bool known, idle;
	int64_t since_boot_ms;
};
struct logind_idle logind_idle(const struct logind *logind);
/* Called whenever logind_idle says something else. Kept by the caller from one to the other; not from inside `changed`. */
struct logind_listener {
	void (*changed)(void *context);
	void *context;
	struct logind_listener *next;
};
void logind_listen(struct logind *logind, struct logind_listener *listener);
void logind_unlisten(struct logind *logind, struct logind_listener *listener);

#endif
