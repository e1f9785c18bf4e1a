/*
 * The process that takes contributions to the team's drop folder: this program, started once more with --send. That folder lies on a network
 * of which nobody knows whether it answers, and a look at a dead one may wait for ever, beyond what a signal ends; so the daemon itself never
 * touches it. Not a fork: a process that hangs for days would hold a copy of what was answered, in memory that is not locked. It gets no
 * secret, no name, time or week in its arguments, and finds by itself what is due. What it brought there the outbox tells, whatever became of
 * the process; what it did not, a line of its standard output, "waits WORDS", in which nothing tells which.
 */
#ifndef DAEMON_SENDER_H
#define DAEMON_SENDER_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/error.h>

struct sender;
struct event_base;

/* All come from the loop, or from sender_free. */
struct sender_events {
	void (*waits)(void *context, const char *why);
	void (*ended)(void *context); /* it is over, or was given up; not called by sender_free */
};

/* @store: the store's directory. */
struct sender *sender_new(struct event_base *base, const char *store, const struct sender_events *events,
			  void *context);
/* Begin. Positive: there is one, which will end, or one that was given up and cannot be ended. -1: it cannot be started. */
#define SENDER_AT_IT 1
#define SENDER_HANGS 2
int sender_start(struct sender *sender, struct error *err);
/* One that runs is ended, and what it had said is told. */
struct sender *sender_free(struct sender *sender);

/* What that process does. @dir: the store's (NULL: the usual one). -1. */
int sender_run(const char *dir, struct error *err);

#endif
