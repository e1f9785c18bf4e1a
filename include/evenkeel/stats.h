/*
 * Statistics over plain arrays: what `evenkeel trends` and `causes` rest on, and what `evenkeel stats` prints for a check against other
 * software. Pure; nothing is read but the arguments. Undefined results are NAN, never a number. Definitions to the last detail:
 * design/ASSESSMENT.md, section 8. Intervals of shares (Wilson 1927) are in trend.h.
 */
#ifndef EVENKEEL_STATS_H
#define EVENKEEL_STATS_H

#include <stddef.h>
#include <stdint.h>

struct stats_point {
	double t; /* days; any origin */
	double y;
};

/*
 * Mann–Kendall (Mann 1945) with ties in time and value and continuity correction, Kendall's tau-b, Sen's slope (Sen 1968) with its 95 %
 * interval, and the same test with the variance guarded against autocorrelation (after Yue & Wang 2004: r1 > 0 of Sen residuals, at
 * most 0.9, multiplies it by (1+r1)/(1-r1)). The interval is from the guarded variance when there is a guard.
 */
struct stats_trend {
	size_t n;
	double s, var_s, tau_b, z, p;
	double r1; /* NAN where it is not defined: fewer than 4 points, two at one time, or all on one line */
	double var_s_guarded, p_guarded;     /* equal to var_s and p where r1 is not above 0 */
	double slope, slope_low, slope_high; /* y a day */
	double rising; /* of the pairs that differ in time: the share whose later value is higher; ties count no */
};
/* @points in order of time. */
struct stats_trend stats_trend(const struct stats_point *points, size_t count);

/* Pettitt 1979: the one most likely step, guarded in the same way. */
struct stats_step {
	double k;     /* max |U_k| */
	size_t index; /* points before the step, 1 ... n-1; 0 = undefined */
	double p, r1, p_guarded;
	double before, after; /* means of the two sides */
};
struct stats_step stats_step(const struct stats_point *points, size_t count);

/*
 * Does @cause say more about what follows than the present does? Least squares y_next ~ 1 + y_now + cause; its coefficient shrunk towards
 * nothing by a normal prior with sd 0.5 * sd(y_next) (Gelman, Hill & Yajima 2012: partial pooling instead of many corrections).
 */
struct stats_pair {
	double now, next;
	int cause; /* 0 or 1 */
};
struct stats_link {
	size_t n, n_with, n_without;
	double b, se, prior_sd;
	double mean, sd, low, high; /* 90 % */
	double p_above_zero;
	double p; /* two-sided, of b / se, for Benjamini–Hochberg */
};
struct stats_link stats_link(const struct stats_pair *pairs, size_t count);

/* Benjamini & Hochberg 1995: q values into @ret, in the order of @p. A NAN stays one and does not count. */
void stats_bh(const double *p, size_t count, double *ret);

/* Kruskal–Wallis with tie correction over groups 1 ... @group_count, and each group's mean shrunk towards the whole's: n/(n+4). */
struct stats_grouped {
	int group; /* 1 ... group_count */
	double value;
};
struct stats_cell {
	size_t n;
	double raw;    /* mean - overall mean; NAN without values */
	double shrunk; /* n/(n+4) * raw */
};
struct stats_groups {
	double h, p;
	int df; /* groups with values - 1 */
};
struct stats_groups stats_groups(const struct stats_grouped *values, size_t count, int group_count,
				 struct stats_cell *ret);

/* Mean of a minus mean of b with its 95 % interval (Welch 1947, Satterthwaite's degrees of freedom). NAN with fewer than 2 on a side. */
struct stats_difference {
	double mean_a, mean_b, difference, low, high, df;
};
struct stats_difference stats_difference(const double *a, size_t a_count, const double *b, size_t b_count);

/* Cronbach's alpha (1951) over complete rows, and from it sem and the change between two scores that is more than measurement noise at
 * 95 % (Jacobson & Truax 1991). Reversed items have been turned by the caller. @rows: count rows of @items values. */
struct stats_alpha {
	size_t n;
	double alpha, sd, sem, rci_95;
};
struct stats_alpha stats_alpha(const double *rows, size_t count, size_t items);
/* 1.96 * sd * sqrt(2) * sqrt(1 - alpha). */
double stats_rci_95(double sd, double alpha);

/* Weighted share: sum of 2^(-age / half-life) * x over the weights, with the sample size that so uneven weights are worth. */
struct stats_weighted {
	double value, n_eff;
};
struct stats_weighted stats_weighted(const double *ages, const double *values, size_t count, double half_life);

/* Distributions, for those above and for tests. */
double stats_normal_cdf(double z);
double stats_normal_quantile(double p);
double stats_chi_square_above(double x, int df); /* P(X > x) */
double stats_t_quantile(double p, double df);

#endif
