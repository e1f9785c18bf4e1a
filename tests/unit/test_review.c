/* The weekly review: its items, its words, and records of one shape. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/checkin.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int assign(struct review *review, const char *word)
{
	struct error err = {0};
	int rc = review_assign(review, word, &err);

	if (rc < 0)
		assert_int_equal(err.kind, ERROR_USAGE);
	return rc;
}

static void items_are_the_design_s(void **state)
{
	size_t count;
	const struct review_item *items = review_items(&count);
	int symptoms = 0, impacts = 0;

	(void)state;
	assert_int_equal(items[0].question, ID_WEEK_STRESS);
	assert_int_equal(items[count - 1].kind, REVIEW_NOTE);
	for (size_t i = 0; i < count; i++) {
		symptoms += items[i].question >= ID_SYMPTOM_FIRST &&
			    items[i].question < ID_SYMPTOM_FIRST + ID_SYMPTOM_COUNT;
		impacts +=
			items[i].question >= ID_IMPACT_FIRST && items[i].question < ID_IMPACT_FIRST + ID_IMPACT_COUNT;
		if (items[i].kind != REVIEW_STEPS)
			assert_int_equal(items[i].question, 0);
		else
			assert_non_null(catalogue_text(items[i].question, TEXT_WEEKLY, CATALOGUE_EN));
	}
	assert_int_equal(symptoms, 13);
	assert_int_equal(impacts, 4);
}

static void an_empty_one(void **state)
{
	struct review review;
	struct record records[REVIEW_RECORDS_MAX];
	int answers = 0;

	(void)state;
	review_init(&review);
	assert_int_equal(review_answered(&review), 0);
	assert_int_equal(review_records(&review, RECORD_EXPIRED, records), REVIEW_RECORDS);
	for (int i = 0; i < REVIEW_RECORDS; i++) {
		assert_int_equal(records[i].kind, RECORD_EXPIRED);
		answers += records[i].count;
		for (int k = 0; k < records[i].count; k++)
			assert_int_equal(records[i].prompt.answers[k].value, RECORD_UNANSWERED);
	}
	assert_int_equal(answers, REVIEW_ANSWERS);
}

static int8_t value_of(const struct record *records, const char *name)
{
	for (int i = 0; i < REVIEW_RECORDS; i++)
		for (int k = 0; k < records[i].count; k++)
			if (records[i].prompt.answers[k].question == catalogue_find_name(name)->id)
				return records[i].prompt.answers[k].value;
	fail_msg("'%s' is not in the records", name);
	return 0;
}

static void a_full_one(void **state)
{
	static const char *const steps[] = {"week-stress=4",      "enthusiasm=0",    "mood-swings=1",
					    "health=2",           "relationships=3", "breaks-taken=4",
					    "hard-call=1",        "valence=0",       "company.overload=1",
					    "customer.demands=3", "fretting=1",      "note=a hard week: 太多了"};
	struct review review;
	struct record records[REVIEW_RECORDS_MAX];
	char word[64];

	(void)state;
	review_init(&review);
	for (size_t i = 0; i < COUNT(steps); i++)
		assert_int_equal(assign(&review, steps[i]), 0);
	review_records(&review, RECORD_SKIPPED, records);
	assert_int_equal(records[0].kind, RECORD_PARTIAL);
	for (uint16_t i = 0; i < ID_SYMPTOM_COUNT; i++) {
		snprintf(word, sizeof(word), "%s=%d", catalogue_find((uint16_t)(ID_SYMPTOM_FIRST + i))->name, i % 5);
		assert_int_equal(assign(&review, word), 0);
	}
	assert_int_equal(review_answered(&review), 24);
	memset(records, 0xff, sizeof(records));
	int count = review_records(&review, RECORD_SKIPPED, records);
	assert_int_equal(count, REVIEW_RECORDS + 1);
	for (int i = 0; i < count; i++) {
		uint8_t bytes[RECORD_WORKSHEET_SIZE];
		struct record back;
		assert_int_equal(records[i].part, i);
		assert_int_equal(records[i].parts, count);
		if (i < REVIEW_RECORDS) {
			assert_int_equal(records[i].kind, RECORD_ANSWERED);
			assert_int_equal(records[i].prompt.form, FORM_REVIEW);
			records[i].prompt.origin = ORIGIN_SELF;
		}
		record_encode(&records[i], bytes);
		assert_int_equal(record_decode(bytes, record_size(&records[i]), &back, NULL), 0);
	}
	assert_int_equal(value_of(records, "week-stress"), 4);
	assert_int_equal(value_of(records, "self-image"), 12 % 5);
	assert_int_equal(value_of(records, "company.overload"), 1);
	assert_int_equal(value_of(records, "customer.demands"), 3);
	assert_int_equal(value_of(records, "customer.complaints"), 0);
	assert_int_equal(value_of(records, "fretting"), 1);
	assert_int_equal(value_of(records, "anger"), 0);
	assert_int_equal(records[REVIEW_RECORDS].kind, RECORD_WORKSHEET);
	assert_int_equal(records[REVIEW_RECORDS].worksheet.exercise, 0);
	assert_string_equal(records[REVIEW_RECORDS].worksheet.text, "a hard week: 太多了");
}

/* Draining or energising asks about causes; who names none has answered all the same. */
static void no_cause_is_an_answer(void **state)
{
	struct review review;
	struct record records[REVIEW_RECORDS_MAX];
	size_t count;
	const struct review_item *items = review_items(&count);

	(void)state;
	review_init(&review);
	for (size_t i = 0; i < count; i++)
		if (items[i].kind == REVIEW_STEPS && items[i].question != ID_VALENCE)
			review.answers[i] = 0;
	review_records(&review, RECORD_SKIPPED, records);
	assert_int_equal(records[0].kind, RECORD_ANSWERED);
	assert_int_equal(value_of(records, "company.overload"), RECORD_UNANSWERED);
	review.causes[0] = ID_CAUSE_FIRST;
	review_records(&review, RECORD_SKIPPED, records);
	assert_int_equal(records[0].kind, RECORD_PARTIAL);
}

