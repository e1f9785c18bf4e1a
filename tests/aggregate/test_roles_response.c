/* Messages on their way back, keys and clients that are not what they should be: refused by name, and nothing leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/mem.h>

#include "opening_stage.h"

/* Messages of another task, window, type or sender, or altered on their way. */
static void foreign_messages(void **state)
{
	struct exchange message;
	struct dap_window next = {TEAM_START + 1, 1};
	struct team other;

	(void)state;
	opening_stage_begin(30, 110);
	assert_int_equal(opening_run(&opening, &team), 0);
	struct hpke_bytes request = bytes_of_text(&opening.request), result = bytes_of_text(&opening.result);
	team_init(&other, 30, 111);
	assert_int_equal(exchange_open(request, &other.cohort, EXCHANGE_REQUEST, team.window, &message), REFUSAL_TASK);
	assert_int_equal(exchange_open(request, &team.cohort, EXCHANGE_REQUEST, next, &message), REFUSAL_WINDOW);
	assert_int_equal(exchange_open(request, &team.cohort, EXCHANGE_RESULT, team.window, &message), REFUSAL_TYPE);
	/* B cannot send A's request for itself. */
	struct text body = message_body(&opening.request);
	_cleanup_(text_clear) struct text forged = {0};
	message_send(&team, PARTY_B, EXCHANGE_REQUEST, &body, &forged);
	assert_int_equal(exchange_open(bytes_of_text(&forged), &team.cohort, EXCHANGE_REQUEST, team.window, &message),
			 REFUSAL_SENDER);
	for (size_t i = 0; i < opening.result.length; i++) {
		opening.result.bytes[i] ^= 1;
		assert_int_not_equal(opening_countersign(&opening, &team), 0);
		assert_int_equal(opening.countersignature.length, 0);
		opening.result.bytes[i] ^= 1;
	}
	assert_int_equal(opening_countersign(&opening, &team), 0);
	opening.result.bytes[100] ^= 1;
	assert_int_equal(
		role_countersigned(&team.cohort, team.window, result, bytes_of_text(&opening.countersignature)),
		REFUSAL_RESULT);
	team_clear(&other);
	opening_stage_end();
}

static void change_response(size_t at, uint8_t change)
{
	struct text body = message_body(&opening.response);

	body.bytes[at < body.length ? at : body.length - 1] ^= (char)change;
	message_send(&team, PARTY_B, EXCHANGE_RESPONSE, &body, &opening.response);
}

/* A patched B: another count, checksum, verdict, report or share. A sends nothing then. */
static void altered_response(void **state)
{
	enum { JOB = 30 * DAP_RESP_SIZE };
	static const struct {
		size_t at;
		uint8_t change;
		int refusal;
	} cases[] = {
		{4 + JOB + 7, 1, REFUSAL_COUNT},
		{4 + JOB + 8, 1, REFUSAL_COUNT},
		{4 + JOB + 40, 2, REFUSAL_CONFIG_ID},
		{4 + JOB + 40 + 100, 1, REFUSAL_DECRYPT},
		{4 + 3, 1, REFUSAL_MISMATCH},            /* an id */
		{4 + 16, 1, REFUSAL_MALFORMED},          /* "finished" */
		{4 + 16 + 1 + 4 + 10, 1, REFUSAL_COUNT}, /* what A's half is concluded with */
		{3, 1, REFUSAL_MALFORMED},
	};

	(void)state;
	opening_stage_begin(30, 112);
	assert_int_equal(opening_lead(&opening, &team), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(opening_assist(&opening, &team), 0);
		change_response(cases[i].at, cases[i].change);
		assert_int_equal(opening_finish(&opening, &team), cases[i].refusal);
		assert_int_equal(opening.result.length, 0);
	}
	opening_stage_end();
}

/* B seals another share than its own: it is noticed where its cells must be exact. */
static int one_more(void *context, struct field128 share[static CELL_COUNT])
{
	(void)context;
	for (int i = 0; i < CELL_COUNT; i++)
		share[i] = field128_add(share[i], field128_from(1));
	return 0;
}

static void altered_sums(void **state)
{
	(void)state;
	opening_stage_begin(30, 113);
	opening.b.blur.add = one_more;
	assert_int_equal(opening_run(&opening, &team), REFUSAL_ALTERED);
	opening.b.blur.add = NULL;
	/* A puts another share of B's into the result, then one of its own: B notices the first, the sums tell of the second. */
	assert_int_equal(opening_run(&opening, &team), 0);
	for (unsigned party = PARTY_A; party <= PARTY_B; party++) {
		struct text body = message_body(&opening.result);
		uint8_t changed[EXCHANGE_RESULT_BODY];
		struct exchange_result result;
		assert_int_equal(exchange_result_decode(bytes_of_text(&body), &result), 0);
		one_more(NULL, result.shares[party]);
		exchange_result_encode(&result, changed);
		memcpy(body.bytes, changed, sizeof(changed));
		struct text before = opening.result;
		opening.result = (struct text){0};
		message_send(&team, PARTY_A, EXCHANGE_RESULT, &body, &opening.result);
		assert_int_equal(opening_countersign(&opening, &team),
				 party == PARTY_B ? REFUSAL_RESULT : REFUSAL_ALTERED);
		text_clear(&opening.result);
		opening.result = before;
	}
	opening_stage_end();
}

