/*
 * Which recording streams are a call, with a libpulse that the test plays: streams and sources are tables, and what is asked for is
 * answered when the test says so, as a server would. And the real library, where it is installed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#if HAVE_PULSE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "../../daemon/call_pulse.h"
#include "../../daemon/calls.h"

#define STREAMS_MAX 40
enum { MIC = 7, HEADSET = 8, MONITOR = 9, UNPLUGGED = 99, MONITORS = 100 };

struct pa_context {
	pa_context_state_t state;
	pa_context_notify_cb_t on_state;
	pa_context_subscribe_cb_t on_change;
	void *state_data, *change_data;
	pa_context_flags_t flags;
	pa_subscription_mask_t mask;
	int error;
	bool refuses, busy; /* connecting; sending */
};

/* The server, and the one question that waits for its answer: two at once would be a fault. */
static struct {
	pa_context *context;
	pa_source_output_info streams[STREAMS_MAX];
	int stream_count;
	pa_source_output_info_cb_t wants_streams;
	pa_source_info_cb_t wants_source;
	uint32_t source;
	void *data;
	int looks, asked_sources, contexts;
	bool denies;
} server;

static int an_operation;

static pa_operation *operation(pa_context *context)
{
	return context->busy ? NULL : (pa_operation *)&an_operation;
}

static pa_context *fake_context_new(pa_mainloop_api *api, const char *name)
{
	assert_non_null(api);
	assert_string_equal(name, "evenkeel");
	server.contexts++;
	return server.context = mem_new(1, sizeof *server.context);
}

static int fake_context_connect(pa_context *context, const char *name, pa_context_flags_t flags,
				const pa_spawn_api *spawn)
{
	assert_null(name);
	assert_null(spawn);
	context->flags = flags;
	context->state = PA_CONTEXT_CONNECTING;
	context->error = PA_ERR_CONNECTIONREFUSED;
	return server.denies ? -1 : 0;
}

static void fake_context_disconnect(pa_context *context)
{
	assert_null(context->on_state);
	server.wants_streams = NULL;
	server.wants_source = NULL;
}

static void fake_context_unref(pa_context *context)
{
	server.context = NULL;
	server.contexts--;
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
	assert_null(server.wants_streams);
	assert_null(server.wants_source);
	server.looks++;
	server.wants_streams = callback;
	server.data = data;
	return operation(context);
}

