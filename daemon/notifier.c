/* The rules that hold for every way of showing: one open prompt, its life, one outcome; and the choice of the way. */
#include "notifier_backend.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

enum { DESKTOP, TERMINAL, LOG, BACKENDS };
static const struct notifier_backend *const backends[BACKENDS] = {&notifier_desktop, &notifier_terminal, &notifier_log};

struct notifier {
	struct event_base *base;
	struct notifier_options options;
	const struct notifier_events *events;
	void *context;
	void *handles[BACKENDS];
	int chosen;
	bool decided; /* `chosen` holds until something speaks against it */
	struct notifier_probe *probe;
	bool probe_again; /* what it says is old already */
	struct prompt_text prompt;
	bool open, waiting; /* waiting: for the decision */
	int life_fd;        /* boot time: a prompt's life goes on through suspend */
	struct event *life;
	char name[128];
	const char *why;
};

int notifier_kind_parse(const char *word, enum notifier_kind *ret)
{
	static const char *const words[] = {"auto", "desktop", "terminal", "log"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(word, words[i]) == 0) {
			*ret = (enum notifier_kind)i;
			return 0;
		}
	return -1;
}

const char *notifier_words(const char *why)
{
	static const struct {
		const char *why, *words;
	} table[] = {
		{"no-bus", N_("there is no session bus")},
		{"no-server", N_("no notification server answered")},
		{"bus-lost", N_("the session bus went away")},
		{"server-lost", N_("the notification server went away")},
		{"timeout", N_("the notification server does not answer")},
		{"no-helper", N_("evenkeel-notify cannot be started")},
		{"no-terminal", N_("the terminal cannot be used")},
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(why, table[i].why) == 0)
			return _(table[i].words);
	return _("the last prompt could not be shown");
}

static void describe(struct notifier *notifier, const char *server, const char *version, const char *why)
{
	char name[sizeof notifier->name];
	const char *kind = backends[notifier->chosen]->name;
	if (server && *server)
		snprintf(name, sizeof name, "%s (%s %s)", kind, server, version);
	else
		snprintf(name, sizeof name, "%s", kind);
	if (strcmp(name, notifier->name) == 0 && strcmp(why, notifier->why) == 0)
		return;
	memcpy(notifier->name, name, sizeof name);
	notifier->why = why;
	if (notifier->events->changed)
		notifier->events->changed(notifier->context);
}

const char *notifier_name(const struct notifier *notifier)
{
	return notifier->name;
}

const char *notifier_why(const struct notifier *notifier)
{
	return notifier->why;
}

static void put_up(struct notifier *notifier)
{
	notifier->waiting = false;
	backends[notifier->chosen]->show(notifier->handles[notifier->chosen], &notifier->prompt);
}

static int second_choice(const struct notifier *notifier)
{
	if (notifier->options.kind == NOTIFIER_DESKTOP)
		return DESKTOP;
	return notifier_terminal_usable(notifier->options.in_fd) ? TERMINAL : LOG;
}

static void arm_life(struct notifier *notifier, int32_t life_s)
{
	struct itimerspec at = {.it_value = {.tv_sec = life_s}};
	timerfd_settime(notifier->life_fd, 0, &at, NULL);
}

/* true: it was open, and this is its outcome */
static bool ends(struct notifier *notifier)
{
	if (!notifier->open)
		return false;
	notifier->open = notifier->waiting = false;
	arm_life(notifier, 0);
	return true;
}

static void decide(struct notifier *notifier);

static void on_probed(struct notifier *notifier, const struct notifier_probe_result *result)
{
	struct notifier_probe_result found = *result;
	notifier->probe = notifier_probe_free(notifier->probe);
	if (notifier->probe_again) {
		notifier->probe_again = false;
		decide(notifier);
		return;
	}
	notifier->decided = true;
	notifier->chosen = found.answers ? DESKTOP : second_choice(notifier);
	describe(notifier, found.answers ? found.server : NULL, found.version,
		 found.answers ? "" : notifier_words(found.why));
	if (!notifier->waiting)
		return;
	if (notifier->chosen != LOG)
		put_up(notifier);
	else if (
		ends(notifier)) /* who asked for the desktop reads no log: a prompt there is one that nobody has seen */
		notifier->events->undelivered(notifier->context, found.why);
}

