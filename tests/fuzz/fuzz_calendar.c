/* The lines of evenkeel-calendar: what is taken is written the same again, and the schedule can live with all of it. */
#include <string.h>

#include <evenkeel/config.h>
#include <evenkeel/day.h>
#include <evenkeel/mem.h>

#include "fuzz/fuzz.h"

/* True when all of it was taken, its end too. */
static bool read_all(const char *bytes, size_t size, struct calendar_reader *reader)
{
	*reader = (struct calendar_reader){0};
	while (size > 0) {
		const char *newline = memchr(bytes, '\n', size);
		size_t length = newline ? (size_t)(newline - bytes) : size;
		if (!newline || calendar_reader_line(reader, bytes, length) < 0)
			return false;
		bytes += length + 1;
		size -= length + 1;
	}
	return reader->ended;
}

static void check_spans(const struct calendar_span *spans, int32_t count, int32_t most)
{
	FUZZ_CHECK(count >= 0 && count <= most);
	for (int32_t i = 0; i < count; i++) {
		FUZZ_CHECK(spans[i].from_s > 0 && spans[i].from_s < spans[i].to_s);
		FUZZ_CHECK(i == 0 || spans[i].from_s >= spans[i - 1].to_s);
	}
}

/* A day around each shift's beginning, as the plan makes it. */
static void check_days(const struct calendar *calendar)
{
	static struct config config;
	static struct day_plan plan;
	struct zone zone = zone_fixed(3600);
	_cleanup_(text_clear) struct text words = {0};

	config_defaults(&config);
	config.calendar = *calendar;
	calendar_words(&config, &zone, calendar->covers ? calendar->covers_to_s : 1, &words);
	FUZZ_CHECK(words.length > 0);
	for (int32_t i = 0; i < calendar->shift_count && i < 2; i++) {
		int32_t date = zone_date(&zone, calendar->shifts[i].from_s, NULL);
		struct calendar_span shifts[CALENDAR_DAY_MAX];
		int count = calendar_shifts(calendar, &zone, date, shifts);
		FUZZ_CHECK(count >= 1);
		check_spans(shifts, count, CALENDAR_DAY_MAX);
		if (!calendar_covers(calendar, &zone, date))
			continue;
		day_plan(&config, &zone, date, 1, &plan);
		FUZZ_CHECK(plan.by_calendar && plan.span_count >= 1);
	}
	for (int32_t i = 0; i < calendar->busy_count; i++)
		FUZZ_CHECK(calendar_busy_end_s(calendar, calendar->busy[i].from_s) == calendar->busy[i].to_s);
}

int FUZZ_TARGET(fuzz_calendar)(const uint8_t *bytes, size_t size)
{
	static struct calendar_reader reader;
	_cleanup_(text_clear) struct text again = {0};

	bool whole = read_all((const char *)bytes, size, &reader);
	check_spans(reader.calendar.shifts, reader.calendar.shift_count, CALENDAR_SHIFTS_MAX);
	check_spans(reader.calendar.busy, reader.calendar.busy_count, CALENDAR_BUSY_MAX);
	if (!whole)
		return 0;
	calendar_encode(&reader.calendar, &again);
	FUZZ_CHECK(again.length == size && !memcmp(again.bytes, bytes, size));
	check_days(&reader.calendar);
	return 0;
}
