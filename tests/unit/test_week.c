/* Weekly reviews: one that was answered in several goes is one, and a week is set beside the weeks before it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/checkin.h>
#include <evenkeel/mem.h>
#include <evenkeel/week.h>

static void assign(struct review *review, const char *const *words)
{
	for (; *words; words++)
		assert_int_equal(review_assign(review, *words, NULL), 0);
}

/* A review's records behind @count others, at @ms. */
static size_t put(struct record *records, size_t count, const char *const *words, uint32_t group, int64_t ms)
{
	struct record made[REVIEW_RECORDS_MAX];
	struct review review;

	review_init(&review);
	assign(&review, words);
	int parts = review_records(&review, RECORD_SKIPPED, made);
	for (int i = 0; i < parts; i++) {
		made[i].group = group;
		made[i].wall_ms = ms;
		records[count++] = made[i];
	}
	return count;
}

static int value_of(const struct record *records, size_t count, uint32_t group, uint16_t question)
{
	for (size_t i = 0; i < count; i++)
		for (int k = 0; records[i].group == group && k < records[i].count; k++)
			if (records[i].prompt.answers[k].question == question)
				return records[i].prompt.answers[k].value;
	return -9;
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SYMPTOMS                                                                                                       \
	"loneliness=1", "unease=1", "concentration=1", "avoiding-calls=1", "fatigue=1", "tearfulness=1",               \
		"irritability=1", "restlessness=1", "overworking=1", "compulsions=1", "appetite=1",                    \
		"fear-of-silence=1", "self-image=1"

static void goes_on_are_one(void **state)
{
	static struct record records[64];
	size_t count = 0;

	(void)state;
	count = put(records, count, WORDS("week-stress=2", SYMPTOMS), 7, 1000);
	count = put(records, count, WORDS("week-stress=4", "fatigue=4"), 8, 1500);
	size_t before = count;
	count = put(records, count,
		    WORDS("fatigue=3", "enthusiasm=0", "mood-swings=1", "health=2", "relationships=3",
			  "company.overload=1", "valence=0", "breaks-taken=2", "hard-call=1", "note=mine"),
		    7, 2000);
	count = week_join(records, count);
	assert_int_equal(count, before + 1); /* and the note */
	assert_int_equal(value_of(records, count, 7, ID_WEEK_STRESS), 2);
	assert_int_equal(value_of(records, count, 7, 0x0010), 1);
	assert_int_equal(value_of(records, count, 7, 0x0014), 3); /* the later answer */
	assert_int_equal(value_of(records, count, 7, 0x0030), 0);
	assert_int_equal(value_of(records, count, 7, 0x0046), 1);
	assert_int_equal(value_of(records, count, 7, 0x0045), 0);
	assert_int_equal(value_of(records, count, 8, 0x0014), 4); /* another review is left alone */
	assert_int_equal(value_of(records, count, 8, 0x0010), RECORD_UNANSWERED);
	for (size_t i = 0; i < count; i++) {
		if (records[i].group == 8)
			assert_int_equal(records[i].kind, RECORD_PARTIAL);
		else if (record_is_prompt(&records[i]))
			assert_int_equal(records[i].kind, RECORD_ANSWERED); /* together it is complete */
		assert_int_equal(records[i].wall_ms, records[i].group == 8 ? 1500 : 2000);
	}
	/* One value, not two. */
	struct day_mean *days;
	assert_int_equal(trend_days(records, count, true, 0, &days), 1);
	mem_free(days);
	assert_int_equal(week_join(records, count), count);
}

static void half_is_half(void **state)
{
	static struct record records[64];
	size_t count = 0;

	(void)state;
	count = put(records, count, WORDS("week-stress=2"), 7, 1000);
	count = put(records, count, WORDS("hard-call=1"), 7, 1000); /* a frozen clock: the same moment */
	count = put(records, count, WORDS("week-stress=1"), 0, 1000);
	count = put(records, count, WORDS("week-stress=1"), 0, 1000); /* no group: nothing to join by */
	count = week_join(records, count);
	assert_int_equal(count, 3 * REVIEW_RECORDS);
	assert_int_equal(value_of(records, count, 7, ID_WEEK_STRESS), 2);
	assert_int_equal(value_of(records, count, 7, ID_HARD_CALL), 1);
	assert_int_equal(records[0].kind, RECORD_PARTIAL);
	assert_int_equal(week_join(records, 0), 0);
}

/* Causes are ranked as a whole: who ranks them again does not keep an earlier one. */
static void causes_are_one_answer(void **state)
{
	static struct record records[64];
	size_t count = 0;

	(void)state;
	count = put(records, count, WORDS("company.overload=1", "company.targets=2"), 7, 1000);
	count = put(records, count, WORDS("customer.demands=1"), 7, 2000);
	count = week_join(records, count);
	assert_int_equal(value_of(records, count, 7, 0x0042), 1);
	assert_int_equal(value_of(records, count, 7, 0x0046), 0);
}

/* One go of a questionnaire: Q1 to Q3, Q3 with room for three answers, and a record of numbers. */
static size_t put_go(struct record *records, size_t count, const int8_t values[static 5], const char *numbers,
		     int64_t ms)
{
	static const uint16_t questions[] = {0x8000, 0x8001, 0x8002, 0x8002, 0x8002};
	struct record prompt = {.kind = RECORD_PARTIAL, .wall_ms = ms, .group = 9, .parts = 2, .count = 5};
	struct record sheet = {.kind = RECORD_WORKSHEET, .wall_ms = ms, .group = 9, .part = 1, .parts = 2};

	prompt.prompt.form = FORM_INSTRUMENT;
	for (int i = 0; i < 5; i++)
		prompt.prompt.answers[i] = (struct record_answer){questions[i], SCALE_V, values[i]};
	sheet.worksheet.exercise = 0x8001;
	sheet.worksheet.length = (uint16_t)strlen(numbers);
	strcpy(sheet.worksheet.text, numbers);
	records[count++] = prompt;
	records[count++] = sheet;
	return count;
}

static void assert_values(const struct record *record, const int8_t wanted[static 5])
{
	for (int i = 0; i < 5; i++)
		assert_int_equal(record->prompt.answers[i].value, wanted[i]);
}

static void a_questionnaire_too(void **state)
{
	static struct record records[16];
	size_t count = 0;

	(void)state;
	count = put_go(records, count, (int8_t[]){2, 0, 0, 1, 2}, "32769=4 32769=5 32768=1", 1000);
	count = put_go(records, count, (int8_t[]){-1, -1, 1, -1, -1}, "", 2000);
	count = put_go(records, count, (int8_t[]){-1, 0, -1, -1, -1}, "32769=7.5", 3000);
	records[4].kind = RECORD_ANSWERED;
	count = week_join(records, count);
	assert_int_equal(count, 2);
	assert_values(&records[0], (int8_t[]){2, 0, 1, -1, -1}); /* several answers come from one go */
	assert_string_equal(records[1].worksheet.text, "32769=7.5 32768=1");
	assert_int_equal(records[1].worksheet.length, strlen("32769=7.5 32768=1"));
	assert_int_equal(records[0].kind, RECORD_ANSWERED);
	assert_int_equal(records[0].wall_ms, 3000);
	assert_int_equal(week_join(records, count), count);
}

static void its_words_too(void **state)
{
	static const char *const words[][3] = {
		{"mine", "", "mine"}, {"mine", "other", "other"}, {"", "other", "other"}, {"", "", ""}};
	struct record records[4];

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t count = 0;
		for (int go = 0; go < 2; go++) {
			int8_t said = *words[i][go] ? 0 : RECORD_UNANSWERED;
			count = put_go(records, count, (int8_t[]){-1, said, -1, -1, -1}, words[i][go], 1000);
			records[count - 1].worksheet.field = 1;
		}
		assert_int_equal(week_join(records, count), 2); /* a frozen clock: the same moment */
		assert_string_equal(records[1].worksheet.text, words[i][2]);
	}
}

