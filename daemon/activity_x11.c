/*
 * X11: two XSync alarms on the server's IDLETIME counter, one when it reaches idle-after, one when it falls below again. Both
 * are transitions with no delta, so they stay armed and nothing comes in between. Source: the X Synchronization Extension
 * protocol, "Alarm"; the second alarm lies just below the first, as GNOME's idle monitor does it.
 */
#include "activity.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>
#include <xcb/sync.h>
#include <xcb/xcb.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "activity_x11_probe.h"

struct x11 {
	struct activity *activity;
	struct event_base *base;
	int64_t limit_ms;
	struct x11_probe *probe;
	xcb_connection_t *connection;
	uint8_t first_event;
	xcb_sync_counter_t counter;
	xcb_sync_alarm_t idle_alarm, active_alarm;
	struct event *readable;
	struct event *look; /* events may be queued in xcb with nothing left to read on its socket */
	bool gone;
};

static int64_t to_ms(xcb_sync_int64_t value)
{
	return (int64_t)value.hi << 32 | value.lo;
}

static xcb_sync_int64_t from_ms(int64_t ms)
{
	return (xcb_sync_int64_t){.hi = (int32_t)(ms >> 32), .lo = (uint32_t)ms};
}

static xcb_sync_alarm_t alarm_new(struct x11 *x11, xcb_sync_testtype_t test, int64_t ms)
{
	xcb_sync_alarm_t id = xcb_generate_id(x11->connection);
	const xcb_sync_create_alarm_value_list_t values = {
		.counter = x11->counter,
		.valueType = XCB_SYNC_VALUETYPE_ABSOLUTE,
		.value = from_ms(ms),
		.testType = test,
		.delta = from_ms(0),
		.events = 1,
	};
	xcb_sync_create_alarm_aux(x11->connection, id,
				  XCB_SYNC_CA_COUNTER | XCB_SYNC_CA_VALUE_TYPE | XCB_SYNC_CA_VALUE |
					  XCB_SYNC_CA_TEST_TYPE | XCB_SYNC_CA_DELTA | XCB_SYNC_CA_EVENTS,
				  &values);
	return id;
}

/* The name follows its length at once; xcb_sync_systemcounter_name counts two bytes of the C struct's padding too many. */
static bool has_name(const xcb_sync_systemcounter_t *counter, const char *name)
{
	const char *at =
		(const char *)counter + offsetof(xcb_sync_systemcounter_t, name_len) + sizeof counter->name_len;
	return counter->name_len == strlen(name) && memcmp(at, name, strlen(name)) == 0;
}

static xcb_sync_counter_t find_counter(xcb_connection_t *connection)
{
	xcb_sync_counter_t found = XCB_NONE;
	xcb_sync_list_system_counters_reply_t *_cleanup_free_ list =
		xcb_sync_list_system_counters_reply(connection, xcb_sync_list_system_counters(connection), NULL);
	if (!list)
		return XCB_NONE;
	for (xcb_sync_systemcounter_iterator_t i = xcb_sync_list_system_counters_counters_iterator(list); i.rem;
	     xcb_sync_systemcounter_next(&i))
		if (has_name(i.data, "IDLETIME"))
			found = i.data->counter;
	return found;
}

static int64_t idle_ms(struct x11 *x11)
{
	xcb_sync_query_counter_reply_t *_cleanup_free_ reply = xcb_sync_query_counter_reply(
		x11->connection, xcb_sync_query_counter(x11->connection, x11->counter), NULL);
	return reply ? to_ms(reply->counter_value) : 0;
}

static void take_event(struct x11 *x11, const xcb_generic_event_t *event)
{
	if ((event->response_type & 0x7f) != x11->first_event + XCB_SYNC_ALARM_NOTIFY)
		return;
	const xcb_sync_alarm_notify_event_t *alarm = (const xcb_sync_alarm_notify_event_t *)event;
	int64_t now = instant_now().boot_ms;
	if (alarm->alarm == x11->idle_alarm)
		activity_say(x11->activity, ACTIVITY_IDLE, now - to_ms(alarm->counter_value));
	else if (alarm->alarm == x11->active_alarm)
		activity_say(x11->activity, ACTIVITY_ACTIVE, now);
}

