/* Asks the desktop's server whether it is there, through a helper of its own, and waits three seconds at most. */
#include "notifier_backend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include <evenkeel/mem.h>

#include "helper.h"

#define PROBE_LIMIT_MS 3000

struct notifier_probe {
	struct notifier *notifier;
	notifier_probe_done *done;
	struct helper *helper;
	struct event *limit;
	struct notifier_probe_result result;
};

static void on_line(void *context, const struct prompt_event *event)
{
	struct notifier_probe *probe = context;
	if (event->type == PROMPT_FAILED)
		probe->result.why = prompt_failed_words(event->failed);
	if (event->type != PROMPT_CAPS)
		return;
	probe->result.answers = true;
	snprintf(probe->result.server, sizeof probe->result.server, "%s", event->server);
	snprintf(probe->result.version, sizeof probe->result.version, "%s", event->server_version);
}

static void on_gone(void *context)
{
	struct notifier_probe *probe = context;
	event_del(probe->limit);
	probe->done(probe->notifier, &probe->result);
}

static void on_limit(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct notifier_probe *probe = context;
	if (!probe->helper) {
		on_gone(probe);
		return;
	}
	probe->result.answers = false;
	probe->result.why = "timeout";
	helper_kill(probe->helper);
}

static const struct helper_events helper_events = {.line = on_line, .gone = on_gone};

struct notifier_probe *notifier_probe_new(struct event_base *base, const struct notifier_options *options,
					  notifier_probe_done *done, struct notifier *notifier)
{
	struct notifier_probe *probe = mem_new(1, sizeof *probe);
	*probe = (struct notifier_probe){.notifier = notifier, .done = done, .result = {.why = "exit"}};
	probe->limit = evtimer_new(base, on_limit, probe);
	probe->helper =
		options->helper ? helper_new(base, options->helper, "--probe", NULL, &helper_events, probe) : NULL;
	if (!probe->helper)
		probe->result.why = "no-helper";
	int ms = !probe->helper ? 0 : options->show_limit_ms ? options->show_limit_ms : PROBE_LIMIT_MS;
	event_add(probe->limit, &(struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000});
	return probe;
}

struct notifier_probe *notifier_probe_free(struct notifier_probe *probe)
{
	if (!probe)
		return NULL;
	if (probe->helper)
		helper_kill(probe->helper);
	helper_free(probe->helper);
	event_free(probe->limit);
	free(probe);
	return NULL;
}
