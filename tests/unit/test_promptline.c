/* The lines between evenkeeld and evenkeel-notify: there and back, escapes, bounds, and everything that is a bad prompt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/promptline.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The whole of @content, line by line; the first result that is not 0, else 0. */
static int read_prompt(struct prompt_reader *reader, const char *content)
{
	*reader = (struct prompt_reader){0};
	while (*content) {
		size_t length = strcspn(content, "\n");
		int rc = prompt_reader_line(reader, content, length, NULL);
		if (rc != 0)
			return rc;
		content += length + (content[length] == '\n');
	}
	return 0;
}

static void a_prompt_there_and_back(void **state)
{
	static const struct prompt_text prompt = {
		.summary = "How tense are you?",
		.body = "first line\nsecond \\ line: 您 <b>&",
		.cli_hint = "or run: evenkeel checkin",
		.action_count = 3,
		.actions = {"Not at all", "Somewhat", "มาก"},
		.urgency_low = 1,
		.category = "x-evenkeel.checkin",
		.life_s = 900,
	};
	_cleanup_(text_clear) struct text text = {0};
	struct prompt_reader reader;

	(void)state;
	prompt_text_encode(&prompt, &text);
	assert_string_equal(text_string(&text), "prompt 1\nsummary How tense are you?\n"
						"body first line\\nsecond \\\\ line: 您 <b>&\n"
						"cli-hint or run: evenkeel checkin\n"
						"action Not at all\naction Somewhat\naction มาก\n"
						"urgency low\ncategory x-evenkeel.checkin\nlife-s 900\nend\n");
	assert_int_equal(read_prompt(&reader, text_string(&text)), 0);
	assert_int_equal(reader.complete, 1);
	assert_memory_equal(&reader.prompt, &prompt, sizeof(prompt));
	assert_int_equal(prompt_reader_line(&reader, "close", 5, NULL), PROMPTLINE_CLOSE);
	assert_int_equal(prompt_reader_line(&reader, "end", 3, NULL), -1);
}

/* Long texts are cut at a character, and every line stays within its bound. */
static void long_texts_are_cut(void **state)
{
	static struct prompt_text prompt = {.summary = "x", .life_s = 1};
	_cleanup_(text_clear) struct text text = {0};
	struct prompt_reader reader;

	(void)state;
	for (int i = 0; i + 3 < PROMPTLINE_MAX; i += 3)
		memcpy(prompt.body + i, "您", 4);
	memset(prompt.cli_hint, '\n', PROMPTLINE_MAX - 1);
	memset(prompt.summary, 'x', PROMPTLINE_MAX - 1);
	prompt_text_encode(&prompt, &text);
	for (const char *line = text_string(&text); *line;) {
		size_t length = strcspn(line, "\n");
		assert_true(length < PROMPTLINE_MAX);
		line += length + 1;
	}
	assert_int_equal(read_prompt(&reader, text_string(&text)), 0);
	assert_int_equal(strlen(reader.prompt.summary), PROMPTLINE_MAX - 1 - 8);
	assert_int_equal(strlen(reader.prompt.body), (PROMPTLINE_MAX - 1 - 5) / 3 * 3);
	assert_int_equal(strlen(reader.prompt.cli_hint), (PROMPTLINE_MAX - 1 - 9) / 2);
}

static void controls_do_not_pass(void **state)
{
	static const struct prompt_text prompt = {.summary = "a\x1b[31m\tb\xff"
							     "c",
						  .life_s = 1};
	_cleanup_(text_clear) struct text text = {0};

	(void)state;
	prompt_text_encode(&prompt, &text);
	assert_non_null(strstr(text_string(&text), "summary a[31mbc\n"));
}

