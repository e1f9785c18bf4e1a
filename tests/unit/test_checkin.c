/* The check-in chain: draws, every path by buttons, steps back, and records that are alike whatever was answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "checkin_begin.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void press(struct checkin *checkin, const char *buttons)
{
	for (; *buttons; buttons++)
		assert_int_equal(checkin_press(checkin, *buttons - '0'), 0);
}

static void symptoms_come_without_replacement(void **state)
{
	struct symptom_deck deck = {0};
	struct rng rng = rng_seeded(5);

	(void)state;
	/* Thirteen check-ins ask twenty-six times: each symptom twice, once in each half. */
	for (int round = 0; round < 50; round++) {
		int asked[ID_SYMPTOM_COUNT] = {0};
		for (int i = 0; i < ID_SYMPTOM_COUNT; i++) {
			struct checkin checkin;
			checkin_init(&checkin, &deck, &rng);
			assert_int_not_equal(checkin.symptoms[0], checkin.symptoms[1]);
			for (int k = 0; k < 2; k++) {
				int index = checkin.symptoms[k] - ID_SYMPTOM_FIRST;
				assert_in_range(index, 0, ID_SYMPTOM_COUNT - 1);
				asked[index]++;
				assert_true(asked[index] <= 1 + (2 * i + k >= ID_SYMPTOM_COUNT));
			}
		}
		for (int i = 0; i < ID_SYMPTOM_COUNT; i++)
			assert_int_equal(asked[i], 2);
	}
	deck.asked = UINT16_MAX;
	checkin_begin();
	struct checkin checkin;
	checkin_init(&checkin, &deck, &rng);
}

static void draws_differ_by_seed(void **state)
{
	int different = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 20; seed++) {
		struct symptom_deck a = {0}, b = {0};
		struct rng one = rng_seeded(seed), same = rng_seeded(seed);
		struct checkin first, second;
		checkin_init(&first, &a, &one);
		checkin_init(&second, &b, &same);
		assert_memory_equal(&first, &second, sizeof(first));
		different += first.symptoms[0] != checkin_begin().symptoms[0];
	}
	assert_true(different > 10);
}

static void no_stress_asks_no_cause(void **state)
{
	struct checkin checkin = checkin_begin();

	(void)state;
	press(&checkin, "02");
	assert_false(checkin_done(&checkin));
	press(&checkin, "1");
	assert_true(checkin_done(&checkin));
	assert_int_equal(checkin.answered, 3);
	assert_int_equal(checkin.cause, 0);
	assert_int_equal(checkin_press(&checkin, 0), -1);
}

/* Walk every button of every page: all causes are reached, no more than three buttons stand, every text is there. */
static void look(const struct checkin *checkin)
{
	for (int language = 0; language < CATALOGUE_LANGUAGES; language++) {
		struct checkin_question question;
		checkin_question(checkin, (enum catalogue_language)language, &question);
		assert_true(question.text && question.text[0]);
		assert_in_range(question.count, 1, CHECKIN_BUTTONS);
		for (int i = 0; i < question.count; i++)
			assert_true(question.labels[i] && question.labels[i][0]);
		struct checkin copy = *checkin;
		assert_int_equal(checkin_press(&copy, question.count), -1);
		assert_int_equal(checkin_press(&copy, -1), -1);
		assert_memory_equal(&copy, checkin, sizeof(copy));
	}
}

static int walk(struct checkin checkin, uint32_t *reached, int depth)
{
	int pages = 0;

	if (checkin.step == CHECKIN_VALENCE) {
		*reached |= UINT32_C(1) << (checkin.cause - ID_CAUSE_FIRST);
		return 0;
	}
	assert_true(depth < 12);
	for (uint8_t first = checkin.page;; pages++) {
		struct checkin_question question;
		look(&checkin);
		checkin_question(&checkin, CATALOGUE_EN, &question);
		bool more = !strcmp(question.labels[question.count - 1], catalogue_phrase("more", CATALOGUE_EN));
		for (int i = 0; i < question.count - more; i++) {
			struct checkin next = checkin;
			assert_int_equal(checkin_press(&next, i), 0);
			walk(next, reached, depth + 1);
		}
		if (!more)
			return pages;
		assert_int_equal(checkin_press(&checkin, question.count - 1), 0);
		if (checkin.page == first)
			return pages;
	}
}

static void every_cause_is_within_reach(void **state)
{
	struct checkin checkin = checkin_begin();
	uint32_t reached = 0;

	(void)state;
	look(&checkin);
	press(&checkin, "1");
	look(&checkin);
	press(&checkin, "0");
	look(&checkin);
	press(&checkin, "0");
	assert_int_equal(checkin.step, CHECKIN_GROUP);
	walk(checkin, &reached, 0);
	assert_int_equal(reached, (UINT32_C(1) << ID_CAUSE_COUNT) - 1);
}

static void more_is_no_answer(void **state)
{
	struct checkin checkin = checkin_begin();
	struct checkin_question question;

	(void)state;
	press(&checkin, "2112");
	assert_int_equal(checkin.step, CHECKIN_GROUP);
	assert_int_equal(checkin.page, 1);
	assert_int_equal(checkin.answered, 3);
	/* The second page's first is the company, with more causes than buttons; the last page leads to the first. */
	press(&checkin, "0222");
	assert_int_equal(checkin.step, CHECKIN_CAUSE);
	assert_int_equal(checkin.page, 0);
	press(&checkin, "1");
	assert_int_equal(checkin.cause, id_named("company.overload"));
	assert_int_equal(checkin.answered, 4);
	checkin_question(&checkin, CATALOGUE_EN, &question);
	assert_string_equal(question.labels[1], catalogue_phrase("valence.1", CATALOGUE_EN));
	assert_int_equal(question.count, 2);
	press(&checkin, "1");
	assert_true(checkin_done(&checkin));
	assert_int_equal(checkin.valence, 1);
}

