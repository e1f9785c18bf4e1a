/* logind's inside, shared by logind.c (the manager and the user) and logind_session.c. */
#ifndef DAEMON_LOGIND_PRIVATE_H
#define DAEMON_LOGIND_PRIVATE_H

#include "bus.h"
#include "logind.h"

#define LOGIND "org.freedesktop.login1"
#define LOGIND_PROPERTIES "org.freedesktop.DBus.Properties"
#define LOGIND_PATH_SIZE 256

enum logind_why { WHY_NO_BUS, WHY_NO_LOGIND, WHY_NO_SESSION, WHY_COUNT };

struct logind {
	struct bus *bus;
	struct bus_client client;
	const struct logind_events *events;
	void *context;

	/* the manager */
	sd_bus_slot *owner, *sleep, *preparing, *inhibit;
	int delay_fd; /* -1: sleep is not delayed */
	bool asleep;
	/* the user */
	sd_bus_slot *user_changed, *find;
	char user_path[LOGIND_PATH_SIZE];
	enum logind_why why; /* there is no session */
	/* the session */
	sd_bus_slot *session_changed, *session_signals, *read;
	char session_path[LOGIND_PATH_SIZE], session_name[64]; /* "": none */
	bool hint, wish, blind, locked;                        /* locked: said last */

	struct logind_idle idle;
	struct logind_listener *listeners;
};

/* logind_session.c */
void logind_follow(struct logind *logind, const char *path);
void logind_unfollow(struct logind *logind);
/* Say whether it is locked, if that is news. */
void logind_settle_lock(struct logind *logind);

#endif
