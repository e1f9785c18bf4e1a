/* The safety rules from both sides of each limit, and what must stay out of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/checkin.h>
#include <evenkeel/safety.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NIL RECORD_UNANSWERED
#define HOUR_MS INT64_C(3600000)
#define MOST 200

/* A life of answers, an hour between two of them. */
struct life {
	struct record records[MOST];
	size_t count;
};

static void checkin(struct life *life, int stress)
{
	life->records[life->count] = (struct record){
		.kind = RECORD_ANSWERED,
		.wall_ms = (int64_t)(life->count + 1) * HOUR_MS,
		.parts = 1,
		.group = (uint32_t)life->count + 1,
		.count = 3,
		.prompt = {.answers = {{ID_STRESS, SCALE_M3, (int8_t)stress},
				       {ID_SYMPTOM_FIRST, SCALE_M3, 0},
				       {ID_SYMPTOM_FIRST + 1, SCALE_M3, 0}},
			   .form = FORM_MOMENTARY},
	};
	life->count++;
}

/* A review with these answers to its symptoms, "0" to "4" or "-", as the client would store it. */
static void review(struct life *life, const char *symptoms)
{
	struct review review;
	struct record records[REVIEW_RECORDS_MAX];

	review_init(&review);
	assert_int_equal(strlen(symptoms), ID_SYMPTOM_COUNT);
	for (int i = 0; i < ID_SYMPTOM_COUNT; i++)
		if (symptoms[i] != '-')
			review.answers[1 + i] = (int8_t)(symptoms[i] - '0');
	review.answers[14] = 4; /* an impact counts for none of the rules */
	int parts = review_records(&review, RECORD_SKIPPED, records);
	for (int i = 0; i < parts; i++) {
		records[i].wall_ms = (int64_t)(life->count + 1) * HOUR_MS;
		records[i].group = (uint32_t)life->count + 1;
	}
	memcpy(life->records + life->count, records, (size_t)parts * sizeof(*records));
	life->count += (size_t)parts;
}

static void withdraw(struct life *life, uint32_t group)
{
	life->records[life->count] = (struct record){.kind = RECORD_WITHDRAWN,
						     .wall_ms = (int64_t)(life->count + 1) * HOUR_MS,
						     .parts = 1,
						     .withdrawn.group = group};
	life->count++;
}

static unsigned rules(const struct life *life)
{
	return safety_from_history(life->records, life->count, false);
}

static void nothing_calls_for_nothing(void **state)
{
	(void)state;
	assert_int_equal(safety_from_history(NULL, 0, false), 0);
	assert_int_equal(safety_from_answers(NULL, 0), 0);
}

