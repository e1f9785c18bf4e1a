/* Choosing tips: ratings fade, a seed repeats a choice, a rated tip rests for three days, what helped comes oftener. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/tip.h>

#include "checkin_begin.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DAY INT64_C(86400000)
#define NOW (INT64_C(20000) * DAY)

enum { HELPED = 1, NOT = 2, UNTRIED = 3 };

static struct record feedback(uint16_t tip, uint8_t verdict, double days_ago)
{
	return (struct record){.kind = RECORD_TIP_FEEDBACK,
			       .wall_ms = NOW - (int64_t)(days_ago * DAY),
			       .parts = 1,
			       .tip = {.tip = tip, .verdict = verdict}};
}

static const struct catalogue_tip *tip_of(uint16_t tip)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	for (size_t i = 0; i < count; i++)
		if (tips[i].id == tip)
			return &tips[i];
	fail_msg("0x%04x is no tip", tip);
	return NULL;
}

static bool is_for(uint16_t tip, const uint16_t *causes, size_t count)
{
	const struct catalogue_tip *found = tip_of(tip);

	for (size_t i = 0; i < TIP_CAUSES_MAX && found->causes[i]; i++)
		for (size_t c = 0; c < count; c++)
			if (found->causes[i] == causes[c])
				return true;
	return false;
}

static void ratings_fade(void **state)
{
	uint16_t tip = id_named("tip.overload-three-piles"), other = id_named("tip.finish-line");
	struct record answer = {.kind = RECORD_ANSWERED, .wall_ms = NOW, .count = 1};
	struct record records[] = {
		feedback(tip, HELPED, 120), feedback(tip, NOT, 60),    feedback(other, HELPED, 1),
		feedback(tip, HELPED, 5),   feedback(tip, UNTRIED, 4), answer,
	};

	(void)state;
	struct tip_rating rating = tip_rating(records, COUNT(records), tip, NOW);
	assert_int_equal(rating.helped, 2);
	assert_int_equal(rating.rated, 3);
	assert_true(fabs(rating.weight_helped - (0.25 + exp2(-5.0 / 60))) < 1e-12);
	assert_true(fabs(rating.weight_not - 0.5) < 1e-12);
	assert_int_equal(rating.last_ms, NOW - 4 * DAY);

	rating = tip_rating(records, COUNT(records), id_named("tip.own-hour"), NOW);
	assert_int_equal(rating.rated, 0);
	assert_int_equal(rating.last_ms, 0);
	assert_true(rating.weight_helped == 0 && rating.weight_not == 0);

	/* A clock that was ahead gives no rating more weight than one of now. */
	records[0] = feedback(tip, HELPED, -400);
	rating = tip_rating(records, 1, tip, NOW);
	assert_true(rating.weight_helped == 1);
}

static void a_seed_repeats(void **state)
{
	const uint16_t causes[] = {id_named("company.overload"), id_named("customer.demands"),
				   id_named("company.change")};
	const struct record records[] = {feedback(id_named("tip.overload-three-piles"), HELPED, 30)};
	bool differs = false;

	(void)state;
	for (uint64_t seed = 0; seed < 50; seed++) {
		uint16_t first[6], second[6];
		struct rng a = rng_seeded(seed), b = rng_seeded(seed), c = rng_seeded(seed + 1000);
		assert_int_equal(tip_choose(causes, 3, records, 1, NOW, &a, first, 6), 6);
		assert_int_equal(tip_choose(causes, 3, records, 1, NOW, &b, second, 6), 6);
		assert_memory_equal(first, second, sizeof(first));
		assert_memory_equal(&a, &b, sizeof(a));
		assert_int_equal(tip_choose(causes, 3, records, 1, NOW, &c, second, 6), 6);
		differs = differs || memcmp(first, second, sizeof(first)) != 0;
	}
	assert_true(differs);
}

static void check_choice(const uint16_t causes[2], uint64_t seed)
{
	struct rng rng = rng_seeded(seed);
	uint16_t tips[64];

	size_t count = tip_choose(causes, 2, NULL, 0, NOW, &rng, tips, COUNT(tips));
	assert_in_range(count, 2, COUNT(tips) - 1);
	assert_true(is_for(tips[0], causes, 1)); /* the most important cause comes first */
	assert_true(is_for(tips[1], causes + 1, 1));
	for (size_t i = 0; i < count; i++) {
		assert_true(is_for(tips[i], causes, 2));
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(tips[i], tips[j]);
	}
}

static void tips_fit_the_causes(void **state)
{
	(void)state;
	for (uint16_t i = 0; i < ID_CAUSE_COUNT; i++) {
		uint16_t next = (uint16_t)((i + 4) % ID_CAUSE_COUNT);
		const uint16_t causes[] = {(uint16_t)(ID_CAUSE_FIRST + i), (uint16_t)(ID_CAUSE_FIRST + next)};
		for (uint64_t seed = 0; seed < 20; seed++)
			check_choice(causes, seed);
	}
}

