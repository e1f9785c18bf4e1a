/* logind, as far as the daemon looks at it: one user, two sessions "2" and "5", sleep and its delay. */
#ifndef TESTS_UNIT_MOCK_LOGIND_H
#define TESTS_UNIT_MOCK_LOGIND_H

#include "mock.h"

struct mock_session {
	const char *name, *path;
	int locked, idle;
	uint64_t idle_since_us;
};

struct mock_logind {
	struct mock mock;
	struct mock_session sessions[2];
	int display; /* which session is the user's, -1 = none */
	int own;     /* which session asks, -1 = none */
	bool user_unknown, mute;
	int sleeping;
	int delay[2];  /* a pipe: whoever was given [1] delays sleep until it is closed */
	int delays;    /* how often it was taken */
	int asked_pid; /* GetSessionByPID */
};

void mock_logind_init(struct mock_logind *logind, struct event_base *base);
void mock_logind_clear(struct mock_logind *logind);
void mock_logind_set_locked(struct mock_logind *logind, int session, bool locked);
void mock_logind_set_idle(struct mock_logind *logind, int session, bool idle, uint64_t since_us);
void mock_logind_signal(struct mock_logind *logind, int session, const char *member); /* "Lock", "Unlock" */
void mock_logind_set_display(struct mock_logind *logind, int session);
void mock_logind_user_new(struct mock_logind *logind); /* known from here on */
void mock_logind_sleep(struct mock_logind *logind, bool begins);
/* Does nobody hold the delay any more? */
bool mock_logind_may_sleep(const struct mock_logind *logind);

#endif
