/* Composites, days, level, compliance: figures worked out elsewhere, and everything that must stay out of them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/trend.h>
#include <evenkeel/zone.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NIL RECORD_UNANSWERED
#define DAY_START_S (4 * 3600)

static void assert_near(double got, double wanted)
{
	if (isnan(wanted) ? !isnan(got) : !(fabs(got - wanted) < 1e-9))
		fail_msg("got %.12g, wanted %.12g", got, wanted);
}

static int64_t at(const char *day, int hour)
{
	int32_t date;

	assert_int_equal(date_parse(day, &date), 0);
	return ((int64_t)date * 86400 + hour * 3600) * 1000;
}

static uint32_t next_group = 1;

static struct record checkin(const char *day, int hour, int stress, int first, int second)
{
	return (struct record){
		.kind = stress == NIL && first == NIL && second == NIL ? RECORD_EXPIRED : RECORD_ANSWERED,
		.wall_ms = at(day, hour),
		.parts = 1,
		.group = next_group++,
		.count = 5,
		.prompt = {.answers = {{ID_STRESS, SCALE_M3, (int8_t)stress},
				       {ID_SYMPTOM_FIRST, SCALE_M3, (int8_t)first},
				       {ID_SYMPTOM_FIRST + 12, SCALE_M3, (int8_t)second},
				       {ID_CAUSE_FIRST, SCALE_C, NIL},
				       {ID_VALENCE, SCALE_YN, 1}},
			   .form = FORM_MOMENTARY,
			   .origin = ORIGIN_PROMPT},
	};
}

static void composites(void **state)
{
	static const struct {
		int stress, first, second;
		double score;
	} cases[] = {{0, 0, 0, 0},    {2, 2, 2, 100},  {1, 0, 1, 37.5},  {2, 0, 0, 50},     {0, 2, 2, 50},
		     {1, 2, NIL, 75}, {2, NIL, 0, 50}, {NIL, 2, 2, NAN}, {1, NIL, NIL, NAN}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct record record = checkin("2026-03-02", 10, cases[i].stress, cases[i].first, cases[i].second);
		assert_near(score_checkin(&record), cases[i].score);
	}
	/* A hard call's own record is no check-in. */
	struct record hard_call = {
		.kind = RECORD_ANSWERED, .count = 1, .prompt.answers = {{ID_HARD_CALL, SCALE_YN, 1}}};
	assert_near(score_checkin(&hard_call), NAN);
}

/* Two parts of one review with @answered symptoms of value @value. */
static void review(struct record ret[static 2], const char *day, int answered, int value)
{
	for (int part = 0; part < 2; part++)
		ret[part] = (struct record){.kind = RECORD_PARTIAL,
					    .wall_ms = at(day, 16),
					    .part = (uint8_t)part,
					    .parts = 2,
					    .group = next_group,
					    .count = 8,
					    .prompt = {.form = FORM_REVIEW, .origin = ORIGIN_PROMPT}};
	for (int i = 0; i < 16; i++)
		ret[i / 8].prompt.answers[i % 8] =
			i < 13 ? (struct record_answer){(uint16_t)(ID_SYMPTOM_FIRST + i), SCALE_F5,
							(int8_t)(i < answered ? value : NIL)}
			       : (struct record_answer){(uint16_t)(ID_IMPACT_FIRST + i - 13), SCALE_F5, 4};
	next_group++;
}

static void reviews(void **state)
{
	struct record parts[2];

	(void)state;
	review(parts, "2026-03-06", 13, 2);
	assert_near(score_review(parts, 2), 50);
	review(parts, "2026-03-06", 10, 4);
	assert_near(score_review(parts, 2), 100);
	review(parts, "2026-03-06", 9, 4);
	assert_near(score_review(parts, 2), NAN);
	assert_near(score_review(parts, 0), NAN);
}

static void days_are_averaged_in_order(void **state)
{
	struct record records[] = {
		checkin("2026-03-03", 9, 2, 2, 2),       checkin("2026-03-02", 9, 0, 0, 0),
		checkin("2026-03-02", 15, 2, 2, 2),      checkin("2026-03-04", 3, 1, 1, 1),
		checkin("2026-03-04", 9, NIL, NIL, NIL),
	};
	struct day_mean *days _cleanup_free_ = NULL;

	(void)state;
	/* Three in the morning belongs to the day before. */
	assert_int_equal(trend_days(records, COUNT(records), false, DAY_START_S, &days), 2);
	assert_near(days[0].mean, 50);
	assert_int_equal(days[0].n, 2);
	assert_int_equal(days[1].date, days[0].date + 1);
	assert_near(days[1].mean, 75);
	assert_int_equal(days[1].n, 2);
}

