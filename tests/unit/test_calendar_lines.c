/* A calendar in words: its lines both ways, which are refused, and what the person is told of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/config.h>
#include <evenkeel/mem.h>

#include "calendar_span.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* 0: taken whole; else the number of the line that was refused, or of the one behind the last where the end is missing. */
static int read_lines(const char *lines, struct calendar_reader *reader)
{
	int number = 1;

	*reader = (struct calendar_reader){0};
	for (; *lines; number++) {
		size_t length = strcspn(lines, "\n");
		if (calendar_reader_line(reader, lines, length) < 0)
			return number;
		lines += length + (lines[length] == '\n');
	}
	return reader->ended ? 0 : number;
}

static void lines_both_ways(void **state)
{
	struct calendar calendar = {0};
	struct calendar_reader reader;
	_cleanup_(text_clear) struct text lines = {0};

	(void)state;
	calendar_encode(&calendar, &lines);
	assert_string_equal(text_string(&lines), "calendar 1\nend\n");
	calendar_add(&calendar, false, span(AT(0, 6), AT(0, 10)));
	calendar_add(&calendar, false, span(AT(2, 6), AT(2, 10)));
	calendar_add(&calendar, true, span(AT(0, 7), AT(0, 8)));
	calendar.left_out = 3;
	calendar.fault = CALENDAR_ZONE;
	calendar.fault_line = 17;
	lines.length = 0;
	calendar_encode(&calendar, &lines);
	assert_string_equal(text_string(&lines),
			    "calendar 1\ncovers 1772431200 1772604000\nshift 1772431200 1772445600\n"
			    "shift 1772604000 1772618400\nbusy 1772434800 1772438400\nleft-out 3 17 zone\nend\n");
	assert_int_equal(read_lines(text_string(&lines), &reader), 0);
	assert_memory_equal(&reader.calendar, &calendar, sizeof(calendar));
	for (int fault = CALENDAR_MISSING; fault < CALENDAR_LINE; fault++) {
		calendar = (struct calendar){.fault = (enum calendar_fault)fault, .fault_line = fault};
		lines.length = 0;
		calendar_encode(&calendar, &lines);
		assert_int_equal(read_lines(text_string(&lines), &reader), 0);
		assert_memory_equal(&reader.calendar, &calendar, sizeof(calendar));
	}
}

#define HEAD "calendar 1\n"
static const struct {
	const char *lines;
	int refused; /* 0: taken */
} line_cases[] = {
	{"", 1},
	{"end\n", 1},
	{"calendar 2\nend\n", 1},
	{"calendar 1 \nend\n", 1},
	{HEAD, 2},
	{HEAD "end\nend\n", 3},
	{HEAD "END\n", 2},
	{HEAD "end \n", 2},
	{HEAD "busy 1 2\nend\n", 0},
	{HEAD "busy 0 2\n", 2},
	{HEAD "busy 2 2\n", 2},
	{HEAD "busy 3 2\n", 2},
	{HEAD "busy 1\n", 2},
	{HEAD "busy 1 2 3\n", 2},
	{HEAD "busy  1 2\n", 2},
	{HEAD "busy 01 2\n", 2},
	{HEAD "busy -1 2\n", 2},
	{HEAD "busy 1 +2\n", 2},
	{HEAD "busy 1 0x2\n", 2},
	{HEAD "busy 1 253402300799\nend\n", 0},
	{HEAD "busy 1 253402300800\n", 2},
	{HEAD "busy 1 99999999999999999999999999\n", 2},
	{HEAD "busy 1 5\nbusy 5 6\nend\n", 0},
	{HEAD "busy 1 5\nbusy 4 6\n", 3},
	{HEAD "busy 5 6\nbusy 1 2\n", 3},
	{HEAD "busyness 1 2\n", 2},
	{HEAD "shift 1 2\n", 2}, /* covers nothing */
	{HEAD "covers 1 1\nshift 1 2\nend\n", 0},
	{HEAD "covers 1 1\ncovers 1 1\n", 3},
	{HEAD "covers 2 1\n", 2},
	{HEAD "covers 1 1\nbusy 1 2\nshift 1 2\n", 4},
	{HEAD "busy 1 2\ncovers 1 1\n", 3},
	{HEAD "left-out 1 0 time\nend\n", 0},
	{HEAD "left-out 0 0 time\n", 2},
	{HEAD "left-out 1 0 cut-off\n", 2}, /* not of an event */
	{HEAD "left-out 1 0 meeting with Anna\n", 2},
	{HEAD "left-out 1 0 time\nleft-out 1 0 time\n", 3},
	{HEAD "left-out 1 0 time\nbusy 1 2\n", 3},
	{HEAD "failed 0 missing\nend\n", 0},
	{HEAD "failed 12 cut-off\nend\n", 0},
	{HEAD "failed 0 \n", 2},
	{HEAD "failed 0 time\n", 2},
	{HEAD "failed 0 miss\n", 2},
	{HEAD "failed 1000000001 missing\n", 2},
	{HEAD "busy 1 2\nfailed 0 missing\n", 3},
	{HEAD "failed 0 missing\nbusy 1 2\n", 3},
	{HEAD "summary Anna\n", 2},
	{HEAD "\n", 2},
};