#define HEAD "prompt 1\nsummary s\n"
static const struct {
	const char *content;
	int complete; /* -1 = bad prompt */
} prompts[] = {
	{HEAD "life-s 5\nend\n", 1},
	{HEAD "life-s 5\n", 0},
	{HEAD "life-s 86400\nurgency normal\nend\n", 1},
	{"", 0},
	{"prompt 2\n", -1},
	{"prompt 1 \n", -1},
	{"prompt\n", -1},
	{"summary s\n", -1},
	{"prompt 1\nprompt 1\n", -1},
	{"prompt 1\nlife-s 5\nend\n", -1},
	{"prompt 1\nsummary \nlife-s 5\nend\n", -1},
	{"prompt 1\nsummary\nlife-s 5\nend\n", -1},
	{HEAD "end\n", -1},
	{HEAD "summary t\n", -1},
	{HEAD "body a\nbody b\n", -1},
	{HEAD "life-s 0\n", -1},
	{HEAD "life-s 86401\n", -1},
	{HEAD "life-s -5\n", -1},
	{HEAD "life-s 05\n", -1},
	{HEAD "life-s 5 \n", -1},
	{HEAD "life-s 99999999999\n", -1},
	{HEAD "life-s 5\nlife-s 5\n", -1},
	{HEAD "urgency critical\n", -1},
	{HEAD "urgency lower\n", -1},
	{HEAD "category A b\n", -1},
	{HEAD "category 0123456789012345678901234567890123456789012345678901234567890123\n", -1},
	{HEAD "action 1\naction 2\naction 3\n", 0},
	{HEAD "action 1\naction 2\naction 3\naction 4\n", -1},
	{HEAD "sound bell\n", -1},
	{HEAD "\n", -1},
	{HEAD "body a\\tb\n", -1},
	{HEAD "body a\\\n", -1},
	{HEAD "body a\x01\n", -1},
	{HEAD "body a\xc3\n", -1},
	{HEAD "bodya\n", -1},
	{HEAD "urgency low\nurgency low\nurgency low\nurgency low\nurgency low\nurgency low\nurgency low\nurgency low\n"
	      "urgency low\nurgency low\nurgency low\nurgency low\nlife-s 5\nend\n",
	 1},
	{HEAD "urgency low\nurgency low\nurgency low\nurgency low\nurgency low\nurgency low\nurgency low\nurgency low\n"
	      "urgency low\nurgency low\nurgency low\nurgency low\nurgency low\nlife-s 5\nend\n",
	 -1},
};

static void prompts_are_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(prompts); i++) {
		struct prompt_reader reader;
		int rc = read_prompt(&reader, prompts[i].content);
		if (rc != (prompts[i].complete < 0 ? -1 : 0))
			fail_msg("prompt %zu: %d for\n%s", i, rc, prompts[i].content);
		if (rc == 0)
			assert_int_equal(reader.complete, prompts[i].complete);
	}
	struct prompt_reader reader = {0};
	assert_int_equal(prompt_reader_line(&reader, "prompt 1\0", 9, NULL), -1);
}

