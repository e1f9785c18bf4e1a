/* Links, groups, differences, alpha, weights and the distributions: worked out by hand, printed by others, or in closed form. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <evenkeel/stats.h>
#include <evenkeel/trend.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void assert_within(double got, double wanted, double bar)
{
	if (isnan(wanted) ? !isnan(got) : !(fabs(got - wanted) <= bar * fmax(1, fabs(wanted))))
		fail_msg("got %.17g, wanted %.17g", got, wanted);
}

static void assert_near(double got, double wanted)
{
	assert_within(got, wanted, 1e-12);
}

/* now and cause in all four ways, next = 1 + 2 now + 3 cause + e, and e is at right angles to both: b = 3, rss = 8, 5 degrees of freedom,
 * what is left of the cause's squares is 2; the variance of next is 34/7. */
static void link_by_hand(void **state)
{
	struct stats_pair pairs[8];

	(void)state;
	for (int i = 0; i < 8; i++) {
		double now = i / 2 % 2, cause = i % 2;
		pairs[i] = (struct stats_pair){now, 1 + 2 * now + 3 * cause + (i < 4 ? 1 : -1), (int)cause};
	}
	struct stats_link link = stats_link(pairs, COUNT(pairs));
	double prior = 0.25 * 34 / 7, own = 8 / 5.0 / 2;
	assert_int_equal(link.n_with, 4);
	assert_int_equal(link.n_without, 4);
	assert_near(link.b, 3);
	assert_near(link.se, sqrt(own));
	assert_near(link.prior_sd, sqrt(prior));
	assert_near(link.mean, 3 * prior / (prior + own));
	assert_near(link.sd, sqrt(prior * own / (prior + own)));
	assert_near(link.low, link.mean - Z_90 * link.sd);
	assert_near(link.high, link.mean + Z_90 * link.sd);
	assert_near(link.p_above_zero, 1 - erfc(link.mean / link.sd / sqrt(2)) / 2);
	assert_near(link.p, erfc(3 / sqrt(own) / sqrt(2)));
}

/* The present tells nothing when it never changes: the difference of means with their pooled variance. 1 3 | 4 6 8: 4, rss 2 + 8. */
static void link_without_a_present(void **state)
{
	static const struct stats_pair pairs[] = {{.1, 1, 0}, {.1, 3, 0}, {.1, 4, 1}, {.1, 6, 1}, {.1, 8, 1}};
	struct stats_link link = stats_link(pairs, COUNT(pairs));

	(void)state;
	assert_near(link.b, 4);
	assert_near(link.se, sqrt(10 / 3.0 * (1 / 2.0 + 1 / 3.0)));
}

static void links_that_nobody_can_tell(void **state)
{
	static const struct stats_pair always[] = {{0, 1, 1}, {1, 2, 1}, {2, 2, 1}, {0, 0, 1}};
	static const struct stats_pair as_now[] = {{0, 1, 0}, {.7, 2, 1}, {.7, 3, 1}, {0, 0, 0}, {.7, 1, 1}};
	static const struct stats_pair flat[] = {{0, .1, 0}, {1, .1, 1}, {2, .1, 1}, {0, .1, 1}, {1, .1, 0}};
	static const struct stats_pair stays[] = {{0, 0, 0}, {1, 1, 1}, {2, 2, 1}, {0, 0, 1}, {1, 1, 0}};
	static const struct stats_pair three[] = {{0, 1, 0}, {1, 2, 1}, {2, 1, 0}};
	struct stats_link link = stats_link(always, COUNT(always));

	(void)state;
	assert_int_equal(link.n_without, 0);
	assert_true(isnan(link.b) && isnan(link.se) && isnan(link.mean) && isnan(link.p) && isnan(link.p_above_zero));
	link = stats_link(as_now, COUNT(as_now));
	assert_true(isnan(link.b) && isnan(link.p));
	link = stats_link(flat, COUNT(flat));
	assert_near(link.b, 0);
	assert_near(link.prior_sd, 0);
	assert_true(isnan(link.p) && isnan(link.mean));
	link = stats_link(stays, COUNT(stays));
	assert_near(link.b, 0);
	assert_near(link.se, 0);
	assert_near(link.p, NAN);
	link = stats_link(three, COUNT(three)); /* as many unknowns as pairs */
	assert_near(link.b, 1);
	assert_true(isnan(link.se) && isnan(link.p) && isnan(link.mean));
	link = stats_link(three, 0);
	assert_true(isnan(link.b) && isnan(link.prior_sd) && isnan(link.p));
}

