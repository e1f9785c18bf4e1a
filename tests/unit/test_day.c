/* Scenario files as text: what is read, what is refused, what a demand means; and the plan of a day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/day.h>
#include <evenkeel/mem.h>

#include "scenario_zones.h"

#define BASE "set micro.every 300s\nset rest.every off\n0 active\n310 end\n"

static int simulate(const char *content, struct day_log *log, struct error *err)
{
	return day_simulate("f.day", content, strlen(content), 1, scenario_zone, NULL, log, err);
}

static const struct {
	const char *name, *content;
	int result;
	const char *message; /* the beginning; NULL = none */
} cases[] = {
	{"nothing", "", 0, NULL},
	{"comments and blanks", "# a\n\n   # b\n0 active # c\n\t1\tidle\r\n", 0, NULL},
	{"expected", BASE "expect 300 prompt micro\n", 0, NULL},
	{"expected without what", BASE "expect 300 prompt\n", 0, NULL},
	{"expect behind its time", BASE "300 expect prompt micro\n", 0, NULL},
	{"+N after the line before", "set micro.every 300s\n100 active\n+350 end\nexpect +-1 prompt\n", -1,
	 "f.day:4: "},
	{"+N counts", "set micro.every 300s\n100 active\n+350 end\nexpect 400 prompt micro\n", 0, NULL},
	{"time of day", "set micro.every 300s\n09:01:40 active\n09:10 end\nexpect 09:06:40 prompt\nexpect 400 prompt\n",
	 1, "f.day:5: expected, but did not happen: 400 prompt"},
	{"time from the start", "set micro.every 300s\n00:01:40 active\n00:10 end\nexpect 400 prompt\n", 0, NULL},
	{"not at that second", BASE "expect 301 prompt micro\n", 1,
	 "f.day:5: expected, but did not happen: 301 prompt micro"},
	{"not that what", BASE "expect 300 prompt rest\n", 1, "f.day:5: expected"},
	{"not that detail", BASE "expect 300 prompt micro self\n", 1, "f.day:5: expected"},
	{"one event meets one line", BASE "expect 300 prompt micro\nexpect 300 prompt micro\n", 1, "f.day:6: expected"},
	{"never happened", BASE "never reprompt\n", 0, NULL},
	{"never, but did", BASE "never prompt\n", 1, "f.day:5: this was not to happen: 300 prompt micro"},
	{"never this what", BASE "never prompt rest\n", 0, NULL},
	{"never at a second", BASE "never 299 prompt\n", 0, NULL},
	{"not expected", BASE "331 idle\nexpect 0 prompt\n", -1, "f.day:5: "},
	{"an unexpected prompt", "set micro.every 300s\n0 active\n310 end\n0 dnd on\n0 dnd off\nexpect 0 hold dnd\n", 1,
	 "f.day:6: no expect line has this: 300 prompt micro"},
	{"loose", "set micro.every 300s\n0 active\n310 end\n0 dnd on\n0 dnd off\nexpect 0 hold dnd\nloose\n", 0, NULL},
	{"never alone is loose", BASE "never taken\n", 0, NULL},
	{"inputs in any order",
	 "set micro.every 300s\n310 end\n305 skip\n0 active\nexpect 300 prompt\nexpect 305 skipped\n", 0, NULL},
	{"no word", "0 hello\n", -1, "f.day:1: 'hello' is no input"},
	{"no time", "\nhello\n", -1, "f.day:2: 'hello' is neither a time nor"},
	{"a word too many", "0 active now\n", -1, "f.day:1: 'now' is one word too many"},
	{"no such setting", "# x\nset micro.ever 3min\n", -1, "f.day:2: "},
	{"no such value", "0 active\n5 set micro.every soon\n", -1, "f.day:2: "},
	{"no value", "set micro.every\n", -1, "f.day:1: 'set' needs a key and a value"},
	{"no such what", "0 now lunch\n", -1, "f.day:1: 'lunch' is none of micro"},
	{"no such event", "expect 3 nap micro\n", -1, "f.day:1: 'nap' is no event"},
	{"expect without time", "expect prompt micro\n", -1, "f.day:1: 'expect' needs a second"},
	{"no minutes", "0 pause soon\n", -1, "f.day:1: 'soon' is no number of minutes"},
	{"half a minute", "0 pause 90s\n", -1, "f.day:1: '90s' is no number of minutes"},
	{"on or off", "0 dnd maybe\n", -1, "f.day:1: 'maybe' is neither on nor off"},
	{"clock without sign", "0 clock 5\n", -1, "f.day:1: '5' is no step of the clock"},
	{"a bad start", "start yesterday\n", -1, "f.day:1: 'start' needs a date"},
	{"two starts", "start 2026-03-02 09:00\nstart 2026-03-02 09:00\n", -1, "f.day:2: 'start' stands twice"},
	{"an unknown zone", "start 2026-03-02 09:00 Mars/Olympus\n", -1,
	 "f.day:1: the zone 'Mars/Olympus' is not known"},
	{"an unknown zone later", "0 zone Mars/Olympus\n", -1, "f.day:1: the zone 'Mars/Olympus' is not known"},
	{"two ends", "1 end\n2 end\n", -1, "f.day:2: 'end' stands twice"},
	{"after the end", "1 end\n2 active\n", -1, "f.day:2: this input comes after"},
	{"a far time", "999999999 end\n", -1, "f.day:1: '999999999' is further away than ten years"},
	{"a huge time", "99999999999999999999 active\n", -1, "f.day:1: "},
};

