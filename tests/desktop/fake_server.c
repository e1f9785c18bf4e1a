/*
 * A notification server for tests, on the session bus of its environment. usage:
 *
 *   fake_server MODE LOG [NAME [CAP...]]
 *
 * It answers as NAME ("Fake"), version 7.1, with the capabilities given ("body actions body-markup" if NAME is left out), and
 * writes to LOG one line for each thing that it was asked. "ready" on stdout: the name on the bus is taken. MODE says what it
 * does with a notification: answer0, answer1, answer2 (press that button, then close), leave0 (press, leave it open), twice0
 * (press twice), foreign (press a button that is none), dismiss, expire, odd (close for reason 4), hold (nothing), hang (never
 * reply), mute (never reply to anything), refuse (an error), die (reply, end), restart (reply, give the name up and take it
 * again), stuck (never reply to closing it).
 */
#if __has_include(<systemd/sd-bus.h>)

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <systemd/sd-bus.h>

#define WELL_KNOWN "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

static const char *mode, *name = "Fake";
static const char *const *caps;
static int cap_count;
static FILE *out;
static sd_bus *bus;
static uint32_t last_id;

static bool is(const char *word)
{
	return strcmp(mode, word) == 0;
}

static void note(const char *what, const char *text)
{
	fprintf(out, "%s ", what);
	for (; *text; text++)
		if (*text == '\n')
			fputs("\\n", out);
		else
			fputc(*text, out);
	fputc('\n', out);
	fflush(out);
}

static void note_number(const char *what, long long number)
{
	char text[32];
	snprintf(text, sizeof text, "%lld", number);
	note(what, text);
}

static void say_closed(uint32_t id, uint32_t reason)
{
	sd_bus_emit_signal(bus, PATH, WELL_KNOWN, "NotificationClosed", "uu", id, reason);
}

static void press(uint32_t id, const char *key)
{
	sd_bus_emit_signal(bus, PATH, WELL_KNOWN, "ActionInvoked", "us", id, key);
}

static void act(uint32_t id, char keys[8][64], int key_count)
{
	int k = mode[strlen(mode) - 1] - '0';
	bool presses =
		strncmp(mode, "answer", 6) == 0 || strncmp(mode, "leave", 5) == 0 || strncmp(mode, "twice", 5) == 0;
	if (presses && k >= 0 && k < key_count)
		press(id, keys[k]);
	if (strncmp(mode, "twice", 5) == 0)
		press(id, keys[k]);
	if (is("foreign"))
		press(id, "0");
	if (strncmp(mode, "answer", 6) == 0 || is("dismiss"))
		say_closed(id, 2);
	if (is("expire"))
		say_closed(id, 1);
	if (is("odd"))
		say_closed(id, 4);
	if (is("restart")) {
		sd_bus_release_name(bus, WELL_KNOWN);
		sd_bus_request_name(bus, WELL_KNOWN, 0);
	}
	if (is("die")) {
		sd_bus_flush(bus);
		exit(0);
	}
}

/* Hints: only the two that a prompt sets are noted; an unknown one is noted by name. */
static void read_hints(sd_bus_message *message)
{
	const char *key = NULL, *text = NULL;
	uint8_t urgency = 0;
	sd_bus_message_enter_container(message, 'a', "{sv}");
	while (sd_bus_message_enter_container(message, 'e', "sv") > 0) {
		sd_bus_message_read(message, "s", &key);
		if (strcmp(key, "urgency") == 0 && sd_bus_message_read(message, "v", "y", &urgency) >= 0) {
			note_number("urgency", urgency);
		} else if (strcmp(key, "category") == 0 && sd_bus_message_read(message, "v", "s", &text) >= 0) {
			note("category", text);
		} else {
			note("hint", key);
			sd_bus_message_skip(message, "v");
		}
		sd_bus_message_exit_container(message);
	}
	sd_bus_message_exit_container(message);
}

