#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "stats_internal.h"

struct place {
	double value;
	size_t index;
};

static int by_value(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	return a->value < b->value ? -1 : a->value > b->value;
}

static void add_group(struct stats_ties *ties, double a)
{
	ties->pairs += a * (a - 1);
	ties->triples += a * (a - 1) * (a - 2);
	ties->variance += a * (a - 1) * (2 * a + 5);
	ties->cubes += a * a * a - a;
}

struct stats_ties stats_rank(double *values, size_t count)
{
	struct place *places _cleanup_free_ = mem_new(count, sizeof *places);
	struct stats_ties ties = {0};

	for (size_t i = 0; i < count; i++)
		places[i] = (struct place){values[i], i};
	qsort(places, count, sizeof *places, by_value);
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && places[next].value == places[i].value;)
			next++;
		for (size_t k = i; k < next; k++)
			values[places[k].index] = ((double)i + 1 + (double)next) / 2;
		add_group(&ties, (double)(next - i));
	}
	explicit_bzero(places, count * sizeof *places);
	return ties;
}