static void a_record_s_own_zone_makes_its_day(void **state)
{
	struct record records[] = {checkin("2026-03-02", 20, 1, 1, 1), checkin("2026-03-02", 20, 1, 1, 1)};
	struct day_mean *days _cleanup_free_ = NULL;

	(void)state;
	records[0].zone_min = 420;
	records[1].zone_min = 540;
	assert_int_equal(trend_days(records, 2, false, DAY_START_S, &days), 2);
}

static void what_stays_out(void **state)
{
	struct record late = checkin("2026-03-02", 9, 2, 2, 2), back = checkin("2026-03-02", 10, 2, 2, 2);
	struct record counted = checkin("2026-03-02", 11, 0, 0, 0), form = checkin("2026-03-02", 12, 2, 2, 2);
	struct record taken = {.kind = RECORD_WITHDRAWN, .parts = 1, .group = next_group++, .withdrawn = {back.group}};
	struct day_mean *days _cleanup_free_ = NULL;

	(void)state;
	late.flags = RECORD_LATE;
	form.prompt.form = FORM_REVIEW;
	struct record records[] = {late, back, counted, form, taken};
	assert_int_equal(trend_days(records, COUNT(records), false, DAY_START_S, &days), 1);
	assert_int_equal(days[0].n, 1);
	assert_near(days[0].mean, 0);
	struct compliance compliance = trend_compliance(records, COUNT(records));
	assert_int_equal(compliance.shown, 2);
	assert_int_equal(compliance.answered, 1);
	/* Nothing at all is no day, not a day of zeros. */
	free(days);
	assert_int_equal(trend_days(records, 0, false, DAY_START_S, &days), 0);
	assert_non_null(days);
}

static void answered_beats_partial_beats_the_rest(void **state)
{
	struct record expired = checkin("2026-03-02", 9, NIL, NIL, NIL), partial = checkin("2026-03-02", 9, 2, 2, NIL);
	struct record answered = checkin("2026-03-02", 9, 0, 0, 0), other = checkin("2026-03-02", 9, 1, 1, 1);

	(void)state;
	partial.kind = RECORD_PARTIAL;
	expired.group = partial.group = answered.group;
	struct record orders[][4] = {{expired, partial, answered, other}, {answered, other, partial, expired}};
	for (size_t i = 0; i < COUNT(orders); i++) {
		bool *standing _cleanup_free_ = trend_standing(orders[i], 4);
		for (int k = 0; k < 4; k++)
			assert_int_equal(standing[k], orders[i][k].kind == RECORD_ANSWERED);
		assert_int_equal(trend_compliance(orders[i], 4).shown, 2);
	}
	/* Group 0 joins nothing. */
	struct record loose[] = {partial, answered};
	loose[0].group = loose[1].group = 0;
	bool *standing _cleanup_free_ = trend_standing(loose, 2);
	assert_true(standing[0] && standing[1]);
}

/* The parts of a review have one group and stand beside each other; a withdrawal takes them all, and the note. */
static void parts_stand_together(void **state)
{
	struct record parts[4];

	(void)state;
	review(parts, "2026-03-06", 13, 2);
	parts[2] = (struct record){.kind = RECORD_WORKSHEET, .part = 2, .parts = 3, .group = parts[0].group};
	parts[3] =
		(struct record){.kind = RECORD_WITHDRAWN, .parts = 1, .group = 999999, .withdrawn = {parts[0].group}};
	bool *standing _cleanup_free_ = trend_standing(parts, 3);
	assert_true(standing[0] && standing[1] && standing[2]);
	bool *withdrawn _cleanup_free_ = trend_standing(parts, 4);
	assert_false(withdrawn[0] || withdrawn[1] || withdrawn[2]);
	assert_true(withdrawn[3]);
}

static void review_days(void **state)
{
	struct record records[7];
	struct day_mean *days _cleanup_free_ = NULL;

	(void)state;
	review(records, "2026-03-13", 13, 4);
	review(records + 2, "2026-03-06", 13, 2);
	review(records + 4, "2026-03-20", 5, 2);
	records[6] = checkin("2026-03-06", 9, 2, 2, 2);
	/* Parts in any order, other records between. */
	struct record swap = records[1];
	records[1] = records[6];
	records[6] = swap;
	assert_int_equal(trend_days(records, 7, true, DAY_START_S, &days), 2);
	assert_near(days[0].mean, 50);
	assert_near(days[1].mean, 100);
	assert_int_equal(days[1].date - days[0].date, 7);
}