static pa_operation *fake_context_get_source_info_by_index(pa_context *context, uint32_t source,
							   pa_source_info_cb_t callback, void *data)
{
	assert_null(server.wants_streams);
	assert_null(server.wants_source);
	server.asked_sources++;
	server.wants_source = callback;
	server.source = source;
	server.data = data;
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
static const struct pulse_api fake = {PULSE_FUNCTIONS(FAKE)};

static void *start(struct calls *calls, struct event_base *base, struct error *err)
{
	return pulse_watch(calls, base, &fake, err);
}

static const struct calls_source source = {.start = start, .stop = pulse_unwatch};

struct world {
	struct event_base *base;
	struct calls *calls;
	struct text said;
};

static void on_changed(void *context, bool on_call)
{
	text_append(&((struct world *)context)->said, on_call ? "call " : "over ");
}

static void run(struct world *world)
{
	event_base_loop(world->base, EVLOOP_NONBLOCK);
}

static int set_up(void **state)
{
	struct world *world = mem_new(1, sizeof *world);

	memset(&server, 0, sizeof server);
	world->base = event_base_new();
	world->calls = calls_new_from(world->base, &source, 1, on_changed, world);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	calls_free(world->calls);
	assert_int_equal(server.contexts, 0);
	event_base_free(world->base);
	text_clear(&world->said);
	free(world);
	return 0;
}

static void become(pa_context_state_t state)
{
	server.context->state = state;
	server.context->on_state(server.context, server.context->state_data);
}

/* The server answers what was asked, one question; false: nothing was. */
static bool answer(void)
{
	pa_source_output_info_cb_t streams = server.wants_streams;
	pa_source_info_cb_t one = server.wants_source;
	void *data = server.data;

	server.wants_streams = NULL;
	server.wants_source = NULL;
	for (int i = 0; streams && i < server.stream_count; i++)
		streams(server.context, &server.streams[i], 0, data);
	if (streams)
		streams(server.context, NULL, 1, data);
	if (!one)
		return streams != NULL;
	if (server.source == UNPLUGGED) {
		one(server.context, NULL, -1, data);
		return true;
	}
	pa_source_info info = {.index = server.source,
			       .monitor_of_sink =
				       server.source == MONITOR || server.source >= MONITORS ? 3 : PA_INVALID_INDEX};
	one(server.context, &info, 0, data);
	one(server.context, NULL, 1, data);
	return true;
}

static void answer_all(void)
{
	while (answer())
		;
}

static void change(void)
{
	server.context->on_change(server.context, PA_SUBSCRIPTION_EVENT_SOURCE_OUTPUT | PA_SUBSCRIPTION_EVENT_CHANGE, 1,
				  server.context->change_data);
}

static void connect_now(struct world *world)
{
	run(world);
	become(PA_CONTEXT_AUTHORIZING);
	become(PA_CONTEXT_SETTING_NAME);
	become(PA_CONTEXT_READY);
	answer_all();
	assert_true(calls_works(world->calls));
}

static pa_source_output_info *stream(uint32_t from)
{
	pa_source_output_info *info = &server.streams[server.stream_count++];

	*info = (pa_source_output_info){.client = 4, .source = from, .resample_method = "speex-float-1"};
	return info;
}

/* What @world says after the streams have become those there are. */
static const char *after_change(struct world *world)
{
	text_clear(&world->said);
	change();
	answer_all();
	return text_string(&world->said);
}

static void asks_as_it_should(void **state)
{
	struct world *world = *state;

	connect_now(world);
	assert_int_equal(server.context->flags, PA_CONTEXT_NOAUTOSPAWN);
	assert_int_equal(server.context->mask, PA_SUBSCRIPTION_MASK_SOURCE_OUTPUT);
	assert_string_equal(text_string(&world->said), "");
	assert_int_equal(server.asked_sources, 0); /* no stream, no question */
}

static void a_call_that_goes_on_at_the_start(void **state)
{
	struct world *world = *state;

	stream(MIC);
	connect_now(world);
	assert_string_equal(text_string(&world->said), "call ");
}

static void a_microphone_is_a_call(void **state)
{
	struct world *world = *state;

	connect_now(world);
	stream(MIC);
	assert_string_equal(after_change(world), "call ");
	assert_string_equal(after_change(world), "");
	server.stream_count = 0;
	assert_string_equal(after_change(world), "over ");
}

static void what_is_no_call(void **state)
{
	static const struct {
		const char *name;
		pa_source_output_info stream;
	} none[] = {
		{"held", {.client = 4, .source = MIC, .corked = 1}},
		{"a monitor", {.client = 4, .source = MONITOR}},
		{"a meter", {.client = 4, .source = MIC, .resample_method = "peaks"}},
		{"a meter by PipeWire",
		 {.client = 4,
		  .source = MIC,
		  .resample_method = "PipeWire",
		  .proplist = (void *)(uintptr_t) "resample.peaks=true"}},
		{"a meter by another word",
		 {.client = 4, .source = MIC, .proplist = (void *)(uintptr_t) "stream.monitor=1"}},
		{"the server's own", {.client = PA_INVALID_INDEX, .source = MIC}},
		{"from nothing", {.client = 4, .source = PA_INVALID_INDEX}},
		{"from what was unplugged", {.client = 4, .source = UNPLUGGED}},
	};
	struct world *world = *state;

	connect_now(world);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		server.streams[0] = none[i].stream;
		server.stream_count = 1;
		if (strcmp(after_change(world), "") != 0)
			fail_msg("%s: %s", none[i].name, text_string(&world->said));
		/* Beside it, a call is one still. */
		stream(HEADSET);
		if (strcmp(after_change(world), "call ") != 0)
			fail_msg("beside %s: %s", none[i].name, text_string(&world->said));
		server.stream_count = 0;
		assert_string_equal(after_change(world), "over ");
	}
	/* Neither word nor property of a meter, though it looks like one. */
	stream(MIC)->proplist = (void *)(uintptr_t) "resample.peaks=false";
	server.streams[0].resample_method = NULL;
	assert_string_equal(after_change(world), "call ");
}

static void many_streams_few_questions(void **state)
{
	struct world *world = *state;

	connect_now(world);
	for (int i = 0; i < 10; i++)
		stream(MONITOR);
	assert_string_equal(after_change(world), "");
	assert_int_equal(server.asked_sources, 1);
	stream(MIC);
	assert_string_equal(after_change(world), "call ");
	server.stream_count = 0;
	for (uint32_t i = 0; i < STREAMS_MAX; i++) /* more sources than are remembered */
		stream(MONITORS + i);
	server.asked_sources = 0;
	assert_string_equal(after_change(world), "over ");
	assert_int_equal(server.asked_sources, 32);
}

static void one_look_at_a_time(void **state)
{
	struct world *world = *state;

	connect_now(world);
	text_clear(&world->said);
	server.looks = 0;
	stream(MIC);
	change();
	change();
	change();
	assert_int_equal(server.looks, 1);
	assert_true(answer()); /* the streams */
	change();
	server.stream_count = 0; /* ended while its source is asked for */
	answer_all();
	assert_int_equal(server.looks, 2);
	assert_string_equal(text_string(&world->said), "call over ");
}

static void the_server_goes(void **state)
{
	struct world *world = *state;

	stream(MIC);
	connect_now(world);
	server.context->error = PA_ERR_CONNECTIONREFUSED;
	change(); /* a question is under way */
	become(PA_CONTEXT_FAILED);
	assert_string_equal(text_string(&world->said), "call over ");
	assert_false(calls_works(world->calls));
	assert_string_equal(calls_why(world->calls), "the sound server: Connection refused");
	assert_int_equal(server.contexts, 1); /* it is on the stack */
	for (int i = 0; i < 200 && (server.contexts == 0 || server.context->state == PA_CONTEXT_FAILED); i++)
		event_base_loop(world->base, EVLOOP_ONCE);
	assert_int_equal(server.contexts, 1);
	connect_now(world);
	assert_string_equal(text_string(&world->said), "call over call ");
}