static const struct {
	struct prompt_event event;
	const char *line;
} events[] = {
	{{.type = PROMPT_SHOWN}, "shown\n"},
	{{.type = PROMPT_ACTION, .action = 2}, "action 2\n"},
	{{.type = PROMPT_CLOSED, .closed = CLOSED_EXPIRED}, "closed expired\n"},
	{{.type = PROMPT_CLOSED, .closed = CLOSED_DISMISSED}, "closed dismissed\n"},
	{{.type = PROMPT_CLOSED, .closed = CLOSED_BY_CALL}, "closed by-call\n"},
	{{.type = PROMPT_CLOSED, .closed = CLOSED_UNKNOWN}, "closed unknown\n"},
	{{.type = PROMPT_FAILED, .failed = FAILED_NO_BUS}, "failed no-bus\n"},
	{{.type = PROMPT_FAILED, .failed = FAILED_NO_SERVER}, "failed no-server\n"},
	{{.type = PROMPT_FAILED, .failed = FAILED_BUS_LOST}, "failed bus-lost\n"},
	{{.type = PROMPT_FAILED, .failed = FAILED_SERVER_LOST}, "failed server-lost\n"},
	{{.type = PROMPT_FAILED, .failed = FAILED_BAD_PROMPT}, "failed bad-prompt\n"},
	{{.type = PROMPT_FAILED, .failed = FAILED_NO_SETTING}, "failed no-setting\n"},
	{{.type = PROMPT_SETTING, .on = 0}, "setting off\n"},
	{{.type = PROMPT_SETTING, .on = 1}, "setting on\n"},
	{{.type = PROMPT_CAPS, .server = "dunst", .server_version = "1.9.0"}, "caps dunst 1.9.0\n"},
	{{.type = PROMPT_CAPS,
	  .server = "Xfce Notify\\Daemon",
	  .server_version = "0.7.3",
	  .has_actions = 1,
	  .has_body = 1,
	  .has_markup = 1},
	 "caps Xfce\\sNotify\\\\Daemon 0.7.3 actions body body-markup\n"},
	{{.type = PROMPT_CAPS, .server = "-", .server_version = "-", .has_body = 1}, "caps - - body\n"},
};

static void events_there_and_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(events); i++) {
		_cleanup_(text_clear) struct text line = {0};
		struct prompt_event back;
		prompt_event_encode(&events[i].event, NULL, &line);
		assert_string_equal(text_string(&line), events[i].line);
		assert_int_equal(prompt_event_decode(line.bytes, line.length - 1, &back, NULL), 0);
		assert_memory_equal(&back, &events[i].event, sizeof(back));
	}
	assert_string_equal(prompt_failed_words(FAILED_NO_BUS), "no-bus");
}

static void caps_of_any_server(void **state)
{
	static const struct prompt_event nameless = {.type = PROMPT_CAPS};
	const char *caps[300];
	_cleanup_(text_clear) struct text line = {0};
	struct prompt_event back;

	(void)state;
	for (size_t i = 0; i < COUNT(caps); i++)
		caps[i] = i == 0 ? "actions" : i == 1 ? "two words" : "x-a-capability-of-a-server";
	caps[COUNT(caps) - 1] = NULL;
	prompt_event_encode(&nameless, caps, &line);
	assert_true(line.length <= PROMPTLINE_MAX);
	assert_int_equal(prompt_event_decode(line.bytes, line.length - 1, &back, NULL), 0);
	assert_string_equal(back.server, "-");
	assert_int_equal(back.has_actions, 1);
	assert_int_equal(back.has_body, 0);
}

static void lines_that_are_no_events(void **state)
{
	static const char *const lines[] = {"",
					    "caps",
					    "caps a",
					    "caps a  b",
					    "caps a b ",
					    "caps a\\n b",
					    "caps a\\q b",
					    "shown 1",
					    "shown ",
					    "shownx",
					    "action",
					    "action 3",
					    "action -1",
					    "action 01",
					    "action 1 2",
					    "closed",
					    "closed gone",
					    "failed",
					    "failed x",
					    "setting",
					    "setting maybe",
					    "setting on off",
					    "ready",
					    "caps 0123456789012345678901234567890123456789012345678901234567890123 1"};
	struct prompt_event event = {.action = 77};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		if (prompt_event_decode(lines[i], strlen(lines[i]), &event, NULL) != -1)
			fail_msg("'%s' is taken", lines[i]);
	assert_int_equal(prompt_event_decode("shown\0", 6, &event, NULL), -1);
	assert_int_equal(event.action, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_prompt_there_and_back),  cmocka_unit_test(long_texts_are_cut),
		cmocka_unit_test(controls_do_not_pass),     cmocka_unit_test(prompts_are_read_strictly),
		cmocka_unit_test(events_there_and_back),    cmocka_unit_test(caps_of_any_server),
		cmocka_unit_test(lines_that_are_no_events),
	};

	return cmocka_run_group_tests_name("promptline", tests, NULL, NULL);
}
