/* Windows with sums as a test wants them. */
#ifndef TESTS_AGGREGATE_WINDOW_H
#define TESTS_AGGREGATE_WINDOW_H

#include <evenkeel/release.h>
#include <evenkeel/rng.h>

/* @reports by as many people, or so many that each sent all @weeks; the steps share them alike, and all else has half. */
struct release_window window_made(uint64_t weeks, uint32_t reports);
/* The steps of a week's stress. They should add up to the reports. */
void window_steps(struct release_window *window, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e);
/* Any sums that there can be, noise included. */
struct release_window window_drawn(struct rng *rng, uint64_t weeks, uint32_t reports);

#endif
