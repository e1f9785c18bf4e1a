#if HAVE_SYSTEMD
#include "mock_mutter.h"

#include <stddef.h>
#include <string.h>

#define MONITOR "org.gnome.Mutter.IdleMonitor"
#define MONITOR_PATH "/org/gnome/Mutter/IdleMonitor/Core"

static int add(struct mock_mutter *mutter, sd_bus_message *message, uint64_t interval_ms, sd_bus_error *error)
{
	if (mutter->mute)
		return 1;
	if (mutter->refuses)
		return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED, "no");
	for (int i = 0; i < MOCK_WATCHES_MAX; i++) {
		if (mutter->watches[i].id != 0)
			continue;
		mutter->watches[i] = (struct mock_watch){++mutter->last_id, interval_ms};
		return sd_bus_reply_method_return(message, "u", mutter->last_id);
	}
	return sd_bus_error_set(error, SD_BUS_ERROR_LIMITS_EXCEEDED, "too many watches");
}

static int on_add_idle(sd_bus_message *message, void *context, sd_bus_error *error)
{
	uint64_t interval_ms = 0;

	sd_bus_message_read(message, "t", &interval_ms);
	return add(context, message, interval_ms, error);
}

static int on_add_active(sd_bus_message *message, void *context, sd_bus_error *error)
{
	struct mock_mutter *mutter = context;

	if (mutter->input_at_once)
		mutter->idle_ms = 30;
	mutter->input_at_once = false;
	return add(mutter, message, 0, error);
}

static int on_remove(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mock_mutter *mutter = context;
	uint32_t id = 0;

	sd_bus_message_read(message, "u", &id);
	for (int i = 0; i < MOCK_WATCHES_MAX; i++)
		if (mutter->watches[i].id == id)
			mutter->watches[i].id = 0;
	return sd_bus_reply_method_return(message, "");
}

static int on_time(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mock_mutter *mutter = context;

	mutter->times_asked++;
	return mutter->mute ? 1 : sd_bus_reply_method_return(message, "t", mutter->idle_ms);
}

static const sd_bus_vtable vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_METHOD("AddIdleWatch", "t", "u", on_add_idle, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("AddUserActiveWatch", "", "u", on_add_active, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("RemoveWatch", "u", "", on_remove, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("GetIdletime", "", "t", on_time, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_SIGNAL("WatchFired", "u", 0),
	SD_BUS_VTABLE_END,
};

void mock_mutter_init(struct mock_mutter *mutter, struct event_base *base)
{
	*mutter = (struct mock_mutter){0};
	mock_init(&mutter->mock, base, BUS_SESSION, MONITOR);
	mock_add(&mutter->mock, MONITOR_PATH, MONITOR, vtable, mutter);
}

static void fire(struct mock_mutter *mutter, const struct mock_watch *watch)
{
	mock_sent(&mutter->mock,
		  sd_bus_emit_signal(mock_bus(&mutter->mock), MONITOR_PATH, MONITOR, "WatchFired", "u", watch->id));
}

void mock_mutter_pass(struct mock_mutter *mutter, uint64_t ms)
{
	uint64_t before_ms = mutter->idle_ms;

	mutter->idle_ms += ms;
	for (int i = 0; i < MOCK_WATCHES_MAX; i++) {
		const struct mock_watch *watch = &mutter->watches[i];
		if (watch->id != 0 && watch->interval_ms > before_ms && watch->interval_ms <= mutter->idle_ms)
			fire(mutter, watch);
	}
}

void mock_mutter_input(struct mock_mutter *mutter)
{
	mutter->idle_ms = 0;
	for (int i = 0; i < MOCK_WATCHES_MAX; i++) {
		struct mock_watch *watch = &mutter->watches[i];
		if (watch->id == 0 || watch->interval_ms > 0)
			continue;
		fire(mutter, watch);
		watch->id = 0;
	}
}

int mock_mutter_watches(const struct mock_mutter *mutter, uint64_t interval_ms)
{
	int count = 0;

	for (int i = 0; i < MOCK_WATCHES_MAX; i++)
		count += mutter->watches[i].id != 0 && mutter->watches[i].interval_ms == interval_ms;
	return count;
}
#else
typedef int mock_mutter_needs_sd_bus;
#endif
