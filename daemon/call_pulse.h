/*
 * Inside of call_pulse*.c: libpulse in the daemon's loop, and without linking to it.
 *
 * libpulse costs some 2 MiB, so it is opened only when calls are to be seen and a sound server is there; the functions that are
 * used come in struct pulse_api, which a test fills with its own. libpulse keeps itself in memory once it was opened.
 */
#ifndef DAEMON_CALL_PULSE_H
#define DAEMON_CALL_PULSE_H

#include <stdbool.h>

#include <pulse/pulseaudio.h>

#include <evenkeel/error.h>

struct calls;
struct event_base;

#define PULSE_FUNCTIONS(F)                                                                                             \
	F(context_new)                                                                                                 \
	F(context_connect)                                                                                             \
	F(context_disconnect)                                                                                          \
	F(context_unref)                                                                                               \
	F(context_errno)                                                                                               \
	F(context_get_state)                                                                                           \
	F(context_set_state_callback)                                                                                  \
	F(context_set_subscribe_callback)                                                                              \
	F(context_subscribe)                                                                                           \
	F(context_get_source_output_info_list)                                                                         \
	F(context_get_source_info_by_index)                                                                            \
	F(operation_unref)                                                                                             \
	F(proplist_gets)                                                                                               \
	F(strerror)

#define PULSE_FIELD(name) __typeof__(pa_##name) *name;
struct pulse_api {
	PULSE_FUNCTIONS(PULSE_FIELD)
};
#undef PULSE_FIELD

/* Open @file ("libpulse.so.0"), for good. -1: it is not installed, or lacks a function. */
int pulse_library_open(const char *file, struct pulse_api *ret, struct error *err);
/* Is there a server on this machine, or does the environment name one? Asked before the library is opened. */
bool pulse_server_at_hand(void);

/* calls_pulse's start and stop, with any library. */
void *pulse_watch(struct calls *calls, struct event_base *base, const struct pulse_api *api, struct error *err);
void pulse_unwatch(void *handle);

/*
 * pa_mainloop_api over libevent. As everywhere outside libpulse's own loops, times are absolute and by the wall clock; one that is
 * past is due at once, and setting the clock does not move one that is armed. An input or output that asks for neither is not
 * watched, not even for its end. quit does nothing: the loop is not libpulse's. Everything may be freed from inside any callback.
 */
struct pulse_loop *pulse_loop_new(struct event_base *base);
pa_mainloop_api *pulse_loop_api(struct pulse_loop *loop);
/* Frees also what was left in it, and says so to its destroy callbacks. */
struct pulse_loop *pulse_loop_free(struct pulse_loop *loop);

#endif
