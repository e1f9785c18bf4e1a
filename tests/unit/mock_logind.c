#if HAVE_SYSTEMD
#include "mock_logind.h"

#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define SERVICE "org.freedesktop.login1"
#define MANAGER_PATH "/org/freedesktop/login1"
#define MANAGER SERVICE ".Manager"
#define USER_PATH "/org/freedesktop/login1/user/_1000"
#define USER SERVICE ".User"
#define SESSION SERVICE ".Session"

static int on_get_user(sd_bus_message *message, void *context, sd_bus_error *error)
{
	struct mock_logind *logind = context;

	if (logind->mute)
		return 1;
	if (logind->user_unknown)
		return sd_bus_error_set(error, SERVICE ".NoSuchUser", "no such user");
	return sd_bus_reply_method_return(message, "o", USER_PATH);
}

static int on_get_session(sd_bus_message *message, void *context, sd_bus_error *error)
{
	struct mock_logind *logind = context;
	uint32_t pid = 0;

	sd_bus_message_read(message, "u", &pid);
	logind->asked_pid = (int)pid;
	if (logind->own < 0)
		return sd_bus_error_set(error, SERVICE ".NoSessionForPID", "no session");
	return sd_bus_reply_method_return(message, "o", logind->sessions[logind->own].path);
}

static void take_delay_back(struct mock_logind *logind)
{
	for (int i = 0; i < 2; i++)
		if (logind->delay[i] >= 0)
			close(logind->delay[i]);
	logind->delay[0] = logind->delay[1] = -1;
}

static int on_inhibit(sd_bus_message *message, void *context, sd_bus_error *error)
{
	struct mock_logind *logind = context;
	const char *what = NULL, *who = NULL, *why = NULL, *mode = NULL;

	sd_bus_message_read(message, "ssss", &what, &who, &why, &mode);
	if (strcmp(what, "sleep") != 0 || strcmp(who, "Evenkeel") != 0 || !*why || strcmp(mode, "delay") != 0)
		return sd_bus_error_set(error, SD_BUS_ERROR_INVALID_ARGS, "not what was agreed");
	take_delay_back(logind);
	if (pipe2(logind->delay, O_CLOEXEC) < 0)
		return -1;
	logind->delays++;
	int result = sd_bus_reply_method_return(message, "h", logind->delay[1]);
	close(logind->delay[1]); /* a copy is on its way */
	logind->delay[1] = -1;
	return result;
}

static int get_display(sd_bus *bus, const char *path, const char *interface, const char *property,
		       sd_bus_message *reply, void *context, sd_bus_error *error)
{
	(void)bus, (void)path, (void)interface, (void)property, (void)error;
	struct mock_logind *logind = context;

	if (logind->display < 0)
		return sd_bus_message_append(reply, "(so)", "", "/");
	return sd_bus_message_append(reply, "(so)", logind->sessions[logind->display].name,
				     logind->sessions[logind->display].path);
}

