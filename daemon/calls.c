/* Whether a call goes on, and what happens when the source of that knowledge goes away. */
#include "calls.h"

#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#define RETRY_MS 5000
#define RETRY_TIMES_MAX 60 /* 5 min */

struct calls {
	struct event_base *base;
	const struct calls_source *source;
	calls_changed *changed;
	void *context;
	void *handle;
	int64_t retry_ms, wait_ms;
	struct event *again;
	bool works, on_call;
	bool looked; /* this source's first look is done */
	bool said;
	char why[sizeof((struct error *)0)->message];
};

static void say(struct calls *calls, enum calls_news news)
{
	calls->said = true;
	calls->changed(calls->context, news);
}

static void set(struct calls *calls, bool on_call, bool first)
{
	if (calls->on_call == on_call) {
		if (!calls->said)
			say(calls, CALLS_NONE);
		return;
	}
	calls->on_call = on_call;
	if (!on_call)
		say(calls, CALLS_OVER);
	else
		say(calls, first ? CALLS_FOUND : CALLS_BEGUN);
}

void calls_say(struct calls *calls, bool on_call)
{
	calls->works = true;
	calls->wait_ms = calls->retry_ms;
	bool first = !calls->looked;
	calls->looked = true;
	set(calls, on_call, first);
}

static void again_in(struct calls *calls, int64_t ms)
{
	event_add(calls->again, &(struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000});
}

void calls_gone(struct calls *calls, const char *why)
{
	int64_t longest_ms = calls->retry_ms * RETRY_TIMES_MAX;

	calls->works = false;
	snprintf(calls->why, sizeof calls->why, "%s", why);
	again_in(calls, calls->wait_ms);
	calls->wait_ms = calls->wait_ms * 2 < longest_ms ? calls->wait_ms * 2 : longest_ms;
	set(calls, false, false);
}

static void stop(struct calls *calls)
{
	if (calls->handle)
		calls->source->stop(calls->handle);
	calls->handle = NULL;
}

static void on_again(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct calls *calls = context;
	struct error err = {0};

	stop(calls);
	calls->looked = false;
	calls->handle = calls->source->start(calls, calls->base, &err);
	if (!calls->handle)
		calls_gone(calls, err.message);
}

struct calls *calls_new_from(struct event_base *base, const struct calls_source *source, int64_t retry_ms,
			     calls_changed *changed, void *context)
{
	struct calls *calls = mem_new(1, sizeof *calls);

	calls->base = base;
	calls->source = source;
	calls->retry_ms = calls->wait_ms = retry_ms;
	calls->changed = changed;
	calls->context = context;
	calls->again = evtimer_new(base, on_again, calls);
	snprintf(calls->why, sizeof calls->why, "%s",
		 source ? _("the sound server has not answered yet") : _("not available in this build"));
	if (source)
		again_in(calls, 0);
	return calls;
}

struct calls *calls_new(struct event_base *base, calls_changed *changed, void *context)
{
#if HAVE_PULSE
	return calls_new_from(base, &calls_pulse, RETRY_MS, changed, context);
#else
	return calls_new_from(base, NULL, RETRY_MS, changed, context);
#endif
}

struct calls *calls_free(struct calls *calls)
{
	if (!calls)
		return NULL;
	stop(calls);
	event_free(calls->again);
	free(calls);
	return NULL;
}

bool calls_awaited(const struct calls *calls)
{
	return calls && calls->source && !calls->said;
}

bool calls_works(const struct calls *calls)
{
	return calls && calls->works;
}

const char *calls_why(const struct calls *calls)
{
	if (!calls)
		return _("switched off by call.detect");
	return calls->works ? "" : calls->why;
}
