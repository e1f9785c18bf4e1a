/* Settings: the table walked row by row, and every type's written forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/config.h>
#include <evenkeel/mem.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool has_choice(const struct config_option *option, const char *word)
{
	for (const char *const *choice = option->choices; choice && *choice; choice++)
		if (strcmp(*choice, word) == 0)
			return true;
	return false;
}

static void table_is_complete(void **state)
{
	size_t count;
	const struct config_option *options = config_options(&count);

	(void)state;
	assert_true(count > 25);
	for (size_t i = 0; i < count; i++) {
		struct config config;
		_cleanup_(text_clear) struct text allowed = {0};
		config_defaults(&config);
		assert_true(options[i].help[0] && strlen(options[i].help) <= 50);
		assert_true(strlen(options[i].key) + strlen(options[i].help) < 78);
		assert_ptr_equal(config_find(options[i].key), &options[i]);
		assert_int_equal(config_set(&config, options[i].key, options[i].initial, NULL), 0);
		assert_int_equal(config_set(&config, options[i].key, "off", NULL) == 0,
				 options[i].may_be_off || has_choice(&options[i], "off"));
		config_allowed(&options[i], &allowed);
		assert_true(allowed.length > 5);
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(options[i].key, options[k].key);
			assert_int_not_equal(options[i].offset, options[k].offset);
		}
	}
	assert_null(config_find("micro"));
}

static void defaults_are_the_design_s(void **state)
{
	struct config c;

	(void)state;
	memset(&c, 0xff, sizeof(c));
	config_defaults(&c);
	assert_int_equal(c.call_detect, DETECT_AUTO);
	assert_int_equal(c.micro_every_s, 1800);
	assert_int_equal(c.micro_for_s, 30);
	assert_int_equal(c.rest_every_s, 3600);
	assert_int_equal(c.rest_for_s, 300);
	assert_int_equal(c.daily_limit_s, 0);
	assert_int_equal(c.activity_idle_after_s, 10);
	assert_int_equal(c.prompts_gap_s, 900);
	assert_int_equal(c.prompts_per_hour, 2);
	assert_int_equal(c.checkin_per_day, 2);
	assert_false(c.checkin_invite);
	assert_int_equal(c.review_day, REVIEW_DAY_LAST);
	assert_int_equal(c.call_grace_s, 60);
	assert_int_equal(c.day_start_min, 240);
	assert_int_equal(c.notify, NOTIFY_AUTO);
	assert_int_equal(c.hours[0].count, 1);
	assert_int_equal(c.hours[0].spans[0].from_min, 540);
	assert_int_equal(c.hours[0].spans[0].to_min, 1080);
	assert_int_equal(c.hours[5].count, 0);
	assert_int_equal(c.holidays.count, 0);
	assert_string_equal(c.calendar_file, "");
}

/* Everything, padding and unused places too, is the same for the same settings. */
static void settings_compare_whole(void **state)
{
	struct config a, b;

	(void)state;
	memset(&a, 0x55, sizeof(a));
	memset(&b, 0xaa, sizeof(b));
	config_defaults(&a);
	config_defaults(&b);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_int_equal(config_set(&a, "hours.mon", "08:00-10:00,11:00-12:00", NULL), 0);
	assert_int_equal(config_set(&a, "hours.calendar", "/a/long/path.ics", NULL), 0);
	assert_int_equal(config_set(&a, "hours.holidays", "2026-01-01,2026-01-02", NULL), 0);
	assert_memory_not_equal(&a, &b, sizeof(a));
	assert_int_equal(config_set(&a, "hours.mon", "09:00-18:00", NULL), 0);
	assert_int_equal(config_set(&a, "hours.calendar", "off", NULL), 0);
	assert_int_equal(config_set(&a, "hours.holidays", "off", NULL), 0);
	assert_memory_equal(&a, &b, sizeof(a));
}

