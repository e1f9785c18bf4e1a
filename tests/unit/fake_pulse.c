#include "fake_pulse.h"

#if HAVE_PULSE

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

struct fake_pulse fake_pulse;

/* The one question that waits for its answer: two at once would be a fault. */
static struct {
	pa_source_output_info_cb_t streams;
	pa_source_info_cb_t source_info;
	uint32_t source;
	void *data;
} question;

static int an_operation;

static pa_operation *operation(pa_context *context)
{
	return context->busy ? NULL : (pa_operation *)&an_operation;
}

static pa_context *fake_context_new(pa_mainloop_api *api, const char *name)
{
	assert_non_null(api);
	assert_string_equal(name, "evenkeel");
	fake_pulse.contexts++;
	return fake_pulse.context = mem_new(1, sizeof *fake_pulse.context);
}

static int fake_context_connect(pa_context *context, const char *name, pa_context_flags_t flags,
				const pa_spawn_api *spawn)
{
	assert_null(name);
	assert_null(spawn);
	context->flags = flags;
	context->state = PA_CONTEXT_CONNECTING;
	context->error = PA_ERR_CONNECTIONREFUSED;
	return fake_pulse.denies ? -1 : 0;
}

static void fake_context_disconnect(pa_context *context)
{
	assert_null(context->on_state);
	question.streams = NULL;
	question.source_info = NULL;
}

static void fake_context_unref(pa_context *context)
{
	fake_pulse.context = NULL;
	fake_pulse.contexts--;
	free(context);
}

static int fake_context_errno(const pa_context *context)
{
	return context->error;
}

static pa_context_state_t fake_context_get_state(const pa_context *context)
{
	return context->state;
}

static void fake_context_set_state_callback(pa_context *context, pa_context_notify_cb_t callback, void *data)
{
	context->on_state = callback;
	context->state_data = data;
}

static void fake_context_set_subscribe_callback(pa_context *context, pa_context_subscribe_cb_t callback, void *data)
{
	context->on_change = callback;
	context->change_data = data;
}

static pa_operation *fake_context_subscribe(pa_context *context, pa_subscription_mask_t mask,
					    pa_context_success_cb_t callback, void *data)
{
	(void)callback, (void)data;
	context->mask = mask;
	return operation(context);
}

static pa_operation *fake_context_get_source_output_info_list(pa_context *context, pa_source_output_info_cb_t callback,
							      void *data)
{
	assert_null(question.streams);
	assert_null(question.source_info);
	fake_pulse.looks++;
	question.streams = callback;
	question.data = data;
	return operation(context);
}

static pa_operation *fake_context_get_source_info_by_index(pa_context *context, uint32_t source,
							   pa_source_info_cb_t callback, void *data)
{
	assert_null(question.streams);
	assert_null(question.source_info);
	fake_pulse.asked_sources++;
	question.source_info = callback;
	question.source = source;
	question.data = data;
	return operation(context);
}

static void fake_operation_unref(pa_operation *done)
{
	assert_ptr_equal(done, &an_operation);
}

/* A property list is the one line "KEY=VALUE" here. */
static const char *fake_proplist_gets(const pa_proplist *list, const char *key)
{
	const char *line = (const char *)list;
	size_t length = strlen(key);

	return line && strncmp(line, key, length) == 0 && line[length] == '=' ? line + length + 1 : NULL;
}

static const char *fake_strerror(int error)
{
	return error == PA_ERR_CONNECTIONREFUSED ? "Connection refused" : "Access denied";
}

#define FAKE(name) .name = fake_##name,
const struct pulse_api fake_pulse_api = {PULSE_FUNCTIONS(FAKE)};

void fake_pulse_reset(void)
{
	memset(&fake_pulse, 0, sizeof fake_pulse);
	memset(&question, 0, sizeof question);
}

void fake_pulse_become(pa_context_state_t state)
{
	fake_pulse.context->state = state;
	fake_pulse.context->on_state(fake_pulse.context, fake_pulse.context->state_data);
}

bool fake_pulse_answer(void)
{
	pa_source_output_info_cb_t streams = question.streams;
	pa_source_info_cb_t one = question.source_info;
	void *data = question.data;

	question.streams = NULL;
	question.source_info = NULL;
	for (int i = 0; streams && i < fake_pulse.stream_count; i++)
		streams(fake_pulse.context, &fake_pulse.streams[i], 0, data);
	if (streams)
		streams(fake_pulse.context, NULL, 1, data);
	if (!one)
		return streams != NULL;
	if (question.source == UNPLUGGED) {
		one(fake_pulse.context, NULL, -1, data);
		return true;
	}
	pa_source_info info = {
		.index = question.source,
		.monitor_of_sink = question.source == MONITOR || question.source >= MONITORS ? 3 : PA_INVALID_INDEX};
	one(fake_pulse.context, &info, 0, data);
	one(fake_pulse.context, NULL, 1, data);
	return true;
}

void fake_pulse_deny(void)
{
	question.streams(fake_pulse.context, NULL, -1, question.data);
}

void fake_pulse_answer_all(void)
{
	while (fake_pulse_answer())
		;
}

void fake_pulse_change(void)
{
	fake_pulse.context->on_change(fake_pulse.context,
				      PA_SUBSCRIPTION_EVENT_SOURCE_OUTPUT | PA_SUBSCRIPTION_EVENT_CHANGE, 1,
				      fake_pulse.context->change_data);
}

pa_source_output_info *fake_pulse_stream(uint32_t from)
{
	pa_source_output_info *info = &fake_pulse.streams[fake_pulse.stream_count++];

	*info = (pa_source_output_info){.client = 4, .source = from, .resample_method = "speex-float-1"};
	return info;
}

#endif
