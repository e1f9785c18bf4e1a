/* The cohort's file and its rules: only what both parties signed, with everyone's terms in it, is a cohort. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/mem.h>

#include "team.h"

static struct team team;
static struct text file;

static int begin(void **state)
{
	(void)state;
	team_init(&team, 12, 80);
	cohort_encode(&team.cohort, &file);
	return 0;
}

static int end(void **state)
{
	(void)state;
	text_clear(&file);
	team_clear(&team);
	return 0;
}

static int decode(struct cohort *ret)
{
	return cohort_decode(bytes_of_text(&file), ret);
}

static void round_trip(void **state)
{
	_cleanup_(text_clear) struct text again = {0};
	struct cohort cohort;

	(void)state;
	assert_int_equal(decode(&cohort), 0);
	cohort_encode(&cohort, &again);
	assert_int_equal(again.length, file.length);
	assert_memory_equal(again.bytes, file.bytes, file.length);
	assert_int_equal(cohort.members, 12);
	assert_int_equal(cohort.weeks, 4);
	assert_int_equal(cohort.terms.quarter, TEAM_QUARTER);
	assert_int_equal(cohort_signed(&cohort), 0);
	assert_int_equal(cohort_check_party(&cohort, team.window), 0);
	assert_int_equal(cohort_check_client(&cohort, &team.cohort, team.keys, TEAM_START), 0);
}

/* An invitation has nobody in it yet. */
static void invitation(void **state)
{
	_cleanup_(text_clear) struct text bytes = {0};
	struct cohort cohort, invited = team.cohort;

	(void)state;
	invited.members = 0;
	invited.keys = NULL;
	cohort_sign(&invited, PARTY_A, team.sign[PARTY_A]);
	cohort_sign(&invited, PARTY_B, team.sign[PARTY_B]);
	cohort_encode(&invited, &bytes);
	assert_int_equal(cohort_decode(bytes_of_text(&bytes), &cohort), 0);
	assert_int_equal(cohort.members, 0);
	assert_int_equal(cohort_signed(&cohort), 0);
	assert_int_equal(cohort_check_party(&cohort, team.window), REFUSAL_ROSTER_SMALL);
	assert_int_equal(cohort_same_terms(&team.cohort, &cohort), 0);
	assert_int_equal(cohort_check_client(&team.cohort, &cohort, team.keys, TEAM_START), 0);
}

static void cut_off(void **state)
{
	struct cohort cohort;

	(void)state;
	for (size_t size = 0; size < file.length; size++)
		assert_int_not_equal(cohort_decode((struct hpke_bytes){(uint8_t *)file.bytes, size}, &cohort), 0);
	text_append_char(&file, 'x');
	assert_int_equal(decode(&cohort), REFUSAL_MALFORMED);
}

/* Whatever bit is changed, the file is refused, or its signatures don't fit. */
static void each_bit(void **state)
{
	struct cohort cohort;

	(void)state;
	for (size_t i = 0; i < file.length * 8; i += 5) {
		file.bytes[i / 8] ^= (char)(1 << (i % 8));
		int r = decode(&cohort);
		if (r == 0)
			r = cohort_signed(&cohort);
		assert_true(r > 0);
		file.bytes[i / 8] ^= (char)(1 << (i % 8));
	}
}

static size_t behind_task(void)
{
	return 4 + DAP_ID_SIZE + 2 + team.cohort.task.configuration.size;
}