static void levels(void **state)
{
	static const struct day_mean days[] = {{93, 40, 1}, {100, 80, 2}};
	struct trend_level level = trend_level(days, 2, 100);

	(void)state;
	assert_near(level.value, 100.0 / 1.5);
	assert_near(level.n_eff, 2.25 / 1.25);
	/* The level is of the past days alike, however long ago; only the newest's part counts. */
	assert_near(trend_level(days, 2, 107).value, level.value);
	assert_near(trend_level(days, 1, 100).value, 40);
	assert_near(trend_level(days, 1, 100).n_eff, 1);
	assert_near(trend_level(days, 2, 90).value, 60);
	assert_near(trend_level(days, 0, 100).value, NAN);
	assert_near(trend_level(days, 0, 100).n_eff, 0);
}

static void wilson(void **state)
{
	static const struct {
		double x, n, z, low, high;
	} cases[] = {
		/* R's prop.test(8, 10, correct = FALSE) and prop.test(0, 5, correct = FALSE) */
		{8, 10, Z_95, 0.4901624715, 0.9433178485},
		{0, 5, Z_95, 0, 0.4344824647},
		{5, 5, Z_90, 0.6488834992, 1},
		{0, 0, Z_95, NAN, NAN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct share share = share_wilson(cases[i].x, cases[i].n, cases[i].z);
		if (isnan(cases[i].low)) {
			assert_true(isnan(share.value) && isnan(share.low) && isnan(share.high));
			continue;
		}
		assert_true(fabs(share.low - cases[i].low) < 1e-9 && fabs(share.high - cases[i].high) < 1e-9);
		assert_near(share.value, cases[i].x / cases[i].n);
	}
}

static void compliance_counts_what_was_shown(void **state)
{
	static const struct {
		uint8_t kind, origin;
		uint16_t flags;
		int shown, answered;
	} cases[] = {
		{RECORD_ANSWERED, ORIGIN_PROMPT, 0, 1, 1},
		{RECORD_PARTIAL, ORIGIN_PROMPT, 0, 1, 1},
		{RECORD_SKIPPED, ORIGIN_PROMPT, 0, 1, 0},
		{RECORD_DISMISSED, ORIGIN_PROMPT, 0, 1, 0},
		{RECORD_EXPIRED, ORIGIN_PROMPT, 0, 1, 0},
		{RECORD_HELD, ORIGIN_PROMPT, 0, 0, 0},
		{RECORD_UNDELIVERED, ORIGIN_PROMPT, 0, 0, 0},
		{RECORD_ANSWERED, ORIGIN_SELF, 0, 0, 0},
		{RECORD_ANSWERED, ORIGIN_PROMPT, RECORD_LATE, 1, 0},
		{RECORD_ANSWERED, ORIGIN_PROMPT, RECORD_DELAYED, 1, 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct record record = checkin("2026-03-02", 9, 1, 1, 1);
		record.kind = cases[i].kind;
		record.flags = cases[i].flags;
		record.prompt.origin = cases[i].origin;
		struct compliance compliance = trend_compliance(&record, 1);
		assert_int_equal(compliance.shown, cases[i].shown);
		assert_int_equal(compliance.answered, cases[i].answered);
	}
	struct record pause = {.kind = RECORD_BREAK, .pause = {.type = BREAK_MICRO, .outcome = BREAK_SHOWN}};
	assert_int_equal(trend_compliance(&pause, 1).shown, 0);
	assert_true(isnan(trend_compliance(&pause, 1).share.value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(composites),
		cmocka_unit_test(reviews),
		cmocka_unit_test(days_are_averaged_in_order),
		cmocka_unit_test(a_record_s_own_zone_makes_its_day),
		cmocka_unit_test(what_stays_out),
		cmocka_unit_test(answered_beats_partial_beats_the_rest),
		cmocka_unit_test(parts_stand_together),
		cmocka_unit_test(review_days),
		cmocka_unit_test(levels),
		cmocka_unit_test(wilson),
		cmocka_unit_test(compliance_counts_what_was_shown),
	};

	return cmocka_run_group_tests_name("trend", tests, NULL, NULL);
}
