/* What the statistics share among themselves; see stats.h. */
#ifndef STATS_INTERNAL_H
#define STATS_INTERNAL_H

#include <stddef.h>

#include <evenkeel/stats.h>

/* Of groups of a equal values, summed over the groups. */
struct stats_ties {
	double pairs;    /* a(a-1) */
	double triples;  /* a(a-1)(a-2) */
	double variance; /* a(a-1)(2a+5), what ties take from Mann and Kendall's variance */
	double cubes;    /* a^3-a, for Kruskal and Wallis */
};
/* Each value becomes its rank, 1 ... @count; equal ones their middle rank. */
struct stats_ties stats_rank(double *values, size_t count);

/* Of the slopes between all pairs of points that differ in time, in ascending order: those at two ranks, counted from 1. */
void stats_slopes(const struct stats_point *points, size_t count, const size_t ranks[static 2], double ret[static 2]);

/* Lag-1 autocorrelation of @residuals, which are centred in place. NAN with fewer than 4, or when there is nothing left but the rounding
 * of values as large as @scale. */
double stats_autocorrelation(double *residuals, size_t count, double scale);
/* What the guard multiplies a variance by: (1+r)/(1-r), r = @r1 up to 0.9; 1 where r1 is undefined or not above 0. */
double stats_guard(double r1);

struct stats_moments {
	double mean, squares; /* squares: sum of (x - mean)^2 */
};
struct stats_moments stats_moments(const double *values, size_t count);

#endif