/* By its place, each change has its own name. */
static void named(void **state)
{
	size_t configs = behind_task(), signs = configs + 3 * HPKE_CONFIG_SIZE, figures = signs + 2 * DAP_KEY_SIZE;
	size_t roster = figures + 4 + 1 + 1 + 1 + team.cohort.label.size + 2;
	const struct {
		size_t at;
		uint8_t value;
		int refusal;
	} cases[] = {
		{3, '2', REFUSAL_VERSION},
		{2, 'R', REFUSAL_VERSION},
		{4, (uint8_t)~team.task_id[0], REFUSAL_TASK},
		{configs + 6, 1, REFUSAL_SUITE}, /* AES-128-GCM */
		{configs + 2, 0x10, REFUSAL_SUITE},
		{configs + 8, 31, REFUSAL_MALFORMED},
		{figures + 3, 0, REFUSAL_QUARTER},
		{figures + 4, 9, REFUSAL_FLOOR},
		{figures + 5, 2, REFUSAL_MALFORMED},
		{figures + 6, 0, REFUSAL_MALFORMED},
		{figures + 7, '\n', REFUSAL_MALFORMED},
		{figures + 7, 0xff, REFUSAL_MALFORMED},
		{roster, 0xff, REFUSAL_ROSTER_ORDER},
	};
	struct cohort cohort;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char before = file.bytes[cases[i].at];
		file.bytes[cases[i].at] = (char)cases[i].value;
		assert_int_equal(decode(&cohort), cases[i].refusal);
		file.bytes[cases[i].at] = before;
	}
	memset(file.bytes + configs + 9, 0, HPKE_KEY_SIZE); /* a key for which nothing can be sealed */
	assert_int_equal(decode(&cohort), REFUSAL_SUITE);
}

static int decode_made(const struct cohort *made)
{
	_cleanup_(text_clear) struct text bytes = {0};
	struct cohort cohort;

	cohort_encode(made, &bytes);
	return cohort_decode(bytes_of_text(&bytes), &cohort);
}

static void one_party(void **state)
{
	struct cohort made = team.cohort;

	(void)state;
	memcpy(made.sign[PARTY_B], made.sign[PARTY_A], DAP_KEY_SIZE);
	assert_int_equal(decode_made(&made), REFUSAL_ONE_PARTY);
	made = team.cohort;
	made.helper = made.collector;
	assert_int_equal(decode_made(&made), REFUSAL_ONE_PARTY);
	made = team.cohort;
	made.helper = made.leader;
	assert_int_equal(decode_made(&made), REFUSAL_ONE_PARTY);
}

/* A floor of 7 is no cohort, even if it says so everywhere. */
static void low_floor(void **state)
{
	uint8_t configuration[DAP_TASK_MAX], id[DAP_ID_SIZE];
	struct hpke_bytes own = team.cohort.task.configuration;
	struct cohort made = team.cohort;

	(void)state;
	memcpy(configuration, own.bytes, own.size);
	configuration[own.size - 28] = 7;
	made.task.configuration.bytes = configuration;
	dap_task_id(made.task.configuration, id);
	made.task.task_id = id;
	made.terms.floor = 7;
	assert_int_equal(decode_made(&made), REFUSAL_FLOOR);
}

/* Neither party adds members alone, nor a stranger for both. */
static void added_alone(void **state)
{
	struct team more;
	uint8_t stranger[DAP_SECRET_SIZE], key[DAP_KEY_SIZE];

	(void)state;
	team_init(&more, 13, 81);
	for (unsigned alone = PARTY_A; alone <= PARTY_B; alone++) {
		struct cohort made = team.cohort;
		made.keys = more.keys;
		made.members = 13;
		assert_int_equal(cohort_signed(&made), REFUSAL_SIGNATURE_A);
		cohort_sign(&made, alone, team.sign[alone]);
		assert_int_equal(cohort_signed(&made), alone == PARTY_A ? REFUSAL_SIGNATURE_B : REFUSAL_SIGNATURE_A);
		memset(made.signatures[!alone], 0, DAP_SIGNATURE_SIZE);
		assert_int_equal(cohort_signed(&made), REFUSAL_UNSIGNED);
		assert_int_equal(cohort_signed_by(&made, alone), 0);
		assert_int_equal(cohort_signed_by(&made, !alone), REFUSAL_UNSIGNED);
		crypto_sign_keypair(key, stranger);
		cohort_sign(&made, !alone, stranger);
		assert_int_equal(cohort_signed(&made), alone == PARTY_A ? REFUSAL_SIGNATURE_B : REFUSAL_SIGNATURE_A);
		/* Nor with a second key of its own in the other's place. */
		memcpy(made.sign[!alone], key, DAP_KEY_SIZE);
		cohort_sign(&made, alone, team.sign[alone]);
		cohort_sign(&made, !alone, stranger);
		assert_int_equal(cohort_signed(&made), 0);
		assert_int_equal(cohort_same_terms(&made, &team.cohort), REFUSAL_TERMS);
		assert_int_equal(cohort_parties(&made, team.cohort.sign[PARTY_A], team.cohort.sign[PARTY_B]),
				 REFUSAL_TERMS);
		assert_int_equal(cohort_check_client(&made, &team.cohort, more.keys, TEAM_START), REFUSAL_TERMS);
	}
	team_clear(&more);
}

