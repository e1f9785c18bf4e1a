#include <assert.h>
#include <math.h>

#include <evenkeel/release.h>

static const double cell_noise = 1.92, mean_noise = 10.5;

/* A share or a mean with the variance of its error. */
struct estimate {
	double value, variance, of;
};

static double clamped(double share)
{
	return fmin(fmax(share, 0), 1);
}

/* How far the steps of single answers lie from their mean. Where the mean is shown, so is each step. */
static double spread_of_steps(const struct release_item *steps)
{
	double weight = 0, sum = 0, squares = 0;

	for (unsigned i = 0; i < CELL_STRESS_COUNT; i++) {
		double share = steps[i].of ? clamped((double)steps[i].sum / steps[i].of) : 0;
		weight += share;
		sum += share * i;
		squares += share * i * i;
	}
	return weight > 0 ? squares / weight - sum / weight * (sum / weight) : 0;
}

/*
 * Beside the noise each answer varies by itself: a team that is as it was names a thing somewhat more or less often. Reports of one
 * person count as if they were of several, and the same persons in both windows as if they were others; the two work against each other.
 */
static struct estimate estimate_of(const struct release_sums *window, unsigned item)
{
	const struct release_item *sum = &window->items[item];
	double noise = item == RELEASE_MEAN ? mean_noise : cell_noise;
	struct estimate estimate = {.value = (double)sum->sum / sum->of, .of = sum->of};
	double share = clamped(estimate.value);
	double spread = item == RELEASE_MEAN ? spread_of_steps(window->items) : share * (1 - share);

	estimate.variance = noise * noise * sum->parts / (estimate.of * estimate.of) + spread / estimate.of;
	return estimate;
}

static struct estimate together(struct estimate a, struct estimate b)
{
	double of = a.of + b.of, part = a.of / of;

	return (struct estimate){
		.value = part * a.value + (1 - part) * b.value,
		.variance = part * part * a.variance + (1 - part) * (1 - part) * b.variance,
		.of = of,
	};
}

enum release_direction release_trend(const struct release_sums *windows, size_t count, unsigned item)
{
	struct estimate before = {0};

	assert(item < RELEASE_ITEMS);
	if (count < 2 || windows[count - 1].items[item].reason != RELEASE_SHOWN)
		return RELEASE_TOO_EARLY;
	for (size_t i = 0; i + 1 < count; i++)
		if (windows[i].items[item].reason == RELEASE_SHOWN)
			before = together(before, estimate_of(&windows[i], item));
	if (before.of <= 0)
		return RELEASE_TOO_EARLY;
	struct estimate newest = estimate_of(&windows[count - 1], item);
	double change = newest.value - before.value;
	if (fabs(change) <= 2 * sqrt(newest.variance + before.variance))
		return RELEASE_NO_CLEAR_CHANGE;
	return change > 0 ? RELEASE_HIGHER : RELEASE_LOWER;
}
