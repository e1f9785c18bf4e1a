/* The log: nobody is asked. A running number and "shown" or "closed", nothing about what the prompt was. */
#include "notifier_backend.h"

#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include <evenkeel/mem.h>

struct log {
	struct notifier *notifier;
	int fd;
	unsigned int number;
	bool open;
	struct event *shown;
};

static void on_shown(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct log *log = context;
	if (log->open)
		notifier_said_shown(log->notifier);
}

static void *new (struct notifier *notifier, struct event_base *base, const struct notifier_options *options)
{
	struct log *log = mem_new(1, sizeof *log);
	log->notifier = notifier;
	log->fd = options->log_fd;
	log->shown = evtimer_new(base, on_shown, log);
	return log;
}

static void log_free(void *handle)
{
	struct log *log = handle;
	event_free(log->shown);
	free(log);
}

static void show(void *handle, const struct prompt_text *prompt)
{
	struct log *log = handle;
	(void)prompt;
	log->open = true;
	dprintf(log->fd, "evenkeeld: prompt %u shown\n", ++log->number);
	event_active(log->shown, EV_TIMEOUT, 0);
}

static void log_close(void *handle)
{
	struct log *log = handle;
	if (log->open)
		dprintf(log->fd, "evenkeeld: prompt %u closed\n", log->number);
	log->open = false;
}

const struct notifier_backend notifier_log = {
	.name = "log",
	.new = new,
	.free = log_free,
	.show = show,
	.close = log_close,
};
