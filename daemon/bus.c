#include "bus.h"

#include <assert.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>

#include <event2/event.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>
#include <evenkeel/text.h>

#define RETRY_MS 1000
#define RETRY_DOUBLINGS 8 /* 1 s to 256 s, within the five minutes of DESKTOP.md */
#define ANSWER_MS 25000   /* D-Bus's usual patience; nothing here waits for it */
#define SETTLED_MS 10000  /* a connection that lasted this long has proved to work */

struct bus {
	struct event_base *base;
	enum bus_kind kind;
	int64_t retry_ms, answer_ms;
	struct bus_client *clients;
	sd_bus *connection;
	struct event *ready; /* the connection's descriptor and timeout */
	struct event *look;  /* at once, from the loop */
	struct event *retry;
	int doublings;
	bool up, broken; /* broken: a send failed, so the next look ends it */
	int64_t up_boot_ms;
};

static void on_ready(evutil_socket_t fd, short what, void *context);

static struct timeval to_timeval(int64_t us)
{
	return (struct timeval){.tv_sec = us / 1000000, .tv_usec = us % 1000000};
}

/* What the connection waits for; asked anew after everything that was sent or read. */
static void arm(struct bus *bus)
{
	uint64_t until_us = UINT64_MAX;
	int events = sd_bus_get_events(bus->connection);
	short what = 0;

	event_del(bus->ready);
	if (events < 0 || sd_bus_get_timeout(bus->connection, &until_us) < 0) {
		bus->broken = true;
		event_active(bus->look, EV_TIMEOUT, 0);
		return;
	}
	if (events & POLLIN)
		what |= EV_READ;
	if (events & POLLOUT)
		what |= EV_WRITE;
	event_assign(bus->ready, bus->base, sd_bus_get_fd(bus->connection), what, on_ready, bus);
	if (until_us == UINT64_MAX) {
		event_add(bus->ready, NULL);
		return;
	}
	int64_t left_us = (int64_t)until_us - monotonic_us();
	struct timeval left = to_timeval(left_us > 0 ? left_us : 0);
	event_add(bus->ready, &left);
}

static void close_connection(struct bus *bus)
{
	if (!bus->connection)
		return;
	event_del(bus->ready);
	bus->connection = sd_bus_close_unref(bus->connection);
	bus->up = bus->broken = false;
}

/* One client at a time, from the start again, since a callback may let others join or leave. */
static void tell(struct bus *bus, bool up)
{
	struct bus_client *client = bus->clients;

	while (client && bus->up == up) {
		if (client->is_up == up) {
			client = client->next;
			continue;
		}
		client->is_up = up;
		(up ? client->up : client->down)(client->context);
		client = bus->clients;
	}
}

static void retry_later(struct bus *bus)
{
	struct timeval wait = to_timeval(bus->retry_ms * 1000 << bus->doublings);

	event_add(bus->retry, &wait);
	if (bus->doublings < RETRY_DOUBLINGS)
		bus->doublings++;
}

/* The clients first, as long as their slots have a connection to be taken from. */
static void lose(struct bus *bus)
{
	if (bus->up && instant_now().boot_ms - bus->up_boot_ms >= SETTLED_MS)
		bus->doublings = 0;
	bus->up = false;
	tell(bus, false);
	close_connection(bus);
	retry_later(bus);
}

/* The bus answered our greeting: from here on it is there. */
static void greet(struct bus *bus)
{
	if (!bus->up && sd_bus_is_ready(bus->connection) > 0) {
		bus->up = true;
		bus->up_boot_ms = instant_now().boot_ms;
	}
	if (bus->up)
		tell(bus, true);
}

static void process(struct bus *bus)
{
	int result;

	while ((result = sd_bus_process(bus->connection, NULL)) > 0)
		;
	if (result >= 0 && !bus->broken)
		greet(bus);
	if (result < 0 || bus->broken)
		lose(bus);
	else
		arm(bus);
}

static void open_connection(struct bus *bus)
{
	int result =
		bus->kind == BUS_SESSION ? sd_bus_open_user(&bus->connection) : sd_bus_open_system(&bus->connection);

	if (result < 0) {
		bus->connection = NULL;
		retry_later(bus);
		return;
	}
	sd_bus_set_exit_on_disconnect(bus->connection, 0);
	sd_bus_set_method_call_timeout(bus->connection, (uint64_t)bus->answer_ms * 1000);
	process(bus);
}

static void on_ready(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	process(context);
}

/* Somebody joined, left or could not send. */
static void on_look(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct bus *bus = context;

	if (!bus->clients) {
		close_connection(bus);
		event_del(bus->retry);
		bus->doublings = 0;
	} else if (bus->connection) {
		process(bus);
	} else if (!event_pending(bus->retry, EV_TIMEOUT, NULL)) {
		open_connection(bus);
	}
}

