/* A check-in by words: each gives its answer or is refused, and no message says what was answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "checkin_begin.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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
		struct checkin checkin = checkin_begin();
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
	struct checkin checkin = checkin_begin();
	uint16_t drawn = checkin.symptoms[1];
	char word[64];

	(void)state;
	/* The second one drawn keeps its place; another one takes the first. */
	snprintf(word, sizeof(word), "%s=2", catalogue_find(drawn)->name);
	assert_int_equal(checkin_assign(&checkin, word, NULL), 0);
	const char *other =
		drawn == id_named("fatigue") || checkin.symptoms[0] == id_named("fatigue") ? "appetite" : "fatigue";
	snprintf(word, sizeof(word), "%s=1", other);
	assert_int_equal(checkin_assign(&checkin, word, NULL), 0);
	assert_int_equal(checkin.symptoms[0], id_named(other));
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
		struct checkin checkin = checkin_begin();
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
		cmocka_unit_test(words_give_answers),
		cmocka_unit_test(named_symptoms_take_the_place_of_drawn_ones),
		cmocka_unit_test(messages_keep_answers_to_themselves),
	};

	return cmocka_run_group_tests_name("checkin_words", tests, NULL, NULL);
}