static void bounds(void **state)
{
	const uint16_t causes[] = {id_named("company.overload"), id_named("customer.demands")},
		       symptom[] = {id_named("fatigue")};
	struct rng rng = rng_seeded(1);
	uint16_t tips[3] = {0, 0, 0xbeef};

	(void)state;
	assert_int_equal(tip_choose(causes, 2, NULL, 0, NOW, &rng, tips, 0), 0);
	assert_int_equal(tips[0], 0);
	assert_int_equal(tip_choose(causes, 2, NULL, 0, NOW, &rng, tips, 2), 2);
	assert_int_equal(tips[2], 0xbeef);
	assert_int_equal(tip_choose(causes, 0, NULL, 0, NOW, &rng, tips, 3), 0);
	assert_int_equal(tip_choose(symptom, 1, NULL, 0, NOW, &rng, tips, 3), 0);
}

/* Every tip for the cause, each with a rating @days_ago: how many of them are shown? All or none. */
static bool shown_after(const char *cause_name, uint8_t verdict, double days_ago)
{
	const uint16_t cause = id_named(cause_name);
	struct rng rng = rng_seeded(7);
	uint16_t all[64], shown[64];
	struct record records[64];

	size_t count = tip_choose(&cause, 1, NULL, 0, NOW, &rng, all, COUNT(all));
	assert_in_range(count, 2, COUNT(all));
	for (size_t i = 0; i < count; i++)
		records[i] = feedback(all[i], verdict, days_ago);
	size_t still = tip_choose(&cause, 1, records, count, NOW, &rng, shown, COUNT(shown));
	assert_true(still == 0 || still == count);
	return still > 0;
}

