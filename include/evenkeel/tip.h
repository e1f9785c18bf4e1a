/*
 * Which tip to show. Candidates are the tips of the leading causes; each is drawn by Thompson sampling on Beta(1 + helped, 1 + not)
 * of the person's own ratings with a 60-day half-life; none twice in 3 days. Source: design/ASSESSMENT.md, section 4.
 */
#ifndef EVENKEEL_TIP_H
#define EVENKEEL_TIP_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/record.h>
#include <evenkeel/rng.h>

struct tip_rating {
	int helped, rated; /* "helped 2 of 3 times" */
	double weight_helped, weight_not;
	int64_t last_ms; /* wall time of the last rating, 0 = never */
};
struct tip_rating tip_rating(const struct record *records, size_t count, uint16_t tip, int64_t now_ms);
/* Up to @max tips for @causes (most important first) into @ret; returns how many. */
size_t tip_choose(const uint16_t *causes, size_t cause_count, const struct record *records, size_t count,
		  int64_t now_ms, struct rng *rng, uint16_t *ret, size_t max);
/* A one-minute tip at the desk for @cause, or for @symptom when cause is 0; 0 when there is none. */
uint16_t tip_for_answer(uint16_t cause, uint16_t symptom, struct rng *rng);

#endif
