/* The session: what it says, and its signals. */
#include "logind_private.h"

#include <stdio.h>
#include <string.h>

#include <evenkeel/os.h>

#define SESSION LOGIND ".Session"

void logind_settle_lock(struct logind *logind)
{
	bool locked = logind->hint || (logind->wish && !logind->blind);

	if (locked == logind->locked)
		return;
	logind->locked = locked;
	logind->events->locked(logind->context, locked);
}

static void set_idle(struct logind *logind, struct logind_idle idle)
{
	const struct logind_idle *was = &logind->idle;

	if (was->known == idle.known && was->idle == idle.idle && was->since_boot_ms == idle.since_boot_ms)
		return;
	logind->idle = idle;
	for (struct logind_listener *listener = logind->listeners; listener; listener = listener->next)
		listener->changed(listener->context);
}

/* D-Bus's time stamps leave out the time asleep; seen from now, that makes no difference but after a sleep. */
static int64_t to_boot_ms(uint64_t stamp_us)
{
	int64_t ago_us = monotonic_us() - (int64_t)stamp_us;

	return instant_now().boot_ms - (ago_us > 0 ? ago_us / 1000 : 0);
}

struct session_news {
	const char *name;
	int locked, idle; /* -1: not said */
	uint64_t idle_since_us;
	bool idle_since;
};

static int read_property(sd_bus_message *message, const char *name, struct session_news *news)
{
	if (strcmp(name, "Id") == 0)
		return sd_bus_message_read(message, "v", "s", &news->name);
	if (strcmp(name, "LockedHint") == 0)
		return sd_bus_message_read(message, "v", "b", &news->locked);
	if (strcmp(name, "IdleHint") == 0)
		return sd_bus_message_read(message, "v", "b", &news->idle);
	if (strcmp(name, "IdleSinceHintMonotonic") != 0)
		return sd_bus_message_skip(message, "v");
	news->idle_since = true;
	return sd_bus_message_read(message, "v", "t", &news->idle_since_us);
}

static int read_properties(sd_bus_message *message, struct session_news *news)
{
	const char *name = NULL;
	int result = sd_bus_message_enter_container(message, 'a', "{sv}");

	while (result >= 0 && (result = sd_bus_message_enter_container(message, 'e', "sv")) > 0) {
		result = sd_bus_message_read(message, "s", &name);
		if (result >= 0)
			result = read_property(message, name, news);
		if (result >= 0)
			result = sd_bus_message_exit_container(message);
	}
	return result < 0 ? result : sd_bus_message_exit_container(message);
}

static void take_lock(struct logind *logind, bool locked)
{
	if (locked || logind->hint)
		logind->wish = false; /* the desktop tells the facts */
	logind->hint = locked;
	logind_settle_lock(logind);
}

/* A desktop that never says so leaves the time stamp at 0. */
static void take_idle(struct logind *logind, const struct session_news *news)
{
	struct logind_idle idle = logind->idle;

	if (news->idle >= 0)
		idle.idle = news->idle;
	if (news->idle_since) {
		idle.known = news->idle_since_us > 0;
		idle.since_boot_ms = news->idle_since_us > 0 ? to_boot_ms(news->idle_since_us) : instant_now().boot_ms;
	}
	idle.known |= idle.idle;
	set_idle(logind, idle);
}

static void take_news(struct logind *logind, sd_bus_message *message)
{
	struct session_news news = {.locked = -1, .idle = -1};

	if (read_properties(message, &news) < 0)
		return;
	if (news.name)
		snprintf(logind->session_name, sizeof logind->session_name, "%s", news.name);
	if (news.locked >= 0)
		take_lock(logind, news.locked);
	if (news.idle >= 0 || news.idle_since)
		take_idle(logind, &news);
}

static int on_session_read(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;

	if (!sd_bus_message_is_method_error(message, NULL))
		take_news(logind, message);
	return 0;
}

static void read_session(struct logind *logind)
{
	const struct bus_object session = {LOGIND, logind->session_path, LOGIND_PROPERTIES};

	bus_call(logind->bus, &logind->read, &session, "GetAll", on_session_read, logind, "s", SESSION);
}

/* Values come along, or the names alone: then all is read again. */
static int on_session_changed(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;
	const char *interface = NULL;

	if (sd_bus_message_read(message, "s", &interface) < 0)
		return 0;
	take_news(logind, message);
	if (sd_bus_message_enter_container(message, 'a', "s") > 0 && sd_bus_message_at_end(message, 0) == 0)
		read_session(logind);
	return 0;
}

static int on_session_signal(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;

	if (sd_bus_message_is_signal(message, SESSION, "Lock"))
		logind->wish = true;
	else if (sd_bus_message_is_signal(message, SESSION, "Unlock"))
		logind->wish = false; /* with a hint, the screen is locked until that says otherwise */
	logind_settle_lock(logind);
	return 0;
}

void logind_unfollow(struct logind *logind)
{
	bus_drop(logind->bus, &logind->session_changed);
	bus_drop(logind->bus, &logind->session_signals);
	bus_drop(logind->bus, &logind->read);
	logind->session_path[0] = logind->session_name[0] = '\0';
	set_idle(logind, (struct logind_idle){0});
}

/* The matches first, the state after: what happens between the two is seen by one of them. */
void logind_follow(struct logind *logind, const char *path)
{
	if (strcmp(path, logind->session_path) == 0)
		return;
	logind_unfollow(logind);
	snprintf(logind->session_path, sizeof logind->session_path, "%s", path);
	bus_match(logind->bus, &logind->session_changed, on_session_changed, logind,
		  "sender='" LOGIND "',path='%s',interface='" LOGIND_PROPERTIES
		  "',member='PropertiesChanged',arg0='" SESSION "'",
		  path);
	bus_match(logind->bus, &logind->session_signals, on_session_signal, logind,
		  "sender='" LOGIND "',path='%s',interface='" SESSION "'", path);
	read_session(logind);
}
