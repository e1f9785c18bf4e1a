#include "call_pulse.h"

#include <poll.h>
#include <stdint.h>
#include <stdlib.h>

#include <event2/event.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#define FAR_S 1000000000 /* thirty years */

/* What the three kinds have in common; each begins with one. */
struct source {
	struct source *next, **at; /* in the loop's list */
	struct pulse_loop *loop;
	struct event *event;
	void *userdata;
	void (*end)(struct source *source); /* tells its destroy callback */
};

struct pulse_loop {
	pa_mainloop_api api;
	struct event_base *base;
	struct source *first;
};

struct pa_io_event {
	struct source source;
	int fd;
	pa_io_event_cb_t callback;
	pa_io_event_destroy_cb_t destroy;
};

struct pa_time_event {
	struct source source;
	struct timeval at;
	pa_time_event_cb_t callback;
	pa_time_event_destroy_cb_t destroy;
};

struct pa_defer_event {
	struct source source;
	pa_defer_event_cb_t callback;
	pa_defer_event_destroy_cb_t destroy;
};

static void *source_new(pa_mainloop_api *api, size_t size, void (*end)(struct source *), void *userdata)
{
	struct source *source = mem_new(1, size);

	source->loop = api->userdata;
	source->userdata = userdata;
	source->end = end;
	source->next = source->loop->first;
	source->at = &source->loop->first;
	if (source->next)
		source->next->at = &source->next;
	source->loop->first = source;
	return source;
}

static void source_free(struct source *source)
{
	*source->at = source->next;
	if (source->next)
		source->next->at = source->at;
	event_free(source->event);
	source->end(source);
	free(source);
}

/* Input and output. */

static pa_io_event_flags_t flags_of(short polled)
{
	unsigned flags = PA_IO_EVENT_NULL;

	flags |= polled & POLLIN ? PA_IO_EVENT_INPUT : 0u;
	flags |= polled & POLLOUT ? PA_IO_EVENT_OUTPUT : 0u;
	flags |= polled & POLLHUP ? PA_IO_EVENT_HANGUP : 0u;
	flags |= polled & (POLLERR | POLLNVAL) ? PA_IO_EVENT_ERROR : 0u;
	return (pa_io_event_flags_t)flags;
}

/* libevent calls an end both readable and writable; libpulse wants to know, so it is asked for. */
static void on_io(evutil_socket_t fd, short what, void *context)
{
	pa_io_event *io = context;
	struct pollfd polled = {.fd = fd,
				.events = (short)((what & EV_READ ? POLLIN : 0) | (what & EV_WRITE ? POLLOUT : 0))};

	if (poll(&polled, 1, 0) == 1)
		io->callback(&io->source.loop->api, io, fd, flags_of(polled.revents), io->source.userdata);
}

static void io_enable(pa_io_event *io, pa_io_event_flags_t flags)
{
	struct event *event = io->source.event;
	short what = (short)((flags & PA_IO_EVENT_INPUT ? EV_READ : 0) | (flags & PA_IO_EVENT_OUTPUT ? EV_WRITE : 0));

	event_del(event);
	event_assign(event, io->source.loop->base, io->fd, (short)(what | EV_PERSIST), on_io, io);
	if (what)
		event_add(event, NULL);
}

static void io_end(struct source *source)
{
	pa_io_event *io = (pa_io_event *)source;

	if (io->destroy)
		io->destroy(&source->loop->api, io, source->userdata);
}

static pa_io_event *io_new(pa_mainloop_api *api, int fd, pa_io_event_flags_t flags, pa_io_event_cb_t callback,
			   void *userdata)
{
	pa_io_event *io = source_new(api, sizeof *io, io_end, userdata);

	io->fd = fd;
	io->callback = callback;
	io->source.event = event_new(io->source.loop->base, fd, EV_PERSIST, on_io, io);
	io_enable(io, flags);
	return io;
}

static void io_free(pa_io_event *io)
{
	source_free(&io->source);
}

static void io_set_destroy(pa_io_event *io, pa_io_event_destroy_cb_t destroy)
{
	io->destroy = destroy;
}

/* Times. */

static void on_time(evutil_socket_t fd, short what, void *context)
{
	pa_time_event *timer = context;
	struct timeval at = timer->at; /* it may be freed, or armed anew */

	(void)fd, (void)what;
	timer->callback(&timer->source.loop->api, timer, &at, timer->source.userdata);
}

