#include "logind_private.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#define MANAGER_PATH "/org/freedesktop/login1"
#define MANAGER LOGIND ".Manager"
#define USER LOGIND ".User"

static const struct bus_object manager = {LOGIND, MANAGER_PATH, MANAGER};
static const struct bus_object manager_properties = {LOGIND, MANAGER_PATH, LOGIND_PROPERTIES};

/* Sleep. */

static void set_asleep(struct logind *logind, bool asleep)
{
	if (asleep == logind->asleep)
		return;
	logind->asleep = asleep;
	logind->events->asleep(logind->context, asleep);
}

static void drop_delay(struct logind *logind)
{
	bus_drop(logind->bus, &logind->inhibit);
	if (logind->delay_fd >= 0)
		close(logind->delay_fd);
	logind->delay_fd = -1;
}

static int on_delay(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;
	int fd = -1;

	/* Refused or not: sleep is told all the same, only a little less surely before the machine stops. */
	if (!sd_bus_message_is_method_error(message, NULL) && sd_bus_message_read(message, "h", &fd) >= 0 && fd >= 0)
		logind->delay_fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return 0;
}

static void take_delay(struct logind *logind)
{
	drop_delay(logind);
	bus_call(logind->bus, &logind->inhibit, &manager, "Inhibit", on_delay, logind, "ssss", "sleep", "Evenkeel",
		 _("locks what it holds in memory before the computer sleeps"), "delay");
}

static int on_sleep(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;
	int begins = 0;

	if (sd_bus_message_read(message, "b", &begins) < 0)
		return 0;
	set_asleep(logind, begins);
	if (begins)
		drop_delay(logind); /* now the machine may stop */
	else
		take_delay(logind);
	return 0;
}

static int on_preparing(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;
	int asleep = 0;

	if (!sd_bus_message_is_method_error(message, NULL) && sd_bus_message_read(message, "v", "b", &asleep) >= 0)
		set_asleep(logind, asleep);
	return 0;
}

static void begin_manager(struct logind *logind)
{
	bus_match(logind->bus, &logind->sleep, on_sleep, logind,
		  "sender='" LOGIND "',path='" MANAGER_PATH "',interface='" MANAGER "',member='PrepareForSleep'");
	bus_call(logind->bus, &logind->preparing, &manager_properties, "Get", on_preparing, logind, "ss", MANAGER,
		 "PreparingForSleep");
	take_delay(logind);
}

/* Which session. */

static void no_session(struct logind *logind, enum logind_why why)
{
	logind_unfollow(logind);
	logind->why = why;
	logind->hint = logind->wish = false;
	logind_settle_lock(logind);
}

static int on_own_session(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;
	const char *path = NULL;

	if (sd_bus_message_is_method_error(message, NULL) || sd_bus_message_read(message, "o", &path) < 0)
		no_session(logind, WHY_NO_SESSION);
	else
		logind_follow(logind, path);
	return 0;
}

static void find_own_session(struct logind *logind)
{
	bus_call(logind->bus, &logind->find, &manager, "GetSessionByPID", on_own_session, logind, "u",
		 (uint32_t)getpid());
}

static int on_display(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;
	const char *name = "", *path = "";

	if (sd_bus_message_is_method_error(message, NULL) ||
	    sd_bus_message_read(message, "v", "(so)", &name, &path) < 0 || !*name)
		find_own_session(logind);
	else
		logind_follow(logind, path);
	return 0;
}

static void read_display(struct logind *logind)
{
	const struct bus_object user = {LOGIND, logind->user_path, LOGIND_PROPERTIES};

	bus_call(logind->bus, &logind->find, &user, "Get", on_display, logind, "ss", USER, "Display");
}

static int on_user_changed(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)message, (void)error;
	read_display(context);
	return 0;
}

static void find_user(struct logind *logind);

/* Somebody logged in for the first time: maybe ours. */
static int on_user_new(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;
	uint32_t uid = 0;

	if (sd_bus_message_read(message, "u", &uid) >= 0 && uid == getuid())
		find_user(logind);
	return 0;
}