/* Two or three causes stand on one page, without More... */
static void short_groups_have_one_page(void **state)
{
	struct checkin checkin = checkin_begin();
	struct checkin_question question;

	(void)state;
	press(&checkin, "1000");
	checkin_question(&checkin, CATALOGUE_EN, &question);
	assert_int_equal(question.count, 3);
	assert_string_equal(question.labels[2], catalogue_text(id_named("customer.demands"), TEXT_LABEL, CATALOGUE_EN));
	press(&checkin, "2");
	assert_int_equal(checkin.cause, id_named("customer.demands"));
}

static void steps_back(void **state)
{
	struct checkin checkin = checkin_begin(), start = checkin;

	(void)state;
	assert_false(checkin_back(&checkin));
	press(&checkin, "211001");
	assert_true(checkin_done(&checkin));
	assert_int_equal(checkin.answered, 5);
	assert_true(checkin_back(&checkin));
	assert_int_equal(checkin.step, CHECKIN_VALENCE);
	assert_int_equal(checkin.valence, RECORD_UNANSWERED);
	assert_true(checkin_back(&checkin));
	assert_int_equal(checkin.step, CHECKIN_GROUP);
	assert_int_equal(checkin.cause, 0);
	press(&checkin, "0");
	assert_true(checkin_back(&checkin));
	assert_int_equal(checkin.step, CHECKIN_GROUP);
	assert_int_equal(checkin.answered, 3);
	for (int i = 0; i < 3; i++)
		assert_true(checkin_back(&checkin));
	assert_memory_equal(&checkin, &start, sizeof(checkin));
	press(&checkin, "000");
	assert_true(checkin_back(&checkin));
	assert_int_equal(checkin.step, CHECKIN_SYMPTOM_2);
	press(&checkin, "0");
	assert_true(checkin_done(&checkin));
}

static void passing_over(void **state)
{
	struct checkin checkin = checkin_begin();

	(void)state;
	checkin_pass(&checkin);
	press(&checkin, "1");
	checkin_pass(&checkin);
	/* Stress was not answered, so nothing asks for its cause. */
	assert_true(checkin_done(&checkin));
	assert_int_equal(checkin.answered, 1);
	checkin_pass(&checkin);
	assert_true(checkin_done(&checkin));
	checkin = checkin_begin();
	press(&checkin, "1110");
	checkin_pass(&checkin);
	assert_true(checkin_done(&checkin));
	assert_int_equal(checkin.group, -1);
	assert_true(checkin_back(&checkin));
	assert_int_equal(checkin.step, CHECKIN_GROUP);
}

static void a_list_names_the_cause_at_once(void **state)
{
	struct checkin checkin = checkin_begin();

	(void)state;
	assert_int_equal(checkin_choose_cause(&checkin, id_named("company.change")), -1);
	press(&checkin, "111");
	assert_int_equal(checkin_choose_cause(&checkin, id_named("fatigue")), -1);
	assert_int_equal(checkin_choose_cause(&checkin, 0xffff), -1);
	assert_int_equal(checkin_choose_cause(&checkin, id_named("company.change")), 0);
	assert_int_equal(checkin.step, CHECKIN_VALENCE);
	assert_int_equal(checkin.group, GROUP_COMPANY);
}

static const struct {
	const char *buttons;
	enum record_kind kind;
	int answered;
} records[] = {
	{"", RECORD_EXPIRED, 0},     {"1", RECORD_PARTIAL, 1},     {"111", RECORD_PARTIAL, 3},
	{"1110", RECORD_PARTIAL, 3}, {"11101", RECORD_PARTIAL, 4}, {"111011", RECORD_ANSWERED, 5},
	{"000", RECORD_ANSWERED, 3},
};

static void records_are_alike(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(records); i++) {
		struct checkin checkin = checkin_begin();
		struct record record, back;
		uint8_t bytes[RECORD_WORKSHEET_SIZE];
		int answered = 0;
		memset(&record, 0xff, sizeof(record));
		press(&checkin, records[i].buttons);
		checkin_record(&checkin, RECORD_EXPIRED, &record);
		assert_int_equal(record.kind, records[i].kind);
		assert_int_equal(record.count, CHECKIN_ANSWERS);
		assert_int_equal(record.prompt.answers[0].question, ID_STRESS);
		assert_int_equal(record.prompt.answers[1].question, checkin.symptoms[0]);
		assert_int_equal(record.prompt.answers[4].question, ID_VALENCE);
		for (int k = 0; k < CHECKIN_ANSWERS; k++)
			answered += record.prompt.answers[k].value != RECORD_UNANSWERED;
		assert_int_equal(answered, records[i].answered);
		assert_int_equal(answered, checkin.answered);
		record.prompt.origin = ORIGIN_PROMPT;
		record_encode(&record, bytes);
		assert_int_equal(record_decode(bytes, RECORD_SIZE, &back, NULL), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(symptoms_come_without_replacement),
		cmocka_unit_test(draws_differ_by_seed),
		cmocka_unit_test(no_stress_asks_no_cause),
		cmocka_unit_test(every_cause_is_within_reach),
		cmocka_unit_test(more_is_no_answer),
		cmocka_unit_test(short_groups_have_one_page),
		cmocka_unit_test(steps_back),
		cmocka_unit_test(passing_over),
		cmocka_unit_test(a_list_names_the_cause_at_once),
		cmocka_unit_test(records_are_alike),
	};

	return cmocka_run_group_tests_name("checkin", tests, NULL, NULL);
}
