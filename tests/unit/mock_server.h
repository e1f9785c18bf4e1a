/*
 * A notification server that has its do-not-disturb where the one whose name it takes has it: "dunst", "Plasma", "Xfce Notify Daemon",
 * "mako", "SwayNotificationCenter", "gnome-shell" (whose setting is a file: see test_dnd.c); any other name tells nothing.
 */
#ifndef TESTS_UNIT_MOCK_SERVER_H
#define TESTS_UNIT_MOCK_SERVER_H

#include "mock.h"

struct mock_server {
	struct mock mock;
	const char *name;
	int on;
	bool mute;  /* it answers no question about itself */
	bool unset; /* Xfce: never set */
	int asked;  /* how often for its do-not-disturb */
};

void mock_server_init(struct mock_server *server, struct event_base *base, const char *name);
void mock_server_set(struct mock_server *server, bool on);

#endif
