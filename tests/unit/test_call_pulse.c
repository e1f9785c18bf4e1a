/*
 * Which recording streams are a call, with a libpulse that the test plays; what is asked for is answered when the test says so, as a
 * server would. And the real library, where it is installed.
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
#include "fake_pulse.h"

static void *start(struct calls *calls, struct event_base *base, struct error *err)
{
	return pulse_watch(calls, base, &fake_pulse_api, err);
}

static const struct calls_source source = {.start = start, .stop = pulse_unwatch};

struct world {
	struct event_base *base;
	struct calls *calls;
	struct text said;
};

/* The first look that finds nothing says so; test_calls.c has that. */
static void on_changed(void *context, enum calls_news news)
{
	static const char *const words[] = {
		[CALLS_NONE] = "", [CALLS_FOUND] = "found ", [CALLS_BEGUN] = "call ", [CALLS_OVER] = "over "};

	text_append(&((struct world *)context)->said, words[news]);
}

static void run(struct world *world)
{
	event_base_loop(world->base, EVLOOP_NONBLOCK);
}

static int set_up(void **state)
{
	struct world *world = mem_new(1, sizeof *world);

	fake_pulse_reset();
	world->base = event_base_new();
	world->calls = calls_new_from(world->base, &source, 1, on_changed, world);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	calls_free(world->calls);
	assert_int_equal(fake_pulse.contexts, 0);
	event_base_free(world->base);
	text_clear(&world->said);
	free(world);
	return 0;
}

static void connect_now(struct world *world)
{
	run(world);
	fake_pulse_become(PA_CONTEXT_AUTHORIZING);
	fake_pulse_become(PA_CONTEXT_SETTING_NAME);
	fake_pulse_become(PA_CONTEXT_READY);
	fake_pulse_answer_all();
	assert_true(calls_works(world->calls));
}

/* What @world says after the streams have become those there are. */
static const char *after_change(struct world *world)
{
	text_clear(&world->said);
	fake_pulse_change();
	fake_pulse_answer_all();
	return text_string(&world->said);
}

static void asks_as_it_should(void **state)
{
	struct world *world = *state;

	connect_now(world);
	assert_int_equal(fake_pulse.context->flags, PA_CONTEXT_NOAUTOSPAWN);
	assert_int_equal(fake_pulse.context->mask, PA_SUBSCRIPTION_MASK_SOURCE_OUTPUT);
	assert_string_equal(text_string(&world->said), "");
	assert_int_equal(fake_pulse.asked_sources, 0); /* no stream, no question */
}

static void a_call_that_goes_on_at_the_start(void **state)
{
	struct world *world = *state;

	fake_pulse_stream(MIC);
	connect_now(world);
	assert_string_equal(text_string(&world->said), "found ");
}

static void a_microphone_is_a_call(void **state)
{
	struct world *world = *state;

	connect_now(world);
	fake_pulse_stream(MIC);
	assert_string_equal(after_change(world), "call ");
	assert_string_equal(after_change(world), "");
	fake_pulse.stream_count = 0;
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
		fake_pulse.streams[0] = none[i].stream;
		fake_pulse.stream_count = 1;
		if (strcmp(after_change(world), "") != 0)
			fail_msg("%s: %s", none[i].name, text_string(&world->said));
		/* Beside it, a call is one still. */
		fake_pulse_stream(HEADSET);
		if (strcmp(after_change(world), "call ") != 0)
			fail_msg("beside %s: %s", none[i].name, text_string(&world->said));
		fake_pulse.stream_count = 0;
		assert_string_equal(after_change(world), "over ");
	}
	/* Neither word nor property of a meter, though it looks like one. */
	fake_pulse_stream(MIC)->proplist = (void *)(uintptr_t) "resample.peaks=false";
	fake_pulse.streams[0].resample_method = NULL;
	assert_string_equal(after_change(world), "call ");
}

