/* The desktop: one evenkeel-notify a prompt; the next one is started when the last is gone from the screen. */
#include "notifier_backend.h"

#include <stdlib.h>

#include <event2/event.h>

#include <evenkeel/mem.h>

#include "helper.h"

#define SHOW_LIMIT_MS 3000
#define CLOSE_LIMIT_MS 2000
/* The next question often stands where the last one stood: the second half of a double click must not answer it. */
#define DOUBLE_CLICK_MS 500

struct desktop {
	struct notifier *notifier;
	struct event_base *base;
	const char *path;
	struct helper *helper;
	struct event *limit;        /* until it is shown */
	struct event *not_started;  /* said from the loop, not from show */
	struct event *pause;        /* after a click */
	struct prompt_text waiting; /* to be shown once the helper is gone and the pause over */
	bool is_waiting;
	int show_limit_ms, close_limit_ms;
	bool open; /* the helper's prompt still counts */
	bool caps, shown;
	int actions;
};

static void over(struct desktop *desktop)
{
	desktop->open = false;
	event_del(desktop->limit);
	if (desktop->helper)
		helper_close(desktop->helper, desktop->close_limit_ms);
}

static void undelivered(struct desktop *desktop, const char *why)
{
	over(desktop);
	notifier_said_undelivered(desktop->notifier, why);
}

static void take_shown(struct desktop *desktop)
{
	if (desktop->shown || !desktop->caps)
		return;
	desktop->shown = true;
	event_del(desktop->limit);
	notifier_said_shown(desktop->notifier);
}

static void take_action(struct desktop *desktop, int action)
{
	if (!desktop->shown || action >= desktop->actions)
		return;
	over(desktop);
	event_add(desktop->pause, &(struct timeval){.tv_usec = DOUBLE_CLICK_MS * 1000});
	notifier_said_action(desktop->notifier, action);
}

static void on_line(void *context, const struct prompt_event *event)
{
	struct desktop *desktop = context;
	if (!desktop->open)
		return;
	switch (event->type) {
	case PROMPT_CAPS:
		desktop->caps = true;
		notifier_said_caps(desktop->notifier, event->server, event->server_version);
		break;
	case PROMPT_SHOWN:
		take_shown(desktop);
		break;
	case PROMPT_ACTION:
		take_action(desktop, event->action);
		break;
	case PROMPT_CLOSED:
		over(desktop);
		notifier_said_closed(desktop->notifier, event->closed);
		break;
	case PROMPT_SETTING: /* nobody asked for one */
		break;
	case PROMPT_FAILED:
		undelivered(desktop, prompt_failed_words(event->failed));
		break;
	}
}

static void start(struct desktop *desktop, const struct prompt_text *prompt);

static void start_waiting(struct desktop *desktop)
{
	if (!desktop->is_waiting || desktop->helper || event_pending(desktop->pause, EV_TIMEOUT, NULL))
		return;
	desktop->is_waiting = false;
	start(desktop, &desktop->waiting);
}

static void on_gone(void *context)
{
	struct desktop *desktop = context;
	desktop->helper = helper_free(desktop->helper);
	if (desktop->open)
		undelivered(desktop, "exit");
	start_waiting(desktop);
}

static void on_pause_over(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	start_waiting(context);
}

static const struct helper_events helper_events = {.line = on_line, .gone = on_gone};

static void start(struct desktop *desktop, const struct prompt_text *prompt)
{
	const struct timeval limit = {.tv_sec = desktop->show_limit_ms / 1000,
				      .tv_usec = desktop->show_limit_ms % 1000 * 1000};
	_cleanup_(text_clear) struct text input = {0};
	prompt_text_encode(prompt, &input);
	desktop->open = true;
	desktop->caps = desktop->shown = false;
	desktop->actions = prompt->action_count;
	desktop->helper =
		desktop->path ? helper_new(desktop->base, desktop->path, NULL, &input, &helper_events, desktop) : NULL;
	if (desktop->helper)
		event_add(desktop->limit, &limit);
	else
		event_active(desktop->not_started, EV_TIMEOUT, 0);
}

static void on_limit(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct desktop *desktop = context;
	desktop->open = false;
	if (desktop->helper)
		helper_kill(desktop->helper);
	notifier_said_undelivered(desktop->notifier, "timeout");
}

static void on_not_started(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct desktop *desktop = context;
	if (desktop->open && !desktop->helper)
		undelivered(desktop, "no-helper");
}

static void *new (struct notifier *notifier, struct event_base *base, const struct notifier_options *options)
{
	struct desktop *desktop = mem_new(1, sizeof *desktop);
	desktop->notifier = notifier;
	desktop->base = base;
	desktop->path = options->helper;
	desktop->show_limit_ms = options->show_limit_ms ? options->show_limit_ms : SHOW_LIMIT_MS;
	desktop->close_limit_ms = options->close_limit_ms ? options->close_limit_ms : CLOSE_LIMIT_MS;
	desktop->limit = evtimer_new(base, on_limit, desktop);
	desktop->not_started = evtimer_new(base, on_not_started, desktop);
	desktop->pause = evtimer_new(base, on_pause_over, desktop);
	return desktop;
}

static void desktop_free(void *handle)
{
	struct desktop *desktop = handle;
	helper_free(desktop->helper);
	event_free(desktop->limit);
	event_free(desktop->not_started);
	event_free(desktop->pause);
	free(desktop);
}

static void desktop_close(void *handle)
{
	struct desktop *desktop = handle;
	desktop->is_waiting = false;
	over(desktop);
}

static void show(void *handle, const struct prompt_text *prompt)
{
	struct desktop *desktop = handle;
	over(desktop);
	desktop->waiting = *prompt;
	desktop->is_waiting = true;
	start_waiting(desktop);
}

const struct notifier_backend notifier_desktop = {
	.name = "desktop",
	.new = new,
	.free = desktop_free,
	.show = show,
	.close = desktop_close,
};
