/* The check-in chain: draws, every path by buttons, steps back, words, and records that are alike whatever was answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/checkin.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct checkin begin(void)
{
	struct symptom_deck deck = {0};
	struct rng rng = rng_seeded(1);
	struct checkin checkin;

	checkin_init(&checkin, &deck, &rng);
	return checkin;
}

static void press(struct checkin *checkin, const char *buttons)
{
	for (; *buttons; buttons++)
		assert_int_equal(checkin_press(checkin, *buttons - '0'), 0);
}

static uint16_t id_of(const char *name)
{
	const struct catalogue_entry *entry = catalogue_find_name(name);

	assert_non_null(entry);
	return entry->id;
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
	begin();
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
		different += first.symptoms[0] != begin().symptoms[0];
	}
	assert_true(different > 10);
}

static void no_stress_asks_no_cause(void **state)
{
	struct checkin checkin = begin();

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
	struct checkin checkin = begin();
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
	struct checkin checkin = begin();
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
	assert_int_equal(checkin.cause, id_of("company.overload"));
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
	struct checkin checkin = begin();
	struct checkin_question question;

	(void)state;
	press(&checkin, "1000");
	checkin_question(&checkin, CATALOGUE_EN, &question);
	assert_int_equal(question.count, 3);
	assert_string_equal(question.labels[2], catalogue_text(id_of("customer.demands"), TEXT_LABEL, CATALOGUE_EN));
	press(&checkin, "2");
	assert_int_equal(checkin.cause, id_of("customer.demands"));
}

static void steps_back(void **state)
{
	struct checkin checkin = begin(), start = checkin;

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
	struct checkin checkin = begin();

	(void)state;
	checkin_pass(&checkin);
	press(&checkin, "1");
	checkin_pass(&checkin);
	/* Stress was not answered, so nothing asks for its cause. */
	assert_true(checkin_done(&checkin));
	assert_int_equal(checkin.answered, 1);
	checkin_pass(&checkin);
	assert_true(checkin_done(&checkin));
	checkin = begin();
	press(&checkin, "1110");
	checkin_pass(&checkin);
	assert_true(checkin_done(&checkin));
	assert_int_equal(checkin.group, -1);
	assert_true(checkin_back(&checkin));
	assert_int_equal(checkin.step, CHECKIN_GROUP);
}

static void a_list_names_the_cause_at_once(void **state)
{
	struct checkin checkin = begin();

	(void)state;
	assert_int_equal(checkin_choose_cause(&checkin, id_of("company.change")), -1);
	press(&checkin, "111");
	assert_int_equal(checkin_choose_cause(&checkin, id_of("fatigue")), -1);
	assert_int_equal(checkin_choose_cause(&checkin, 0xffff), -1);
	assert_int_equal(checkin_choose_cause(&checkin, id_of("company.change")), 0);
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
		struct checkin checkin = begin();
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

/* Words one after the other; "!" before one that must be refused. */
static const struct {
	const char *words[6];
	enum record_kind kind;
	int answered;
} words[] = {
	{{"stress=2", "fatigue=1", "unease=0", "customer.demands=1", "valence=0"}, RECORD_ANSWERED, 5},
	{{"valence=1", "customer.demands=1", "unease=0", "fatigue=1", "stress=1"}, RECORD_ANSWERED, 5},
	{{"stress=0", "fatigue=1", "unease=0"}, RECORD_ANSWERED, 3},
	{{"stress=0"}, RECORD_PARTIAL, 1},
	{{"stress=1", "stress=0", "fatigue=2", "fatigue=1"}, RECORD_PARTIAL, 2},
	{{"stress=2", "fatigue=1", "unease=0", "!appetite=1"}, RECORD_PARTIAL, 3},
	{{"customer.demands=1", "!stress=0", "!company.change=1", "customer.demands=1"}, RECORD_PARTIAL, 1},
	{{"stress=0", "!customer.demands=1"}, RECORD_PARTIAL, 1},
	{{"!stress=3", "!stress=-1", "!stress=", "!stress=1x", "!stress", "!stress=001"}, RECORD_SKIPPED, 0},
	{{"!fatigue=3", "!valence=2", "!customer.demands=0", "!customer.demands=2", "!=1", "!"}, RECORD_SKIPPED, 0},
	{{"!nonsense=1", "!week-stress=1", "!enthusiasm=1", "!mindset=1", "!Stress=1", "! stress=1"},
	 RECORD_SKIPPED,
	 0},
};

static void words_give_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		struct checkin checkin = begin();
		struct record record;
		for (int k = 0; k < 6 && words[i].words[k]; k++) {
			struct checkin before = checkin;
			struct error err = {0};
			bool refused = words[i].words[k][0] == '!';
			int rc = checkin_assign(&checkin, words[i].words[k] + refused, &err);
			if (rc != (refused ? -1 : 0))
				fail_msg("'%s': %d %s", words[i].words[k], rc, err.message);
			if (refused) {
				assert_memory_equal(&checkin, &before, sizeof(checkin));
				assert_int_equal(err.kind, ERROR_USAGE);
			}
		}
		checkin_record(&checkin, RECORD_SKIPPED, &record);
		assert_int_equal(record.kind, words[i].kind);
		assert_int_equal(checkin.answered, words[i].answered);
	}
}

static void named_symptoms_take_the_place_of_drawn_ones(void **state)
{
	struct checkin checkin = begin();
	uint16_t drawn = checkin.symptoms[1];
	char word[64];

	(void)state;
	/* The second one drawn keeps its place; another one takes the first. */
	snprintf(word, sizeof(word), "%s=2", catalogue_find(drawn)->name);
	assert_int_equal(checkin_assign(&checkin, word, NULL), 0);
	const char *other =
		drawn == id_of("fatigue") || checkin.symptoms[0] == id_of("fatigue") ? "appetite" : "fatigue";
	snprintf(word, sizeof(word), "%s=1", other);
	assert_int_equal(checkin_assign(&checkin, word, NULL), 0);
	assert_int_equal(checkin.symptoms[0], id_of(other));
	assert_int_equal(checkin.symptom[0], 1);
	assert_int_equal(checkin.symptoms[1], drawn);
	assert_int_equal(checkin.symptom[1], 2);
	assert_int_equal(checkin.step, CHECKIN_STRESS);
}

/* A message never says what was answered, nor to which question. */
static void messages_keep_answers_to_themselves(void **state)
{
	static const char *const bad[] = {"fatigue=7", "customer.demands=7", "valence=7", "week-stress=7"};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct checkin checkin = begin();
		struct error err = {0};
		assert_int_equal(checkin_assign(&checkin, bad[i], &err), -1);
		assert_null(strchr(err.message, '7'));
		assert_null(strstr(err.message, "fatigue"));
		assert_null(strstr(err.message, "demands"));
		assert_null(strstr(err.message, "week-stress"));
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
		cmocka_unit_test(words_give_answers),
		cmocka_unit_test(named_symptoms_take_the_place_of_drawn_ones),
		cmocka_unit_test(messages_keep_answers_to_themselves),
	};

	return cmocka_run_group_tests_name("checkin", tests, NULL, NULL);
}
