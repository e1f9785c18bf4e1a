#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <evenkeel/mem.h>
#include <evenkeel/tip.h>

#define DAY_MS (24.0 * 60 * 60 * 1000)
#define HALF_LIFE_DAYS 60 /* of a rating: design/ASSESSMENT.md, section 4 */
#define REST_DAYS 3       /* before a tip may come again */

enum { VERDICT_HELPED = 1, VERDICT_NOT = 2 };

struct tip_rating tip_rating(const struct record *records, size_t count, uint16_t tip, int64_t now_ms)
{
	struct tip_rating rating = {0};

	for (size_t i = 0; i < count; i++) {
		const struct record *record = &records[i];
		if (record->kind != RECORD_TIP_FEEDBACK || record->tip.tip != tip)
			continue;
		if (record->wall_ms > rating.last_ms)
			rating.last_ms = record->wall_ms;
		/* A rating from a clock that was ahead is as good as one of now. */
		double age_days = fmax(0, (double)(now_ms - record->wall_ms) / DAY_MS);
		double weight = exp2(-age_days / HALF_LIFE_DAYS);
		if (record->tip.verdict == VERDICT_HELPED) {
			rating.helped++;
			rating.rated++;
			rating.weight_helped += weight;
		} else if (record->tip.verdict == VERDICT_NOT) {
			rating.rated++;
			rating.weight_not += weight;
		}
	}
	return rating;
}

/*
 * A draw from Gamma(@shape, 1), @shape >= 1: Marsaglia & Tsang 2000, "A simple method for generating gamma variables",
 * ACM Transactions on Mathematical Software 26(3), without their squeeze, which only saves time.
 */
static double draw_gamma(struct rng *rng, double shape)
{
	double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);

	for (;;) {
		double x = rng_normal(rng), v = 1 + c * x;
		if (v <= 0)
			continue;
		v = v * v * v;
		if (log(1 - rng_unit(rng)) < 0.5 * x * x + d - d * v + d * log(v))
			return d * v;
	}
}

static double draw_beta(struct rng *rng, double a, double b)
{
	double x = draw_gamma(rng, a), y = draw_gamma(rng, b);

	return x / (x + y);
}

static bool lists(const uint16_t *ids, size_t max, uint16_t id)
{
	for (size_t i = 0; i < max && ids[i]; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static bool is_for_cause(const struct catalogue_tip *tip, uint16_t cause)
{
	return lists(tip->causes, TIP_CAUSES_MAX, cause);
}

static bool is_for_any(const struct catalogue_tip *tip, const uint16_t *causes, size_t cause_count)
{
	for (size_t i = 0; i < cause_count; i++)
		if (is_for_cause(tip, causes[i]))
			return true;
	return false;
}

static bool is_resting(const struct tip_rating *rating, int64_t now_ms)
{
	/* Both ways, so that a rating from a clock that was years ahead does not hold the tip back for years. */
	return rating->last_ms && fabs((double)(now_ms - rating->last_ms)) < REST_DAYS * DAY_MS;
}

/* Thompson sampling (Thompson 1933): what the ratings make likely, drawn once. Below zero = not to be shown. */
static double draw_chance(const struct tip_rating *rating, int64_t now_ms, struct rng *rng)
{
	if (is_resting(rating, now_ms))
		return -1;
	return draw_beta(rng, 1 + rating->weight_helped, 1 + rating->weight_not);
}

/* The tip for @cause with the best draw, as an index; @tip_count when there is none left. */
static size_t best_for(const struct catalogue_tip *tips, const double *chances, size_t tip_count, uint16_t cause)
{
	size_t best = tip_count;

	for (size_t i = 0; i < tip_count; i++)
		if (chances[i] >= 0 && is_for_cause(&tips[i], cause) &&
		    (best == tip_count || chances[i] > chances[best]))
			best = i;
	return best;
}

size_t tip_choose(const uint16_t *causes, size_t cause_count, const struct record *records, size_t count,
		  int64_t now_ms, struct rng *rng, uint16_t *ret, size_t max)
{
	size_t tip_count, chosen = 0, before;
	const struct catalogue_tip *tips = catalogue_tips(&tip_count);
	double *chances _cleanup_free_ = mem_new(tip_count, sizeof(*chances));

	for (size_t i = 0; i < tip_count; i++) {
		chances[i] = -1;
		if (!is_for_any(&tips[i], causes, cause_count))
			continue;
		struct tip_rating rating = tip_rating(records, count, tips[i].id, now_ms);
		chances[i] = draw_chance(&rating, now_ms, rng);
	}
	/* One for each cause in turn, the most important first, and round again while there is room. */
	do {
		before = chosen;
		for (size_t c = 0; c < cause_count && chosen < max; c++) {
			size_t best = best_for(tips, chances, tip_count, causes[c]);
			if (best == tip_count)
				continue;
			ret[chosen++] = tips[best].id;
			chances[best] = -1;
		}
	} while (chosen > before && chosen < max);
	return chosen;
}

static bool fits_answer(const struct catalogue_tip *tip, uint16_t cause, uint16_t symptom)
{
	if (tip->minutes != 1 || tip->place != TIP_AT_DESK)
		return false;
	return cause ? is_for_cause(tip, cause) : lists(tip->symptoms, TIP_SYMPTOMS_MAX, symptom);
}

uint16_t tip_for_answer(uint16_t cause, uint16_t symptom, struct rng *rng)
{
	size_t tip_count, seen = 0;
	const struct catalogue_tip *tips = catalogue_tips(&tip_count);
	uint16_t chosen = 0;

	/* The n-th fitting tip takes the place of the one before with the chance 1/n, so all are equally likely. */
	for (size_t i = 0; i < tip_count; i++)
		if (fits_answer(&tips[i], cause, symptom) && rng_below(rng, ++seen) == 0)
			chosen = tips[i].id;
	return chosen;
}