static void a_rated_tip_rests(void **state)
{
	static const struct {
		uint8_t verdict;
		double days_ago;
		bool shown;
	} cases[] = {
		{HELPED, 0, false},     {HELPED, 0.01, false}, {NOT, 2.99, false},
		{UNTRIED, 2.99, false}, {HELPED, 3, true},     {UNTRIED, 3.01, true},
		{NOT, 400, true},       {HELPED, -1, false},   {HELPED, -3000, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(shown_after("company.overload", cases[i].verdict, cases[i].days_ago), cases[i].shown);
}

/* How often, of @rounds seeds, @tip is the one chosen for its first cause. */
static int times_chosen(uint16_t tip, const struct record *records, size_t count, int rounds)
{
	const uint16_t cause = tip_of(tip)->causes[0];
	int times = 0;

	for (int seed = 0; seed < rounds; seed++) {
		struct rng rng = rng_seeded((uint64_t)seed);
		uint16_t chosen;
		assert_int_equal(tip_choose(&cause, 1, records, count, NOW, &rng, &chosen, 1), 1);
		times += chosen == tip;
	}
	return times;
}

static void what_helped_comes_more_often(void **state)
{
	uint16_t tip = id_named("tip.overload-three-piles");
	struct record helped[6], not [6], old[6];
	const int rounds = 2000;

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		helped[i] = feedback(tip, HELPED, 4 + (double)i);
		not [i] = feedback(tip, NOT, 4 + (double)i);
		old[i] = feedback(tip, HELPED, 900);
	}
	int unrated = times_chosen(tip, NULL, 0, rounds), good = times_chosen(tip, helped, 6, rounds);
	int bad = times_chosen(tip, not, 6, rounds), faded = times_chosen(tip, old, 6, rounds);
	assert_true(good > 2 * unrated);
	assert_true(bad * 4 < unrated);
	assert_true(faded * 2 < unrated * 3);
}

/* 99.9 % of chi-squared at @df (Wilson & Hilferty 1931): 24.3 at 7. */
static double chi_squared_most(double df)
{
	return df * pow(1 - 2 / (9 * df) + 3.0902 * sqrt(2 / (9 * df)), 3);
}

/* Without ratings each draw is Beta(1, 1): all tips of a cause come alike. */
static void unrated_tips_are_alike(void **state)
{
	const uint16_t cause = id_named("company.overload");
	const int rounds = 4000;
	struct rng rng = rng_seeded(3);
	uint16_t tips[64], chosen;
	double times[64] = {0}, chi_squared = 0;

	(void)state;
	size_t count = tip_choose(&cause, 1, NULL, 0, NOW, &rng, tips, COUNT(tips));
	assert_in_range(count, 2, COUNT(tips) - 1);
	for (int i = 0; i < rounds; i++) {
		tip_choose(&cause, 1, NULL, 0, NOW, &rng, &chosen, 1);
		for (size_t t = 0; t < count; t++)
			times[t] += tips[t] == chosen;
	}
	double expected = (double)rounds / (double)count;
	for (size_t t = 0; t < count; t++)
		chi_squared += (times[t] - expected) * (times[t] - expected) / expected;
	assert_true(chi_squared < chi_squared_most((double)count - 1));
}

/*
 * Of two tips, one with the weight h of "helped" and one unrated, the first wins with the chance
 * P(Beta(1+h, 1) > Beta(1, 1)) = (1+h)/(2+h).
 */
static void the_odds_are_beta(void **state)
{
	const uint16_t cause = id_named("company.insecurity");
	struct rng rng = rng_seeded(11);
	uint16_t tips[64];
	struct record records[COUNT(tips) + 3];
	size_t filled = 0;
	const int rounds = 4000;

	(void)state;
	/* All but the first two rest. */
	size_t count = tip_choose(&cause, 1, NULL, 0, NOW, &rng, tips, COUNT(tips));
	assert_in_range(count, 2, COUNT(tips) - 1);
	for (size_t i = 2; i < count; i++)
		records[filled++] = feedback(tips[i], UNTRIED, 1);
	for (int i = 0; i < 3; i++)
		records[filled++] = feedback(tips[0], HELPED, 3.5);
	double h = 3 * exp2(-3.5 / 60), expected = (1 + h) / (2 + h);
	int times = 0;
	for (int i = 0; i < rounds; i++) {
		uint16_t chosen;
		assert_int_equal(tip_choose(&cause, 1, records, filled, NOW, &rng, &chosen, 1), 1);
		times += chosen == tips[0];
	}
	assert_true(fabs((double)times / rounds - expected) < 4 * sqrt(expected * (1 - expected) / rounds));
}

/*
 * A person for whom one of two tips helps four times of five and the other once, who rates what is shown once a week for two years: the
 * better one comes most of the time, and the other is still tried now and then.
 */
static void the_better_of_two_is_found(void **state)
{
	const uint16_t cause = id_named("company.insecurity");
	struct rng rng = rng_seeded(17), life = rng_seeded(18);
	uint16_t tips[64];
	struct record records[COUNT(tips) + 104];
	int better = 0, late = 0;

	(void)state;
	size_t count = tip_choose(&cause, 1, NULL, 0, NOW, &rng, tips, COUNT(tips));
	assert_in_range(count, 3, COUNT(tips) - 1);
	for (int week = 0; week < 104; week++) {
		int64_t now_ms = NOW + week * 7 * DAY;
		size_t filled = 0;
		for (size_t i = 2; i < count; i++) { /* all but the two rest */
			struct record *rest = &records[(size_t)week + filled++];
			*rest = feedback(tips[i], UNTRIED, 0);
			rest->wall_ms = now_ms - DAY;
		}
		uint16_t chosen;
		assert_int_equal(tip_choose(&cause, 1, records, (size_t)week + filled, now_ms, &rng, &chosen, 1), 1);
		assert_true(chosen == tips[0] || chosen == tips[1]);
		bool helped = rng_unit(&life) < (chosen == tips[0] ? 0.8 : 0.2);
		records[week] = feedback(chosen, helped ? HELPED : NOT, 0);
		records[week].wall_ms = now_ms;
		better += chosen == tips[0];
		late += week >= 52 && chosen == tips[0];
	}
	assert_in_range(better, 70, 103);
	assert_in_range(late, 39, 52);
}

static void check_answer_tip(uint16_t cause, uint16_t symptom)
{
	for (uint64_t seed = 0; seed < 20; seed++) {
		struct rng rng = rng_seeded(seed), again = rng_seeded(seed);
		uint16_t tip = tip_for_answer(cause, symptom, &rng);
		const struct catalogue_tip *found = tip_of(tip);
		const uint16_t *ids = cause ? found->causes : found->symptoms;
		bool fits = false;
		for (size_t i = 0; i < TIP_CAUSES_MAX && ids[i]; i++)
			fits = fits || ids[i] == (cause ? cause : symptom);
		assert_true(fits);
		assert_int_equal(found->minutes, 1);
		assert_int_equal(found->place, TIP_AT_DESK);
		assert_int_equal(tip_for_answer(cause, symptom, &again), tip);
	}
}

static void every_answer_has_a_tip(void **state)
{
	struct rng rng = rng_seeded(1);

	(void)state;
	for (uint16_t i = 0; i < ID_CAUSE_COUNT; i++) {
		check_answer_tip((uint16_t)(ID_CAUSE_FIRST + i), 0);
		check_answer_tip((uint16_t)(ID_CAUSE_FIRST + i), ID_SYMPTOM_FIRST); /* the cause goes before */
	}
	for (uint16_t i = 0; i < ID_SYMPTOM_COUNT; i++)
		check_answer_tip(0, (uint16_t)(ID_SYMPTOM_FIRST + i));
	assert_int_equal(tip_for_answer(0, 0, &rng), 0);
	assert_int_equal(tip_for_answer(0, ID_STRESS, &rng), 0);
	assert_int_equal(tip_for_answer(ID_STRESS, ID_SYMPTOM_FIRST, &rng), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ratings_fade),           cmocka_unit_test(a_seed_repeats),
		cmocka_unit_test(tips_fit_the_causes),    cmocka_unit_test(bounds),
		cmocka_unit_test(a_rated_tip_rests),      cmocka_unit_test(what_helped_comes_more_often),
		cmocka_unit_test(unrated_tips_are_alike), cmocka_unit_test(the_odds_are_beta),
		cmocka_unit_test(every_answer_has_a_tip), cmocka_unit_test(the_better_of_two_is_found),
	};

	return cmocka_run_group_tests_name("tip", tests, NULL, NULL);
}