static int on_notify(sd_bus_message *message, void *data, sd_bus_error *error)
{
	(void)data;
	const char *app = NULL, *icon = NULL, *summary = NULL, *body = NULL, *key = NULL, *label = NULL;
	uint32_t replaces = 0;
	int32_t expire = 0;
	char keys[8][64];
	int key_count = 0;
	sd_bus_message_read(message, "susss", &app, &replaces, &icon, &summary, &body);
	note("app", app);
	note_number("replaces", replaces);
	note("summary", summary);
	note("body", body);
	sd_bus_message_enter_container(message, 'a', "s");
	while (key_count < 8 && sd_bus_message_read(message, "ss", &key, &label) > 0) {
		snprintf(keys[key_count++], sizeof keys[0], "%s", key);
		note("key", key);
		note("action", label);
	}
	sd_bus_message_exit_container(message);
	read_hints(message);
	sd_bus_message_read(message, "i", &expire);
	note_number("expire", expire);
	if (is("hang"))
		return 1;
	if (is("refuse"))
		return sd_bus_error_set(error, SD_BUS_ERROR_FAILED, "no");
	uint32_t id = replaces ? replaces : ++last_id;
	sd_bus_reply_method_return(message, "u", id);
	act(id, keys, key_count);
	return 1;
}

static int on_close(sd_bus_message *message, void *data, sd_bus_error *error)
{
	(void)data, (void)error;
	uint32_t id = 0;
	sd_bus_message_read(message, "u", &id);
	note_number("close", id);
	if (is("stuck"))
		return 1;
	sd_bus_reply_method_return(message, "");
	say_closed(id, 3);
	return 1;
}

static int on_caps(sd_bus_message *message, void *data, sd_bus_error *error)
{
	(void)data, (void)error;
	sd_bus_message *reply = NULL;
	if (is("mute"))
		return 1;
	sd_bus_message_new_method_return(message, &reply);
	sd_bus_message_open_container(reply, 'a', "s");
	for (int i = 0; i < cap_count; i++)
		sd_bus_message_append(reply, "s", caps[i]);
	sd_bus_message_close_container(reply);
	sd_bus_send(bus, reply, NULL);
	sd_bus_message_unref(reply);
	return 1;
}

static int on_info(sd_bus_message *message, void *data, sd_bus_error *error)
{
	(void)data, (void)error;
	if (is("mute"))
		return 1;
	return sd_bus_reply_method_return(message, "ssss", name, "Tests", "7.1", "1.2");
}

static const sd_bus_vtable vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_METHOD("Notify", "susssasa{sv}i", "u", on_notify, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("CloseNotification", "u", "", on_close, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("GetCapabilities", "", "as", on_caps, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("GetServerInformation", "", "ssss", on_info, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_SIGNAL("NotificationClosed", "uu", 0),
	SD_BUS_SIGNAL("ActionInvoked", "us", 0),
	SD_BUS_VTABLE_END,
};

int main(int argc, char **argv)
{
	static const char *const usual[] = {"body", "actions", "body-markup"};
	if (argc < 3)
		return 2;
	mode = argv[1];
	out = fopen(argv[2], "w");
	caps = argc > 3 ? (const char *const *)argv + 4 : usual;
	cap_count = argc > 3 ? argc - 4 : 3;
	name = argc > 3 ? argv[3] : name;
	if (!out || sd_bus_open_user(&bus) < 0 ||
	    sd_bus_add_object_vtable(bus, NULL, PATH, WELL_KNOWN, vtable, NULL) < 0 ||
	    sd_bus_request_name(bus, WELL_KNOWN, 0) < 0)
		return 1;
	puts("ready");
	fflush(stdout);
	for (;;) {
		int r = sd_bus_process(bus, NULL);
		if (r < 0 || (r == 0 && sd_bus_wait(bus, UINT64_MAX) < 0))
			return 0;
	}
}

#else
#include <stdio.h>

int main(void)
{
	fputs("fake_server: built without sd-bus\n", stderr);
	return 77;
}
#endif
