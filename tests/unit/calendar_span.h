/* Spans of a calendar for tests, by the day and the hour. */
#ifndef TESTS_CALENDAR_SPAN_H
#define TESTS_CALENDAR_SPAN_H

#include <stdint.h>

#include <evenkeel/calendar.h>

/* 2026-03-02, a Monday. */
#define MONDAY 20514
#define AT(day, hour) ((int64_t)(MONDAY + (day)) * 86400 + (int64_t)((hour)*3600))

static inline struct calendar_span span(int64_t from_s, int64_t to_s)
{
	return (struct calendar_span){.from_s = from_s, .to_s = to_s};
}

#endif
