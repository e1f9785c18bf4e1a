/*
 * A stage with a private bus: a dbus-daemon of its own, which is session and system bus alike and starts nothing, and an event loop
 * in which the code under test and the mocks of mock_*.h run as peers. Built without sd-bus, and without dbus-daemon, tests skip.
 */
#ifndef TESTS_UNIT_BUS_STAGE_H
#define TESTS_UNIT_BUS_STAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <evenkeel/text.h>

struct event_base;

/* How long the code under test may wait for an answer that comes: a busy machine can take its time. And for one that never comes. */
#define BUS_STAGE_ANSWER_MS 20000
#define BUS_STAGE_NO_ANSWER_MS 200

struct bus_stage {
	char dir[256], config[300], address[300];
	pid_t daemon; /* 0 = killed */
	struct event_base *base;
	struct text said; /* what the code under test said: "lock unlock " */
	void *own;        /* the test's */
};

/* Prints a skipped test and gives true when there is nothing to test with. */
bool bus_stage_missing(void);
int bus_stage_set_up(void **state);
int bus_stage_tear_down(void **state); /* frees nothing of the test's */

void bus_stage_start_daemon(struct bus_stage *stage); /* on the same address each time */
void bus_stage_kill_daemon(struct bus_stage *stage);

/* Run the loop until exactly @wanted was said, then a moment longer; fails after 30 s with what was said instead. */
void bus_stage_until(struct bus_stage *stage, const char *wanted);
/* Until @holds says so. */
void bus_stage_until_true(struct bus_stage *stage, bool (*holds)(const void *context), const void *context);
void bus_stage_run(struct bus_stage *stage, int ms);

#endif