static void on_retry(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	open_connection(context);
}

struct bus *bus_new_hurried(struct event_base *base, enum bus_kind kind, int64_t retry_ms, int64_t answer_ms)
{
	struct bus *bus = mem_new(1, sizeof *bus);

	*bus = (struct bus){.base = base, .kind = kind, .retry_ms = retry_ms, .answer_ms = answer_ms};
	bus->ready = event_new(base, -1, 0, on_ready, bus);
	bus->look = event_new(base, -1, 0, on_look, bus);
	bus->retry = evtimer_new(base, on_retry, bus);
	return bus;
}

struct bus *bus_new(struct event_base *base, enum bus_kind kind)
{
	return bus_new_hurried(base, kind, RETRY_MS, ANSWER_MS);
}

struct bus *bus_free(struct bus *bus)
{
	if (!bus)
		return NULL;
	assert(!bus->clients);
	close_connection(bus);
	event_free(bus->ready);
	event_free(bus->look);
	event_free(bus->retry);
	free(bus);
	return NULL;
}

void bus_join(struct bus *bus, struct bus_client *client)
{
	struct bus_client **last = &bus->clients;

	while (*last)
		last = &(*last)->next;
	*last = client;
	client->next = NULL;
	client->is_up = false;
	event_active(bus->look, EV_TIMEOUT, 0);
}

void bus_leave(struct bus *bus, struct bus_client *client)
{
	struct bus_client **link = &bus->clients;

	while (*link && *link != client)
		link = &(*link)->next;
	if (*link)
		*link = client->next;
	client->is_up = false;
	event_active(bus->look, EV_TIMEOUT, 0);
}

bool bus_is_up(const struct bus *bus)
{
	return bus->up;
}

sd_bus *bus_connection(struct bus *bus)
{
	return bus->connection;
}

void bus_touch(struct bus *bus)
{
	if (bus->connection)
		arm(bus);
}

/* A send that failed says that the connection did. */
static void sent(struct bus *bus, int result)
{
	if (result < 0) {
		bus->broken = true;
		event_active(bus->look, EV_TIMEOUT, 0);
	} else {
		bus_touch(bus);
	}
}

static int send_call(struct bus *bus, sd_bus_slot **slot, const struct bus_object *object, const char *member,
		     sd_bus_message_handler_t done, void *context, const char *types, va_list arguments)
{
	sd_bus_message *message = NULL;
	int result = sd_bus_message_new_method_call(bus->connection, &message, object->service, object->path,
						    object->interface, member);

	if (result >= 0)
		result = sd_bus_message_set_auto_start(message, 0);
	if (result >= 0 && types && *types)
		result = sd_bus_message_appendv(message, types, arguments);
	if (result >= 0)
		result = sd_bus_call_async(bus->connection, slot, message, done, context, 0);
	sd_bus_message_unref(message);
	return result;
}

void bus_call(struct bus *bus, sd_bus_slot **slot, const struct bus_object *object, const char *member,
	      sd_bus_message_handler_t done, void *context, const char *types, ...)
{
	va_list arguments;

	if (slot)
		bus_drop(bus, slot);
	if (!bus->connection)
		return;
	va_start(arguments, types);
	sent(bus, send_call(bus, slot, object, member, done, context, types, arguments));
	va_end(arguments);
}

void bus_match(struct bus *bus, sd_bus_slot **slot, sd_bus_message_handler_t got, void *context, const char *rule, ...)
{
	_cleanup_(text_clear) struct text words = {0};
	va_list arguments;

	bus_drop(bus, slot);
	if (!bus->connection)
		return;
	text_append(&words, "type='signal',");
	va_start(arguments, rule);
	text_append_va(&words, rule, arguments);
	va_end(arguments);
	/* Without a handler of its own, a match that the bus refuses ends the connection: better than a deaf one. */
	sent(bus, sd_bus_add_match_async(bus->connection, slot, text_string(&words), got, NULL, context));
}

void bus_match_owner(struct bus *bus, sd_bus_slot **slot, sd_bus_message_handler_t got, void *context, const char *name)
{
	bus_match(bus, slot, got, context,
		  "sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',interface='org.freedesktop.DBus',"
		  "member='NameOwnerChanged',arg0='%s'",
		  name);
}

const char *bus_new_owner(sd_bus_message *message)
{
	const char *name = "", *before = "", *after = "";

	return sd_bus_message_read(message, "sss", &name, &before, &after) < 0 ? "" : after;
}

void bus_drop(struct bus *bus, sd_bus_slot **slot)
{
	if (!*slot)
		return;
	*slot = sd_bus_slot_unref(*slot); /* for a match this sends a word to the bus */
	bus_touch(bus);
}