/* Notes of another run, cut off or altered. */
static void other_notes(void **state)
{
	(void)state;
	opening_stage_begin(30, 114);
	assert_int_equal(opening_lead(&opening, &team), 0);
	assert_int_equal(opening_assist(&opening, &team), 0);
	assert_int_equal(opening.notes.length, LEAD_NOTES_HEAD + 30 * LEAD_NOTE_SIZE);
	opening.notes.bytes[5] ^= 1;
	assert_int_equal(opening_finish(&opening, &team), REFUSAL_STATE);
	opening.notes.bytes[5] ^= 1;
	opening.notes.bytes[LEAD_NOTES_HEAD + 20 * LEAD_NOTE_SIZE] ^= 1;
	assert_int_equal(opening_finish(&opening, &team), REFUSAL_STATE);
	opening.notes.bytes[LEAD_NOTES_HEAD + 20 * LEAD_NOTE_SIZE] ^= 1;
	opening.notes.length--;
	assert_int_equal(opening_finish(&opening, &team), REFUSAL_STATE);
	opening.notes.length++;
	assert_int_equal(opening_finish(&opening, &team), 0);
	opening_stage_end();
}

/* Parties whose verify keys or private keys are not those of the task. */
static void wrong_keys(void **state)
{
	uint8_t other_key[PRIO3_KEY_SIZE] = {1};
	_cleanup_(text_clear) struct text file = {0};
	uint8_t once[HPKE_KEY_SIZE] = {8}, seed[PRIO3_KEY_SIZE];

	(void)state;
	opening_stage_begin(30, 115);
	opening.b.verify_key = other_key;
	assert_int_equal(opening_lead(&opening, &team), 0);
	assert_int_equal(opening_assist(&opening, &team), REFUSAL_BROKEN);
	assert_int_equal(opening.assist.outcomes[REFUSAL_PROOF], 30);
	opening.b.verify_key = team.verify_key;
	opening.b.pair = &team.leader;
	assert_int_equal(opening_assist(&opening, &team), REFUSAL_BROKEN);
	assert_int_equal(opening.assist.outcomes[REFUSAL_DECRYPT], 30);
	opening.a.pair = &team.helper;
	assert_int_equal(opening_lead(&opening, &team), REFUSAL_BROKEN);
	assert_int_equal(exchange_key_seal(&team.cohort, team.seed, once, team.sign[PARTY_A], &file), 0);
	assert_int_equal(exchange_key_open(bytes_of_text(&file), &team.cohort, &team.helper, seed), 0);
	assert_memory_equal(seed, team.seed, sizeof(seed));
	assert_int_equal(exchange_key_open(bytes_of_text(&file), &team.cohort, &team.leader, seed), REFUSAL_DECRYPT);
	file.bytes[60] ^= 1;
	assert_int_equal(exchange_key_open(bytes_of_text(&file), &team.cohort, &team.helper, seed), REFUSAL_SENDER);
	opening_stage_end();
}

/* A client takes part in no other quarter, in no team that it is not in, and with no marks that a review doesn't make. */
static void client(void **state)
{
	uint64_t cells[CELL_COUNT] = {[1] = 1, [CELL_ANSWERED] = 1};
	uint8_t envelope[DAP_ENVELOPE_SIZE], stranger[DAP_SECRET_SIZE], key[DAP_KEY_SIZE];
	struct role_random random;

	(void)state;
	opening_stage_begin(30, 116);
	team_random(&team, &random, sizeof(random));
	const uint8_t *secret = team_secret(&team, 0);
	assert_int_equal(role_contribute(&team.cohort, TEAM_START + 8, cells, secret, &random, envelope),
			 REFUSAL_QUARTER);
	assert_int_equal(role_contribute(&team.cohort, TEAM_START - 8, cells, secret, &random, envelope),
			 REFUSAL_QUARTER);
	crypto_sign_keypair(key, stranger);
	assert_int_equal(role_contribute(&team.cohort, TEAM_START, cells, stranger, &random, envelope),
			 REFUSAL_NOT_MEMBER);
	cells[7] = 2;
	assert_int_equal(role_contribute(&team.cohort, TEAM_START, cells, secret, &random, envelope), REFUSAL_SHARE);
	cells[7] = 1;
	assert_int_equal(role_contribute(&team.cohort, TEAM_START, cells, secret, &random, envelope), 0);
	opening_stage_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(foreign_messages), cmocka_unit_test(altered_response), cmocka_unit_test(altered_sums),
		cmocka_unit_test(other_notes),      cmocka_unit_test(wrong_keys),       cmocka_unit_test(client),
	};

	return cmocka_run_group_tests_name("roles_response", tests, NULL, NULL);
}