static int on_user(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;
	const char *path = NULL;

	if (sd_bus_message_is_method_error(message, SD_BUS_ERROR_SERVICE_UNKNOWN) ||
	    sd_bus_message_is_method_error(message, SD_BUS_ERROR_NAME_HAS_NO_OWNER) ||
	    sd_bus_message_is_method_error(message, SD_BUS_ERROR_NO_REPLY)) {
		no_session(logind, WHY_NO_LOGIND);
	} else if (sd_bus_message_is_method_error(message, NULL) || sd_bus_message_read(message, "o", &path) < 0) {
		bus_match(logind->bus, &logind->user_changed, on_user_new, logind,
			  "sender='" LOGIND "',path='" MANAGER_PATH "',interface='" MANAGER "',member='UserNew'");
		find_own_session(logind);
	} else {
		snprintf(logind->user_path, sizeof logind->user_path, "%s", path);
		bus_match(logind->bus, &logind->user_changed, on_user_changed, logind,
			  "sender='" LOGIND "',path='%s',interface='" LOGIND_PROPERTIES
			  "',member='PropertiesChanged',arg0='" USER "'",
			  path);
		read_display(logind);
	}
	return 0;
}

static void find_user(struct logind *logind)
{
	bus_call(logind->bus, &logind->find, &manager, "GetUser", on_user, logind, "u", (uint32_t)getuid());
}

static void begin(struct logind *logind)
{
	begin_manager(logind);
	find_user(logind);
}

/* logind went away, or the bus: what was known last holds as a wish, and a machine that goes on running is awake. */
static void stop(struct logind *logind, enum logind_why why)
{
	sd_bus_slot **slots[] = {&logind->sleep, &logind->preparing, &logind->user_changed, &logind->find};

	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
		bus_drop(logind->bus, slots[i]);
	drop_delay(logind);
	logind_unfollow(logind);
	logind->why = why;
	logind->wish = logind->locked;
	logind->hint = false;
	set_asleep(logind, false);
}

static int on_owner(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct logind *logind = context;

	stop(logind, WHY_NO_LOGIND);
	if (*bus_new_owner(message))
		begin(logind);
	return 0;
}

static void on_up(void *context)
{
	struct logind *logind = context;

	logind->why = WHY_NO_LOGIND;
	bus_match_owner(logind->bus, &logind->owner, on_owner, logind, LOGIND);
	begin(logind);
}

static void on_down(void *context)
{
	struct logind *logind = context;

	bus_drop(logind->bus, &logind->owner);
	stop(logind, WHY_NO_BUS);
}

struct logind *logind_new(struct bus *system, const struct logind_events *events, void *context)
{
	struct logind *logind = mem_new(1, sizeof *logind);

	*logind = (struct logind){.bus = system, .events = events, .context = context, .delay_fd = -1};
	logind->client = (struct bus_client){.up = on_up, .down = on_down, .context = logind};
	bus_join(system, &logind->client);
	return logind;
}

struct logind *logind_free(struct logind *logind)
{
	if (!logind)
		return NULL;
	assert(!logind->listeners);
	logind->asleep = false; /* nothing is said any more */
	on_down(logind);
	bus_leave(logind->bus, &logind->client);
	free(logind);
	return NULL;
}

void logind_input(struct logind *logind)
{
	logind->wish = false;
	logind_settle_lock(logind);
}

void logind_blind(struct logind *logind, bool blind)
{
	logind->blind = blind;
	logind_settle_lock(logind);
}

const char *logind_session(const struct logind *logind)
{
	return *logind->session_path ? logind->session_name : NULL;
}

const char *logind_why(const struct logind *logind)
{
	static const char *const words[WHY_COUNT] = {
		[WHY_NO_BUS] = N_("there is no system bus"),
		[WHY_NO_LOGIND] = N_("logind does not answer"),
		[WHY_NO_SESSION] = N_("no login session was found"),
	};

	return _(words[logind->why]);
}

struct logind_idle logind_idle(const struct logind *logind)
{
	return logind->idle;
}

void logind_listen(struct logind *logind, struct logind_listener *listener)
{
	listener->next = logind->listeners;
	logind->listeners = listener;
}

void logind_unlisten(struct logind *logind, struct logind_listener *listener)
{
	struct logind_listener **link = &logind->listeners;

	while (*link && *link != listener)
		link = &(*link)->next;
	if (*link)
		*link = listener->next;
}