/* A value as written, and as it is written back; NULL = refused. */
static const struct {
	const char *key, *value, *back;
} values[] = {
	{"micro.every", "25min", "25min"},
	{"micro.every", "1500s", "25min"},
	{"micro.every", "90s", "90s"},
	{"micro.every", "off", "off"},
	{"micro.every", "2h", "2h"},
	{"micro.every", "1h", "60min"},
	{"micro.every", "25", NULL},
	{"micro.every", "25 min", NULL},
	{"micro.every", "min", NULL},
	{"micro.every", "", NULL},
	{"micro.every", "-5min", NULL},
	{"micro.every", "0s", NULL},
	{"micro.every", "9h", NULL},
	{"micro.every", "59s", NULL},
	{"micro.every", "99999999999999999999h", NULL},
	{"micro.every", "OFF", NULL},
	{"micro.for", "off", NULL},
	{"micro.for", "5s", "5s"},
	{"activity.idle-after", "0s", "0s"},
	{"call.debounce", "0s", "0s"},
	{"call.grace", "0min", "0s"},
	{"prompts.gap", "off", "off"},
	{"prompts.per-hour", "off", "off"},
	{"prompts.per-hour", "0", NULL},
	{"prompts.per-hour", "3", "3"},
	{"checkin.per-day", "0", "0"},
	{"checkin.per-day", "6", "6"},
	{"checkin.per-day", "7", NULL},
	{"checkin.per-day", "2.0", NULL},
	{"checkin.per-day", "+2", NULL},
	{"checkin.per-day", "off", NULL},
	{"checkin.invite", "on", "on"},
	{"checkin.invite", "off", "off"},
	{"checkin.invite", "yes", NULL},
	{"review.day", "fri", "fri"},
	{"review.day", "last", "last"},
	{"review.day", "off", "off"},
	{"review.day", "friday", NULL},
	{"notify.via", "terminal", "terminal"},
	{"notify.via", "mail", NULL},
	{"language", "zh_CN", "zh_CN"},
	{"language", "de", NULL},
	{"day.start", "00:00", "00:00"},
	{"day.start", "12:00", "12:00"},
	{"day.start", "12:01", NULL},
	{"day.start", "4:00", NULL},
	{"day.start", "04:00:00", NULL},
	{"hours.mon", "09:00-12:30,13:00-18:00", "09:00-12:30,13:00-18:00"},
	{"hours.mon", "09:00-12:30, 13:00-18:00", "09:00-12:30,13:00-18:00"},
	{"hours.mon", "22:00-06:00", "22:00-06:00"},
	{"hours.mon", "22:00-02:00,03:00-06:00", "22:00-02:00,03:00-06:00"},
	{"hours.mon", "22:00-24:00,00:30-06:00", "22:00-24:00,00:30-06:00"},
	{"hours.mon", "22:00-00:00", "22:00-24:00"},
	{"hours.mon", "00:00-24:00", "00:00-24:00"},
	{"hours.mon", "09:00-12:00,12:00-13:00", "09:00-12:00,12:00-13:00"},
	{"hours.mon", "off", "off"},
	{"hours.mon", "", NULL},
	{"hours.mon", "09:00", NULL},
	{"hours.mon", "9-18", NULL},
	{"hours.mon", "09:00-18:00,", NULL},
	{"hours.mon", "09:00-18:00 ", NULL},
	{"hours.mon", "09:60-18:00", NULL},
	{"hours.mon", "09:00-24:01", NULL},
	{"hours.mon", "24:00-06:00", NULL},
	{"hours.mon", "09:00-09:00", NULL},
	{"hours.mon", "13:00-18:00,09:00-12:00", NULL},
	{"hours.mon", "09:00-13:00,12:00-18:00", NULL},
	{"hours.mon", "22:00-06:00,05:00-07:00", NULL},
	{"hours.mon", "22:00-06:00,21:00-23:00", NULL},
	{"hours.mon", "01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00", NULL},
	{"hours.holidays", "2026-10-01,2026-12-24..2026-12-26", "2026-10-01,2026-12-24..2026-12-26"},
	{"hours.holidays", "2026-12-24..2026-12-26, 2026-10-01", "2026-10-01,2026-12-24..2026-12-26"},
	{"hours.holidays", "2026-10-01..2026-10-01", "2026-10-01"},
	{"hours.holidays", "off", "off"},
	{"hours.holidays", "2026-02-29", NULL},
	{"hours.holidays", "2026-10-02..2026-10-01", NULL},
	{"hours.holidays", "2026-10-01..", NULL},
	{"hours.holidays", "2026-10-01,,2026-10-02", NULL},
	{"hours.holidays", "10/01", NULL},
	{"hours.calendar", "/home/me/my calendar;1.ics", "/home/me/my calendar;1.ics"},
	{"hours.calendar", "calendar.ics", NULL},
	{"hours.calendar", "/home/me ;x", NULL},
	{"hours.calendar", "/home/\xff", NULL},
	{"hours.calendar", "/a\nb", NULL},
	{"hours.calendar", "/a ", NULL},
	{"hours.calendar-shift", "Frühdienst, 早班,กะเช้า", "Frühdienst,早班,กะเช้า"},
	{"hours.calendar-shift", "all", "all"},
	{"hours.calendar-shift", "off", "off"},
	{"hours.calendar-shift", "early shift,late", "early shift,late"},
	{"hours.calendar-shift", "", NULL},
	{"hours.calendar-shift", "a,,b", NULL},
	{"hours.calendar-shift", "a,", NULL},
	{"hours.calendar-shift", ",a", NULL},
	{"hours.calendar-shift", "a ,b", NULL},
	{"hours.calendar-shift", "a, ;b", NULL},
	{"hours.calendar-shift", "a\tb", NULL},
	{"hours.calendar-shift", "\xff", NULL},
};