static int check_signed(struct cohort *made, struct dap_window window)
{
	cohort_sign(made, PARTY_A, team.sign[PARTY_A]);
	cohort_sign(made, PARTY_B, team.sign[PARTY_B]);
	return cohort_check_party(made, window);
}

static void rules(void **state)
{
	struct cohort made = team.cohort;
	struct dap_window weekly = {TEAM_START, 1};

	(void)state;
	made.members = 9;
	assert_int_equal(check_signed(&made, team.window), REFUSAL_ROSTER_SMALL);
	made.members = 10;
	assert_int_equal(check_signed(&made, team.window), 0);
	made.weeks = 1;
	assert_int_equal(check_signed(&made, weekly), REFUSAL_SHORT_WINDOW);
	made.weeks = 4;
	assert_int_equal(check_signed(&made, weekly), REFUSAL_WINDOW);
	assert_int_equal(check_signed(&made, (struct dap_window){TEAM_START + 2, 4}), REFUSAL_WINDOW);
	assert_int_equal(check_signed(&made, (struct dap_window){TEAM_START + 8, 4}), REFUSAL_QUARTER);
	assert_int_equal(check_signed(&made, (struct dap_window){TEAM_START + 4, 4}), 0);
	assert_int_equal(cohort_check_client(&made, &team.cohort, team.keys, TEAM_START + 8), REFUSAL_QUARTER);
	assert_int_equal(cohort_check_client(&made, &team.cohort, team.keys + 11 * DAP_KEY_SIZE, TEAM_START),
			 REFUSAL_NOT_MEMBER);
	made.signatures[PARTY_B][0] ^= 1;
	assert_int_equal(cohort_check_client(&made, &team.cohort, team.keys, TEAM_START), REFUSAL_SIGNATURE_B);
}

/* Sums of four weeks were agreed to, so those of one are not opened, whoever signs that. A team that turns out small opens four. */
static void no_shorter_windows(void **state)
{
	struct cohort made = team.cohort, invitation = team.cohort;

	(void)state;
	invitation.members = 0;
	for (unsigned roster = 1; roster <= DAP_LONG_WEEKS; roster += DAP_LONG_WEEKS - 1)
		for (unsigned invited = 1; invited <= DAP_LONG_WEEKS; invited += DAP_LONG_WEEKS - 1) {
			int refusal = roster < invited ? REFUSAL_TERMS : 0;
			made.weeks = roster;
			invitation.weeks = invited;
			assert_int_equal(cohort_same_terms(&made, &invitation), refusal);
			cohort_sign(&made, PARTY_A, team.sign[PARTY_A]);
			cohort_sign(&made, PARTY_B, team.sign[PARTY_B]);
			/* Of 12 members none is weekly at all. */
			if (roster == DAP_LONG_WEEKS || refusal)
				assert_int_equal(cohort_check_client(&made, &invitation, team.keys, TEAM_START),
						 refusal);
		}
}

