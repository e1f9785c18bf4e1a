#if HAVE_SYSTEMD
#include "mock.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static int on_named(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mock *mock = context;

	if (sd_bus_message_is_method_error(message, NULL)) {
		fprintf(stderr, "mock: cannot take %s: %s\n", mock->name, sd_bus_message_get_error(message)->message);
		abort();
	}
	mock->named = --mock->pending == 0;
	return 0;
}

static void take_name(struct mock *mock, const char *name)
{
	if (!name)
		return;
	mock->pending++;
	mock_sent(mock, sd_bus_request_name_async(mock_bus(mock), NULL, name, 0, on_named, mock));
}

/* Objects first: whoever sees the name finds them there. */
static void on_up(void *context)
{
	struct mock *mock = context;

	for (int i = 0; i < mock->object_count; i++) {
		const struct mock_object *object = &mock->objects[i];
		mock_sent(mock, sd_bus_add_object_vtable(mock_bus(mock), NULL, object->path, object->interface,
							 object->vtable, object->context));
	}
	mock->pending = 0;
	take_name(mock, mock->second_name);
	take_name(mock, mock->name);
}

static void on_down(void *context)
{
	((struct mock *)context)->named = false;
}

void mock_init(struct mock *mock, struct event_base *base, enum bus_kind kind, const char *name)
{
	*mock = (struct mock){.base = base, .kind = kind, .name = name};
	mock->client = (struct bus_client){.up = on_up, .down = on_down, .context = mock};
}

void mock_add(struct mock *mock, const char *path, const char *interface, const sd_bus_vtable *vtable, void *context)
{
	assert(mock->object_count < MOCK_OBJECTS_MAX);
	mock->objects[mock->object_count++] = (struct mock_object){path, interface, vtable, context};
}

void mock_begin(struct mock *mock)
{
	mock->bus = bus_new_hurried(mock->base, mock->kind, 10, 10000);
	bus_join(mock->bus, &mock->client);
}

void mock_kill(struct mock *mock)
{
	if (!mock->bus)
		return;
	bus_leave(mock->bus, &mock->client);
	mock->bus = bus_free(mock->bus);
	mock->named = false;
}

sd_bus *mock_bus(struct mock *mock)
{
	return bus_connection(mock->bus);
}

void mock_sent(struct mock *mock, int result)
{
	if (result < 0) {
		fprintf(stderr, "mock: %s cannot speak: error %d\n", mock->name, result);
		abort();
	}
	bus_touch(mock->bus);
}

bool mock_is_named(const void *mock)
{
	return ((const struct mock *)mock)->named;
}
#else
typedef int mock_needs_sd_bus;
#endif