static void beside(void **state)
{
	static const struct {
		struct day_mean days[10];
		size_t count;
		bool today;
		int weeks, side;
		double usual;
	} cases[] = {
		{{{0, 0, 0}}, 0, false, 0, 0, NAN},
		{{{693, 50, 1}}, 1, false, 1, 0, NAN},
		{{{700, 50, 1}}, 1, true, 0, 0, NAN},
		{{{686, 50, 1}, {693, 50, 1}, {700, 90, 1}}, 3, true, 2, 0, NAN}, /* two weeks are too few */
		{{{679, 50, 1}, {686, 60, 1}, {693, 40, 1}, {700, 90, 1}}, 4, true, 3, 1, 50},
		{{{679, 50, 1}, {686, 60, 1}, {693, 40, 1}, {700, 62.5, 1}}, 4, true, 3, 0, 50},
		{{{679, 50, 1}, {686, 60, 1}, {693, 40, 1}, {700, 37, 1}}, 4, true, 3, -1, 50},
		/* a day early or late is the same week's; two in one week count once; this week's others do not */
		{{{680, 50, 1}, {685, 60, 1}, {686, 80, 1}, {692, 40, 1}, {698, 0, 1}, {700, 50, 1}},
		 6,
		 true,
		 3,
		 0,
		 50},
		/* what lies further back than eight weeks does not count */
		{{{600, 0, 1}, {630, 0, 1}, {644, 40, 1}, {686, 60, 1}, {693, 80, 1}, {700, 60, 1}}, 6, true, 3, 0, 60},
		/* an even number of weeks: between the two in the middle */
		{{{672, 10, 1}, {679, 20, 1}, {686, 40, 1}, {693, 90, 1}, {700, 30, 1}}, 5, true, 4, 0, 30},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct week_beside got;
		assert_int_equal(week_beside(cases[i].days, cases[i].count, 700, &got), cases[i].today);
		assert_int_equal(got.weeks, cases[i].weeks);
		assert_int_equal(got.side, cases[i].side);
		if (isnan(cases[i].usual))
			assert_true(isnan(got.usual));
		else
			assert_true(fabs(got.usual - cases[i].usual) < 1e-9);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_on_are_one),       cmocka_unit_test(half_is_half),
		cmocka_unit_test(causes_are_one_answer), cmocka_unit_test(a_questionnaire_too),
		cmocka_unit_test(its_words_too),         cmocka_unit_test(beside),
	};

	return cmocka_run_group_tests_name("week", tests, NULL, NULL);
}
