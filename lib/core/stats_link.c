#include <math.h>

#include <evenkeel/trend.h>

#include "stats_internal.h"

#define PRIOR_SHARE 0.5 /* of the sd of what follows: how much one cause may plausibly add */

/* Below these, sums of squares are what rounding left of nothing. */
#define NOTHING_OF_VALUES 1e-24
#define NOTHING_OF_CAUSES 1e-12

/* Means, and sums of products about them: x is what is now, c the cause, y what follows. */
struct sums {
	double n, x, c, y;
	double xx, cc, yy, xc, xy, cy;
};

static double about_mean(double squares, double n, double mean)
{
	return squares > NOTHING_OF_VALUES * n * mean * mean ? squares : 0;
}

static struct sums sums_of(const struct stats_pair *pairs, size_t count)
{
	struct sums sums = {.n = (double)count};

	for (size_t i = 0; i < count; i++) {
		sums.x += pairs[i].now / sums.n;
		sums.c += pairs[i].cause / sums.n;
		sums.y += pairs[i].next / sums.n;
	}
	for (size_t i = 0; i < count; i++) {
		double x = pairs[i].now - sums.x, c = pairs[i].cause - sums.c, y = pairs[i].next - sums.y;
		sums.xx += x * x;
		sums.cc += c * c;
		sums.yy += y * y;
		sums.xc += x * c;
		sums.xy += x * y;
		sums.cy += c * y;
	}
	sums.xx = about_mean(sums.xx, sums.n, sums.x);
	sums.yy = about_mean(sums.yy, sums.n, sums.y);
	return sums;
}

/* What the present explains is taken from cause and next, and the rest of next is fitted by the rest of the cause: the same b as from all
 * three at once (Frisch & Waugh 1933; Lovell 1963). Where the present never varies it explains nothing and costs no degree of freedom. */
struct rest {
	double cause_slope, next_slope; /* on the present */
	double cc, cy;
};

static struct rest rest_of(const struct sums *sums)
{
	struct rest rest = {.cc = sums->cc, .cy = sums->cy};

	if (sums->xx > 0) {
		rest.cause_slope = sums->xc / sums->xx;
		rest.next_slope = sums->xy / sums->xx;
		rest.cc -= rest.cause_slope * sums->xc;
		rest.cy -= rest.cause_slope * sums->xy;
	}
	if (rest.cy * rest.cy <= NOTHING_OF_VALUES * rest.cc * sums->yy)
		rest.cy = 0;
	return rest;
}

static double squares_left(const struct stats_pair *pairs, const struct sums *sums, const struct rest *rest, double b)
{
	double squares = 0;

	for (size_t i = 0; i < (size_t)sums->n; i++) {
		double x = pairs[i].now - sums->x;
		double c = pairs[i].cause - sums->c - rest->cause_slope * x;
		double left = pairs[i].next - sums->y - rest->next_slope * x - b * c;
		squares += left * left;
	}
	return squares > NOTHING_OF_VALUES * sums->yy ? squares : 0;
}

/* Precision-weighted with a normal prior about 0: Gelman, Hill & Yajima 2012, "Why we (usually) don't have to worry about multiple
 * comparisons". */
static void shrink(struct stats_link *link)
{
	double prior = link->prior_sd * link->prior_sd, own = link->se * link->se;

	link->mean = link->b * prior / (prior + own);
	link->sd = sqrt(prior * own / (prior + own));
	link->low = link->mean - Z_90 * link->sd;
	link->high = link->mean + Z_90 * link->sd;
	link->p_above_zero = stats_normal_cdf(link->mean / link->sd);
	link->p = 2 * stats_normal_cdf(-fabs(link->b / link->se));
}

struct stats_link stats_link(const struct stats_pair *pairs, size_t count)
{
	struct stats_link link = {.n = count, .b = NAN, .se = NAN, .prior_sd = NAN};
	struct sums sums = sums_of(pairs, count);
	struct rest rest = rest_of(&sums);
	double freedom = sums.n - (sums.xx > 0 ? 3 : 2);

	for (size_t i = 0; i < count; i++)
		link.n_with += pairs[i].cause != 0;
	link.n_without = count - link.n_with;
	if (count > 1)
		link.prior_sd = PRIOR_SHARE * sqrt(sums.yy / (sums.n - 1));
	/* Never or always named, or named just as the present went: nothing can be told apart. */
	if (link.n_with > 0 && link.n_without > 0 && rest.cc > NOTHING_OF_CAUSES * sums.cc) {
		link.b = rest.cy / rest.cc;
		if (freedom > 0)
			link.se = sqrt(squares_left(pairs, &sums, &rest, link.b) / freedom / rest.cc);
	}
	shrink(&link);
	return link;
}
