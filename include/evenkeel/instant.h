/*
 * Instants: both clocks at one moment, read together by the one function of a program that reads clocks (os.h) and passed
 * down as a value. Wall-clock time serves working hours and appointments; intervals run on the boot-time clock, which goes
 * on through suspend and does not notice when somebody sets the clock.
 */
#ifndef EVENKEEL_INSTANT_H
#define EVENKEEL_INSTANT_H

#include <stdint.h>

struct instant {
	int64_t wall_ms; /* since 1970-01-01 00:00 UTC, CLOCK_REALTIME */
	int64_t boot_ms; /* since boot, CLOCK_BOOTTIME */
};

/* Division that rounds towards minus infinity, for times before 1970. @divisor > 0. */
int64_t instant_floor_div(int64_t value, int64_t divisor);

/* Parse "2026-03-02T09:00:00.5+01:00" (seconds, their parts and offset may be left out; Z = UTC; default offset @default_offset_s).
 * Returns 0 and sets *@ret_wall_ms and, if not NULL, *@ret_offset_s; -1 if @string is no such time. */
int instant_parse(const char *string, int32_t default_offset_s, int64_t *ret_wall_ms, int32_t *ret_offset_s);

#endif
