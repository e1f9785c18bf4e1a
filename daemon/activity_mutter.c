/*
 * GNOME: Mutter's idle monitor, on X11 and Wayland alike. One watch fires when nobody has been there for idle-after, again and
 * again; another fires at the next input, once, and is asked for anew each time. The time without input is read after that
 * watch is in place, so no input falls between the two. Source: mutter, src/org.gnome.Mutter.IdleMonitor.xml.
 */
#include "activity.h"

#include <stdlib.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "bus.h"

#define MONITOR "org.gnome.Mutter.IdleMonitor"
#define MONITOR_PATH "/org/gnome/Mutter/IdleMonitor/Core"
#define SLACK_MS 50 /* the watch's timer and the counter are rounded differently */

static const struct bus_object monitor = {MONITOR, MONITOR_PATH, MONITOR};
static const struct bus_object bus_itself = {"org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"};

struct mutter {
	struct activity *activity;
	struct bus *bus;
	struct bus_client client;
	sd_bus_slot *owner, *fired, *add_idle, *add_active, *time;
	int64_t limit_ms;
	uint32_t idle_watch, active_watch; /* 0: none */
};

static void refuse(struct mutter *mutter, const sd_bus_error *error)
{
	bool absent = sd_bus_error_has_name(error, SD_BUS_ERROR_SERVICE_UNKNOWN) ||
		      sd_bus_error_has_name(error, SD_BUS_ERROR_NAME_HAS_NO_OWNER);

	/* That this is not GNOME is no reason worth a word. */
	activity_refuse(mutter->activity, absent ? "" : _("GNOME's idle monitor does not answer"));
}

static int64_t read_time(sd_bus_message *message)
{
	uint64_t idle_ms = 0;

	return sd_bus_message_read(message, "t", &idle_ms) < 0 ? 0 : (int64_t)idle_ms;
}

static uint32_t read_watch(sd_bus_message *message)
{
	uint32_t watch = 0;

	return sd_bus_message_read(message, "u", &watch) < 0 ? 0 : watch;
}

static int on_active_added(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mutter *mutter = context;

	if (!sd_bus_message_is_method_error(message, NULL))
		mutter->active_watch = read_watch(message);
	return 0;
}

static int on_idle_time(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mutter *mutter = context;
	int64_t now_ms = instant_now().boot_ms, idle_ms = read_time(message);

	if (sd_bus_message_is_method_error(message, NULL))
		refuse(mutter, sd_bus_message_get_error(message));
	else if (idle_ms + SLACK_MS >= mutter->limit_ms)
		activity_say(mutter->activity, ACTIVITY_IDLE, now_ms - idle_ms);
	else
		activity_say(mutter->activity, ACTIVITY_ACTIVE, now_ms - idle_ms);
	return 0;
}

static void went_idle(struct mutter *mutter)
{
	bus_call(mutter->bus, &mutter->add_active, &monitor, "AddUserActiveWatch", on_active_added, mutter, NULL);
	bus_call(mutter->bus, &mutter->time, &monitor, "GetIdletime", on_idle_time, mutter, NULL);
}

static int on_first_time(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mutter *mutter = context;

	if (sd_bus_message_is_method_error(message, NULL))
		refuse(mutter, sd_bus_message_get_error(message));
	else if (read_time(message) >= mutter->limit_ms)
		went_idle(mutter);
	else
		activity_say(mutter->activity, ACTIVITY_ACTIVE, instant_now().boot_ms);
	return 0;
}

static int on_fired(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mutter *mutter = context;
	uint32_t watch = read_watch(message);

	if (watch != 0 && watch == mutter->idle_watch) {
		went_idle(mutter);
	} else if (watch != 0 && watch == mutter->active_watch) {
		mutter->active_watch = 0;
		activity_say(mutter->activity, ACTIVITY_ACTIVE, instant_now().boot_ms);
	}
	return 0;
}

