/*
 * Calls as PulseAudio and PipeWire know them: streams that record. One that is held (corked) is none, nor one that listens to what
 * the speakers play (its source monitors a sink), nor a level meter, nor what the server records for itself: a loop to the
 * speakers, an echo canceller, which run all day. Each change of a stream leads to one look: all streams that
 * count, then the sources they record from, until one is no monitor. Two looks are never under way at once.
 */
#include "call_pulse.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "calls.h"

#define SOURCES_MAX 32 /* recorded from at the same time */

struct pulse {
	struct calls *calls;
	const struct pulse_api *api;
	struct pulse_loop *loop;
	pa_context *context;
	bool looking, again, gone;
	bool on_call;                  /* as far as this look has come */
	uint32_t sources[SOURCES_MAX]; /* still to be asked for */
	int source_count;
};

static void look(struct pulse *pulse);

static void gone(struct pulse *pulse, const char *why)
{
	if (pulse->gone)
		return;
	pulse->gone = true;
	calls_gone(pulse->calls, why);
}

/* libpulse's word for what happened, in the person's language. */
static void failed(struct pulse *pulse)
{
	struct error err = {0};

	error_set(&err, ERROR_FAILED, _("the sound server: %s"),
		  pulse->api->strerror(pulse->api->context_errno(pulse->context)));
	gone(pulse, err.message);
}

static void sent(struct pulse *pulse, pa_operation *operation)
{
	if (operation)
		pulse->api->operation_unref(operation);
	else
		failed(pulse);
}

static void settle(struct pulse *pulse)
{
	pulse->looking = false;
	calls_say(pulse->calls, pulse->on_call);
	if (pulse->again)
		look(pulse);
}

static void on_source(pa_context *context, const pa_source_info *source, int end, void *data);

static void ask_source(struct pulse *pulse)
{
	if (pulse->on_call || pulse->source_count == 0)
		settle(pulse);
	else
		sent(pulse, pulse->api->context_get_source_info_by_index(
				    pulse->context, pulse->sources[--pulse->source_count], on_source, pulse));
}

/* @end below 0: it is there no more, and what recorded from it has moved, which leads to another look. */
static void on_source(pa_context *context, const pa_source_info *source, int end, void *data)
{
	struct pulse *pulse = data;

	(void)context;
	if (end != 0)
		ask_source(pulse);
	else if (source->monitor_of_sink == PA_INVALID_INDEX)
		pulse->on_call = true;
}

static bool is_true(const struct pulse *pulse, const pa_source_output_info *stream, const char *property)
{
	const char *value = pulse->api->proplist_gets(stream->proplist, property);

	return value && (strcmp(value, "true") == 0 || strcmp(value, "1") == 0);
}

/* PulseAudio tells by the resampler. PipeWire names the same one for each stream, and says it in properties. */
static bool is_meter(const struct pulse *pulse, const pa_source_output_info *stream)
{
	return (stream->resample_method && strcmp(stream->resample_method, "peaks") == 0) ||
	       is_true(pulse, stream, "resample.peaks") || is_true(pulse, stream, "stream.monitor");
}

static void remember(struct pulse *pulse, uint32_t source)
{
	for (int i = 0; i < pulse->source_count; i++)
		if (pulse->sources[i] == source)
			return;
	if (pulse->source_count < SOURCES_MAX && source != PA_INVALID_INDEX)
		pulse->sources[pulse->source_count++] = source;
}

static void on_stream(pa_context *context, const pa_source_output_info *stream, int end, void *data)
{
	struct pulse *pulse = data;

	(void)context;
	if (end < 0)
		failed(pulse);
	else if (end > 0)
		ask_source(pulse);
	else if (!stream->corked && stream->client != PA_INVALID_INDEX && !is_meter(pulse, stream))
		remember(pulse, stream->source);
}

static void look(struct pulse *pulse)
{
	pulse->again = pulse->looking;
	if (pulse->looking || pulse->gone)
		return;
	pulse->looking = true;
	pulse->on_call = false;
	pulse->source_count = 0;
	sent(pulse, pulse->api->context_get_source_output_info_list(pulse->context, on_stream, pulse));
}

static void on_change(pa_context *context, pa_subscription_event_type_t what, uint32_t index, void *data)
{
	(void)context, (void)what, (void)index;
	look(data);
}

static void on_state(pa_context *context, void *data)
{
	struct pulse *pulse = data;
	pa_context_state_t state = pulse->api->context_get_state(context);

	if (!PA_CONTEXT_IS_GOOD(state)) {
		failed(pulse);
	} else if (state == PA_CONTEXT_READY) {
		pulse->api->context_set_subscribe_callback(context, on_change, pulse);
		sent(pulse, pulse->api->context_subscribe(context, PA_SUBSCRIPTION_MASK_SOURCE_OUTPUT, NULL, NULL));
		look(pulse);
	}
}

void *pulse_watch(struct calls *calls, struct event_base *base, const struct pulse_api *api, struct error *err)
{
	struct pulse *pulse = mem_new(1, sizeof *pulse);

	pulse->calls = calls;
	pulse->api = api;
	pulse->loop = pulse_loop_new(base);
	pulse->context = api->context_new(pulse_loop_api(pulse->loop), "evenkeel");
	/* What fails at once is said by the result alone; what fails later, by the state. */
	if (!pulse->context || api->context_connect(pulse->context, NULL, PA_CONTEXT_NOAUTOSPAWN, NULL) < 0) {
		int number = pulse->context ? api->context_errno(pulse->context) : PA_ERR_INTERNAL;
		error_set(err, ERROR_FAILED, _("the sound server: %s"), api->strerror(number));
		pulse_unwatch(pulse);
		return NULL;
	}
	api->context_set_state_callback(pulse->context, on_state, pulse);
	return pulse;
}

void pulse_unwatch(void *handle)
{
	struct pulse *pulse = handle;
	const struct pulse_api *api = pulse->api;

	if (pulse->context) {
		api->context_set_state_callback(pulse->context, NULL, NULL);
		api->context_set_subscribe_callback(pulse->context, NULL, NULL);
		api->context_disconnect(pulse->context);
		api->context_unref(pulse->context);
	}
	pulse_loop_free(pulse->loop);
	free(pulse);
}

static void *start(struct calls *calls, struct event_base *base, struct error *err)
{
	static struct pulse_api api;

	if (!pulse_server_at_hand()) {
		error_set(err, ERROR_FAILED, _("no sound server runs here"));
		return NULL;
	}
	if (!api.context_new && pulse_library_open("libpulse.so.0", &api, err) < 0)
		return NULL;
	return pulse_watch(calls, base, &api, err);
}

const struct calls_source calls_pulse = {.start = start, .stop = pulse_unwatch};