static void words_are_read_strictly(void **state)
{
	static const char *const refused[] = {"week-stress=5",
					      "week-stress=-1",
					      "fatigue=5",
					      "fatigue=",
					      "fatigue",
					      "breaks-taken=5",
					      "hard-call=2",
					      "valence=2",
					      "company.overload=0",
					      "company.overload=4",
					      "fretting=0",
					      "fretting=2",
					      "stress=1",
					      "mindset=1",
					      "see-it-rightly=1",
					      "nonsense=1",
					      "worry-inventory=1",
					      "note=\xff",
					      "=1",
					      ""};
	struct review review, before;

	(void)state;
	review_init(&review);
	before = review;
	for (size_t i = 0; i < COUNT(refused); i++) {
		if (assign(&review, refused[i]) != -1)
			fail_msg("'%s' is taken", refused[i]);
		assert_memory_equal(&review, &before, sizeof(review));
	}
}

static void ranks_and_responses_are_one_each(void **state)
{
	struct review review;

	(void)state;
	review_init(&review);
	assert_int_equal(assign(&review, "company.overload=1"), 0);
	assert_int_equal(assign(&review, "company.change=1"), -1);
	assert_int_equal(assign(&review, "company.overload=2"), 0);
	assert_int_equal(review.causes[0], 0);
	assert_int_equal(assign(&review, "company.change=1"), 0);
	assert_int_equal(review_answered(&review), 1);
	assert_int_equal(assign(&review, "gather-facts=1"), 0);
	assert_int_equal(assign(&review, "gather-facts=1"), 0);
	assert_int_equal(assign(&review, "anger=1"), -1);
	assert_int_equal(review_answered(&review), 2);
}

static void notes_have_a_bound(void **state)
{
	static char word[5 + WORKSHEET_TEXT_MAX + 2] = "note=";
	struct review review;
	struct record records[REVIEW_RECORDS_MAX];

	(void)state;
	review_init(&review);
	memset(word + 5, 'x', WORKSHEET_TEXT_MAX + 1);
	assert_int_equal(assign(&review, word), -1);
	word[5 + WORKSHEET_TEXT_MAX] = '\0';
	assert_int_equal(assign(&review, word), 0);
	int count = review_records(&review, RECORD_SKIPPED, records);
	assert_int_equal(count, REVIEW_RECORDS + 9);
	for (int i = 0; i < count; i++) {
		assert_int_equal(records[i].part, i);
		assert_int_equal(records[i].parts, count);
	}
	assert_int_equal(records[REVIEW_RECORDS].worksheet.length, RECORD_TEXT_MAX);
	assert_int_equal(assign(&review, "note="), 0);
	assert_int_equal(review_records(&review, RECORD_SKIPPED, records), REVIEW_RECORDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_are_the_design_s),
		cmocka_unit_test(an_empty_one),
		cmocka_unit_test(a_full_one),
		cmocka_unit_test(no_cause_is_an_answer),
		cmocka_unit_test(words_are_read_strictly),
		cmocka_unit_test(ranks_and_responses_are_one_each),
		cmocka_unit_test(notes_have_a_bound),
	};

	return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