static void many_streams_few_questions(void **state)
{
	struct world *world = *state;

	connect_now(world);
	for (int i = 0; i < 10; i++)
		fake_pulse_stream(MONITOR);
	assert_string_equal(after_change(world), "");
	assert_int_equal(fake_pulse.asked_sources, 1);
	fake_pulse_stream(MIC);
	assert_string_equal(after_change(world), "call ");
	fake_pulse.stream_count = 0;
	for (uint32_t i = 0; i < FAKE_PULSE_STREAMS_MAX; i++) /* more sources than are remembered */
		fake_pulse_stream(MONITORS + i);
	fake_pulse.asked_sources = 0;
	assert_string_equal(after_change(world), "over ");
	assert_int_equal(fake_pulse.asked_sources, 32);
}

static void one_look_at_a_time(void **state)
{
	struct world *world = *state;

	connect_now(world);
	text_clear(&world->said);
	fake_pulse.looks = 0;
	fake_pulse_stream(MIC);
	fake_pulse_change();
	fake_pulse_change();
	fake_pulse_change();
	assert_int_equal(fake_pulse.looks, 1);
	assert_true(fake_pulse_answer()); /* the streams */
	fake_pulse_change();
	fake_pulse.stream_count = 0; /* ended while its source is asked for */
	fake_pulse_answer_all();
	assert_int_equal(fake_pulse.looks, 2);
	assert_string_equal(text_string(&world->said), "call over ");
}

static void the_server_goes(void **state)
{
	struct world *world = *state;

	fake_pulse_stream(MIC);
	connect_now(world);
	fake_pulse.context->error = PA_ERR_CONNECTIONREFUSED;
	fake_pulse_change(); /* a question is under way */
	fake_pulse_become(PA_CONTEXT_FAILED);
	assert_string_equal(text_string(&world->said), "found over ");
	assert_false(calls_works(world->calls));
	assert_string_equal(calls_why(world->calls), "the sound server: Connection refused");
	assert_int_equal(fake_pulse.contexts, 1); /* it is on the stack */
	for (int i = 0; i < 200 && (fake_pulse.contexts == 0 || fake_pulse.context->state == PA_CONTEXT_FAILED); i++)
		event_base_loop(world->base, EVLOOP_ONCE);
	assert_int_equal(fake_pulse.contexts, 1);
	connect_now(world);
	assert_string_equal(text_string(&world->said), "found over found ");
}

static void terminated_is_gone_too(void **state)
{
	struct world *world = *state;

	connect_now(world);
	fake_pulse_become(PA_CONTEXT_TERMINATED);
	assert_false(calls_works(world->calls));
}

static void refused_at_once(void **state)
{
	struct world *world = *state;

	fake_pulse.denies = true;
	run(world);
	assert_int_equal(fake_pulse.contexts, 0);
	assert_string_equal(calls_why(world->calls), "the sound server: Connection refused");
}

/* Access denied: it lets us in and tells nothing. */
static void tells_nothing(void **state)
{
	struct world *world = *state;

	run(world);
	fake_pulse_become(PA_CONTEXT_READY);
	fake_pulse.context->error = PA_ERR_ACCESS;
	fake_pulse_deny();
	assert_false(calls_works(world->calls));
	assert_string_equal(calls_why(world->calls), "the sound server: Access denied");
	assert_string_equal(text_string(&world->said), "");
}

static void cannot_be_asked(void **state)
{
	struct world *world = *state;

	fake_pulse_stream(MIC);
	connect_now(world);
	fake_pulse.context->error = PA_ERR_ACCESS;
	fake_pulse.context->busy = true;
	fake_pulse_change();
	assert_false(calls_works(world->calls));
	assert_string_equal(text_string(&world->said), "found over ");
}

static void freed_with_a_question_open(void **state)
{
	struct world *world = *state;

	fake_pulse_stream(MIC);
	connect_now(world);
	fake_pulse_change();
	world->calls = calls_free(world->calls);
	assert_int_equal(fake_pulse.contexts, 0);
	assert_false(fake_pulse_answer());
	assert_string_equal(text_string(&world->said), "found ");
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
	text_clear(&world.said);
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
