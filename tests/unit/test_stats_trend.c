/* Direction, size and step: figures worked out by hand or printed by their authors, and every slope in order beside the search for one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/rng.h>
#include <evenkeel/stats.h>
#include <evenkeel/trend.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void assert_near(double got, double wanted)
{
	if (isnan(wanted) ? !isnan(got) : !(fabs(got - wanted) <= 1e-12 * fmax(1, fabs(wanted))))
		fail_msg("got %.17g, wanted %.17g", got, wanted);
}

/* The example of Sen 1968: seven points, 21 slopes, the median 4. */
static void sen_example(void **state)
{
	static const struct stats_point points[] = {{1, 9}, {2, 15}, {3, 19}, {4, 20}, {10, 45}, {12, 55}, {18, 78}};
	struct stats_trend trend = stats_trend(points, COUNT(points));

	(void)state;
	assert_near(trend.s, 21);
	assert_near(trend.tau_b, 1);
	assert_near(trend.rising, 1);
	assert_near(trend.slope, 4);
	assert_near(trend.var_s, 7 * 6 * 19 / 18.0);
	assert_near(trend.z, 20 / sqrt(7 * 6 * 19 / 18.0));
	assert_near(trend.p, erfc(trend.z / sqrt(2)));
}

/*
 * Times 0 0 1 2 2, values 1 3 3 3 5. Pairs that differ in time: eight; up: (1,3) (1,3) (1,5) (3,5) (3,5), none down, so S = 5.
 * Ties in time: two groups of 2, in value one of 3: var = (5*4*15 - 2*18 - 66)/18 + 4*6/40 + 0 = 11 + 0.6.
 * tau-b = 5 / sqrt((10-2)(10-3)). Slopes: 2 1 2 0 0 1 0 2 in order 0 0 0 1 1 2 2 2.
 */
static void ties_by_hand(void **state)
{
	static const struct stats_point points[] = {{0, 1}, {0, 3}, {1, 3}, {2, 3}, {2, 5}};
	struct stats_trend trend = stats_trend(points, COUNT(points));

	(void)state;
	assert_near(trend.s, 5);
	assert_near(trend.var_s, 11.6);
	assert_near(trend.tau_b, 5 / sqrt(56));
	assert_near(trend.z, 4 / sqrt(11.6));
	assert_near(trend.rising, 5.0 / 8);
	assert_near(trend.slope, 1);
	/* C = 1.96 * sqrt(11.6) = 6.7: ranks 1 and 8. */
	assert_near(trend.slope_low, 0);
	assert_near(trend.slope_high, 2);
	assert_near(trend.r1, NAN); /* two at one time */
	assert_near(trend.var_s_guarded, trend.var_s);
	assert_near(trend.p_guarded, trend.p);
}

/*
 * Days 0 ... 7 with 0 0 0 0 3 3 3 3. Of 28 slopes 12 are 0, within the halves; after them come 3/7 3/6 3/6 3/5 ..., so ranks 14 and 15 are
 * 1/2. Residuals y - t/2 are 0 -.5 -1 -1.5 1 .5 0 -.5, centred they are .25 more.
 */
static void guard_by_hand(void **state)
{
	static const struct stats_point points[] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 3}, {5, 3}, {6, 3}, {7, 3}};
	double residuals[] = {.25, -.25, -.75, -1.25, 1.25, .75, .25, -.25}, products = 0, squares = 0;
	struct stats_trend trend = stats_trend(points, COUNT(points));

	(void)state;
	for (size_t i = 0; i < COUNT(residuals); i++) {
		squares += residuals[i] * residuals[i];
		products += i ? residuals[i] * residuals[i - 1] : 0;
	}
	assert_near(squares, 4.5);
	assert_near(products, 0.5625);
	assert_near(trend.s, 16);
	assert_near(trend.slope, 0.5);
	assert_near(trend.r1, products / squares);
	double factor = (1 + trend.r1) / (1 - trend.r1);
	assert_near(trend.var_s, (8 * 7 * 21 - 2 * 4 * 3 * 13) / 18.0);
	assert_near(trend.var_s_guarded, trend.var_s * factor);
	assert_near(trend.p_guarded, erfc(15 / sqrt(trend.var_s_guarded) / sqrt(2)));
	assert_true(trend.p_guarded > trend.p);
}