static void q_values(void **state)
{
	static const double p[] = {.01, .04, NAN, .03, .005, 1}, wanted[] = {.025, .05, NAN, .05, .025, 1};
	static const double high[] = {.9, .8, .95};
	double q[COUNT(p)];

	(void)state;
	stats_bh(p, COUNT(p), q);
	for (size_t i = 0; i < COUNT(p); i++)
		assert_near(q[i], wanted[i]);
	stats_bh(high, COUNT(high), q);
	for (size_t i = 0; i < COUNT(high); i++)
		assert_near(q[i], .95);
	stats_bh(NULL, 0, NULL);
}

/* 1 2 2 | 2 5 6 in groups 1 and 3 of 4: ranks 1 3 3 | 3 5 6, sums 7 and 14; H = 12/42 * 6*(7/6)^2 = 7/3 before ties, one group of three
 * equal values makes the divisor 1 - 24/210. Overall mean 3. */
static void groups_by_hand(void **state)
{
	static const struct stats_grouped values[] = {{1, 1}, {3, 5}, {1, 2}, {3, 2}, {1, 2}, {3, 6}};
	static const struct stats_grouped equal[] = {{1, .1}, {2, .1}, {3, .1}, {1, .1}};
	struct stats_cell cells[4];
	struct stats_groups groups = stats_groups(values, COUNT(values), 4, cells);

	(void)state;
	assert_int_equal(groups.df, 1);
	assert_near(groups.h, 7.0 / 3 / (1 - 24.0 / 210));
	assert_near(groups.p, erfc(sqrt(groups.h / 2)));
	assert_int_equal(cells[0].n, 3);
	assert_near(cells[0].raw, 5.0 / 3 - 3);
	assert_near(cells[0].shrunk, 3.0 / 7 * (5.0 / 3 - 3));
	assert_int_equal(cells[1].n, 0);
	assert_true(isnan(cells[1].raw) && isnan(cells[1].shrunk));
	assert_near(cells[2].raw, 13.0 / 3 - 3);
	groups = stats_groups(equal, COUNT(equal), 4, cells);
	assert_int_equal(groups.df, 2);
	assert_true(isnan(groups.h) && isnan(groups.p));
	groups = stats_groups(equal, 1, 4, cells);
	assert_int_equal(groups.df, 0);
	assert_true(isnan(groups.h) && isnan(groups.p));
	groups = stats_groups(equal, 0, 4, cells);
	assert_int_equal(groups.df, 0);
	assert_true(isnan(groups.p) && isnan(cells[3].raw));
}

/* t of the interval's half width is that of 1 degree of freedom: {0, 2} against a side that does not vary. */
static void difference_by_hand(void **state)
{
	static const double a[] = {0, 2}, b[] = {5, 5, 5};
	struct stats_difference difference = stats_difference(a, 2, b, 3);

	(void)state;
	assert_near(difference.difference, -4);
	assert_near(difference.df, 1);
	assert_within(difference.high, -4 + 12.706204736174707, 1e-11);
	assert_within(difference.low, -4 - 12.706204736174707, 1e-11);
	/* Equal sizes n and variances: 2(n-1) degrees of freedom. */
	static const double c[] = {1, 2, 3, 4, 5}, d[] = {3, 4, 5, 6, 7};
	difference = stats_difference(c, 5, d, 5);
	assert_near(difference.df, 8);
	assert_within(difference.high, -2 + 2.3060041352041667, 1e-11);
	difference = stats_difference(a, 1, b, 3);
	assert_near(difference.mean_b, 5);
	assert_true(isnan(difference.difference) && isnan(difference.low) && isnan(difference.df));
	difference = stats_difference(b, 3, b, 3);
	assert_near(difference.difference, 0);
	assert_true(isnan(difference.low) && isnan(difference.df));
}

/* Items 0 1 0 1 and 0 1 1 1: variances 1/3, 1/4, of the sums 0 2 1 2 it is 11/12: alpha = 2(1 - 7/11). */
static void alpha_by_hand(void **state)
{
	static const double rows[] = {0, 0, 1, 1, NAN, 1, 0, 1, 1, 1};
	static const double equal[] = {1, 2, 1, 2, 1, 2};
	struct stats_alpha alpha = stats_alpha(rows, 5, 2);

	(void)state;
	assert_int_equal(alpha.n, 4);
	assert_near(alpha.alpha, 8 / 11.0);
	assert_near(alpha.sd, sqrt(11 / 12.0));
	assert_near(alpha.sem, sqrt(11 / 12.0 * 3 / 11));
	assert_near(alpha.rci_95, Z_95 * sqrt(2) * 0.5);
	alpha = stats_alpha(equal, 3, 2);
	assert_true(isnan(alpha.alpha) && alpha.sd == 0 && isnan(alpha.rci_95));
	alpha = stats_alpha(rows, 2, 1);
	assert_true(isnan(alpha.alpha));
	alpha = stats_alpha(rows, 1, 2);
	assert_true(alpha.n == 1 && isnan(alpha.sd));
	/* Jacobson & Truax 1991, section "Reliable change": sd 7.5, reliability .80, s_diff = 4.74. */
	assert_within(stats_rci_95(7.5, .80), 1.96 * 4.74, 1e-3);
}