static struct timeval time_left(const struct timeval *at)
{
	int64_t now_ms = instant_now().wall_ms, seconds = at->tv_sec;

	if (seconds > now_ms / 1000 + FAR_S)
		return (struct timeval){.tv_sec = FAR_S};
	if (seconds < now_ms / 1000 - 1)
		return (struct timeval){0};
	int64_t left_us = seconds * 1000000 + at->tv_usec - now_ms * 1000;
	if (left_us <= 0)
		return (struct timeval){0};
	return (struct timeval){.tv_sec = left_us / 1000000, .tv_usec = left_us % 1000000};
}

/* NULL: not before it is armed again. */
static void time_restart(pa_time_event *timer, const struct timeval *at)
{
	struct timeval left;

	event_del(timer->source.event);
	if (!at)
		return;
	timer->at = *at;
	left = time_left(at);
	event_add(timer->source.event, &left);
}

static void time_end(struct source *source)
{
	pa_time_event *timer = (pa_time_event *)source;

	if (timer->destroy)
		timer->destroy(&source->loop->api, timer, source->userdata);
}

static pa_time_event *time_new(pa_mainloop_api *api, const struct timeval *at, pa_time_event_cb_t callback,
			       void *userdata)
{
	pa_time_event *timer = source_new(api, sizeof *timer, time_end, userdata);

	timer->callback = callback;
	timer->source.event = evtimer_new(timer->source.loop->base, on_time, timer);
	time_restart(timer, at);
	return timer;
}

static void time_free(pa_time_event *timer)
{
	source_free(&timer->source);
}

static void time_set_destroy(pa_time_event *timer, pa_time_event_destroy_cb_t destroy)
{
	timer->destroy = destroy;
}

/* What is deferred comes once in each turn of the loop while it is enabled. */

static void defer_enable(pa_defer_event *defer, int enable)
{
	if (enable)
		event_add(defer->source.event, &(struct timeval){0});
	else
		event_del(defer->source.event);
}

/* By a timer of no time, and not by event_active, which would be served again before any input. */
static void on_defer(evutil_socket_t fd, short what, void *context)
{
	pa_defer_event *defer = context;

	(void)fd, (void)what;
	defer_enable(defer, 1);
	defer->callback(&defer->source.loop->api, defer, defer->source.userdata);
}

static void defer_end(struct source *source)
{
	pa_defer_event *defer = (pa_defer_event *)source;

	if (defer->destroy)
		defer->destroy(&source->loop->api, defer, source->userdata);
}

static pa_defer_event *defer_new(pa_mainloop_api *api, pa_defer_event_cb_t callback, void *userdata)
{
	pa_defer_event *defer = source_new(api, sizeof *defer, defer_end, userdata);

	defer->callback = callback;
	defer->source.event = evtimer_new(defer->source.loop->base, on_defer, defer);
	defer_enable(defer, 1);
	return defer;
}

static void defer_free(pa_defer_event *defer)
{
	source_free(&defer->source);
}

static void defer_set_destroy(pa_defer_event *defer, pa_defer_event_destroy_cb_t destroy)
{
	defer->destroy = destroy;
}

static void quit(pa_mainloop_api *api, int code)
{
	(void)api, (void)code;
}

struct pulse_loop *pulse_loop_new(struct event_base *base)
{
	struct pulse_loop *loop = mem_new(1, sizeof *loop);

	loop->base = base;
	loop->api = (pa_mainloop_api){
		.userdata = loop,
		.io_new = io_new,
		.io_enable = io_enable,
		.io_free = io_free,
		.io_set_destroy = io_set_destroy,
		.time_new = time_new,
		.time_restart = time_restart,
		.time_free = time_free,
		.time_set_destroy = time_set_destroy,
		.defer_new = defer_new,
		.defer_enable = defer_enable,
		.defer_free = defer_free,
		.defer_set_destroy = defer_set_destroy,
		.quit = quit,
	};
	return loop;
}

pa_mainloop_api *pulse_loop_api(struct pulse_loop *loop)
{
	return &loop->api;
}

struct pulse_loop *pulse_loop_free(struct pulse_loop *loop)
{
	if (!loop)
		return NULL;
	while (loop->first)
		source_free(loop->first);
	free(loop);
	return NULL;
}
