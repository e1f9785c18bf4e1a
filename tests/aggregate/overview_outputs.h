/* All four pages of an overview. */
#ifndef TESTS_AGGREGATE_OVERVIEW_OUTPUTS_H
#define TESTS_AGGREGATE_OVERVIEW_OUTPUTS_H

#include "overview_made.h"

struct overview_outputs {
	struct overview overview; /* that they are of */
	struct text page, json, csv, html;
};
void overview_outputs(const struct overview_made *made, size_t cohorts, struct overview_outputs *ret);
/* The @round-th of many: cohorts whose windows have any sums that there can be, of four weeks and of one in turn, and their pages. */
void overview_outputs_drawn(struct rng *rng, int round, size_t windows, struct overview_made *ret_made,
			    struct overview_outputs *ret);
void overview_outputs_clear(struct overview_outputs *outputs);

#endif