static void test_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		_cleanup_(day_log_clear) struct day_log log = {0};
		struct error err = {0};
		int result = simulate(cases[i].content, &log, &err);
		if (result != cases[i].result)
			fail_msg("%s: %d: %s", cases[i].name, result, err.message);
		if (cases[i].message && strncmp(err.message, cases[i].message, strlen(cases[i].message)))
			fail_msg("%s: %s", cases[i].name, err.message);
	}
}

static void test_bytes_that_are_no_text(void **state)
{
	static const char nul[] = "0 active\n1 i\0dle\n";
	char longer[600];
	_cleanup_(day_log_clear) struct day_log log = {0};
	struct error err = {0};

	(void)state;
	assert_int_equal(day_simulate("f", nul, sizeof(nul) - 1, 1, NULL, NULL, &log, &err), -1);
	assert_int_equal(strncmp(err.message, "f:2: ", 5), 0);
	memset(longer, 'x', sizeof(longer));
	assert_int_equal(day_simulate("f", longer, sizeof(longer), 1, NULL, NULL, &log, &err), -1);
}

static void test_lines(void **state)
{
	_cleanup_(day_log_clear) struct day_log log = {0};
	_cleanup_(text_clear) struct text said = {0};
	struct error err = {0};

	(void)state;
	assert_int_equal(simulate("set micro.every 300s\n0 active\n301 idle\n341 end\n", &log, &err), 0);
	day_log_print(&log, &said);
	assert_string_equal(text_string(&said), "300\tprompt\tmicro\n331\ttaken\tmicro\tprompted\n");
}

/* Every documented input is read, and a day full of them ends. */
static void test_every_input(void **state)
{
	_cleanup_(day_log_clear) struct day_log log = {0};
	struct error err = {0};
	static const char content[] =
		"start 2026-03-02 09:00:00 Europe/Berlin\n0 active\n+1 idle\n+1 lock\n+1 unlock\n+1 sleep\n+1 wake\n+1 "
		"call\n+9 hangup\n"
		"+9 busy 3\n+1 busy off\n+1 busy on\n+1 busy on 2\n+1 busy off\n+1 dnd on\n+1 dnd off\n+1 pause 3\n+1 "
		"pause 3min\n"
		"+1 pause\n+1 pause today\n+1 resume\n+1 start-break micro\n+1 start-break rest\n+1 start-break\n+1 "
		"snooze\n"
		"+1 snooze 5\n+1 skip\n+1 dismiss\n+1 answer\n+1 answer more\n+1 later\n+1 clock +5\n+1 clock -1h\n"
		"+1 zone Asia/Bangkok\n+1 zone UTC\n+1 restart\n+1 now review\n+1 recorded review\n+1 undelivered\n+1 "
		"hard-call\n"
		"+1 set micro.every off\n+90000 end\n";

	(void)state;
	int result = simulate(content, &log, &err);
	if (result != 0)
		fail_msg("%s", err.message);
}

