/* Causes and the strain that follows them, impacts and responses: what is told from how much, and that what is there is found. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "insight_made.h"

#define FIRST ID_CAUSE_FIRST
#define SECOND (ID_CAUSE_FIRST + 1)
#define THIRD (ID_CAUSE_FIRST + 2)

static struct insight_cause cause_of(const struct made *made, uint16_t id)
{
	struct insight_from from = made_from(made);
	struct insight_cause causes[ID_CAUSE_COUNT];

	insight_causes(&from, causes);
	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		if (causes[i].cause == id)
			return causes[i];
	fail_msg("no cause %d", id);
	return (struct insight_cause){0};
}

/* @pairs check-ins in a row, four a day, and one more; every @every-th names FIRST, the others SECOND. After FIRST comes @after. */
static void make_chain(struct made *made, int pairs, int every, int after, int otherwise)
{
	int days = pairs / 4 + 1, stress = 1;

	for (int i = 0; i <= pairs; i++) {
		bool first = i % every == 0;
		made_checkin(made, MADE_TODAY - days + i / 4, 9 + i % 4 * 2, stress, 1, first ? FIRST : SECOND);
		stress = first ? after : i % 5 == 0 ? 3 - otherwise : otherwise;
	}
}

static void linked_when_strain_follows(void **state)
{
	_cleanup_(made_clear) struct made made = {0};

	(void)state;
	make_chain(&made, 80, 3, 2, 1);
	struct insight_cause first = cause_of(&made, FIRST), second = cause_of(&made, SECOND);
	assert_int_equal(first.link.n, 80);
	assert_int_equal(first.link.n_with, 27);
	assert_int_equal(first.state, INSIGHT_LINKED);
	assert_true(first.q <= 0.10 && first.link.mean > 10 && first.link.low > 0 && first.link.p_above_zero > 0.95);
	/* Less strain than expected follows the other: that is no link. */
	assert_int_equal(second.state, INSIGHT_LINK_POSSIBLE);
	assert_true(second.link.high < 0);
	assert_int_equal(first.draining, 27);
	assert_int_equal(first.energising, 0);
	/* What was hardly named waits, and cannot say for how long. */
	struct insight_cause third = cause_of(&made, THIRD);
	assert_int_equal(third.state, INSIGHT_LINK_WAITING);
	assert_int_equal(third.needed, 0);
	assert_true(isnan(third.q));
}

static void possible_when_nothing_follows(void **state)
{
	_cleanup_(made_clear) struct made made = {.rng = rng_seeded(2)};
	int days = 25;

	(void)state;
	for (int i = 0; i < 100; i++)
		made_checkin(&made, MADE_TODAY - days + i / 4, 9 + i % 4 * 2, 1 + (int)rng_below(&made.rng, 2), 1,
			     (uint16_t)(rng_below(&made.rng, 2) ? FIRST : SECOND));
	struct insight_cause first = cause_of(&made, FIRST);
	assert_int_equal(first.state, INSIGHT_LINK_POSSIBLE);
	assert_true(first.q > 0.10);
	assert_true(first.link.low < 0 && first.link.high > 0);
}

static void told_from_sixty_pairs(void **state)
{
	(void)state;
	for (int pairs = 59; pairs <= 60; pairs++) {
		_cleanup_(made_clear) struct made made = {0};
		make_chain(&made, pairs, 3, 2, 1);
		struct insight_cause first = cause_of(&made, FIRST);
		assert_int_equal(first.link.n, pairs);
		assert_int_equal(first.state == INSIGHT_LINK_WAITING, pairs == 59);
		assert_int_equal(first.needed, pairs == 59 ? 2 : 0); /* 60 check-ins made 59 pairs: one, and a little */
	}
}

