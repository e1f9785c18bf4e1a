/* Settings as a file: read whole or not at all, its faults named by line, and edits that keep comments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/config.h>
#include <evenkeel/mem.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int read_string(struct config *config, const char *content, struct error *err)
{
	return config_read(config, content, strlen(content), "home.conf", err);
}

/* A file, and what is said about it; NULL = it is fine. */
static const struct {
	const char *content, *message;
} files[] = {
	{"", NULL},
	{"\n\n# all mine\n; and this\n", NULL},
	{"language = th\n[micro]\nevery = 25min\nfor=20s\n", NULL},
	{"\xef\xbb\xbf[micro]\r\nevery = 25min\r\n", NULL},
	{"[micro] ; eyes\n  every = 25min ; not 30\n", NULL},
	{"micro.every = 25min", NULL},
	{"[micro]\nevery : 25min\n", NULL},
	{"[nowhere]\n", NULL},
	{"[micro]\nevery = soon\n",
	 "home.conf:2: 'soon' is no value for 'micro.every'; allowed: a duration from 1min to 8h"},
	{"[micro]\n\n; x\nevery = 9h\n", "home.conf:4: '9h' is out of range for 'micro.every'; allowed: "},
	{"[micro]\nevry = 9h\n", "home.conf:2: unknown key 'micro.evry'; did you mean 'micro.every'?"},
	{"[mirco]\nevery = 9h\n", "home.conf:2: unknown key 'mirco.every'; did you mean 'micro.every'?"},
	{"language = en\nper-day = 2\n", "home.conf:2: unknown key 'per-day'; did you mean 'checkin.per-day'?"},
	{"[micro]\nlanguage = en\n", "home.conf:2: unknown key 'micro.language'; did you mean 'language'?"},
	{"[zzz]\nqqqqqqq = 9h\n", "home.conf:2: unknown key 'zzz.qqqqqqq'; 'evenkeel config list' names all"},
	{"[micro\nevery = 25min\n", "home.conf:1: the line is neither"},
	{"[micro]\nevery\n", "home.conf:2: the line is neither"},
	{"[micro]\nevery =\n", "home.conf:2: '' is no value for 'micro.every'"},
	{"[micro]\nevery = \x1b[31m\n", "home.conf:2: '?[31m' is no value"},
	{"[micro]\nevery = \xff\n", "home.conf:2: the line is not UTF-8 text"},
};

static void files_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		struct config config, before;
		struct error err = {0};
		config_defaults(&config);
		before = config;
		int rc = read_string(&config, files[i].content, &err);
		if (!files[i].message && rc < 0)
			fail_msg("%s", err.message);
		if (!files[i].message)
			continue;
		assert_int_equal(rc, -1);
		assert_int_equal(err.kind, ERROR_FAILED);
		if (strncmp(err.message, files[i].message, strlen(files[i].message)) != 0)
			fail_msg("said: %s", err.message);
		assert_memory_equal(&config, &before, sizeof(config));
	}
}

static void a_file_takes_effect_whole_or_not(void **state)
{
	struct config config;
	struct error err = {0};

	(void)state;
	config_defaults(&config);
	assert_int_equal(read_string(&config, "[micro]\nevery = 25min\n[rest]\nevery = never\n", &err), -1);
	assert_int_equal(config.micro_every_s, 1800);
	assert_int_equal(
		read_string(&config, "\xef\xbb\xbf[micro]\r\n\tevery = 25min ; not 30\r\n[day]\nstart = 05:00", &err),
		0);
	assert_int_equal(config.micro_every_s, 1500);
	assert_int_equal(config.day_start_min, 300);
	assert_int_equal(read_string(&config, "[micro]\nevery = 10min\nevery = 20min\n", &err), 0);
	assert_int_equal(config.micro_every_s, 1200);
	/* A NUL inside is no end of the file. */
	assert_int_equal(config_read(&config, "[micro]\n\0every = x\n", 18, "f", &err), -1);
	assert_string_equal(err.message, "f:2: the line is not UTF-8 text");
}

