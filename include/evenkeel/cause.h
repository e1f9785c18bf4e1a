/*
 * Likely sources of strain: how often each cause was named, of the times it could have been. Counts and recency-weighted shares;
 * what follows a cause is in insight.h. Source: design/ASSESSMENT.md, sections 3 and 8.
 */
#ifndef EVENKEEL_CAUSE_H
#define EVENKEEL_CAUSE_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/record.h>
#include <evenkeel/trend.h>

struct cause_count {
	uint16_t cause;
	int named; /* check-ins and reviews that named it */
	int asked; /* check-ins and reviews that asked for causes and got an answer to that */
	double n_eff;
	struct share share; /* weights 2^(-age / 28 d); Wilson 90 % with n_eff */
};
/* All 15 causes, ranked by the share's lower bound, then by count, then by id. */
void cause_rank(const struct record *records, size_t count, int64_t now_wall_ms, struct cause_count ret[static 15]);

#endif
