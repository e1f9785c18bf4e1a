/*
 * How often days without any trend are called "rising" or "falling", or are said to have a step: strain that follows itself from day to day,
 * through stats_trend and stats_step, with a fixed seed. Prints a table; exit 1 beyond the bar.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include <evenkeel/rng.h>
#include <evenkeel/stats.h>

#define RUNS 4000
#define RUNS_AT_BAR 20000
#define DAYS_MOST 56
#define SIDE_LEAST 7 /* days each side of a step */
#define P_MOST 0.05
#define FALSE_MOST 0.10 /* at phi = .5 and less */
#define BAR_PHI 0.5

enum shape { PLAIN, STEPS, GAPS };
static const char *const shape_names[] = {
	[PLAIN] = "every day, any value",
	[STEPS] = "values in steps of 12.5",
	[GAPS] = "the same, 2 of 3 days answered",
};

/* @count days with an answer. Returns how many. */
static size_t draw(struct rng *rng, double phi, enum shape shape, size_t count, struct stats_point *ret)
{
	double value = rng_normal(rng);
	size_t found = 0;

	for (int day = 0; found < count; day++) {
		value = phi * value + sqrt(1 - phi * phi) * rng_normal(rng);
		if (shape == GAPS && rng_below(rng, 3) == 0)
			continue;
		double strain = 45 + 18 * value;
		if (shape != PLAIN)
			strain = fmin(fmax(round(strain / 12.5), 0), 8) * 12.5;
		ret[found++] = (struct stats_point){day, strain};
	}
	return found;
}

struct tally {
	int plain, guarded, step, either;
};

static void judge(const struct stats_point *points, size_t n, struct tally *tally)
{
	struct stats_trend trend = stats_trend(points, n);
	struct stats_step found = stats_step(points, n);
	bool sides = found.index >= SIDE_LEAST && n - found.index >= SIDE_LEAST;
	bool moved = trend.p_guarded < P_MOST, stepped = sides && found.p_guarded < P_MOST;

	tally->plain += trend.p < P_MOST;
	tally->guarded += moved;
	tally->step += stepped;
	tally->either += moved || stepped;
}

static bool print_row(double phi, enum shape shape, size_t count)
{
	struct rng rng = rng_stream(20261122, (uint64_t)(phi * 100) * 1000 + shape * 100 + count);
	int runs = phi < BAR_PHI || phi > BAR_PHI ? RUNS : RUNS_AT_BAR;
	struct tally tally = {0};

	for (int run = 0; run < runs; run++) {
		struct stats_point points[DAYS_MOST];
		judge(points, draw(&rng, phi, shape, count, points), &tally);
	}
	/* A rate that lies at the bar is above it in half of all seeds: beyond is what so many runs make two standard errors of. */
	double most = FALSE_MOST + 2 * sqrt(FALSE_MOST * (1 - FALSE_MOST) / runs), rate = (double)tally.guarded / runs;
	bool barred = phi <= BAR_PHI, good = !barred || rate <= most;
	printf("%4.1f  %4zu  %-31s  %7.3f  %7.3f  %7.3f  %7.3f%s\n", phi, count, shape_names[shape],
	       (double)tally.plain / runs, (double)tally.guarded / runs, (double)tally.step / runs,
	       (double)tally.either / runs,
	       !good    ? "  above the bar"
	       : barred ? ""
			: "  (no bar)");
	return good;
}

int main(void)
{
	static const double phis[] = {0, .3, .5, .7};
	bool good = true;

	printf("False \"rising\" or \"falling\", and false steps, in %d to %d runs without either\n", RUNS,
	       RUNS_AT_BAR);
	printf("phi: how much of a day's strain is there the day after. Bar: guarded <= %.2f up to phi = %.1f\n\n",
	       FALSE_MOST, BAR_PHI);
	printf(" phi  days  %-31s  %7s  %7s  %7s  %7s\n", "answers", "plain", "guarded", "step", "either");
	for (size_t i = 0; i < sizeof phis / sizeof *phis; i++) {
		good &= print_row(phis[i], GAPS, 20); /* the fewest, over 28 days */
		for (size_t count = 28; count <= DAYS_MOST; count += 14)
			for (enum shape shape = PLAIN; shape <= GAPS; shape++)
				good &= print_row(phis[i], shape, count);
	}
	printf("\n%s\n", good ? "within the bar" : "BEYOND THE BAR");
	return !good;
}
