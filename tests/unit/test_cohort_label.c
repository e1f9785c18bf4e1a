/* What people copy and read of a cohort: the code of an enrolment key, and the names in a label. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "../../client/cohort_label.h"
#include "../../client/enrol_code.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *label, *team, *office, *second;
} labels[] = {
	{"Desk | Office | Council", "Desk", "Office", "Council"},
	{"Desk|Office|Council", "Desk", "Office", "Council"},
	{"  Night desk  |  The office |Council  ", "Night desk", "The office", "Council"},
	{"客服一组 | 健康办公室 | 工会", "客服一组", "健康办公室", "工会"},
	/* No two names: people still read who is meant. */
	{"Desk", "Desk", "the wellbeing office", "the second party"},
	{"Desk | Office", "Desk | Office", "the wellbeing office", "the second party"},
	{"Desk | Office | Council | more", "Desk | Office | Council | more", "the wellbeing office",
	 "the second party"},
	{"Desk | | Council", "Desk | | Council", "the wellbeing office", "the second party"},
	{"Desk | Office |", "Desk | Office |", "the wellbeing office", "the second party"},
	/* Nothing that steers a terminal or turns the text round gets there. */
	{"D\xc2\x9b"
	 "31m | O\xe2\x80\xae"
	 "eciff | C\xe2\x81\xa6"
	 "x",
	 "D?31m", "O?eciff", "C?x"},
};

static void names_of_a_label(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(labels); i++) {
		struct cohort cohort = {.label = {(const uint8_t *)labels[i].label, strlen(labels[i].label)}};
		struct cohort_label label;
		cohort_label(&cohort, &label);
		assert_string_equal(label.team, labels[i].team);
		assert_string_equal(label.party[PARTY_A], labels[i].office);
		assert_string_equal(label.party[PARTY_B], labels[i].second);
	}
}

static void a_label_is_made_of_three_names(void **state)
{
	static const char *const bad[][3] = {
		{"", "Office", "Council"},         {"Desk", "  ", "Council"},       {"Desk", "Office", ""},
		{"Desk", "Off|ice", "Council"},    {"Desk", "Office", "Coun\ncil"}, {"Desk", "Office\x7f", "Council"},
		{"De\xffsk", "Office", "Council"},
	};
	_cleanup_(text_clear) struct text label = {0};
	char longest[COHORT_LABEL_MAX + 1];
	struct error err;

	(void)state;
	assert_int_equal(cohort_label_make(" Desk", "Office ", "Council", &label, &err), 0);
	assert_string_equal(text_string(&label), "Desk | Office | Council");
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(cohort_label_make(bad[i][0], bad[i][1], bad[i][2], &label, &err), -1);
	memset(longest, 'x', sizeof(longest) - 1);
	longest[COHORT_LABEL_MAX - 8] = '\0';
	text_clear(&label);
	assert_int_equal(cohort_label_make(longest, "O", "C", &label, &err), 0);
	assert_int_equal(label.length, COHORT_LABEL_MAX);
	longest[COHORT_LABEL_MAX - 8] = 'x';
	longest[COHORT_LABEL_MAX - 7] = '\0';
	assert_int_equal(cohort_label_make(longest, "O", "C", &label, &err), -1);
	assert_non_null(strstr(err.message, "256 bytes"));
}

static const uint8_t one_task[DAP_ID_SIZE] = {1, 2, 3}, other_task[DAP_ID_SIZE] = {1, 2, 4};

static struct cohort an_invitation(void)
{
	struct cohort cohort = {
		.task.task_id = one_task,
		.leader = {1, {1}},
		.helper = {2, {2}},
		.collector = {3, {3}},
		.sign = {{4}, {5}},
		.label = {(const uint8_t *)"Desk | Office | Council", 23},
	};

	return cohort;
}