static void terminated_is_gone_too(void **state)
{
	struct world *world = *state;

	connect_now(world);
	become(PA_CONTEXT_TERMINATED);
	assert_false(calls_works(world->calls));
}

static void refused_at_once(void **state)
{
	struct world *world = *state;

	server.denies = true;
	run(world);
	assert_int_equal(server.contexts, 0);
	assert_string_equal(calls_why(world->calls), "the sound server: Connection refused");
}

/* Access denied: it lets us in and tells nothing. */
static void tells_nothing(void **state)
{
	struct world *world = *state;

	run(world);
	become(PA_CONTEXT_READY);
	server.context->error = PA_ERR_ACCESS;
	server.wants_streams(server.context, NULL, -1, server.data);
	assert_false(calls_works(world->calls));
	assert_string_equal(calls_why(world->calls), "the sound server: Access denied");
	assert_string_equal(text_string(&world->said), "");
}

static void cannot_be_asked(void **state)
{
	struct world *world = *state;

	stream(MIC);
	connect_now(world);
	server.context->error = PA_ERR_ACCESS;
	server.context->busy = true;
	change();
	assert_false(calls_works(world->calls));
	assert_string_equal(text_string(&world->said), "call over ");
}

static void freed_with_a_question_open(void **state)
{
	struct world *world = *state;

	stream(MIC);
	connect_now(world);
	change();
	world->calls = calls_free(world->calls);
	assert_int_equal(server.contexts, 0);
	assert_false(answer());
	assert_string_equal(text_string(&world->said), "call ");
}

static void a_library_that_is_none(void **state)
{
	struct pulse_api api = {0};
	struct error err = {0};

	(void)state;
	assert_int_equal(pulse_library_open("libnothing-of-the-kind.so.0", &api, &err), -1);
	assert_string_equal(err.message, "the library 'libnothing-of-the-kind.so.0' is not installed");
	assert_int_equal(pulse_library_open("libc.so.6", &api, &err), -1);
	assert_string_equal(err.message, "the library 'libc.so.6' lacks pa_context_new");
	assert_null(api.context_new);
}

static void is_a_server_there(void **state)
{
	const char *scratch = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";

	(void)state;
	unsetenv("PULSE_SERVER");
	unsetenv("PULSE_RUNTIME_PATH");
	setenv("XDG_RUNTIME_DIR", scratch, 1);
	if (pulse_server_at_hand())
		skip(); /* one for the whole machine, in /run/pulse */
	setenv("PULSE_SERVER", "", 1);
	assert_false(pulse_server_at_hand());
	setenv("PULSE_SERVER", "unix:/somewhere", 1);
	assert_true(pulse_server_at_hand());
	unsetenv("PULSE_SERVER");
	unsetenv("XDG_RUNTIME_DIR");
	assert_false(pulse_server_at_hand());
}

/* Found by its real name, all functions there; and a server that does not answer is said to be none, by the real library. */
static void the_real_library(void **state)
{
	static struct pulse_api api;
	struct error err = {0};
	struct event_base *base = event_base_new();
	struct world world = {.base = base};

	(void)state;
	if (pulse_library_open("libpulse.so.0", &api, &err) != 0) {
		event_base_free(base);
		skip();
	}
	setenv("PULSE_SERVER", "unix:/nowhere/at/all", 1);
	struct calls *calls = calls_new_from(base, &calls_pulse, 10, on_changed, &world);
	for (int i = 0; i < 100 && strstr(calls_why(calls), "refused") == NULL; i++)
		event_base_loop(base, EVLOOP_ONCE);
	assert_string_equal(calls_why(calls), "the sound server: Connection refused");
	calls_free(calls);
	unsetenv("PULSE_SERVER");
	event_base_free(base);
	assert_int_equal(world.said.length, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asks_as_it_should),
		TEST(a_call_that_goes_on_at_the_start),
		TEST(a_microphone_is_a_call),
		TEST(what_is_no_call),
		TEST(many_streams_few_questions),
		TEST(one_look_at_a_time),
		TEST(the_server_goes),
		TEST(terminated_is_gone_too),
		TEST(refused_at_once),
		TEST(tells_nothing),
		TEST(cannot_be_asked),
		TEST(freed_with_a_question_open),
		cmocka_unit_test(a_library_that_is_none),
		cmocka_unit_test(is_a_server_there),
		cmocka_unit_test(the_real_library),
	};

	return cmocka_run_group_tests_name("call_pulse", tests, NULL, NULL);
}

#else

int main(void)
{
	puts("ok 1 - which recording streams are a call # SKIP the headers of libpulse are not installed");
	return 0;
}
#endif
