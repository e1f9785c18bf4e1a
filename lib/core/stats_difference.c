#include <math.h>

#include "stats_internal.h"

/* Welch 1947, "The generalization of Student's problem when several different population variances are involved"; degrees of freedom
 * after Satterthwaite 1946. */
struct stats_difference stats_difference(const double *a, size_t a_count, const double *b, size_t b_count)
{
	struct stats_moments of_a = stats_moments(a, a_count), of_b = stats_moments(b, b_count);
	double n_a = (double)a_count, n_b = (double)b_count;
	struct stats_difference result = {of_a.mean, of_b.mean, NAN, NAN, NAN, NAN};

	if (a_count < 2 || b_count < 2)
		return result;
	double var_a = of_a.squares / (n_a - 1) / n_a, var_b = of_b.squares / (n_b - 1) / n_b, var = var_a + var_b;
	result.difference = of_a.mean - of_b.mean;
	result.df = var * var / (var_a * var_a / (n_a - 1) + var_b * var_b / (n_b - 1));
	double half = stats_t_quantile(0.975, result.df) * sqrt(var);
	result.low = result.difference - half;
	result.high = result.difference + half;
	return result;
}
