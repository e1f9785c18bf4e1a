#include <math.h>

#include "stats_internal.h"

/* Kish 1965, "Survey sampling": (sum w)^2 / sum w^2. Ages count from the youngest: the same shares, and old ones do not all vanish. */
struct stats_weighted stats_weighted(const double *ages, const double *values, size_t count, double half_life)
{
	double weights = 0, squares = 0, sum = 0, youngest = INFINITY;

	for (size_t i = 0; i < count; i++)
		youngest = fmin(youngest, ages[i]);
	for (size_t i = 0; i < count; i++) {
		double weight = exp2((youngest - ages[i]) / half_life);
		weights += weight;
		squares += weight * weight;
		sum += weight * values[i];
	}
	return count > 0 ? (struct stats_weighted){sum / weights, weights * weights / squares}
			 : (struct stats_weighted){NAN, 0};
}