static void a_code_is_its_key(void **state)
{
	struct cohort invitation = an_invitation();
	uint8_t key[DAP_KEY_SIZE];
	struct enrol_code got;
	char code[ENROL_CODE_SIZE];

	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		randombytes_buf(key, sizeof(key));
		if (i < 2)
			memset(key, i ? 0xff : 0, sizeof(key));
		enrol_code_encode(key, &invitation, code);
		assert_int_equal(strlen(code), ENROL_CODE_SIZE - 1);
		assert_int_equal(strspn(code, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-"), ENROL_CODE_SIZE - 1);
		assert_int_equal(enrol_code_decode(code, &got, NULL), 0);
		assert_memory_equal(got.key, key, sizeof(key));
		assert_true(enrol_code_is_for(&got, &invitation));
	}
}

/* Formats stay: a code printed today is read by the officer's next version. */
static void a_known_code(void **state)
{
	struct cohort invitation = an_invitation();
	uint8_t key[DAP_KEY_SIZE];
	char code[ENROL_CODE_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)(i * 7);
	enrol_code_encode(key, &invitation, code);
	assert_string_equal(code, "003G-W58W-4CN3-2E1Z-8S6N-8PV2-D5R7-EZM5-HJ9S-N8D8-NYVB-VH6B-TBCJ-EM8H-57QE");
}

/* What somebody could change in an invitation that is given out in the second party's name. */
static void change(struct cohort *cohort, unsigned what)
{
	switch (what) {
	case 0:
		cohort->task.task_id = other_task;
		return;
	case 1:
		cohort->leader.public_key[31] ^= 1;
		return;
	case 2:
		cohort->leader.id ^= 1;
		return;
	case 3:
		cohort->helper.public_key[0] ^= 0x80;
		return;
	case 4:
		cohort->collector.public_key[7] ^= 2;
		return;
	case 5:
		cohort->sign[PARTY_A][0] ^= 1;
		return;
	case 6:
		cohort->sign[PARTY_B][31] ^= 0x40;
		return;
	case 7:
		cohort->label.bytes = (const uint8_t *)"Desk | Office | Counsel";
		return;
	case 8:
		cohort->label.size--;
		return;
	default:
		memcpy(cohort->sign[PARTY_A], cohort->sign[PARTY_B], DAP_KEY_SIZE);
	}
}
enum { CHANGES = 10 };

/* Each term counts for the code just as for cohort_same_terms; roster, window and signatures do not. */
static void bound_to_all_terms(void **state)
{
	struct cohort invitation = an_invitation(), roster = invitation;
	uint8_t key[DAP_KEY_SIZE] = {7}, members[2 * DAP_KEY_SIZE] = {0};
	struct enrol_code got, forged;
	char code[ENROL_CODE_SIZE];

	(void)state;
	enrol_code_encode(key, &invitation, code);
	assert_int_equal(enrol_code_decode(code, &got, NULL), 0);
	for (unsigned what = 0; what < CHANGES; what++) {
		struct cohort other = an_invitation();
		change(&other, what);
		assert_int_equal(cohort_same_terms(&other, &invitation), REFUSAL_TERMS);
		assert_false(enrol_code_is_for(&got, &other));
		enrol_code_encode(key, &other, code);
		assert_int_equal(enrol_code_decode(code, &forged, NULL), 0);
		assert_false(enrol_code_is_for(&forged, &invitation));
	}
	roster.members = 2;
	roster.keys = members;
	roster.weeks = 1;
	roster.signatures[PARTY_B][0] = 1;
	assert_int_equal(cohort_same_terms(&roster, &invitation), 0);
	assert_true(enrol_code_is_for(&got, &roster));
}

/* An invitation is forged before there is a key: one that fits a key fits no other, so that trying out many gains nothing. */
static void bound_by_its_key(void **state)
{
	struct cohort invitation = an_invitation();
	uint8_t key[DAP_KEY_SIZE] = {0};
	struct enrol_code first, got;
	char code[ENROL_CODE_SIZE];
	unsigned same = 0;

	(void)state;
	enrol_code_encode(key, &invitation, code);
	assert_int_equal(enrol_code_decode(code, &first, NULL), 0);
	for (unsigned i = 1; i <= 100; i++) {
		key[i % DAP_KEY_SIZE]++;
		enrol_code_encode(key, &invitation, code);
		assert_int_equal(enrol_code_decode(code, &got, NULL), 0);
		same += memcmp(got.bound, first.bound, ENROL_BOUND_SIZE) == 0;
	}
	assert_int_equal(same, 0);
}

static void a_code_as_people_write_it(void **state)
{
	struct cohort invitation = an_invitation();
	uint8_t key[DAP_KEY_SIZE] = {0};
	char code[ENROL_CODE_SIZE], typed[2 * ENROL_CODE_SIZE];
	struct enrol_code got;
	size_t length = 0;

	(void)state;
	enrol_code_encode(key, &invitation, code);
	for (const char *c = code; *c; c++) {
		size_t at = length++;
		typed[at] = *c == '0' ? "oO0"[at % 3] : *c == '1' ? "iLl"[at % 3] : *c;
		if (*c == '-')
			typed[length++] = ' ';
	}
	typed[length] = '\0';
	assert_int_equal(enrol_code_decode(typed, &got, NULL), 0);
	assert_memory_equal(got.key, key, sizeof(key));
	assert_true(enrol_code_is_for(&got, &invitation));
}

/* Twenty bits check: one wrong character is found in each of a code's places, in those that bind it, too, and is never taken for another invitation. */
static void typing_errors(void **state)
{
	static const char others[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	struct cohort invitation = an_invitation();
	uint8_t key[DAP_KEY_SIZE];
	char code[ENROL_CODE_SIZE];
	struct enrol_code got;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)(i * 37 + 5);
	enrol_code_encode(key, &invitation, code);
	for (char *c = code; *c; c++) {
		char original = *c;
		for (const char *other = others; *c != '-' && *other; other++) {
			*c = *other;
			assert_int_equal(enrol_code_decode(code, &got, &err), *other == original ? 0 : -1);
			assert_true(*other == original || strstr(err.message, "typing error"));
			*c = original;
		}
	}
	code[ENROL_CODE_SIZE - 2] = '\0';
	assert_int_equal(enrol_code_decode(code, &got, &err), -1);
	assert_non_null(strstr(err.message, "59 characters"));
	assert_int_equal(enrol_code_decode("U", &got, &err), -1);
	assert_non_null(strstr(err.message, "no code has"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_a_label),   cmocka_unit_test(a_label_is_made_of_three_names),
		cmocka_unit_test(a_code_is_its_key),  cmocka_unit_test(a_known_code),
		cmocka_unit_test(bound_to_all_terms), cmocka_unit_test(bound_by_its_key),
		cmocka_unit_test(typing_errors),      cmocka_unit_test(a_code_as_people_write_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