static void values_round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		struct config config, before;
		_cleanup_(text_clear) struct text back = {0};
		struct error err = {0};
		config_defaults(&config);
		before = config;
		int rc = config_set(&config, values[i].key, values[i].value, &err);
		if (!values[i].back) {
			if (rc != -1)
				fail_msg("%s = %s is taken", values[i].key, values[i].value);
			assert_memory_equal(&config, &before, sizeof(config));
			assert_non_null(strstr(err.message, values[i].key));
			assert_non_null(strstr(err.message, "allowed: "));
			continue;
		}
		if (rc != 0)
			fail_msg("%s", err.message);
		config_get(&config, config_find(values[i].key), &back);
		assert_string_equal(text_string(&back), values[i].back);
		before = config;
		assert_int_equal(config_set(&config, values[i].key, text_string(&back), NULL), 0);
		assert_memory_equal(&config, &before, sizeof(config));
	}
}

static void paths_have_a_bound(void **state)
{
	char path[300] = "/";
	struct config config;

	(void)state;
	config_defaults(&config);
	memset(path + 1, 'x', 180);
	assert_int_equal(config_set(&config, "hours.calendar", path, NULL), -1);
	path[180] = '\0';
	assert_int_equal(config_set(&config, "hours.calendar", path, NULL), 0);
	assert_string_equal(config.calendar_file, path);
}

static void hours_past_midnight(void **state)
{
	struct config config;

	(void)state;
	config_defaults(&config);
	assert_int_equal(config_set(&config, "hours.fri", "22:00-02:00,03:00-06:00", NULL), 0);
	assert_int_equal(config.hours[4].spans[0].to_min, 1440 + 120);
	assert_int_equal(config.hours[4].spans[1].from_min, 1440 + 180);
	assert_int_equal(config.hours[4].spans[1].to_min, 1440 + 360);
}

static void durations(void **state)
{
	static const struct {
		const char *written;
		int64_t bare, seconds;
	} cases[] = {{"90s", 0, 90},         {"25min", 60, 1500}, {"8h", 0, 28800}, {"15", 60, 900},
		     {"15", 0, -1},          {"", 60, -1},        {"x", 60, -1},    {"15m", 60, -1},
		     {"1234567890s", 0, -1}, {"0", 60, 0},        {" 5s", 0, -1}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t seconds = -1;
		assert_int_equal(config_duration(cases[i].written, cases[i].bare, &seconds),
				 cases[i].seconds < 0 ? -1 : 0);
		assert_int_equal(seconds, cases[i].seconds);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_complete),
		cmocka_unit_test(defaults_are_the_design_s),
		cmocka_unit_test(settings_compare_whole),
		cmocka_unit_test(values_round_trip),
		cmocka_unit_test(paths_have_a_bound),
		cmocka_unit_test(hours_past_midnight),
		cmocka_unit_test(durations),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
