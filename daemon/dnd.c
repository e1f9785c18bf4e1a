#include "dnd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "dnd_ways.h"
#include "helper.h"

#define SERVER "org.freedesktop.Notifications"
/* A server that starts again has its do-not-disturb back at once; a prompt must not slip through between. */
#define LINGER_S 30

enum why { WHY_NO_BUS, WHY_NO_SERVER, WHY_MUTE, WHY_SILENT };

struct dnd {
	struct event_base *base;
	struct bus *bus;
	struct bus_client client;
	const char *helper_path;
	const struct dnd_events *events;
	void *context;

	sd_bus_slot *owner, *question, *changed;
	char server[64];
	const struct dnd_way *way; /* NULL: no server chosen */
	bool lost;                 /* the bus was, since the last time that it was there */
	bool answered, on;
	enum why why;
	char words[160];
	struct event *linger;

	struct helper *helper; /* asks GSettings */
	bool helper_answered, helper_on, helper_again;
};

static const struct bus_object server_object = {SERVER, "/org/freedesktop/Notifications", SERVER};

static void set(struct dnd *dnd, bool on)
{
	event_del(dnd->linger);
	if (on == dnd->on)
		return;
	dnd->on = on;
	dnd->events->changed(dnd->context, on);
}

static void take_answer(struct dnd *dnd, bool answered, bool on)
{
	dnd->answered = answered;
	dnd->why = WHY_SILENT;
	set(dnd, answered && on);
}

/* The question to GSettings, through evenkeel-notify. */

static void ask_helper(struct dnd *dnd);

static void on_helper_line(void *context, const struct prompt_event *event)
{
	struct dnd *dnd = context;

	dnd->helper_answered = event->type == PROMPT_SETTING;
	dnd->helper_on = event->type == PROMPT_SETTING && event->on;
}

static void on_helper_gone(void *context)
{
	struct dnd *dnd = context;
	bool again = dnd->helper_again, asked = dnd->way && dnd->way->setting;

	dnd->helper = helper_free(dnd->helper);
	if (asked && again)
		ask_helper(dnd);
	else if (asked)
		take_answer(dnd, dnd->helper_answered, dnd->helper_on != dnd->way->inverted);
}

static void ask_helper(struct dnd *dnd)
{
	static const struct helper_events events = {.line = on_helper_line, .gone = on_helper_gone};
	_cleanup_(text_clear) struct text option = {0};

	dnd->helper_again = dnd->helper != NULL;
	if (dnd->helper)
		return;
	dnd->helper_answered = false;
	text_appendf(&option, "--setting=%s", dnd->way->setting);
	if (dnd->helper_path)
		dnd->helper = helper_new(dnd->base, dnd->helper_path, text_string(&option), NULL, &events, dnd);
	if (!dnd->helper)
		take_answer(dnd, false, false);
}

/* The question over the bus. */

/* mako's modes have the names that the person gives them; these are the ones of its manual and of common setups. */
static bool says_so(const char *word)
{
	return strcmp(word, "do-not-disturb") == 0 || strcmp(word, "dnd") == 0;
}

static int read_list(sd_bus_message *message, bool *ret_on)
{
	const char *word = NULL;
	int result = sd_bus_message_enter_container(message, 'a', "s");

	while (result >= 0 && (result = sd_bus_message_read(message, "s", &word)) > 0)
		*ret_on |= says_so(word);
	return result;
}

static int read_answer(sd_bus_message *message, bool *ret_on)
{
	const char *contents = NULL;
	char type = 0;
	int on = 0, result = sd_bus_message_peek_type(message, &type, &contents);

	*ret_on = false;
	if (result > 0 && type == 'v') {
		result = sd_bus_message_enter_container(message, 'v', contents);
		if (result > 0)
			result = sd_bus_message_peek_type(message, &type, &contents);
	}
	if (result > 0 && type == 'a')
		return read_list(message, ret_on);
	result = result > 0 ? sd_bus_message_read(message, "b", &on) : -1;
	*ret_on = on;
	return result;
}

/* Xfconf has no answer for what was never changed: then it is off. */
static bool never_set(const sd_bus_error *error)
{
	return error && error->name && strncmp(error->name, "org.xfce.Xfconf.Error.", 22) == 0;
}

static int on_answer(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct dnd *dnd = context;
	bool answered, on = false;

	if (sd_bus_message_is_method_error(message, NULL))
		answered = never_set(sd_bus_message_get_error(message));
	else
		answered = read_answer(message, &on) >= 0;
	take_answer(dnd, answered, on);
	return 0;
}

