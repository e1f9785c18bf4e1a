/* The days of one question alone: what `trends --item` shows. Like trend.h's composite, but for one item of one form. */
#ifndef EVENKEEL_TREND_ITEM_H
#define EVENKEEL_TREND_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/record.h>
#include <evenkeel/trend.h>

/* Is @question asked in steps by the check-in, or (@review) by the weekly review? Only then it has a course over time. */
bool trend_item_fits(uint16_t question, bool review);
/*
 * Daily means of @question's steps on 0 ... 100, from check-ins or (@review) from reviews, in the order of time; late answers
 * stay out, as trend_days has it. Returns how many days were written to *@ret, an array that the caller frees.
 */
size_t trend_item_days(const struct record *records, size_t count, uint16_t question, bool review, int32_t day_start_s,
		       struct day_mean **ret);

#endif
