#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/trend.h>

#include "stats_internal.h"

struct signs {
	size_t up, down;
};

/* Of the pairs that differ in time. As many comparisons as there are slopes to go through, and far cheaper. */
static struct signs count_signs(const struct stats_point *points, size_t count)
{
	struct signs signs = {0};

	for (size_t j = 1; j < count; j++)
		for (size_t i = 0; i < j && points[i].t < points[j].t; i++) {
			signs.up += points[j].y > points[i].y;
			signs.down += points[j].y < points[i].y;
		}
	return signs;
}

static struct stats_ties ties_of(const struct stats_point *points, size_t count, bool time)
{
	double *values _cleanup_free_ = mem_new(count, sizeof *values);

	for (size_t i = 0; i < count; i++)
		values[i] = time ? points[i].t : points[i].y;
	struct stats_ties ties = stats_rank(values, count);
	explicit_bzero(values, count * sizeof *values);
	return ties;
}

/* Kendall 1955, "Rank correlation methods": the variance of S without a trend, with ties in both. */
static double variance(double n, const struct stats_ties *t, const struct stats_ties *y)
{
	if (n < 2)
		return 0;
	double var = (n * (n - 1) * (2 * n + 5) - t->variance - y->variance) / 18;
	var += t->pairs * y->pairs / (2 * n * (n - 1));
	if (n > 2)
		var += t->triples * y->triples / (9 * n * (n - 1) * (n - 2));
	return var;
}

/* Mann 1945 with the continuity correction; undefined where S cannot vary. */
static double standard(double s, double var)
{
	return var > 0 ? copysign(fmax(fabs(s) - 1, 0), s) / sqrt(var) : NAN;
}

static double two_sided(double z)
{
	return 2 * stats_normal_cdf(-fabs(z));
}

/* Of the residuals about Sen's line. Time counts from the first point: what is small beside a date of today stays exact. */
static double autocorrelation(const struct stats_point *points, size_t count, double slope)
{
	double *residuals _cleanup_free_ = mem_new(count, sizeof *residuals);
	double scale = 0;

	for (size_t i = 0; i < count; i++) {
		double rise = slope * (points[i].t - points[0].t);
		residuals[i] = points[i].y - rise;
		scale = fmax(scale, fabs(points[i].y) + fabs(rise));
	}
	double r1 = stats_autocorrelation(residuals, count, scale);
	explicit_bzero(residuals, count * sizeof *residuals);
	return r1;
}

static double median_slope(const struct stats_point *points, size_t count, size_t pairs)
{
	double middle[2];

	stats_slopes(points, count, (size_t[]){(pairs + 1) / 2, pairs / 2 + 1}, middle);
	return (middle[0] + middle[1]) / 2;
}

/* The slopes between which the true one lies at 95 %: Sen 1968, "Estimates of the regression coefficient based on Kendall's tau". */
static void slope_interval(const struct stats_point *points, size_t count, size_t pairs, double var,
			   double ret[static 2])
{
	double n = (double)pairs, c = Z_95 * sqrt(var);
	double low = fmax(1, floor((n - c) / 2)), high = fmin(n, ceil((n + c) / 2) + 1);

	stats_slopes(points, count, (size_t[]){(size_t)low, (size_t)high}, ret);
}

static void add_slope(struct stats_trend *trend, const struct stats_point *points, size_t pairs, bool one_a_time)
{
	double interval[2];

	trend->slope = median_slope(points, trend->n, pairs);
	trend->r1 = one_a_time ? autocorrelation(points, trend->n, trend->slope) : NAN;
	trend->var_s_guarded = trend->var_s * stats_guard(trend->r1);
	slope_interval(points, trend->n, pairs, trend->var_s_guarded, interval);
	trend->slope_low = interval[0];
	trend->slope_high = interval[1];
}

struct stats_trend stats_trend(const struct stats_point *points, size_t count)
{
	struct stats_ties t = ties_of(points, count, true), y = ties_of(points, count, false);
	struct signs signs = count_signs(points, count);
	double n = (double)count, all = n * (n - 1) / 2;
	double pairs = all - t.pairs / 2;
	struct stats_trend trend = {
		.n = count,
		.s = (double)signs.up - (double)signs.down,
		.var_s = variance(n, &t, &y),
		.r1 = NAN,
		.slope = NAN,
		.slope_low = NAN,
		.slope_high = NAN,
		.rising = pairs > 0 ? (double)signs.up / pairs : NAN,
	};

	trend.var_s_guarded = trend.var_s;
	if (pairs > 0)
		add_slope(&trend, points, (size_t)pairs, t.pairs == 0);
	trend.tau_b = pairs > 0 && all > y.pairs / 2 ? trend.s / sqrt(pairs * (all - y.pairs / 2)) : NAN;
	trend.z = standard(trend.s, trend.var_s);
	trend.p = two_sided(trend.z);
	trend.p_guarded = two_sided(standard(trend.s, trend.var_s_guarded));
	return trend;
}