static void members(void **state)
{
	struct team other;
	uint8_t key[DAP_KEY_SIZE] = {0};

	(void)state;
	for (size_t i = 0; i < team.members; i++)
		assert_int_equal(cohort_member(&team.cohort, team.keys + i * DAP_KEY_SIZE), i);
	assert_true(cohort_member(&team.cohort, key) == COHORT_NO_MEMBER);
	memset(key, 0xff, sizeof(key));
	assert_true(cohort_member(&team.cohort, key) == COHORT_NO_MEMBER);
	team_init(&other, 30, 82);
	assert_false(cohort_overlaps(&team.cohort, &other.cohort));
	assert_true(cohort_overlaps(&team.cohort, &team.cohort));
	memcpy(other.keys, team.keys, DAP_KEY_SIZE);
	struct cohort one = other.cohort;
	one.members = 1;
	assert_true(cohort_overlaps(&one, &team.cohort));
	assert_true(cohort_overlaps(&team.cohort, &one));
	team_clear(&other);
}

/* An envelope is one key's, one task's and one week's. */
static void envelopes(void **state)
{
	uint8_t bytes[DAP_ENVELOPE_SIZE];
	int64_t sums[CELL_COUNT] = {0};
	struct envelope envelope;
	struct team other;
	size_t member;

	(void)state;
	team_init(&other, 12, 80); /* the same members in another task */
	other.salt[0] ^= 1;
	uint8_t configuration[DAP_TASK_MAX];
	other.cohort.task.configuration.size = dap_task_encode(&other.cohort.terms, configuration);
	dap_task_id((struct hpke_bytes){configuration, other.cohort.task.configuration.size}, other.task_id);
	team_contribute(&team, 5, TEAM_START + 1, sums, bytes);
	assert_int_equal(envelope_decode((struct hpke_bytes){bytes, sizeof(bytes)}, &envelope), 0);
	assert_int_equal(envelope_check(&envelope, &team.cohort, team.window, TEAM_START + 1, &member), 0);
	assert_int_equal(member, 5);
	assert_int_equal(envelope_check(&envelope, &team.cohort, team.window, TEAM_START, &member),
			 REFUSAL_FOLDER_WEEK);
	assert_int_equal(envelope_check(&envelope, &team.cohort, (struct dap_window){TEAM_START + 4, 4}, TEAM_START + 1,
					&member),
			 REFUSAL_OUTSIDE);
	assert_int_equal(envelope_check(&envelope, &other.cohort, team.window, TEAM_START + 1, &member),
			 REFUSAL_SIGNATURE);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] ^= 4;
		int r = envelope_decode((struct hpke_bytes){bytes, sizeof(bytes)}, &envelope);
		if (r == 0)
			r = envelope_check(&envelope, &team.cohort, team.window, TEAM_START + 1, &member);
		assert_true(r > 0);
		bytes[i] ^= 4;
	}
	/* Another member's key on it. */
	memcpy(bytes + 4, team.keys, DAP_KEY_SIZE);
	assert_int_equal(envelope_decode((struct hpke_bytes){bytes, sizeof(bytes)}, &envelope), 0);
	assert_int_equal(envelope_check(&envelope, &team.cohort, team.window, TEAM_START + 1, &member),
			 REFUSAL_SIGNATURE);
	team_clear(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(round_trip, begin, end),
		cmocka_unit_test_setup_teardown(invitation, begin, end),
		cmocka_unit_test_setup_teardown(cut_off, begin, end),
		cmocka_unit_test_setup_teardown(each_bit, begin, end),
		cmocka_unit_test_setup_teardown(named, begin, end),
		cmocka_unit_test_setup_teardown(one_party, begin, end),
		cmocka_unit_test_setup_teardown(low_floor, begin, end),
		cmocka_unit_test_setup_teardown(added_alone, begin, end),
		cmocka_unit_test_setup_teardown(rules, begin, end),
		cmocka_unit_test_setup_teardown(no_shorter_windows, begin, end),
		cmocka_unit_test_setup_teardown(members, begin, end),
		cmocka_unit_test_setup_teardown(envelopes, begin, end),
	};

	return cmocka_run_group_tests_name("dap_cohort", tests, NULL, NULL);
}
