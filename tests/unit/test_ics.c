/* The file's events worked out: passing over the years before the window changes nothing, and the bounds of one event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/rng.h>

#if HAVE_ICAL
#include "../../daemon/calendar/calendar.h"

#define DAY_S 86400
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
/* 2026-03-01 and 2026-04-15 */
#define FROM_S INT64_C(1772323200)
#define TO_S INT64_C(1776211200)

static struct calendar work_out(const char *properties)
{
	static struct calendar calendar;
	struct job job = {.shift_words = "shift", .zone = "UTC", .from_s = FROM_S, .to_s = TO_S, .busy_from_s = FROM_S};
	_cleanup_(text_clear) struct text content = {0};

	text_appendf(&content, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n",
		     properties);
	FILE *file = fmemopen(content.bytes, content.length, "r");
	assert_non_null(file);
	calendar_work_out(file, &job, &calendar);
	fclose(file);
	return calendar;
}

static const char *one_of(struct rng *rng, const char *const *words, size_t count)
{
	return words[rng_below(rng, count)];
}

/* A rule such as a person's program might write. */
static void append_rule(struct rng *rng, struct text *ret)
{
	static const char *const frequencies[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
	static const char *const days[] = {"MO", "TU,TH", "MO,WE,FR", "SA,SU", "MO,TU,WE,TH,FR"};
	static const char *const nth[] = {"1MO", "-1FR", "2TU,4TU", "-1SU,1SU"};
	static const char *const dates[] = {"1", "15,31", "-1", "29", "10,20,-3"};
	static const char *const months[] = {"3,4", "1,3,5,7,9,11", "2,3", "4"};
	const char *frequency = one_of(rng, frequencies, COUNT(frequencies));

	text_appendf(ret, "FREQ=%s;INTERVAL=%d", frequency, (int)rng_below(rng, 5) + 1);
	if (*frequency != 'M' && *frequency != 'Y' && rng_below(rng, 2))
		text_appendf(ret, ";BYDAY=%s", one_of(rng, days, COUNT(days)));
	else if (*frequency == 'M' && rng_below(rng, 2))
		text_appendf(ret, ";BYDAY=%s", one_of(rng, nth, COUNT(nth)));
	else if (*frequency == 'M' && rng_below(rng, 2))
		text_appendf(ret, ";BYMONTHDAY=%s", one_of(rng, dates, COUNT(dates)));
	if (rng_below(rng, 3) == 0)
		text_appendf(ret, ";BYMONTH=%s", one_of(rng, months, COUNT(months)));
	if (*frequency == 'W' && rng_below(rng, 2))
		text_append(ret, rng_below(rng, 2) ? ";WKST=SU" : ";WKST=MO");
}

/* A rule that is counted has to be walked from its beginning; the same without its count is not. */
static void jumping_changes_nothing(void **state)
{
	struct rng rng = rng_seeded(20260301);
	int found = 0;

	(void)state;
	for (int i = 0; i < 250; i++) {
		_cleanup_(text_clear) struct text rule = {0}, walked = {0}, jumped = {0};
		int year = 2014 + (int)rng_below(&rng, 12), month = 1 + (int)rng_below(&rng, 12),
		    day = 1 + (int)rng_below(&rng, 28), hour = (int)rng_below(&rng, 24);
		append_rule(&rng, &rule);
		text_appendf(&jumped, "DTSTART:%04d%02d%02dT%02d3000Z\r\nDURATION:PT%dM\r\nRRULE:%s", year, month, day,
			     hour, 30 + (int)rng_below(&rng, 90), text_string(&rule));
		text_appendf(&walked, "%s;COUNT=9000\r\n", text_string(&jumped));
		text_append(&jumped, "\r\n");
		struct calendar a = work_out(text_string(&walked)), b = work_out(text_string(&jumped));
		if (a.fault != CALENDAR_FINE || memcmp(&a, &b, sizeof(a)) != 0)
			fail_msg("%s: %d busy times when walked, %d when jumped to", text_string(&jumped),
				 (int)a.busy_count, (int)b.busy_count);
		found += a.busy_count;
	}
	assert_true(found > 1000);
}

static void one_event_has_bounds(void **state)
{
	struct calendar calendar;

	(void)state;
	/* An hour each two hours: 540 of them in the window, and room for 256. */
	calendar = work_out("DTSTART:20200101T000000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=HOURLY;INTERVAL=2\r\n");
	assert_int_equal(calendar.fault, CALENDAR_FINE);
	assert_int_equal(calendar.busy_count, CALENDAR_BUSY_MAX);
	assert_int_equal(calendar.busy[0].from_s, FROM_S);
	/* As shifts: those that there was no room for are not known, so their days are not off. */
	calendar = work_out(
		"SUMMARY:shift\r\nDTSTART:20200101T000000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=HOURLY;INTERVAL=2\r\n");
	assert_int_equal(calendar.shift_count, CALENDAR_SHIFTS_MAX);
	assert_int_equal(calendar.covers_from_s, FROM_S);
	assert_int_equal(calendar.covers_to_s, calendar.shifts[CALENDAR_SHIFTS_MAX - 1].from_s);
	calendar = work_out("DTSTART:20200101T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=SECONDLY\r\n");
	assert_int_equal(calendar.fault, CALENDAR_OFTEN);
	assert_int_equal(calendar.left_out, 1);
	assert_int_equal(calendar.busy_count, 0);
}

/* The window's two ends, each from both sides. */
static void window(void **state)
{
	static const struct {
		const char *times;
		int shifts;
		int64_t from_s, to_s; /* covered */
	} cases[] = {
		{"DTSTART:20260228T230000Z\r\nDTEND:20260301T000000Z\r\n", 0, FROM_S - 3600, FROM_S - 3600},
		{"DTSTART:20260228T230000Z\r\nDTEND:20260301T000001Z\r\n", 1, FROM_S - 3600, FROM_S - 3600},
		{"DTSTART:20260301T000000Z\r\nDTEND:20260301T000001Z\r\n", 1, FROM_S, FROM_S},
		{"DTSTART:20260414T235959Z\r\nDTEND:20260415T080000Z\r\n", 1, TO_S - 1, TO_S - 1},
		{"DTSTART:20260415T000000Z\r\nDTEND:20260415T080000Z\r\n", 0, TO_S, TO_S},
		{"DTSTART:20260101T090000Z\r\nDTEND:20260101T100000Z\r\nRRULE:FREQ=DAILY\r\n", 45, FROM_S, TO_S - 1},
		{"DTSTART:20260101T090000Z\r\nDTEND:20260101T100000Z\r\nRRULE:FREQ=DAILY;UNTIL=20260220\r\n", 0,
		 FROM_S - 8 * DAY_S - 15 * 3600, FROM_S - 8 * DAY_S - 15 * 3600},
		/* On leave for months: the one after the window says that these days are known. */
		{"DTSTART:20260101T090000Z\r\nDTEND:20260101T100000Z\r\nRDATE:20260701T090000Z\r\n", 0, FROM_S,
		 TO_S - 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_(text_clear) struct text event = {0};
		text_appendf(&event, "SUMMARY:shift\r\n%s", cases[i].times);
		struct calendar calendar = work_out(text_string(&event));
		if (calendar.shift_count != cases[i].shifts || calendar.covers_from_s != cases[i].from_s ||
		    calendar.covers_to_s != cases[i].to_s)
			fail_msg("%s%d shifts, covers %lld to %lld", cases[i].times, (int)calendar.shift_count,
				 (long long)calendar.covers_from_s, (long long)calendar.covers_to_s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jumping_changes_nothing),
		cmocka_unit_test(one_event_has_bounds),
		cmocka_unit_test(window),
	};

	return cmocka_run_group_tests_name("ics", tests, NULL, NULL);
}
#else
int main(void)
{
	puts("ok 1 - ics # SKIP built without libical");
	return 0;
}
#endif
