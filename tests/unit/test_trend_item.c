/* The days of one question: which questions have them, what counts, and in which order they come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/trend_item.h>
#include <evenkeel/zone.h>

#define MONDAY 20514 /* 2026-03-02 */
#define HOUR 3600
#define FATIGUE (ID_SYMPTOM_FIRST + 4)

static struct record answered(int32_t date, int second, uint16_t question, uint8_t scale, int8_t value)
{
	return (struct record){
		.kind = RECORD_ANSWERED,
		.wall_ms = ((int64_t)date * 86400 + second) * 1000,
		.parts = 1,
		.group = (uint32_t)date * 100000 + (uint32_t)second,
		.count = 1,
		.prompt = {.form = FORM_MOMENTARY, .answers = {{question, scale, value}}},
	};
}

static void test_which_questions(void **state)
{
	(void)state;
	static const struct {
		uint16_t question;
		bool checkin, review;
	} cases[] = {
		{ID_STRESS, true, false},
		{FATIGUE, true, true},
		{ID_IMPACT_FIRST, false, true},
		{ID_CAUSE_FIRST, false, false},
		{ID_WEEK_STRESS, false, true},
		{ID_TIP_FIRST, false, false},
		{0, false, false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(trend_item_fits(cases[i].question, false), cases[i].checkin);
		assert_int_equal(trend_item_fits(cases[i].question, true), cases[i].review);
	}
}

static void test_means_by_day(void **state)
{
	(void)state;
	struct record records[] = {
		answered(MONDAY, 10 * HOUR, FATIGUE, SCALE_M3, 2),
		answered(MONDAY, 15 * HOUR, FATIGUE, SCALE_M3, 1),
		answered(MONDAY + 1, 2 * HOUR, FATIGUE, SCALE_M3, 0), /* before day.start: still Monday's */
		answered(MONDAY + 3, 10 * HOUR, FATIGUE, SCALE_M3, 1),
	};
	struct day_mean *days _cleanup_free_ = NULL;

	assert_int_equal(trend_item_days(records, 4, FATIGUE, false, 4 * HOUR, &days), 2);
	assert_int_equal(days[0].date, MONDAY);
	assert_int_equal(days[0].n, 3);
	assert_true(days[0].mean == 50);
	assert_int_equal(days[1].date, MONDAY + 3);
	assert_true(days[1].mean == 50);
}

/* Late, taken back, unanswered, skipped, another question, another form: none of them counts. */
static void test_what_does_not_count(void **state)
{
	(void)state;
	struct record records[] = {
		answered(MONDAY, 10 * HOUR, FATIGUE, SCALE_M3, 2),
		answered(MONDAY, 11 * HOUR, FATIGUE, SCALE_M3, 2),
		answered(MONDAY, 12 * HOUR, FATIGUE, SCALE_M3, RECORD_UNANSWERED),
		answered(MONDAY, 13 * HOUR, FATIGUE, SCALE_M3, RECORD_UNANSWERED),
		answered(MONDAY, 14 * HOUR, ID_STRESS, SCALE_M3, 2),
		answered(MONDAY, 15 * HOUR, FATIGUE, SCALE_F5, 2),
		{.kind = RECORD_WITHDRAWN, .wall_ms = (int64_t)MONDAY * 86400000 + 72000000, .parts = 1},
	};
	struct day_mean *days _cleanup_free_ = NULL;

	records[0].flags = RECORD_LATE;
	records[3].kind = RECORD_SKIPPED;
	records[5].prompt.form = FORM_REVIEW;
	records[6].withdrawn.group = records[1].group;
	assert_int_equal(trend_item_days(records, 7, FATIGUE, false, 4 * HOUR, &days), 0);
}

static void test_review_scales(void **state)
{
	(void)state;
	struct record record = answered(MONDAY, 15 * HOUR, FATIGUE, SCALE_F5, 3);
	struct day_mean *days _cleanup_free_ = NULL;

	record.prompt.form = FORM_REVIEW;
	assert_int_equal(trend_item_days(&record, 1, FATIGUE, true, 4 * HOUR, &days), 1);
	assert_true(days[0].mean == 75);
}

/* Tuesday morning in Tokyo, then Monday evening in Honolulu: two days, in their order. */
static void test_travel_west(void **state)
{
	(void)state;
	struct record records[] = {
		answered(MONDAY, 20 * HOUR, FATIGUE, SCALE_M3, 2),
		answered(MONDAY + 1, 6 * HOUR, FATIGUE, SCALE_M3, 0),
		answered(MONDAY + 1, 7 * HOUR, FATIGUE, SCALE_M3, 1),
	};
	struct day_mean *days _cleanup_free_ = NULL;

	records[0].zone_min = 540;
	records[1].zone_min = -600;
	records[2].zone_min = 540;
	assert_int_equal(trend_item_days(records, 3, FATIGUE, false, 4 * HOUR, &days), 2);
	assert_int_equal(days[0].date, MONDAY);
	assert_int_equal(days[0].n, 1);
	assert_int_equal(days[1].date, MONDAY + 1);
	assert_int_equal(days[1].n, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_which_questions),     cmocka_unit_test(test_means_by_day),
		cmocka_unit_test(test_what_does_not_count), cmocka_unit_test(test_review_scales),
		cmocka_unit_test(test_travel_west),
	};

	return cmocka_run_group_tests_name("trend item", tests, NULL, NULL);
}
