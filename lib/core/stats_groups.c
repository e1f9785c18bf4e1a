#include <assert.h>
#include <math.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "stats_internal.h"

#define PRIOR_COUNT                                                                                                    \
	4 /* a group's mean counts as that of the whole does from so many values: James & Stein 1961 in its plainest form */

struct group {
	size_t n;
	double values, ranks; /* sums */
};

static struct stats_ties fill(const struct stats_grouped *values, size_t count, struct group *groups)
{
	double *ranks _cleanup_free_ = mem_new(count, sizeof *ranks);

	for (size_t i = 0; i < count; i++)
		ranks[i] = values[i].value;
	struct stats_ties ties = stats_rank(ranks, count);
	for (size_t i = 0; i < count; i++) {
		struct group *group = &groups[values[i].group - 1];
		group->n++;
		group->values += values[i].value;
		group->ranks += ranks[i];
	}
	explicit_bzero(ranks, count * sizeof *ranks);
	return ties;
}

/* Kruskal & Wallis 1952, "Use of ranks in one-criterion variance analysis", with their correction for ties. */
static struct stats_groups test(const struct group *groups, int group_count, double n, double cubes)
{
	struct stats_groups result = {.df = -1};
	double between = 0;

	for (int g = 0; g < group_count; g++) {
		if (groups[g].n == 0)
			continue;
		double size = (double)groups[g].n, off = groups[g].ranks / size - (n + 1) / 2;
		between += size * off * off;
		result.df++;
	}
	if (result.df < 1 || !(cubes < n * n * n - n)) {
		result.df = result.df < 0 ? 0 : result.df;
		result.h = result.p = NAN;
		return result;
	}
	result.h = 12 * between / (n * (n + 1)) / (1 - cubes / (n * n * n - n));
	result.p = stats_chi_square_above(result.h, result.df);
	return result;
}

struct stats_groups stats_groups(const struct stats_grouped *values, size_t count, int group_count,
				 struct stats_cell *ret)
{
	struct group *groups _cleanup_free_ = mem_new((size_t)group_count, sizeof *groups);
	double n = (double)count, sum = 0;

	for (size_t i = 0; i < count; i++) {
		assert(values[i].group >= 1 && values[i].group <= group_count);
		sum += values[i].value;
	}
	struct stats_ties ties = fill(values, count, groups);
	for (int g = 0; g < group_count; g++) {
		double size = (double)groups[g].n, raw = size > 0 ? groups[g].values / size - sum / n : NAN;
		ret[g] = (struct stats_cell){groups[g].n, raw, size / (size + PRIOR_COUNT) * raw};
	}
	struct stats_groups result = test(groups, group_count, n, ties.cubes);
	explicit_bzero(groups, (size_t)group_count * sizeof *groups);
	return result;
}
