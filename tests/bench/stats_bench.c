/*
 * What the statistics of a trend cost: Mann-Kendall, Sen and Pettitt of 3,650 days beside 365. All slopes are gone through, so ten times the
 * days are a hundred times the work; a ratio beyond that means that memory or something worse came in. Usage: stats_bench [--quick]
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include <evenkeel/rng.h>
#include <evenkeel/stats.h>

#include "figures.h"

#define YEAR 365
#define YEARS 10
#define A_YEAR_AGAIN 20 /* rounds of one year for each of ten */

static volatile double sink; /* so that nothing is left out as unused */

static struct took measure(const struct stats_point *points, size_t count, bool step)
{
	struct took begun = figures_clocks();

	sink = step ? stats_step(points, count).p : stats_trend(points, count).slope;
	return figures_between(begun, figures_clocks());
}

/* As check-ins have it: steps of 12.5, so that many slopes are the same. */
static void fill(struct stats_point *points, bool ties)
{
	struct rng rng = rng_seeded(3650);
	double value = 0;

	for (size_t i = 0; i < YEARS * YEAR; i++) {
		value = 0.5 * value + rng_normal(&rng);
		double strain = 45 + 15 * value;
		points[i] = (struct stats_point){(double)i, ties ? 12.5 * round(strain / 12.5) : strain};
	}
}

static void compare(const char *name, const struct stats_point *points, bool step, int rounds)
{
	struct pair ten = {0}, one = {0};

	for (int i = -1; i < rounds; i++) {
		struct took took = measure(points, (size_t)YEARS * YEAR, step);
		if (i >= 0)
			figures_note(&ten, took);
		for (int k = 0; k < A_YEAR_AGAIN; k++) {
			took = measure(points, YEAR, step);
			if (i >= 0)
				figures_note(&one, took);
		}
	}
	figures_ratio_both(name, &ten, &one, step ? YEARS * 2.5 : YEARS * YEARS * 1.5);
}

int main(int argc, char **argv)
{
	static struct stats_point points[YEARS * YEAR];
	int rounds = argc > 1 && strcmp(argv[1], "--quick") == 0 ? 1 : 9;
	struct rusage usage;

	fill(points, true);
	compare("Mann-Kendall and Sen, 3,650 days / 365, many ties", points, false, rounds);
	compare("Pettitt, 3,650 days / 365, many ties", points, true, rounds);
	fill(points, false);
	compare("Mann-Kendall and Sen, 3,650 days / 365, no ties", points, false, rounds);
	compare("Pettitt, 3,650 days / 365, no ties", points, true, rounds);
	figures_line_busy();
	getrusage(RUSAGE_SELF, &usage);
	figures_line("   beside it: the most memory that this process had", (double)usage.ru_maxrss / 1024, "MB", 40);
	return figures_over() > 0;
}