static void guard_has_a_limit(void **state)
{
	struct stats_point points[200];

	(void)state;
	for (size_t i = 0; i < COUNT(points); i++)
		points[i] = (struct stats_point){(double)i, sin((double)i / 30)};
	struct stats_trend trend = stats_trend(points, COUNT(points));
	assert_true(trend.r1 > 0.95 && trend.r1 < 1);
	assert_near(trend.var_s_guarded, trend.var_s * 19);
	struct stats_step step = stats_step(points, COUNT(points));
	assert_true(step.r1 > 0.9);
	assert_near(step.p_guarded, fmin(1, 2 * exp(-6 * step.k * step.k / 19 / (8e6 + 4e4))));
	/* Falling and rising in turn: below 0 nothing is taken away. */
	for (size_t i = 0; i < COUNT(points); i++)
		points[i].y = i % 2 ? 1 : -1;
	trend = stats_trend(points, COUNT(points));
	assert_true(trend.r1 < -0.9);
	assert_near(trend.var_s_guarded, trend.var_s);
}

static void what_is_not_defined(void **state)
{
	static const struct stats_point same[] = {{0, .1}, {1, .1}, {2, .1}, {5, .1}, {9, .1}, {11, .1}};
	static const struct stats_point at_once[] = {{3, 1}, {3, 2}, {3, 3}};
	static const struct stats_point two[] = {{3, 1}, {5, 9}};

	(void)state;
	for (size_t n = 0; n < 2; n++) {
		struct stats_trend trend = stats_trend(two, n);
		assert_int_equal(trend.n, n);
		assert_near(trend.s, 0);
		assert_near(trend.var_s, 0);
		assert_true(isnan(trend.tau_b) && isnan(trend.z) && isnan(trend.p) && isnan(trend.p_guarded));
		assert_true(isnan(trend.slope) && isnan(trend.slope_low) && isnan(trend.slope_high));
		assert_true(isnan(trend.r1) && isnan(trend.rising));
		struct stats_step step = stats_step(two, n);
		assert_int_equal(step.index, 0);
		assert_true(isnan(step.k) && isnan(step.p) && isnan(step.p_guarded) && isnan(step.before));
	}
	struct stats_trend trend = stats_trend(two, 2);
	assert_near(trend.var_s, 1);
	assert_near(trend.z, 0);
	assert_near(trend.p, 1);
	assert_near(trend.slope, 4);
	assert_near(trend.r1, NAN);
	trend = stats_trend(at_once, COUNT(at_once));
	assert_near(trend.var_s, 0);
	assert_true(isnan(trend.p) && isnan(trend.slope) && isnan(trend.tau_b) && isnan(trend.rising));
	trend = stats_trend(same, COUNT(same));
	assert_near(trend.var_s, 0);
	assert_true(isnan(trend.p) && isnan(trend.tau_b) && isnan(trend.r1));
	assert_true(trend.slope == 0 && trend.slope_low == 0 && trend.slope_high == 0 && trend.rising == 0);
	struct stats_step step = stats_step(same, COUNT(same));
	assert_near(step.k, 0);
	assert_near(step.p, 1);
	assert_near(step.r1, NAN);
}

/* A line that no double lies on: what is left is rounding, and says nothing of how days follow each other. */
static void line(void **state)
{
	struct stats_point points[40];

	(void)state;
	for (size_t i = 0; i < COUNT(points); i++)
		points[i] = (struct stats_point){20000 + (double)i, 0.1 * (double)i + 7};
	struct stats_trend trend = stats_trend(points, COUNT(points));
	assert_near(trend.slope, 0.1);
	assert_near(trend.r1, NAN);
	assert_near(trend.var_s_guarded, trend.var_s);
}