static void lines_too_long_are_named(void **state)
{
	char content[600];
	struct config config;
	struct error err = {0};

	(void)state;
	config_defaults(&config);
	/* 199 bytes pass, the value's end included; 200 do not, and nothing is cut in silence. */
	snprintf(content, sizeof(content), "[hours]\ncalendar =%*s/%0170d\n", 10, "", 7);
	assert_int_equal(strlen(content), 8 + 199 + 1 - 8);
	assert_int_equal(read_string(&config, content, &err), 0);
	assert_int_equal(strlen(config.calendar_file), 171);
	snprintf(content, sizeof(content), "[hours]\n\ncalendar =%*s/%0170d\n", 19, "", 7);
	assert_int_equal(read_string(&config, content, &err), -1);
	assert_string_equal(err.message, "home.conf:3: the line is longer than 199 bytes");
	snprintf(content, sizeof(content), "[hours]\n; %0300d\n", 7);
	assert_int_equal(read_string(&config, content, &err), -1);
}

static void holidays_add_up(void **state)
{
	struct config config;
	struct error err = {0};
	_cleanup_(text_clear) struct text many = {0};

	(void)state;
	config_defaults(&config);
	assert_int_equal(read_string(&config, "[hours]\nholidays = 2026-10-01\nholidays = 2026-05-01\n", &err), 0);
	assert_int_equal(config.holidays.count, 2);
	assert_true(config.holidays.ranges[0].from < config.holidays.ranges[1].from);
	/* Another file's list takes the place of the site's. */
	assert_int_equal(read_string(&config, "[hours]\nholidays = 2027-01-01\n", &err), 0);
	assert_int_equal(config.holidays.count, 1);
	assert_int_equal(read_string(&config, "[hours]\nholidays = 2027-01-01\nholidays = off\n", &err), 0);
	assert_int_equal(config.holidays.count, 0);
	text_append(&many, "[hours]\n");
	for (int i = 0; i < CONFIG_DATES_MAX + 1; i++)
		text_appendf(&many, "holidays = 2026-%02d-%02d\n", i / 28 + 1, i % 28 + 1);
	assert_int_equal(read_string(&config, text_string(&many), &err), -1);
	assert_string_equal(err.message, "home.conf:66: 'hours.holidays' holds more than 64 days or ranges");
}

static void lists_of_days_add_up_each_by_itself(void **state)
{
	struct config config;
	struct error err = {0};

	(void)state;
	config_defaults(&config);
	assert_int_equal(read_string(&config,
				     "[hours]\nholidays = 2026-10-01\ndays-off = 2026-03-02\nholidays = 2026-05-01\n"
				     "days-off = 2026-03-09..2026-03-10\n",
				     &err),
			 0);
	assert_int_equal(config.holidays.count, 2);
	assert_int_equal(config.days_off.count, 2);
	assert_int_equal(read_string(&config, "[hours]\ndays-off = 2027-01-01\n", &err), 0);
	assert_int_equal(config.days_off.count, 1);
	assert_int_equal(config.holidays.count, 2);
}

static void days_are_put_and_taken(void **state)
{
	struct config_dates dates = {0};

	(void)state;
	assert_int_equal(config_dates_put(&dates, 10, 12), 0);
	assert_int_equal(config_dates_put(&dates, 20, 20), 0);
	assert_int_equal(config_dates_put(&dates, 13, 14), 0); /* touches the first */
	assert_int_equal(dates.count, 2);
	assert_int_equal(dates.ranges[0].from, 10);
	assert_int_equal(dates.ranges[0].to, 14);
	assert_int_equal(config_dates_put(&dates, 14, 21), 0); /* joins both */
	assert_int_equal(dates.count, 1);
	assert_int_equal(dates.ranges[0].to, 21);
	assert_int_equal(config_dates_take(&dates, 15, 16), 0); /* out of the middle */
	assert_int_equal(dates.count, 2);
	assert_true(config_dates_have(&dates, 14) && config_dates_have(&dates, 17));
	assert_false(config_dates_have(&dates, 15) || config_dates_have(&dates, 16) || config_dates_have(&dates, 9) ||
		     config_dates_have(&dates, 22));
	assert_int_equal(config_dates_take(&dates, INT32_MIN, 17), 0);
	assert_int_equal(dates.count, 1);
	assert_int_equal(dates.ranges[0].from, 18);
	assert_int_equal(config_dates_take(&dates, 0, 100), 0);
	assert_int_equal(dates.count, 0);
	for (int i = 0; i < CONFIG_DATES_MAX; i++)
		assert_int_equal(config_dates_put(&dates, 10 * i, 10 * i + 2), 0);
	assert_int_equal(config_dates_put(&dates, -5, -5), -1);
	assert_int_equal(config_dates_take(&dates, 11, 11), -1); /* would make two of one */
	assert_int_equal(dates.count, CONFIG_DATES_MAX);
	assert_int_equal(config_dates_put(&dates, 3, 9), 0); /* makes one of two */
	assert_int_equal(dates.count, CONFIG_DATES_MAX - 1);
}