static const sd_bus_vtable manager_vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_METHOD("GetUser", "u", "o", on_get_user, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("GetSessionByPID", "u", "o", on_get_session, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("Inhibit", "ssss", "h", on_inhibit, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_PROPERTY("PreparingForSleep", "b", NULL, offsetof(struct mock_logind, sleeping), 0),
	SD_BUS_SIGNAL("PrepareForSleep", "b", 0),
	SD_BUS_SIGNAL("UserNew", "uo", 0),
	SD_BUS_VTABLE_END,
};

static const sd_bus_vtable user_vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_PROPERTY("Display", "(so)", get_display, 0, SD_BUS_VTABLE_PROPERTY_EMITS_INVALIDATION),
	SD_BUS_VTABLE_END,
};

/* One with the values in its signals, one without. */
#define SESSION_VTABLE(emits)                                                                                          \
	{                                                                                                              \
		SD_BUS_VTABLE_START(0),                                                                                \
			SD_BUS_PROPERTY("Id", "s", NULL, offsetof(struct mock_session, name),                          \
					SD_BUS_VTABLE_PROPERTY_CONST),                                                 \
			SD_BUS_PROPERTY("LockedHint", "b", NULL, offsetof(struct mock_session, locked), emits),        \
			SD_BUS_PROPERTY("IdleHint", "b", NULL, offsetof(struct mock_session, idle), emits),            \
			SD_BUS_PROPERTY("IdleSinceHintMonotonic", "t", NULL,                                           \
					offsetof(struct mock_session, idle_since_us), emits),                          \
			SD_BUS_SIGNAL("Lock", "", 0), SD_BUS_SIGNAL("Unlock", "", 0), SD_BUS_VTABLE_END,               \
	}
static const sd_bus_vtable session_vtable[] = SESSION_VTABLE(SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE);
static const sd_bus_vtable terse_vtable[] = SESSION_VTABLE(SD_BUS_VTABLE_PROPERTY_EMITS_INVALIDATION);

void mock_logind_init(struct mock_logind *logind, struct event_base *base)
{
	*logind = (struct mock_logind){
		.sessions = {{.name = "2", .path = "/org/freedesktop/login1/session/_32"},
			     {.name = "5", .path = "/org/freedesktop/login1/session/_35"}},
		.own = -1,
		.delay = {-1, -1},
	};
	mock_init(&logind->mock, base, BUS_SYSTEM, SERVICE);
	mock_add(&logind->mock, MANAGER_PATH, MANAGER, manager_vtable, logind);
	mock_add(&logind->mock, USER_PATH, USER, user_vtable, logind);
	mock_add(&logind->mock, logind->sessions[0].path, SESSION, session_vtable, &logind->sessions[0]);
	mock_add(&logind->mock, logind->sessions[1].path, SESSION, terse_vtable, &logind->sessions[1]);
}

void mock_logind_clear(struct mock_logind *logind)
{
	mock_kill(&logind->mock);
	take_delay_back(logind);
}

static void say_changed(struct mock_logind *logind, const char *path, const char *interface, char **names)
{
	mock_sent(&logind->mock, sd_bus_emit_properties_changed_strv(mock_bus(&logind->mock), path, interface, names));
}

void mock_logind_set_locked(struct mock_logind *logind, int session, bool locked)
{
	static char locked_hint[] = "LockedHint", *names[] = {locked_hint, NULL};

	logind->sessions[session].locked = locked;
	say_changed(logind, logind->sessions[session].path, SESSION, names);
}

void mock_logind_set_idle(struct mock_logind *logind, int session, bool idle, uint64_t since_us)
{
	static char hint[] = "IdleHint", since[] = "IdleSinceHintMonotonic", *names[] = {hint, since, NULL};

	logind->sessions[session].idle = idle;
	logind->sessions[session].idle_since_us = since_us;
	say_changed(logind, logind->sessions[session].path, SESSION, names);
}

void mock_logind_signal(struct mock_logind *logind, int session, const char *member)
{
	mock_sent(&logind->mock,
		  sd_bus_emit_signal(mock_bus(&logind->mock), logind->sessions[session].path, SESSION, member, ""));
}

void mock_logind_set_display(struct mock_logind *logind, int session)
{
	static char display[] = "Display", *names[] = {display, NULL};

	logind->display = session;
	say_changed(logind, USER_PATH, USER, names);
}

void mock_logind_user_new(struct mock_logind *logind)
{
	logind->user_unknown = false;
	mock_sent(&logind->mock, sd_bus_emit_signal(mock_bus(&logind->mock), MANAGER_PATH, MANAGER, "UserNew", "uo",
						    (uint32_t)getuid(), USER_PATH));
}

void mock_logind_sleep(struct mock_logind *logind, bool begins)
{
	logind->sleeping = begins;
	mock_sent(&logind->mock, sd_bus_emit_signal(mock_bus(&logind->mock), MANAGER_PATH, MANAGER, "PrepareForSleep",
						    "b", (int)begins));
}

bool mock_logind_may_sleep(const struct mock_logind *logind)
{
	struct pollfd ends = {.fd = logind->delay[0], .events = POLLIN};

	return logind->delay[0] < 0 || (poll(&ends, 1, 0) > 0 && (ends.revents & POLLHUP));
}
#else
typedef int mock_logind_needs_sd_bus;
#endif