static int ascending(const void *left, const void *right)
{
	const double *a = left, *b = right;

	return *a < *b ? -1 : *a > *b;
}

static void assert_slopes(const struct stats_point *points, size_t n)
{
	double *slopes _cleanup_free_ = mem_new(n * n, sizeof *slopes);
	struct stats_trend trend = stats_trend(points, n);
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			if (points[i].t < points[j].t)
				slopes[found++] = (points[j].y - points[i].y) / (points[j].t - points[i].t);
	qsort(slopes, found, sizeof *slopes, ascending);
	double c = Z_95 * sqrt(trend.var_s_guarded), all = (double)found;
	size_t low = (size_t)fmax(1, floor((all - c) / 2)), high = (size_t)fmin(all, ceil((all + c) / 2) + 1);
	assert_true(trend.slope_low == slopes[low - 1]);
	assert_true(trend.slope_high == slopes[high - 1]);
	assert_true(trend.slope == (slopes[(found - 1) / 2] + slopes[found / 2]) / 2);
	assert_false(signbit(trend.slope) && trend.slope == 0);
}

/* What is found without keeping the slopes is what lies at its place among them all. */
static void slopes_in_order(void **state)
{
	struct rng rng = rng_seeded(6);
	struct stats_point points[150];

	(void)state;
	for (int round = 0; round < 60; round++) {
		size_t n = 2 + rng_below(&rng, COUNT(points) - 1);
		double t = round % 3 ? 0 : 20000.25;
		for (size_t i = 0; i < n; i++) {
			double noise = rng_normal(&rng), steps = floor(rng_unit(&rng) * 3);
			t += i == 0 || round % 4 ? 1 + (double)rng_below(&rng, 3) : (double)rng_below(&rng, 2);
			points[i] = (struct stats_point){i == n - 1 ? t + 1 : t, round % 2 ? steps : 30 * noise - t};
		}
		assert_slopes(points, n);
	}
}

/* 0 0 0 1 1 1: U_3 = -9, nothing reaches further; p = 2 exp(-6*81/(216+36)). */
static void step_by_hand(void **state)
{
	static const struct stats_point points[] = {{0, 0}, {1, 0}, {2, 0}, {4, 1}, {5, 1}, {6, 1}};
	static const struct stats_point mixed[] = {{0, 2}, {1, 1}, {2, 2}, {3, 5}, {4, 4}, {5, 6}, {6, 5}};
	struct stats_step step = stats_step(points, COUNT(points));

	(void)state;
	assert_near(step.k, 9);
	assert_int_equal(step.index, 3);
	assert_near(step.p, 2 * exp(-6.0 * 81 / 252));
	assert_near(step.r1, NAN); /* nothing is left about the means */
	assert_near(step.p_guarded, step.p);
	assert_near(step.before, 0);
	assert_near(step.after, 1);
	/* Of the twelve pairs across 3|4 all rise. Residuals 1/3 -2/3 1/3 0 -1 1 0: products -2/9 -2/9 0 0 -1 0. */
	step = stats_step(mixed, COUNT(mixed));
	assert_near(step.k, 12);
	assert_int_equal(step.index, 3);
	assert_near(step.before, 5.0 / 3);
	assert_near(step.after, 5);
	assert_near(step.r1, (-4.0 / 9 - 1) / (6.0 / 9 + 2));
	assert_near(step.p_guarded, step.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sen_example),
		cmocka_unit_test(ties_by_hand),
		cmocka_unit_test(guard_by_hand),
		cmocka_unit_test(guard_has_a_limit),
		cmocka_unit_test(line),
		cmocka_unit_test(what_is_not_defined),
		cmocka_unit_test(slopes_in_order),
		cmocka_unit_test(step_by_hand),
	};

	return cmocka_run_group_tests_name("stats_trend", tests, NULL, NULL);
}