static int prompts_of(const struct day_plan *plan, enum schedule_what what)
{
	int count = 0;

	for (int i = 0; i < plan->prompt_count; i++)
		count += plan->prompts[i].what == what;
	return count;
}

static void test_plan_of_a_monday(void **state)
{
	struct zone zone;
	struct config config;
	struct day_plan plan;
	int32_t monday = date_from_civil(2026, 3, 2);

	(void)state;
	config_defaults(&config);
	scenario_zone("Europe/Berlin", 0, &zone, NULL);
	day_plan(&config, &zone, monday, 1, &plan);
	assert_int_equal(plan.span_count, 1);
	assert_int_equal(plan.spans[0].from_wall_s, (int64_t)monday * 86400 + 8 * 3600);
	assert_int_equal(plan.checkin_count, 2);
	for (int i = 0; i < 2; i++)
		assert_true(plan.checkins[i].at_wall_s >= plan.checkins[i].from_wall_s &&
			    plan.checkins[i].at_wall_s <= plan.checkins[i].to_wall_s);
	assert_int_equal(plan.review_wall_s, 0);
	assert_int_equal(prompts_of(&plan, WHAT_CHECKIN), 2);
	assert_int_equal(prompts_of(&plan, WHAT_REVIEW), 0);
	assert_true(prompts_of(&plan, WHAT_REST) >= 5 && prompts_of(&plan, WHAT_REST) <= 9);
	assert_true(prompts_of(&plan, WHAT_MICRO) >= 3);
	for (int i = 1; i < plan.prompt_count; i++)
		assert_true(plan.prompts[i].at_wall_s >= plan.prompts[i - 1].at_wall_s);
}

static void test_plan_of_other_days(void **state)
{
	struct zone zone = zone_fixed(0);
	struct config config;
	struct day_plan plan;
	_cleanup_(text_clear) struct text said = {0};
	int32_t friday = date_from_civil(2026, 3, 6);

	(void)state;
	config_defaults(&config);
	day_plan(&config, &zone, friday, 1, &plan);
	assert_int_equal(plan.review_wall_s, (int64_t)friday * 86400 + 13 * 3600 + 1800);
	assert_int_equal(prompts_of(&plan, WHAT_REVIEW), 1);
	day_plan_print(&plan, &config, &zone, &said);
	assert_non_null(strstr(text_string(&said), "2026-03-06"));
	assert_non_null(strstr(text_string(&said), "09:00-18:00"));
	assert_non_null(strstr(text_string(&said), "13:30"));
	day_plan(&config, &zone, friday + 1, 1, &plan);
	assert_int_equal(plan.span_count, 0);
	assert_int_equal(plan.prompt_count, 0);
	assert_false(plan.holiday);
	assert_int_equal(config_set(&config, "hours.holidays", "2026-03-06", NULL), 0);
	day_plan(&config, &zone, friday, 1, &plan);
	assert_true(plan.holiday);
	said.length = 0;
	day_plan_print(&plan, &config, &zone, &said);
	assert_non_null(strstr(text_string(&said), "holiday"));
	assert_int_equal(config_set(&config, "hours.days-off", "2026-03-06", NULL), 0);
	day_plan(&config, &zone, friday, 1, &plan);
	said.length = 0;
	day_plan_print(&plan, &config, &zone, &said);
	assert_non_null(strstr(text_string(&said), "a day off"));
}

static void test_same_seed_same_plan(void **state)
{
	struct zone zone = zone_fixed(0);
	struct config config;
	static struct day_plan one, same, other;

	(void)state;
	config_defaults(&config);
	memset(&one, 0, sizeof(one));
	day_plan(&config, &zone, 20514, 7, &one);
	day_plan(&config, &zone, 20514, 7, &same);
	day_plan(&config, &zone, 20514, 8, &other);
	assert_int_equal(one.checkins[0].at_wall_s, same.checkins[0].at_wall_s);
	assert_int_equal(one.prompt_count, same.prompt_count);
	assert_int_not_equal(one.checkins[0].at_wall_s, other.checkins[0].at_wall_s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_bytes_that_are_no_text),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_every_input),
		cmocka_unit_test(test_plan_of_a_monday),
		cmocka_unit_test(test_plan_of_other_days),
		cmocka_unit_test(test_same_seed_same_plan),
	};

	return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