/* All events that are there, also those that came in while xcb read a reply. */
static void drain(struct x11 *x11)
{
	xcb_generic_event_t *event;
	while ((event = xcb_poll_for_event(x11->connection)) != NULL) {
		take_event(x11, event);
		free(event);
	}
	if (xcb_connection_has_error(x11->connection) && !x11->gone) {
		x11->gone = true;
		event_del(x11->readable);
		activity_gone(x11->activity);
	}
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	drain(context);
}

static void stop(void *handle)
{
	struct x11 *x11 = handle;
	if (x11->readable)
		event_free(x11->readable);
	if (x11->look)
		event_free(x11->look);
	x11_probe_free(x11->probe);
	if (x11->connection)
		xcb_disconnect(x11->connection);
	free(x11);
}

static int connect_sync(struct x11 *x11, struct error *err)
{
	xcb_connection_t *connection = x11->connection;
	if (xcb_connection_has_error(connection))
		return error_set(err, ERROR_FAILED, "no X display answers");
	const xcb_query_extension_reply_t *extension = xcb_get_extension_data(connection, &xcb_sync_id);
	if (!extension || !extension->present)
		return error_set(err, ERROR_FAILED, "the X display has no SYNC extension");
	x11->first_event = extension->first_event;
	free(xcb_sync_initialize_reply(connection, xcb_sync_initialize(connection, 3, 1), NULL));
	x11->counter = find_counter(connection);
	if (!x11->counter)
		return error_set(err, ERROR_FAILED, "the X display counts no idle time");
	return 0;
}

/* The alarms first, the counter after: what happens between the two is seen by one of them. */
static void watch(struct x11 *x11)
{
	x11->idle_alarm = alarm_new(x11, XCB_SYNC_TESTTYPE_POSITIVE_TRANSITION, x11->limit_ms);
	x11->active_alarm = alarm_new(x11, XCB_SYNC_TESTTYPE_NEGATIVE_TRANSITION, x11->limit_ms - 1);
	int64_t idle = idle_ms(x11), now = instant_now().boot_ms;
	if (idle >= x11->limit_ms)
		activity_say(x11->activity, ACTIVITY_IDLE, now - idle);
	else
		activity_say(x11->activity, ACTIVITY_ACTIVE, now);
}

/*
 * The questions asked here are waited for, but the display has answered just now. xcb cannot take over a connection that the probe made, so
 * a display that is stopped in these few milliseconds is left to the service manager's watchdog.
 */
static void on_probed(void *context, bool answers)
{
	struct x11 *x11 = context;
	struct error err = {0};
	x11->probe = x11_probe_free(x11->probe);
	if (!answers)
		error_set(&err, ERROR_FAILED, "no X display answers");
	else
		x11->connection = xcb_connect(NULL, NULL);
	if (!answers || connect_sync(x11, &err) < 0) {
		activity_refuse(x11->activity, err.message);
		return;
	}
	watch(x11);
	x11->readable =
		event_new(x11->base, xcb_get_file_descriptor(x11->connection), EV_READ | EV_PERSIST, on_readable, x11);
	x11->look = event_new(x11->base, -1, 0, on_readable, x11);
	event_add(x11->readable, NULL);
	event_active(x11->look, EV_READ, 0);
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);
	return value && *value;
}

static void *start(struct activity *activity, struct event_base *base, int64_t idle_s, struct error *err)
{
	if (!is_set("DISPLAY"))
		return NULL;
	if (is_set("WAYLAND_DISPLAY")) { /* Xwayland counts only what is typed into X programs */
		error_set(err, ERROR_FAILED, "on a Wayland desktop X does not see all input");
		return NULL;
	}
	struct x11 *x11 = mem_new(1, sizeof *x11);
	*x11 = (struct x11){.activity = activity, .base = base, .limit_ms = idle_s * 1000};
	x11->probe = x11_probe_new(base, on_probed, x11);
	if (x11->probe)
		return x11;
	error_set(err, ERROR_FAILED, "cannot start a process to look for the X display");
	free(x11);
	return NULL;
}

const struct activity_source activity_x11 = {.name = "X11 (xsync)", .kind = ACTIVITY_X11, .start = start, .stop = stop};