static void ask(struct dnd *dnd)
{
	const struct dnd_way *way = dnd->way;
	struct bus_object object = way->object;

	if (way->setting) {
		ask_helper(dnd);
		return;
	}
	if (!object.service)
		object.service = SERVER;
	bus_call(dnd->bus, &dnd->question, &object, way->member, on_answer, dnd, way->arguments[0] ? "ss" : NULL,
		 way->arguments[0], way->arguments[1]);
}

static int on_changed(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)message, (void)error;
	ask(context);
	return 0;
}

/* Which server. */

static void forget_server(struct dnd *dnd, enum why why)
{
	bus_drop(dnd->bus, &dnd->question);
	bus_drop(dnd->bus, &dnd->changed);
	dnd->way = NULL;
	dnd->answered = false;
	dnd->why = why;
	if (dnd->on && !event_pending(dnd->linger, EV_TIMEOUT, NULL))
		event_add(dnd->linger, &(struct timeval){.tv_sec = LINGER_S});
}

static bool nobody_there(const sd_bus_message *message)
{
	sd_bus_message *reply = (sd_bus_message *)(uintptr_t)message;

	return sd_bus_message_is_method_error(reply, SD_BUS_ERROR_SERVICE_UNKNOWN) ||
	       sd_bus_message_is_method_error(reply, SD_BUS_ERROR_NAME_HAS_NO_OWNER);
}

static int on_information(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct dnd *dnd = context;
	const char *name = "", *vendor = "";

	if (nobody_there(message)) {
		forget_server(dnd, WHY_NO_SERVER);
	} else if (sd_bus_message_is_method_error(message, NULL) ||
		   sd_bus_message_read(message, "ss", &name, &vendor) < 0) {
		forget_server(dnd, WHY_MUTE);
	} else {
		snprintf(dnd->server, sizeof dnd->server, "%s", name);
		dnd->way = dnd_way_find(name, vendor);
		bus_match(dnd->bus, &dnd->changed, on_changed, dnd, "%s", dnd->way->signal);
		ask(dnd);
	}
	return 0;
}

static void choose(struct dnd *dnd)
{
	bus_call(dnd->bus, &dnd->question, &server_object, "GetServerInformation", on_information, dnd, NULL);
}

static int on_owner(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct dnd *dnd = context;

	forget_server(dnd, WHY_NO_SERVER);
	if (*bus_new_owner(message))
		choose(dnd);
	dnd->events->server(dnd->context);
	return 0;
}

static void on_up(void *context)
{
	struct dnd *dnd = context;

	dnd->why = WHY_NO_SERVER;
	bus_match_owner(dnd->bus, &dnd->owner, on_owner, dnd, SERVER);
	choose(dnd);
	if (dnd->lost)
		dnd->events->server(dnd->context);
	dnd->lost = false;
}

static void on_down(void *context)
{
	struct dnd *dnd = context;

	bus_drop(dnd->bus, &dnd->owner);
	forget_server(dnd, WHY_NO_BUS);
	dnd->lost = true;
	dnd->events->server(dnd->context);
}

static void on_linger(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	set(context, false);
}

struct dnd *dnd_new(struct event_base *base, struct bus *session, const char *helper, const struct dnd_events *events,
		    void *context)
{
	struct dnd *dnd = mem_new(1, sizeof *dnd);

	*dnd = (struct dnd){.base = base, .bus = session, .helper_path = helper, .events = events, .context = context};
	dnd->linger = evtimer_new(base, on_linger, dnd);
	dnd->client = (struct bus_client){.up = on_up, .down = on_down, .context = dnd};
	bus_join(session, &dnd->client);
	return dnd;
}

struct dnd *dnd_free(struct dnd *dnd)
{
	if (!dnd)
		return NULL;
	bus_drop(dnd->bus, &dnd->owner);
	bus_drop(dnd->bus, &dnd->question);
	bus_drop(dnd->bus, &dnd->changed);
	bus_leave(dnd->bus, &dnd->client);
	if (dnd->helper)
		helper_kill(dnd->helper);
	helper_free(dnd->helper);
	event_free(dnd->linger);
	free(dnd);
	return NULL;
}

const char *dnd_server(const struct dnd *dnd)
{
	return dnd->way && dnd->answered ? dnd->server : NULL;
}

const char *dnd_why(const struct dnd *dnd)
{
	/* Written anew each time, so that a language chosen later is spoken. */
	char *words = (char *)(uintptr_t)dnd->words;

	switch (dnd->why) {
	case WHY_NO_BUS:
		return _("there is no session bus");
	case WHY_NO_SERVER:
		return _("no notification server answered");
	case WHY_MUTE:
		return _("the notification server does not answer");
	case WHY_SILENT:
		/* TRANSLATORS: %s is the name of a notification server */
		snprintf(words, sizeof dnd->words, _("%s does not tell"), dnd->server);
		return words;
	}
	return "";
}