static int on_idle_added(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mutter *mutter = context;

	if (sd_bus_message_is_method_error(message, NULL)) {
		refuse(mutter, sd_bus_message_get_error(message));
		return 0;
	}
	mutter->idle_watch = read_watch(message);
	bus_call(mutter->bus, &mutter->time, &monitor, "GetIdletime", on_first_time, mutter, NULL);
	return 0;
}

/* Watches belong to the one who gave them: with another owner all is asked anew. */
static int on_owner(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)message, (void)error;
	struct mutter *mutter = context;

	mutter->idle_watch = mutter->active_watch = 0;
	activity_gone(mutter->activity);
	return 0;
}

static void on_up(void *context)
{
	struct mutter *mutter = context;

	bus_match_owner(mutter->bus, &mutter->owner, on_owner, mutter, MONITOR);
	bus_match(mutter->bus, &mutter->fired, on_fired, mutter,
		  "sender='" MONITOR "',path='" MONITOR_PATH "',interface='" MONITOR "',member='WatchFired'");
	bus_call(mutter->bus, &mutter->add_idle, &monitor, "AddIdleWatch", on_idle_added, mutter, "t",
		 (uint64_t)mutter->limit_ms);
}

static void drop_all(struct mutter *mutter)
{
	sd_bus_slot **slots[] = {&mutter->owner, &mutter->fired, &mutter->add_idle, &mutter->add_active, &mutter->time};

	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
		bus_drop(mutter->bus, slots[i]);
}

static void on_down(void *context)
{
	struct mutter *mutter = context;

	drop_all(mutter);
	mutter->idle_watch = mutter->active_watch = 0;
	activity_gone(mutter->activity);
}

static struct mutter *join(struct activity *activity, void (*up)(void *), void (*down)(void *))
{
	struct mutter *mutter = mem_new(1, sizeof *mutter);

	mutter->activity = activity;
	mutter->bus = activity_desktop(activity)->session;
	mutter->client = (struct bus_client){.up = up, .down = down, .context = mutter};
	bus_join(mutter->bus, &mutter->client);
	return mutter;
}

static void *start(struct activity *activity, struct event_base *base, int64_t idle_s, struct error *err)
{
	(void)base, (void)err;
	if (!activity_desktop(activity)->session)
		return NULL;
	struct mutter *mutter = join(activity, on_up, on_down);
	mutter->limit_ms = idle_s * 1000;
	return mutter;
}

static void remove_watch(struct mutter *mutter, uint32_t watch)
{
	if (watch != 0)
		bus_call(mutter->bus, NULL, &monitor, "RemoveWatch", NULL, NULL, "u", watch);
}

static void stop(void *handle)
{
	struct mutter *mutter = handle;

	remove_watch(mutter, mutter->idle_watch);
	remove_watch(mutter, mutter->active_watch);
	drop_all(mutter);
	bus_leave(mutter->bus, &mutter->client);
	free(mutter);
}

/* GNOME starts, or starts again, after something else was taken. */

static int on_possible_owner(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mutter *mutter = context;

	if (*bus_new_owner(message))
		activity_possible(mutter->activity, &activity_mutter);
	return 0;
}

static int on_has_owner(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mutter *mutter = context;
	int has = 0;

	if (!sd_bus_message_is_method_error(message, NULL) && sd_bus_message_read(message, "b", &has) >= 0 && has)
		activity_possible(mutter->activity, &activity_mutter);
	return 0;
}

static void on_watch_up(void *context)
{
	struct mutter *mutter = context;

	bus_match_owner(mutter->bus, &mutter->owner, on_possible_owner, mutter, MONITOR);
	bus_call(mutter->bus, &mutter->time, &bus_itself, "NameHasOwner", on_has_owner, mutter, "s", MONITOR);
}

static void on_watch_down(void *context)
{
	drop_all(context);
}

static void *watch(struct activity *activity)
{
	return activity_desktop(activity)->session ? join(activity, on_watch_up, on_watch_down) : NULL;
}

const struct activity_source activity_mutter = {
	.name = "GNOME (Mutter)",
	.start = start,
	.stop = stop,
	.watch = watch,
	.unwatch = stop,
};