static const struct {
	const char *before, *key, *value, *after;
} edits[] = {
	{"", "micro.every", "25min", "[micro]\nevery = 25min\n"},
	{"", "language", "th", "language = th\n"},
	{"[micro]\nevery = 30min\n", "language", "th", "language = th\n\n[micro]\nevery = 30min\n"},
	{"; top\nlanguage = en\n[x]\n", "language", "th", "; top\nlanguage = th\n[x]\n"},
	{"; mine\n[micro]\n  every=30min ; eyes\nfor = 20s\n", "micro.every", "25min",
	 "; mine\n[micro]\nevery = 25min ; eyes\nfor = 20s\n"},
	{"[micro]\nevery = 30min\n\n[rest]\nfor = 5min", "micro.for", "20s",
	 "[micro]\nevery = 30min\nfor = 20s\n\n[rest]\nfor = 5min\n"},
	{"[micro]\nevery = 30min\n", "rest.for", "5min", "[micro]\nevery = 30min\n\n[rest]\nfor = 5min\n"},
	{"[micro]\n\n; later\n[rest]\n", "micro.for", "20s", "[micro]\nfor = 20s\n\n; later\n[rest]\n"},
	{"[micro]\nevery = 1h\nevery = 2h\n", "micro.every", "3h", "[micro]\nevery = 3h\n"},
	{"micro.every = 1h\n[rest]\n", "micro.every", "3h", "micro.every = 3h\n[rest]\n"},
	{"\xef\xbb\xbf[micro]\r\nevery = 1h\r\n", "micro.every", "3h", "\xef\xbb\xbf[micro]\r\nevery = 3h\n"},
	{"[rest]\n; every = 1h\n", "rest.every", "3h", "[rest]\nevery = 3h\n; every = 1h\n"},
};

static void edits_keep_the_rest(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(edits); i++) {
		_cleanup_(text_clear) struct text after = {0}, again = {0};
		config_edit(edits[i].before, edits[i].key, edits[i].value, &after);
		assert_string_equal(text_string(&after), edits[i].after);
		config_edit(text_string(&after), edits[i].key, edits[i].value, &again);
		assert_string_equal(text_string(&again), text_string(&after));
	}
}

static void a_long_list_takes_several_lines(void **state)
{
	_cleanup_(text_clear) struct text list = {0}, file = {0}, back = {0};
	struct config config;
	struct error err = {0};

	(void)state;
	for (int i = 0; i < CONFIG_DATES_MAX; i++)
		text_appendf(&list, "%s2026-%02d-%02d", i ? "," : "", i / 28 + 1, i % 28 + 1);
	config_edit("[hours]\nholidays = 2020-01-01 ; a comment\nmon = off\n", "hours.holidays", text_string(&list),
		    &file);
	config_defaults(&config);
	assert_int_equal(read_string(&config, text_string(&file), &err), 0);
	config_get(&config, config_find("hours.holidays"), &back);
	assert_string_equal(text_string(&back), text_string(&list));
	assert_non_null(strstr(text_string(&file), "; a comment\n"));
	assert_int_equal(config.hours[0].count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_read),
		cmocka_unit_test(a_file_takes_effect_whole_or_not),
		cmocka_unit_test(lines_too_long_are_named),
		cmocka_unit_test(holidays_add_up),
		cmocka_unit_test(lists_of_days_add_up_each_by_itself),
		cmocka_unit_test(days_are_put_and_taken),
		cmocka_unit_test(edits_keep_the_rest),
		cmocka_unit_test(a_long_list_takes_several_lines),
	};

	return cmocka_run_group_tests_name("config_file", tests, NULL, NULL);
}
