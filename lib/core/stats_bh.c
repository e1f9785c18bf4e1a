#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "stats_internal.h"

struct place {
	double p;
	size_t index;
};

static int by_p(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	return a->p < b->p ? -1 : a->p > b->p;
}

/* Benjamini & Hochberg 1995, "Controlling the false discovery rate": from the largest p down, p * m / rank never rises. */
void stats_bh(const double *p, size_t count, double *ret)
{
	struct place *places _cleanup_free_ = mem_new(count, sizeof *places);
	size_t m = 0;
	double q = 1;

	for (size_t i = 0; i < count; i++) {
		ret[i] = NAN;
		if (!isnan(p[i]))
			places[m++] = (struct place){p[i], i};
	}
	qsort(places, m, sizeof *places, by_p);
	for (size_t rank = m; rank > 0; rank--) {
		q = fmin(q, places[rank - 1].p * (double)m / (double)rank);
		ret[places[rank - 1].index] = q;
	}
	explicit_bzero(places, count * sizeof *places);
}
