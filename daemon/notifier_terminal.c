/* The terminal that the daemon was started on: prints the question with numbered answers and reads one line. */
#include "notifier_backend.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

struct terminal {
	struct notifier *notifier;
	int in_fd, out_fd;
	struct event *readable, *shown;
	bool open, failed;
	int actions;
	char line[16]; /* longer ones are no number from 1 to 3 */
	size_t used;
};

bool notifier_terminal_usable(int in_fd)
{
	return isatty(in_fd) && tcgetpgrp(in_fd) == getpgrp();
}

/* A terminal stopped with Ctrl-S must not stop the daemon: what cannot be written now is not written. */
static bool say(struct terminal *terminal, const struct text *text)
{
	struct pollfd out = {.fd = terminal->out_fd, .events = POLLOUT};
	if (poll(&out, 1, 0) != 1 || !(out.revents & POLLOUT))
		return false;
	return write(terminal->out_fd, text_string(text), text->length) == (ssize_t)text->length;
}

static bool say_string(struct terminal *terminal, const char *string)
{
	_cleanup_(text_clear) struct text text = {0};
	text_append(&text, string);
	return say(terminal, &text);
}

static void say_prompt_end(struct terminal *terminal, struct text *text)
{
	if (terminal->actions)
		text_appendf(text, _("Number and Enter (Enter alone closes it): "));
	else
		text_append(text, _("Enter closes it: "));
}

static void over(struct terminal *terminal)
{
	terminal->open = false;
	event_del(terminal->readable);
}

static void take_line(struct terminal *terminal)
{
	const char *line = terminal->line;
	size_t length = terminal->used;
	int choice = length == 1 && line[0] >= '1' && line[0] <= '0' + terminal->actions ? line[0] - '1' : -1;
	terminal->used = 0;
	if (choice >= 0) {
		over(terminal);
		notifier_said_action(terminal->notifier, choice);
	} else if (length == 0) {
		over(terminal);
		notifier_said_closed(terminal->notifier, CLOSED_DISMISSED);
	} else {
		_cleanup_(text_clear) struct text again = {0};
		say_prompt_end(terminal, &again);
		say(terminal, &again);
	}
}

static void take_bytes(struct terminal *terminal, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length && terminal->open; i++) {
		if (bytes[i] == '\n')
			take_line(terminal);
		else if (bytes[i] != '\r' && bytes[i] != ' ' && terminal->used < sizeof terminal->line)
			terminal->line[terminal->used++] = bytes[i];
	}
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
	(void)what;
	struct terminal *terminal = context;
	char bytes[256];
	ssize_t n = read(fd, bytes, sizeof bytes);
	if (n > 0) {
		take_bytes(terminal, bytes, (size_t)n);
	} else if (n == 0 && isatty(fd)) { /* Ctrl-D */
		take_bytes(terminal, "\n", 1);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		over(terminal);
		notifier_said_undelivered(terminal->notifier, "no-terminal");
	}
}

static void on_shown(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct terminal *terminal = context;
	if (!terminal->open)
		return;
	if (terminal->failed) {
		over(terminal);
		notifier_said_undelivered(terminal->notifier, "no-terminal");
	} else {
		notifier_said_shown(terminal->notifier);
	}
}

static void *new (struct notifier *notifier, struct event_base *base, const struct notifier_options *options)
{
	struct terminal *terminal = mem_new(1, sizeof *terminal);
	terminal->notifier = notifier;
	terminal->in_fd = options->in_fd;
	terminal->out_fd = options->out_fd;
	terminal->readable = event_new(base, options->in_fd, EV_READ | EV_PERSIST, on_readable, terminal);
	terminal->shown = evtimer_new(base, on_shown, terminal);
	return terminal;
}

static void terminal_free(void *handle)
{
	struct terminal *terminal = handle;
	event_free(terminal->readable);
	event_free(terminal->shown);
	free(terminal);
}

static void compose(struct terminal *terminal, const struct prompt_text *prompt, struct text *ret)
{
	text_appendf(ret, "\n%s\n", prompt->summary);
	if (*prompt->body)
		text_appendf(ret, "%s\n", prompt->body);
	for (int i = 0; i < prompt->action_count; i++)
		text_appendf(ret, "  %d  %s\n", i + 1, prompt->actions[i]);
	say_prompt_end(terminal, ret);
}

static void show(void *handle, const struct prompt_text *prompt)
{
	struct terminal *terminal = handle;
	_cleanup_(text_clear) struct text text = {0};
	terminal->open = true;
	terminal->used = 0;
	terminal->actions = prompt->action_count;
	compose(terminal, prompt, &text);
	/* What was typed before the question is no answer to it. */
	if (isatty(terminal->in_fd))
		tcflush(terminal->in_fd, TCIFLUSH);
	terminal->failed = event_add(terminal->readable, NULL) < 0 || !say(terminal, &text);
	event_active(terminal->shown, EV_TIMEOUT, 0);
}

static void terminal_close(void *handle)
{
	struct terminal *terminal = handle;
	if (!terminal->open)
		return;
	over(terminal);
	say_string(terminal, _("\nClosed; nothing is lost.\n"));
}

const struct notifier_backend notifier_terminal = {
	.name = "terminal",
	.new = new,
	.free = terminal_free,
	.show = show,
	.close = terminal_close,
};
