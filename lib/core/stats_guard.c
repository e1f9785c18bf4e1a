#include <float.h>
#include <math.h>

#include "stats_internal.h"

#define GUARD_MOST 0.9

struct stats_moments stats_moments(const double *values, size_t count)
{
	struct stats_moments moments = {0};

	for (size_t i = 0; i < count; i++)
		moments.mean += values[i];
	moments.mean /= (double)count;
	for (size_t i = 0; i < count; i++)
		moments.squares += (values[i] - moments.mean) * (values[i] - moments.mean);
	return moments;
}

double stats_autocorrelation(double *residuals, size_t count, double scale)
{
	double products = 0, largest = 0;

	if (count < 4)
		return NAN;
	struct stats_moments moments = stats_moments(residuals, count);
	for (size_t i = 0; i < count; i++) {
		residuals[i] -= moments.mean;
		largest = fmax(largest, fabs(residuals[i]));
		if (i > 0)
			products += residuals[i] * residuals[i - 1];
	}
	/* On a straight line what is left is rounding, and how that follows itself says nothing. */
	return largest <= 64 * DBL_EPSILON * scale ? NAN : products / moments.squares;
}

/* Yue & Wang 2004, "The Mann-Kendall test modified by effective sample size to detect trend in serially correlated hydrological series":
 * n / n* of an AR(1) process, in the limit of a long series. */
double stats_guard(double r1)
{
	double r = fmin(r1, GUARD_MOST);

	return r1 > 0 ? (1 + r) / (1 - r) : 1;
}