static void weights(void **state)
{
	static const double ages[] = {0, 28, 56}, values[] = {1, 0, 1};
	static const double old[] = {1e6, 1e6 + 28};
	struct stats_weighted share = stats_weighted(ages, values, 3, 28);

	(void)state;
	assert_near(share.value, 1.25 / 1.75);
	assert_near(share.n_eff, 1.75 * 1.75 / (1 + .25 + .0625));
	share = stats_weighted(old, values, 2, 28);
	assert_near(share.value, 1 / 1.5);
	share = stats_weighted(ages, values, 0, 28);
	assert_true(isnan(share.value) && share.n_eff == 0);
}

static void normal(void **state)
{
	(void)state;
	assert_near(stats_normal_cdf(0), .5);
	assert_near(stats_normal_cdf(Z_95), .975);
	assert_near(stats_normal_cdf(-Z_90), .05);
	assert_near(stats_normal_quantile(.975), Z_95);
	assert_near(stats_normal_quantile(.05), -Z_90);
	assert_near(stats_normal_quantile(.5), 0);
	assert_within(stats_normal_quantile(stats_normal_cdf(-30)), -30, 1e-12);
	assert_true(isnan(stats_normal_quantile(0)) && isnan(stats_normal_quantile(1)));
	/* Far out too: Mills' ratio after five terms, good to 945/10^10. */
	double z = 10, density = exp(-50) / sqrt(2 * acos(-1)), below = stats_normal_cdf(-z);
	double mills = (1 - 1e-2 + 3e-4 - 15e-6 + 105e-8) / z;
	assert_true(fabs(below / (density * mills) - 1) < 1e-7);
}

/* The quantiles as tables print them: Abramowitz & Stegun 1964, tables 26.8 and 26.10, with more digits. */
static void chi_square(void **state)
{
	static const struct {
		double x;
		int df;
	} at_05[] = {{3.8414588206941240, 1}, {5.9914645471079799, 2}, {7.8147279032511792, 3},
		     {9.4877290367811540, 4}, {12.591587243743977, 6}, {35.172461626908053, 23}};

	(void)state;
	for (size_t i = 0; i < COUNT(at_05); i++)
		assert_within(stats_chi_square_above(at_05[i].x, at_05[i].df), .05, 1e-12);
	assert_near(stats_chi_square_above(0, 3), 1);
	assert_near(stats_chi_square_above(NAN, 3), NAN);
	assert_near(stats_chi_square_above(1, 0), NAN);
	assert_true(fabs(stats_chi_square_above(1000, 2) / exp(-500) - 1) < 1e-11);
	/* P(X > x) of df + 2 exceeds that of df by one term. */
	for (int df = 1; df < 40; df++) {
		double x = 3.7 * df / 2, term = exp(df / 2.0 * log(x / 2) - x / 2 - lgamma(df / 2.0 + 1));
		assert_near(stats_chi_square_above(x, df + 2) - stats_chi_square_above(x, df), term);
	}
}

static void t_quantiles(void **state)
{
	static const double ps[] = {.51, .6, .75, .9, .975, .999, .999999};

	(void)state;
	for (size_t i = 0; i < COUNT(ps); i++) { /* with 1 and 2 degrees of freedom there are closed forms */
		double p = ps[i], two = (2 * p - 1) / sqrt(2 * p * (1 - p));
		assert_within(stats_t_quantile(p, 1), tan(acos(-1) * (p - .5)), 1e-9);
		assert_within(stats_t_quantile(p, 2), two, 1e-9);
		assert_within(stats_t_quantile(1 - p, 2), -two, 1e-9);
	}
	assert_within(stats_t_quantile(.975, 10), 2.2281388519649385, 1e-11);
	assert_within(stats_t_quantile(.975, 1e6), Z_95 + (Z_95 * Z_95 * Z_95 + Z_95) / 4e6, 1e-9);
	assert_near(stats_t_quantile(.5, 7), 0);
	assert_true(isnan(stats_t_quantile(0, 7)) && isnan(stats_t_quantile(1, 7)) && isnan(stats_t_quantile(.9, 0)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(link_by_hand),
		cmocka_unit_test(link_without_a_present),
		cmocka_unit_test(links_that_nobody_can_tell),
		cmocka_unit_test(q_values),
		cmocka_unit_test(groups_by_hand),
		cmocka_unit_test(difference_by_hand),
		cmocka_unit_test(alpha_by_hand),
		cmocka_unit_test(weights),
		cmocka_unit_test(normal),
		cmocka_unit_test(chi_square),
		cmocka_unit_test(t_quantiles),
	};

	return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