static void decide(struct notifier *notifier)
{
	if (!notifier->probe)
		notifier->probe = notifier_probe_new(notifier->base, &notifier->options, on_probed, notifier);
}

static bool asks_server(const struct notifier *notifier)
{
	return notifier->options.kind == NOTIFIER_AUTO || notifier->options.kind == NOTIFIER_DESKTOP;
}

/* A second choice is looked at again before each prompt: the server may have come since. */
static bool needs_decision(const struct notifier *notifier)
{
	return asks_server(notifier) && (!notifier->decided || notifier->chosen != DESKTOP);
}

/* A prompt that is up hears of it through its helper. */
void notifier_redecide(struct notifier *notifier)
{
	notifier->decided = false;
	if (!asks_server(notifier) || (notifier->open && !notifier->waiting))
		return;
	notifier->probe_again = notifier->probe != NULL; /* it may have asked the one that is gone */
	decide(notifier);
}

static void on_life(evutil_socket_t fd, short what, void *context)
{
	(void)what;
	struct notifier *notifier = context;
	uint64_t count = 0;
	if (read(fd, &count, sizeof count) < 0 || !ends(notifier))
		return;
	backends[notifier->chosen]->close(notifier->handles[notifier->chosen]);
	notifier->events->closed(notifier->context, CLOSED_EXPIRED);
}

void notifier_close(struct notifier *notifier)
{
	if (ends(notifier))
		backends[notifier->chosen]->close(notifier->handles[notifier->chosen]);
}

void notifier_show(struct notifier *notifier, const struct prompt_text *prompt)
{
	notifier_close(notifier);
	notifier->prompt = *prompt;
	notifier->open = true;
	arm_life(notifier, prompt->life_s);
	notifier->waiting = needs_decision(notifier);
	if (notifier->waiting)
		decide(notifier);
	else
		put_up(notifier);
}

void notifier_said_caps(struct notifier *notifier, const char *server, const char *version)
{
	describe(notifier, server, version, "");
}

void notifier_said_shown(struct notifier *notifier)
{
	if (notifier->open)
		notifier->events->shown(notifier->context);
}

void notifier_said_action(struct notifier *notifier, int action)
{
	if (ends(notifier))
		notifier->events->action(notifier->context, action);
}

void notifier_said_closed(struct notifier *notifier, enum prompt_closed reason)
{
	if (ends(notifier))
		notifier->events->closed(notifier->context, reason);
}

void notifier_said_undelivered(struct notifier *notifier, const char *why)
{
	if (!ends(notifier))
		return;
	notifier->decided = false;
	describe(notifier, NULL, NULL, notifier_words(why));
	if (asks_server(notifier))
		decide(notifier);
	notifier->events->undelivered(notifier->context, why);
}

struct notifier *notifier_new(struct event_base *base, const struct notifier_options *options,
			      const struct notifier_events *events, void *context)
{
	static const int chosen[] = {
		[NOTIFIER_AUTO] = DESKTOP,
		[NOTIFIER_DESKTOP] = DESKTOP,
		[NOTIFIER_TERMINAL] = TERMINAL,
		[NOTIFIER_LOG] = LOG,
	};
	struct notifier *notifier = mem_new(1, sizeof *notifier);
	signal(SIGPIPE, SIG_IGN);
	notifier->base = base;
	notifier->options = *options;
	notifier->events = events;
	notifier->context = context;
	notifier->why = "";
	notifier->chosen = chosen[options->kind];
	snprintf(notifier->name, sizeof notifier->name, "%s", backends[notifier->chosen]->name);
	for (int i = 0; i < BACKENDS; i++)
		notifier->handles[i] = backends[i]->new (notifier, base, options);
	notifier->life_fd = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	notifier->life = event_new(base, notifier->life_fd, EV_READ | EV_PERSIST, on_life, notifier);
	event_add(notifier->life, NULL);
	if (asks_server(notifier))
		decide(notifier);
	return notifier;
}

struct notifier *notifier_free(struct notifier *notifier)
{
	if (!notifier)
		return NULL;
	notifier_close(notifier);
	notifier_probe_free(notifier->probe);
	for (int i = 0; i < BACKENDS; i++)
		backends[i]->free(notifier->handles[i]);
	event_free(notifier->life);
	close(notifier->life_fd);
	free(notifier);
	return NULL;
}
