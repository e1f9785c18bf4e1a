/* How often each cause was named, of the times it could have been. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/cause.h>
#include <evenkeel/checkin.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DAY_MS INT64_C(86400000)
#define NOW (20500 * DAY_MS)

static uint32_t next_group = 1;

/* A check-in @days ago that named @cause; 0 = none. */
static struct record checkin(int days, uint16_t cause)
{
	struct checkin form = {.symptoms = {ID_SYMPTOM_FIRST, ID_SYMPTOM_FIRST + 1},
			       .stress = 1,
			       .symptom = {1, 1},
			       .valence = 0,
			       .cause = cause,
			       .answered = 4,
			       .step = CHECKIN_DONE};
	struct record record;

	checkin_record(&form, RECORD_EXPIRED, &record);
	record.wall_ms = NOW - days * DAY_MS;
	record.group = next_group++;
	return record;
}

static const struct cause_count *find(const struct cause_count counts[static 15], uint16_t cause)
{
	for (int i = 0; i < 15; i++)
		if (counts[i].cause == cause)
			return &counts[i];
	return NULL;
}

static void nothing_is_said_of_nothing(void **state)
{
	struct cause_count counts[15];
	struct record calm[] = {checkin(1, 0), checkin(2, 0)};

	(void)state;
	cause_rank(calm, 2, NOW, counts);
	for (int i = 0; i < 15; i++) {
		assert_int_equal(counts[i].cause, ID_CAUSE_FIRST + i);
		assert_int_equal(counts[i].asked, 0);
		assert_int_equal(counts[i].named, 0);
		assert_true(isnan(counts[i].share.value) && isnan(counts[i].share.low));
	}
}

static void weights_halve_in_four_weeks(void **state)
{
	struct cause_count counts[15];
	struct record records[] = {checkin(28, ID_CAUSE_FIRST + 1), checkin(0, ID_CAUSE_FIRST + 6)};

	(void)state;
	cause_rank(records, 2, NOW, counts);
	assert_int_equal(counts[0].cause, ID_CAUSE_FIRST + 6);
	assert_int_equal(counts[1].cause, ID_CAUSE_FIRST + 1);
	assert_int_equal(counts[0].named, 1);
	assert_int_equal(counts[0].asked, 2);
	assert_true(fabs(counts[0].n_eff - 1.8) < 1e-9);
	assert_true(fabs(counts[0].share.value - 2.0 / 3) < 1e-9);
	assert_true(fabs(counts[0].share.low - share_wilson(1.2, 1.8, Z_90).low) < 1e-12);
	assert_true(fabs(counts[1].share.value - 1.0 / 3) < 1e-9);
}

static void ranked_by_the_lower_bound(void **state)
{
	struct cause_count counts[15];
	struct record records[8];

	(void)state;
	for (int i = 0; i < 8; i++)
		records[i] = checkin(i % 3, (uint16_t)(ID_CAUSE_FIRST + (i < 5 ? 9 : i < 7 ? 3 : 4)));
	cause_rank(records, 8, NOW, counts);
	assert_int_equal(counts[0].cause, ID_CAUSE_FIRST + 9);
	assert_int_equal(counts[1].cause, ID_CAUSE_FIRST + 3);
	assert_int_equal(counts[2].cause, ID_CAUSE_FIRST + 4);
	assert_int_equal(counts[3].cause, ID_CAUSE_FIRST);
	assert_int_equal(counts[0].asked, 8);
}

/* A review counts once, however many parts and causes it has. */
static void reviews_count_once(void **state)
{
	struct cause_count counts[15];
	struct record records[2 * REVIEW_RECORDS_MAX + 1];
	struct review review;

	(void)state;
	review_init(&review);
	assert_int_equal(review_assign(&review, "customer.expectations=1", NULL), 0);
	assert_int_equal(review_assign(&review, "company.change=2", NULL), 0);
	assert_int_equal(review_assign(&review, "environment.surroundings=3", NULL), 0);
	int count = review_records(&review, RECORD_EXPIRED, records);
	review_init(&review);
	assert_int_equal(review_assign(&review, "week-stress=3", NULL), 0);
	count += review_records(&review, RECORD_EXPIRED, records + count);
	for (int i = 0; i < count; i++) {
		records[i].wall_ms = NOW;
		records[i].group = 77 + (i >= REVIEW_RECORDS);
	}
	records[count++] = checkin(0, ID_CAUSE_FIRST);
	cause_rank(records, (size_t)count, NOW, counts);
	assert_int_equal(counts[0].cause, ID_CAUSE_FIRST);
	assert_int_equal(counts[0].named, 2);
	assert_int_equal(counts[0].asked, 2);
	assert_int_equal(find(counts, ID_CAUSE_FIRST + 8)->named, 1);
	assert_int_equal(find(counts, ID_CAUSE_FIRST + 14)->named, 1);
	assert_int_equal(find(counts, ID_CAUSE_FIRST + 1)->named, 0);
}

static void what_stays_out(void **state)
{
	struct cause_count counts[15];
	struct record late = checkin(0, ID_CAUSE_FIRST), expired = checkin(0, ID_CAUSE_FIRST),
		      back = checkin(0, ID_CAUSE_FIRST);
	struct record taken = {.kind = RECORD_WITHDRAWN, .withdrawn = {back.group}};
	struct record future = checkin(-3, ID_CAUSE_FIRST + 2);

	(void)state;
	late.flags = RECORD_LATE;
	expired.kind = RECORD_EXPIRED;
	struct record records[] = {late, expired, back, taken, future};
	cause_rank(records, COUNT(records), NOW, counts);
	assert_int_equal(counts[0].cause, ID_CAUSE_FIRST + 2);
	assert_int_equal(counts[0].asked, 1);
	/* A clock set back makes an answer no heavier than one of now. */
	assert_true(fabs(counts[0].n_eff - 1) < 1e-9);
	assert_int_equal(find(counts, ID_CAUSE_FIRST)->named, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_said_of_nothing),
		cmocka_unit_test(weights_halve_in_four_weeks),
		cmocka_unit_test(ranked_by_the_lower_bound),
		cmocka_unit_test(reviews_count_once),
		cmocka_unit_test(what_stays_out),
	};

	return cmocka_run_group_tests_name("cause", tests, NULL, NULL);
}
