/*
 * A peer on the bus that plays some service: a connection of its own, its objects, its name. Killed and begun again as often
 * as a test wants. Each mock embeds one.
 */
#ifndef TESTS_UNIT_MOCK_H
#define TESTS_UNIT_MOCK_H

#include <stdbool.h>

#include "../../daemon/bus.h"

struct mock_object {
	const char *path, *interface;
	const sd_bus_vtable *vtable;
	void *context;
};

#define MOCK_OBJECTS_MAX 8

struct mock {
	struct event_base *base;
	enum bus_kind kind;
	struct bus *bus; /* NULL = dead */
	struct bus_client client;
	const char *name, *second_name; /* second_name may be NULL */
	struct mock_object objects[MOCK_OBJECTS_MAX];
	int object_count;
	bool named; /* the name is ours */
	int pending;
};

void mock_init(struct mock *mock, struct event_base *base, enum bus_kind kind, const char *name);
void mock_add(struct mock *mock, const char *path, const char *interface, const sd_bus_vtable *vtable, void *context);
void mock_begin(struct mock *mock);
void mock_kill(struct mock *mock);
/* Its connection, for signals; mock_sent after each. */
sd_bus *mock_bus(struct mock *mock);
void mock_sent(struct mock *mock, int result);
/* For bus_stage_until_true. */
bool mock_is_named(const void *mock);

#endif
