/*
 * Any bytes as the calendar's file: what comes of them are good lines, whatever they are. libical works inside of this target as it
 * does inside of evenkeel-calendar; should it fail on some bytes, that is a crash of one reading there, and a finding here.
 */
#include <string.h>

#include <evenkeel/mem.h>

#include "../../daemon/calendar/calendar.h"
#include "fuzz/fuzz.h"

#define FROM_S INT64_C(1772323200) /* 2026-03-01 */
#define TO_S INT64_C(1776211200)

static void check_lines(const struct calendar *calendar)
{
	static struct calendar_reader reader;
	_cleanup_(text_clear) struct text lines = {0};

	calendar_encode(calendar, &lines);
	reader = (struct calendar_reader){0};
	for (const char *line = text_string(&lines); *line;) {
		size_t length = strcspn(line, "\n");
		FUZZ_CHECK(calendar_reader_line(&reader, line, length) == 0);
		line += length + 1;
	}
	FUZZ_CHECK(reader.ended && !memcmp(&reader.calendar, calendar, sizeof(*calendar)));
	for (int32_t i = 0; i < calendar->shift_count; i++)
		FUZZ_CHECK(calendar->shifts[i].to_s > FROM_S && calendar->shifts[i].from_s < TO_S);
	for (int32_t i = 0; i < calendar->busy_count; i++)
		FUZZ_CHECK(calendar->busy[i].to_s > FROM_S && calendar->busy[i].from_s < TO_S);
}

int FUZZ_TARGET(fuzz_ics)(const uint8_t *bytes, size_t size)
{
	static struct calendar calendar;
	struct job job = {.shift_words = "shift", .zone = "UTC", .from_s = FROM_S, .to_s = TO_S, .busy_from_s = FROM_S};
	/* fmemopen refuses a file of no bytes, and takes one that it may write to. */
	uint8_t *copy _cleanup_free_ = mem_new(size + 1, 1);

	memcpy(copy, bytes, size);
	copy[size] = '\n';
	FILE *file = fmemopen(copy, size + 1, "r");
	FUZZ_CHECK(file != NULL);
	calendar_work_out(file, &job, &calendar);
	fclose(file);
	check_lines(&calendar);
	return 0;
}
