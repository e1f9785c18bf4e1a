#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/trend.h>

#include "stats_internal.h"

static bool complete(const double *row, size_t items)
{
	for (size_t i = 0; i < items; i++)
		if (isnan(row[i]))
			return false;
	return true;
}

/* The rows that are complete; with @item one item's values, else (@item == @items) their sums. */
static size_t column(const double *rows, size_t count, size_t items, size_t item, double *ret)
{
	size_t n = 0;

	for (size_t r = 0; r < count; r++) {
		const double *row = rows + r * items;
		if (!complete(row, items))
			continue;
		double value = item < items ? row[item] : 0;
		for (size_t i = 0; item == items && i < items; i++)
			value += row[i];
		ret[n++] = value;
	}
	return n;
}

/* Cronbach 1951, "Coefficient alpha and the internal structure of tests". */
struct stats_alpha stats_alpha(const double *rows, size_t count, size_t items)
{
	double *values _cleanup_free_ = mem_new(count, sizeof *values);
	struct stats_alpha result = {column(rows, count, items, items, values), NAN, NAN, NAN, NAN};
	double n = (double)result.n, k = (double)items, of_items = 0;

	if (result.n > 1) {
		double of_sums = stats_moments(values, result.n).squares;
		for (size_t i = 0; i < items; i++) {
			column(rows, count, items, i, values);
			of_items += stats_moments(values, result.n).squares;
		}
		result.sd = sqrt(of_sums / (n - 1));
		if (items > 1 && of_sums > 0)
			result.alpha = k / (k - 1) * (1 - of_items / of_sums);
		result.sem = result.sd * sqrt(1 - result.alpha);
		result.rci_95 = stats_rci_95(result.sd, result.alpha);
	}
	explicit_bzero(values, count * sizeof *values);
	return result;
}

/* Jacobson & Truax 1991, "Clinical significance": a difference of two scores has sqrt(2) times the error of one. */
double stats_rci_95(double sd, double alpha)
{
	return Z_95 * sd * sqrt(2) * sqrt(1 - alpha);
}
