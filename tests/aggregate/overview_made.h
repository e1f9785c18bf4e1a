/* Cohorts of one quarter, whose windows a test fills: for pages of an overview. */
#ifndef TESTS_AGGREGATE_OVERVIEW_MADE_H
#define TESTS_AGGREGATE_OVERVIEW_MADE_H

#include "../../client/officer/overview.h"
#include "window.h"

enum { OVERVIEW_MADE_COHORTS = 4, OVERVIEW_MADE_QUARTER = 247 };

struct overview_made {
	struct overview_source sources[OVERVIEW_MADE_COHORTS];
	struct release_window windows[OVERVIEW_MADE_COHORTS][OVERVIEW_WINDOWS];
	bool countersigned[OVERVIEW_MADE_COHORTS][OVERVIEW_WINDOWS];
};

/* @cohorts with @count windows of @weeks each, all of them opened and countersigned; their names have marks in them that pages escape. */
void overview_made(struct overview_made *ret, size_t cohorts, uint64_t weeks, size_t count);
/* Any sums that there can be; of each sixth or so too few people, or an altered share. */
void overview_draw(struct overview_made *made, struct rng *rng);
/* A quarter as one could be: strain that grows in the first team, one window that was not opened, one not countersigned. */
void overview_story(struct overview_made *made);

#endif
