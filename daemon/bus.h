/*
 * D-Bus inside libevent's loop: one connection to each bus, session and system, shared by everything that listens there.
 *
 * A bus is opened when the first client joins and closed when the last one leaves. Every call is asynchronous: the loop never waits
 * for another program, and nothing on a bus is ever started by asking. A bus that is lost is opened again after 1 s up to 5 min;
 * its clients are told `down` and `up`. A client's calls and matches live in slots; it gives them up with bus_drop in `down`
 * and when it leaves, after which nothing of theirs is called any more.
 *
 * Only compiled where sd-bus is there (libsystemd or libelogind). Source: design/DESKTOP.md, section 3.
 */
#ifndef DAEMON_BUS_H
#define DAEMON_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <systemd/sd-bus.h>

struct event_base;
struct bus;

enum bus_kind { BUS_SESSION, BUS_SYSTEM };

/* Kept by the client, from bus_join to bus_leave. Both callbacks come from the loop, never from inside these functions. */
struct bus_client {
	void (*up)(void *context);   /* calls are possible from here on */
	void (*down)(void *context); /* the bus was lost, and with it every slot; only after an `up` */
	void *context;
	struct bus_client *next;
	bool is_up;
};

/* Opens nothing yet. Never NULL. */
struct bus *bus_new(struct event_base *base, enum bus_kind kind);
/* The same, hurried, for tests: tried again after @retry_ms up to 2^8 times that, an answer awaited for @answer_ms. */
struct bus *bus_new_hurried(struct event_base *base, enum bus_kind kind, int64_t retry_ms, int64_t answer_ms);
/* All clients have left. */
struct bus *bus_free(struct bus *bus);

void bus_join(struct bus *bus, struct bus_client *client);
/* @client is not told anything any more. Harmless when it had not joined. */
void bus_leave(struct bus *bus, struct bus_client *client);
bool bus_is_up(const struct bus *bus);
/* The connection itself, for tests that serve something on it; NULL while there is none. bus_touch after each send. */
sd_bus *bus_connection(struct bus *bus);
void bus_touch(struct bus *bus);

/* What is spoken to: "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager". */
struct bus_object {
	const char *service, *path, *interface;
};

/*
 * Call @member with arguments of @types, as sd_bus_message_append takes them. @done gets the answer or an error (which
 * sd_bus_message_is_method_error tells), also when none came in time. What @slot held before is dropped. With neither @slot nor
 * @done nobody waits for an answer.
 */
void bus_call(struct bus *bus, sd_bus_slot **slot, const struct bus_object *object, const char *member,
	      sd_bus_message_handler_t done, void *context, const char *types, ...);
/* Be told each signal that fits @rule, in D-Bus's own words without "type='signal',". What @slot held before is dropped. */
void bus_match(struct bus *bus, sd_bus_slot **slot, sd_bus_message_handler_t got, void *context, const char *rule, ...)
	__attribute__((format(printf, 5, 6)));
/* A name on the bus gets, changes or loses its owner: bus_new_owner reads who it is, "" for nobody. */
void bus_match_owner(struct bus *bus, sd_bus_slot **slot, sd_bus_message_handler_t got, void *context,
		     const char *name);
const char *bus_new_owner(sd_bus_message *message);
/* Give up a call or a match. NULL in *@slot is fine. */
void bus_drop(struct bus *bus, sd_bus_slot **slot);

#endif
