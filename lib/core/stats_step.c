#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "stats_internal.h"

/* |U_k| in terms of ranks: what sums the signs of all pairs across k sums to twice the first k ranks, less k(n+1). */
static void find_step(struct stats_step *step, const struct stats_point *points, size_t count)
{
	double *ranks _cleanup_free_ = mem_new(count, sizeof *ranks);
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		ranks[i] = points[i].y;
	stats_rank(ranks, count);
	for (size_t k = 1; k < count; k++) {
		sum += ranks[k - 1];
		double u = fabs(2 * sum - (double)k * ((double)count + 1));
		if (k == 1 || u > step->k) {
			step->k = u;
			step->index = k;
		}
	}
	explicit_bzero(ranks, count * sizeof *ranks);
}

static double mean_y(const struct stats_point *points, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += points[i].y;
	return sum / (double)count;
}

static bool one_a_time(const struct stats_point *points, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (!(points[i].t > points[i - 1].t))
			return false;
	return true;
}

/* Of the residuals about the means of the two sides. */
static double autocorrelation(const struct stats_step *step, const struct stats_point *points, size_t count)
{
	double *residuals _cleanup_free_ = mem_new(count, sizeof *residuals);
	double scale = 0;

	for (size_t i = 0; i < count; i++) {
		residuals[i] = points[i].y - (i < step->index ? step->before : step->after);
		scale = fmax(scale, fabs(points[i].y));
	}
	double r1 = stats_autocorrelation(residuals, count, scale);
	explicit_bzero(residuals, count * sizeof *residuals);
	return r1;
}

/* Pettitt 1979, "A non-parametric approach to the change-point problem". */
static double significance(double k, double n, double guard)
{
	return fmin(1, 2 * exp(-6 * k * k / guard / (n * n * n + n * n)));
}

struct stats_step stats_step(const struct stats_point *points, size_t count)
{
	struct stats_step step = {.k = NAN, .p = NAN, .r1 = NAN, .p_guarded = NAN, .before = NAN, .after = NAN};

	if (count < 2)
		return step;
	find_step(&step, points, count);
	step.before = mean_y(points, step.index);
	step.after = mean_y(points + step.index, count - step.index);
	step.r1 = one_a_time(points, count) ? autocorrelation(&step, points, count) : NAN;
	step.p = significance(step.k, (double)count, 1);
	step.p_guarded = significance(step.k, (double)count, stats_guard(step.r1));
	return step;
}