/* Stress in ten check-ins and more, the last one last: does the rule hold? */
static void stress_in_eight_of_ten(void **state)
{
	static const struct {
		const char *stress;
		bool holds;
	} cases[] = {
		{"2222222200", true},    {"2222222000", false},     {"0022222222", true},   {"0002222222", false},
		{"22222222", true},      {"2222222", false},        {"22222222000", false}, {"22222222100", false},
		{"222222222000", false}, {"000000022222222", true}, {"1111111111", false},  {"22222222--", true},
		{"222222220-0-", true},  {"22222222000-", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct life life = {.count = 0};
		for (const char *c = cases[i].stress; *c; c++)
			checkin(&life, *c == '-' ? NIL : *c - '0');
		if ((rules(&life) == SAFETY_STRESS) != cases[i].holds)
			fail_msg("%s: %u", cases[i].stress, rules(&life));
	}
}

static void late_and_withdrawn_checkins_stay_out(void **state)
{
	struct life life = {.count = 0};

	(void)state;
	for (int i = 0; i < 8; i++)
		checkin(&life, 2);
	assert_int_equal(rules(&life), SAFETY_STRESS);
	life.records[3].flags = RECORD_LATE;
	assert_int_equal(rules(&life), 0);
	life.records[3].flags = 0;
	life.records[3].kind = RECORD_EXPIRED;
	assert_int_equal(rules(&life), 0);
	life.records[3].kind = RECORD_PARTIAL;
	assert_int_equal(rules(&life), SAFETY_STRESS);
	withdraw(&life, life.records[5].group);
	assert_int_equal(rules(&life), 0);
	checkin(&life, 2);
	assert_int_equal(rules(&life), SAFETY_STRESS);
}

/* The symptoms of reviews, the last one last. Thirteen times 3 is a strain of 75. */
static void reviews(void **state)
{
	static const struct {
		const char *weeks[3];
		unsigned rules;
	} cases[] = {
		{{"3333333300000"}, SAFETY_SYMPTOMS},
		{{"4444444000000"}, 0},
		{{"3333333-22222"}, 0},
		{{"33333333-----"}, SAFETY_SYMPTOMS},    /* too few for a score, not for this */
		{{"3333333300000", "0000000000000"}, 0}, /* a better week since */
		{{"0000000000000", "3333333300000"}, SAFETY_SYMPTOMS},
		{{"3333333333333"}, SAFETY_SYMPTOMS}, /* one week alone is no strain in two */
		{{"3333333333333", "3333333333333"}, SAFETY_STRAIN | SAFETY_SYMPTOMS},
		{{"4444444222221", "4444444222221"}, SAFETY_STRAIN}, /* 75 with seven symptoms */
		{{"4444444222220", "4444444222221"}, 0},             /* 73.1 and 75 */
		{{"4444444322222", "4444444322222"}, SAFETY_STRAIN | SAFETY_SYMPTOMS},
		{{"3333333333332", "3333333333333"}, SAFETY_SYMPTOMS}, /* 73.1 and 75 */
		{{"3333333333333", "3333333333332"}, SAFETY_SYMPTOMS},
		{{"3333333333333", "3333333333333", "1111111111111"}, 0},
		{{"3333333333333", "444------0000", "3333333333333"},
		 SAFETY_STRAIN | SAFETY_SYMPTOMS}, /* one without a score */
		{{"3333333333333", "1111111111111", "3333333333333"}, SAFETY_SYMPTOMS},
		{{"3333333333---", "3333333333---"}, SAFETY_STRAIN | SAFETY_SYMPTOMS}, /* ten answered are enough */
		{{"333333333----", "333333333----"}, SAFETY_SYMPTOMS},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct life life = {.count = 0};
		for (int w = 0; w < 3 && cases[i].weeks[w]; w++) {
			review(&life, cases[i].weeks[w]);
			checkin(&life, 0);
		}
		if (rules(&life) != cases[i].rules)
			fail_msg("case %zu: %u", i, rules(&life));
	}
}

/* Two reviews of the same instant (a clock that stands still) are two; a withdrawn one is none. */
static void reviews_of_one_instant(void **state)
{
	struct life life = {.count = 0};

	(void)state;
	review(&life, "3333333333333");
	size_t half = life.count;
	review(&life, "3333333333333");
	for (size_t i = 0; i < life.count; i++)
		life.records[i].wall_ms = HOUR_MS;
	assert_int_equal(rules(&life), SAFETY_STRAIN | SAFETY_SYMPTOMS);
	/* Their parts one by one in turn, as times that are equal may sort. */
	struct life mixed = {.count = life.count};
	for (size_t i = 0; i < half; i++) {
		mixed.records[2 * i] = life.records[i];
		mixed.records[2 * i + 1] = life.records[half + i];
	}
	assert_int_equal(rules(&mixed), SAFETY_STRAIN | SAFETY_SYMPTOMS);
	withdraw(&life, life.records[half].group);
	assert_int_equal(rules(&life), SAFETY_SYMPTOMS);
	withdraw(&life, life.records[0].group);
	assert_int_equal(rules(&life), 0);
}

/* Its rule was found beside its scores; it stands by itself and beside the others. */
static void a_questionnaire_of_its_own(void **state)
{
	struct life life = {.count = 0};

	(void)state;
	assert_int_equal(safety_from_history(NULL, 0, true), SAFETY_INSTRUMENT);
	for (int i = 0; i < 8; i++)
		checkin(&life, 2);
	assert_int_equal(safety_from_history(life.records, life.count, true), SAFETY_INSTRUMENT | SAFETY_STRESS);
}

static void answers_alone(void **state)
{
	struct life life = {.count = 0};

	(void)state;
	checkin(&life, 2);
	assert_int_equal(safety_from_answers(life.records, 1), 0);
	life.records[0].prompt.answers[1].value = 2;
	assert_int_equal(safety_from_answers(life.records, 1), 0);
	life.records[0].prompt.answers[2].value = 2;
	assert_int_equal(safety_from_answers(life.records, 1), SAFETY_CHECKIN);
	life.records[0].prompt.answers[0].value = 1;
	assert_int_equal(safety_from_answers(life.records, 1), 0);

	life.count = 0;
	review(&life, "3333333200000");
	assert_int_equal(safety_from_answers(life.records, life.count), 0);
	life.count = 0;
	review(&life, "0000033333334");
	assert_int_equal(safety_from_answers(life.records, life.count), SAFETY_SYMPTOMS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_calls_for_nothing),
		cmocka_unit_test(stress_in_eight_of_ten),
		cmocka_unit_test(late_and_withdrawn_checkins_stay_out),
		cmocka_unit_test(reviews),
		cmocka_unit_test(reviews_of_one_instant),
		cmocka_unit_test(a_questionnaire_of_its_own),
		cmocka_unit_test(answers_alone),
	};

	return cmocka_run_group_tests_name("safety", tests, NULL, NULL);
}