static void lines_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(line_cases); i++) {
		struct calendar_reader reader;
		int refused = read_lines(line_cases[i].lines, &reader);
		if (refused != line_cases[i].refused)
			fail_msg("%s: line %d, not %d", line_cases[i].lines, refused, line_cases[i].refused);
	}
}

static void lines_have_a_bound(void **state)
{
	struct calendar_reader reader;
	_cleanup_(text_clear) struct text lines = {0};
	static const char *const words[] = {"shift", "busy"};

	(void)state;
	for (size_t w = 0; w < COUNT(words); w++) {
		lines.length = 0;
		text_append(&lines, HEAD "covers 1 1\n");
		for (int i = 0; i <= CALENDAR_SHIFTS_MAX; i++)
			text_appendf(&lines, "%s %d %d\n", words[w], 10 * i + 1, 10 * i + 5);
		assert_int_equal(read_lines(text_string(&lines), &reader), CALENDAR_SHIFTS_MAX + 3);
	}
	lines.length = 0;
	text_append(&lines, HEAD "busy 1 2");
	text_append_repeat(&lines, " ", CALENDAR_LINE_MAX);
	assert_int_equal(read_lines(text_string(&lines), &reader), 2);
}

static void assert_words(const struct config *config, int64_t wall_s, const char *wanted)
{
	_cleanup_(text_clear) struct text words = {0};
	struct zone utc = zone_fixed(0);

	calendar_words(config, &utc, wall_s, &words);
	if (!strstr(text_string(&words), wanted))
		fail_msg("%s\nhas not: %s", text_string(&words), wanted);
}

static void assert_trouble(const struct config *config, int64_t wall_s, bool wanted)
{
	struct zone utc = zone_fixed(0);

	assert_int_equal(calendar_in_trouble(config, &utc, wall_s), wanted);
}

static void words(void **state)
{
	struct config config;

	(void)state;
	config_defaults(&config);
	assert_int_equal(config_set(&config, "hours.calendar", "/home/me/roster.ics", NULL), 0);
	assert_words(&config, AT(0, 9), "no shift found, so the weekday hours hold");
	assert_trouble(&config, AT(0, 9), true);
	assert_int_equal(config_set(&config, "hours.calendar-shift", "off", NULL), 0);
	assert_words(&config, AT(0, 9), "busy times only");
	assert_trouble(&config, AT(0, 9), false);
	assert_int_equal(config_set(&config, "hours.calendar-shift", "all", NULL), 0);
	calendar_add(&config.calendar, false, span(AT(1, 9), AT(1, 17)));
	calendar_add(&config.calendar, false, span(AT(3, 22), AT(4, 6)));
	assert_words(&config, AT(0, 23), "its first shift begins on 2026-03-03");
	assert_words(&config, AT(1, 0), "shifts known up to 2026-03-05");
	assert_words(&config, AT(3, 23), "shifts known up to 2026-03-05");
	assert_trouble(&config, AT(0, 23), true);
	assert_trouble(&config, AT(1, 0), false);
	assert_trouble(&config, AT(4, 0), true);
	assert_words(&config, AT(4, 0), "its last shift began on 2026-03-05");
	config.calendar.covers_to_s = AT(15, 1);
	assert_words(&config, AT(1, 0), "shifts known for the coming fortnight");
	assert_words(&config, AT(1, 2), "shifts known up to 2026-03-17");
	config.calendar.left_out = 1;
	config.calendar.fault = CALENDAR_ZONE;
	config.calendar.fault_line = 12;
	assert_words(&config, AT(1, 2), "hold; 1 event was left out, at line 12: its time zone is not known here");
	assert_trouble(&config, AT(1, 0), true);
	config.calendar.left_out = 2;
	assert_words(&config, AT(1, 2), "hold; 2 events were left out, the first at line 12: ");
	config.calendar = (struct calendar){.fault = CALENDAR_CUT_OFF, .fault_line = 7};
	assert_words(&config, AT(1, 0),
		     "'roster.ics', line 7: it ends in the middle; export it again (the weekday hours hold)");
	for (int fault = CALENDAR_MISSING; fault < CALENDAR_LINE; fault++) {
		config.calendar = (struct calendar){.fault = (enum calendar_fault)fault};
		assert_words(&config, AT(1, 0), "'roster.ics': ");
		assert_words(&config, AT(1, 0), "; "); /* the next step */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_both_ways),
		cmocka_unit_test(lines_refused),
		cmocka_unit_test(lines_have_a_bound),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests_name("calendar_lines", tests, NULL, NULL);
}
