/*
 * A libpulse without a sound server: it plays the functions of struct pulse_api for one connection at a time. The streams that record
 * are a table which the test fills; what a source is, its number says. Nothing happens by itself: the test moves the connection from
 * state to state, says that streams changed, and has a question answered or denied. Two questions at once fail the test.
 */
#ifndef TESTS_FAKE_PULSE_H
#define TESTS_FAKE_PULSE_H

#include <stdbool.h>
#include <stdint.h>

#if HAVE_PULSE

#include "../../daemon/call_pulse.h"

#define FAKE_PULSE_STREAMS_MAX 40

/* Sources: MONITOR and all from MONITORS on play what a sink plays, UNPLUGGED is not there, every other one is a microphone. */
enum { MIC = 7, HEADSET = 8, MONITOR = 9, UNPLUGGED = 99, MONITORS = 100 };

struct pa_context {
	pa_context_state_t state;
	pa_context_notify_cb_t on_state;
	pa_context_subscribe_cb_t on_change;
	void *state_data, *change_data;
	pa_context_flags_t flags;
	pa_subscription_mask_t mask;
	int error;
	bool busy; /* can send no question */
};

/* The server, and what it was asked so far. */
struct fake_pulse {
	pa_context *context; /* NULL: not connected */
	pa_source_output_info streams[FAKE_PULSE_STREAMS_MAX];
	int stream_count;
	int looks, asked_sources; /* questions for all streams, for one source */
	int contexts;             /* not yet given back */
	bool denies;              /* refuses to be connected to */
};

extern struct fake_pulse fake_pulse;
extern const struct pulse_api fake_pulse_api;

void fake_pulse_reset(void); /* before each test */
/* One more stream, an ordinary program's; the caller may change it. */
pa_source_output_info *fake_pulse_stream(uint32_t from);

void fake_pulse_become(pa_context_state_t state);
void fake_pulse_change(void); /* tell that a stream changed */
/* Answer what was asked, one question; false: nothing was. */
bool fake_pulse_answer(void);
void fake_pulse_answer_all(void);
void fake_pulse_deny(void); /* the question for all streams gets an error */

#endif

#endif