static void told_from_eight_with_and_without(void **state)
{
	static const struct {
		int pairs, every;
		size_t with;
		bool told;
		int needed;
	} cases[] = {{70, 10, 7, false, 11}, {80, 10, 8, true, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(made_clear) struct made made = {0};
		make_chain(&made, cases[i].pairs, cases[i].every, 2, 1);
		struct insight_cause first = cause_of(&made, FIRST), second = cause_of(&made, SECOND);
		assert_int_equal(first.link.n_with, cases[i].with);
		assert_int_equal(first.state != INSIGHT_LINK_WAITING, cases[i].told);
		assert_int_equal(first.needed, cases[i].needed);
		assert_int_equal(second.link.n_without, cases[i].with);
		assert_int_equal(second.state != INSIGHT_LINK_WAITING, cases[i].told);
	}
}

/* The same day or the next; in time; not taken back; and only what told a cause begins one. */
static void which_pairs_count(void **state)
{
	_cleanup_(made_clear) struct made made = {0};

	(void)state;
	made_checkin(&made, MADE_TODAY - 10, 10, 1, 1, FIRST);
	made_checkin(&made, MADE_TODAY - 9, 2, 2, 1, FIRST);  /* the night of the same shift: 1 */
	made_checkin(&made, MADE_TODAY - 9, 10, 1, 1, FIRST); /* the next day: 2 */
	made_checkin(&made, MADE_TODAY - 7, 10, 1, 1, FIRST); /* two days on: none */
	made_checkin(&made, MADE_TODAY - 7, 11, 2, 1, FIRST)->flags = RECORD_LATE;
	made_checkin(&made, MADE_TODAY - 7, 12, 2, 1, FIRST);
	made_withdraw(&made);
	made_missed(&made, MADE_TODAY - 7, 13);
	made_checkin(&made, MADE_TODAY - 7, 14, 0, 1,
		     0); /* the next that counts: 3; without stress no cause was asked */
	made_checkin(&made, MADE_TODAY - 7, 15, 1, 1, SECOND);
	made_checkin(&made, MADE_TODAY - 6, 9, 2, 1, 0); /* 4; it named none */
	made_checkin(&made, MADE_TODAY - 6, 10, 2, 1, 0);
	struct insight_cause first = cause_of(&made, FIRST);
	assert_int_equal(first.link.n, 4);
	assert_int_equal(first.link.n_with, 3);
	assert_int_equal(first.link.n_without, 1);
	/* 56 pairs at 8 check-ins for 4 pairs. */
	assert_int_equal(first.needed, 112);
	assert_int_equal(first.named, 4);
	assert_int_equal(first.asked, 5);
	assert_int_equal(first.draining, 4);
}

static void nothing_is_said_of_nothing(void **state)
{
	struct made made = {0};
	struct insight_cause cause = cause_of(&made, FIRST);

	(void)state;
	assert_int_equal(cause.state, INSIGHT_LINK_WAITING);
	assert_int_equal(cause.needed, 60);
	assert_int_equal(cause.link.n, 0);
	assert_true(isnan(cause.q) && isnan(cause.share.low));
}

static struct insight_impact impact_of(const struct made *made, int index)
{
	struct insight_from from = made_from(made);
	struct insight_impact impacts[ID_IMPACT_COUNT];

	insight_impacts(&from, impacts);
	return impacts[index];
}

static void impacts_beside_their_usual(void **state)
{
	static const struct {
		int before, steps, recent;
		bool up;
		double usual;
	} cases[] = {
		{3, 1, 2, true, 25},  {3, 1, 1, false, 25},  {2, 1, 2, false, NAN},
		{0, 0, 3, true, NAN}, {0, 0, 2, false, NAN}, {8, 3, 3, false, 75},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(made_clear) struct made made = {0};
		made_review(&made, MADE_TODAY - 84, ID_IMPACT_FIRST, SCALE_F5, 4); /* thirteen weeks ago: forgotten */
		for (int week = cases[i].before; week > 0; week--)
			made_review(&made, MADE_TODAY - 21 - 7 * week, ID_IMPACT_FIRST, SCALE_F5, cases[i].steps);
		for (int week = 3; week >= 0; week--)
			made_review(&made, MADE_TODAY - 7 * week, ID_IMPACT_FIRST, SCALE_F5, cases[i].recent);
		struct insight_impact impact = impact_of(&made, 0), other = impact_of(&made, 1);
		assert_int_equal(impact.reviews, cases[i].before + 4);
		assert_true(fabs(impact.recent - 25 * cases[i].recent) < 1e-9);
		assert_true(isnan(cases[i].usual) ? isnan(impact.usual) : impact.usual == cases[i].usual);
		assert_int_equal(impact.up, cases[i].up);
		assert_int_equal(other.reviews, 0);
		assert_true(isnan(other.recent) && !other.up);
	}
}

static void responses(void **state)
{
	_cleanup_(made_clear) struct made made = {0};
	struct insight_responses got;

	(void)state;
	made_review(&made, MADE_TODAY - 84, ID_FUTILE_FIRST + 1, SCALE_C, 1); /* more than twelve weeks ago */
	made_review(&made, MADE_TODAY - 70, ID_FUTILE_FIRST + 1, SCALE_C, 1);
	made_review(&made, MADE_TODAY - 63, ID_FUTILE_FIRST + 3, SCALE_C, 1);
	made_review(&made, MADE_TODAY - 56, ID_FUTILE_FIRST + 3, SCALE_C, 0);
	made_review(&made, MADE_TODAY - 49, ID_EFFECTIVE_FIRST + 4, SCALE_C, 1);
	struct insight_from from = made_from(&made);
	insight_responses(&from, &got);
	assert_int_equal(got.effective, 1);
	assert_int_equal(got.futile, 2);
	assert_true(isnan(got.share.value)); /* three are too few */
	assert_int_equal(got.recurring, 0);  /* each once */

	made_review(&made, MADE_TODAY - 42, ID_FUTILE_FIRST + 1, SCALE_C, 1);
	from = made_from(&made);
	insight_responses(&from, &got);
	assert_true(fabs(got.share.value - 0.25) < 1e-9);
	assert_true(fabs(got.share.low - share_wilson(1, 4, Z_90).low) < 1e-12);
	assert_int_equal(got.recurring, ID_FUTILE_FIRST + 1);
	assert_int_equal(got.recurring_count, 2);

	made_review(&made, MADE_TODAY - 35, ID_FUTILE_FIRST + 3, SCALE_C, 1);
	from = made_from(&made);
	insight_responses(&from, &got);
	assert_int_equal(got.recurring, ID_FUTILE_FIRST + 3); /* as often, and newer */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(linked_when_strain_follows), cmocka_unit_test(possible_when_nothing_follows),
		cmocka_unit_test(told_from_sixty_pairs),      cmocka_unit_test(told_from_eight_with_and_without),
		cmocka_unit_test(which_pairs_count),          cmocka_unit_test(nothing_is_said_of_nothing),
		cmocka_unit_test(impacts_beside_their_usual), cmocka_unit_test(responses),
	};

	return cmocka_run_group_tests_name("insight: causes", tests, NULL, NULL);
}
