/* An A, or members, that don't keep to the rules: what they send is refused by its name, and nothing leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/mem.h>

#include "opening_stage.h"

static void keep(size_t count)
{
	while (drop.count > count)
		text_clear(&drop.files[--drop.count]);
}

/* Where a report lies in the request's body when nothing is rejected. */
static size_t init_at(size_t place)
{
	return 2 + DAP_INIT_HEAD + place * DAP_INIT_SIZE;
}

static int assist_changed(struct text *body)
{
	message_send(&team, PARTY_A, EXCHANGE_REQUEST, body, &opening.request);
	int r = opening_assist(&opening, &team);
	assert_true((r == 0) == (opening.response.length > 0));
	return r;
}

/* A floor that both have signed, to see who else looks at it. */
static void set_floor(unsigned floor)
{
	team.cohort.terms.floor = floor;
	team_sign(&team);
}

/* Nine people get no figures: A makes no request, and B answers none that a patched A makes. */
static void nine_people(void **state)
{
	(void)state;
	opening_stage_begin(30, 100);
	keep(9);
	assert_int_equal(opening_lead(&opening, &team), REFUSAL_FEW);
	assert_int_equal(opening.request.length, 0);
	assert_int_equal(opening.lead.people, 9);
	set_floor(8);
	assert_int_equal(opening_lead(&opening, &team), 0);
	set_floor(TEAM_FLOOR);
	assert_int_equal(opening_assist(&opening, &team), REFUSAL_FEW);
	assert_int_equal(opening.response.length, 0);
	/* Nor if B gave in: A finds out again. */
	set_floor(8);
	assert_int_equal(opening_assist(&opening, &team), 0);
	set_floor(TEAM_FLOOR);
	assert_int_equal(opening_finish(&opening, &team), REFUSAL_FEW);
	opening_stage_end();
}

/* People are counted, not reports: nine of them four times are nine. */
static void nine_often(void **state)
{
	(void)state;
	opening_stage_begin(12, 101);
	struct text kept[36];
	uint64_t weeks[36];
	size_t count = 0;
	for (size_t i = 0; i < drop.count; i++) {
		if (i % 12 < 9) {
			weeks[count] = drop.weeks[i];
			kept[count++] = drop.files[i];
		} else
			text_clear(&drop.files[i]);
	}
	memcpy(drop.files, kept, sizeof(kept));
	memcpy(drop.weeks, weeks, sizeof(weeks));
	drop.count = count;
	assert_int_equal(opening_lead(&opening, &team), REFUSAL_FEW);
	assert_int_equal(opening.lead.accepted, 36);
	assert_int_equal(opening.lead.people, 9);
	opening_stage_end();
}

static void left_out(void **state)
{
	(void)state;
	opening_stage_begin(30, 102);
	assert_int_equal(opening_lead(&opening, &team), 0);
	struct text body = message_body(&opening.request);
	body.length -= 3 * DAP_INIT_SIZE;
	assert_int_equal(assist_changed(&body), REFUSAL_MISMATCH);
	assert_int_equal(opening.assist.mismatched, 3);
	opening_stage_end();
}

/* A report twice is no request at all; twice under two ids is not B's list. */
static void twice(void **state)
{
	(void)state;
	opening_stage_begin(30, 103);
	assert_int_equal(opening_lead(&opening, &team), 0);
	struct text body = message_body(&opening.request);
	memcpy(body.bytes + init_at(4), body.bytes + init_at(3), DAP_INIT_SIZE);
	assert_int_equal(assist_changed(&body), REFUSAL_MALFORMED);
	assert_int_equal(opening_lead(&opening, &team), 0);
	body = message_body(&opening.request);
	memcpy(body.bytes + init_at(4) + DAP_REPORT_ID_SIZE, body.bytes + init_at(3) + DAP_REPORT_ID_SIZE,
	       DAP_INIT_SIZE - DAP_REPORT_ID_SIZE);
	assert_int_equal(assist_changed(&body), REFUSAL_MISMATCH);
	assert_int_equal(opening.assist.mismatched, 1);
	opening_stage_end();
}

/* Each byte of what A passes on is B's own; one invented is not. */
static void altered_share(void **state)
{
	static const size_t places[] = {0, 15, 23, 30, 93, 94, 100, 200, 218};

	(void)state;
	opening_stage_begin(30, 104);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		assert_int_equal(opening_lead(&opening, &team), 0);
		struct text body = message_body(&opening.request);
		body.bytes[init_at(29) + places[i]] ^= 1;
		assert_int_equal(assist_changed(&body), REFUSAL_MISMATCH);
		assert_true(opening.assist.mismatched >= 1);
	}
	opening_stage_end();
}

/* A alters its message about one: B rejects that one, and both count the others. */
static void altered_payload(void **state)
{
	(void)state;
	opening_stage_begin(30, 105);
	assert_int_equal(opening_lead(&opening, &team), 0);
	struct text body = message_body(&opening.request);
	body.bytes[init_at(7) + DAP_INIT_SIZE - 40] ^= 1;
	assert_int_equal(assist_changed(&body), 0);
	assert_int_equal(opening.assist.outcomes[REFUSAL_PROOF], 1);
	assert_int_equal(opening_finish(&opening, &team), 0);
	assert_int_equal(opening.figures.reports, 29);
	assert_int_equal(opening.finish.outcomes[REFUSAL_PROOF], 1);
	opening_stage_end();
}

static void add_rejects(struct text *body, size_t count, uint8_t error)
{
	_cleanup_(text_clear) struct text rejects = {0};
	struct text changed = {0};

	/* The last ones: out of the job, into the list of those rejected. */
	size_t job = body->length - 2 - count * DAP_INIT_SIZE;
	for (size_t i = 0; i < count; i++) {
		text_append_bytes(&rejects, body->bytes + 2 + job + i * DAP_INIT_SIZE, DAP_REPORT_ID_SIZE);
		text_append_char(&rejects, (char)error);
	}
	text_append_bytes(&changed, body->bytes + 2, job);
	request_body(bytes_of_text(&rejects), job, &changed);
	text_clear(body);
	*body = changed;
}

/* A may reject what it cannot open: as many as one person sends, or one in twenty. Nothing else, and no more. */
static void rejects(void **state)
{
	static const struct {
		size_t members, count;
		uint8_t error;
		int refusal;
	} cases[] = {
		{30, 1, DAP_HPKE_DECRYPT_ERROR, 0},
		{30, 1, DAP_HPKE_UNKNOWN_CONFIG_ID, 0},
		{30, 1, DAP_INVALID_MESSAGE, 0},
		{30, 1, DAP_VDAF_VERIFY_ERROR, REFUSAL_REJECTS},
		{30, 1, DAP_REPORT_DROPPED, REFUSAL_REJECTS},
		{30, 2, DAP_HPKE_DECRYPT_ERROR, REFUSAL_REJECTS},
		{39, 2, DAP_HPKE_DECRYPT_ERROR, REFUSAL_REJECTS},
		{40, 2, DAP_HPKE_DECRYPT_ERROR, 0},
		{30, 1, 0, REFUSAL_MALFORMED},
		{30, 1, DAP_ERRORS, REFUSAL_MALFORMED},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		opening_stage_begin(cases[i].members, 200 + i);
		assert_int_equal(opening_lead(&opening, &team), 0);
		struct text body = message_body(&opening.request);
		add_rejects(&body, cases[i].count, cases[i].error);
		assert_int_equal(assist_changed(&body), cases[i].refusal);
		if (cases[i].refusal == 0)
			assert_int_equal(opening.assist.accepted, cases[i].members - cases[i].count);
		opening_stage_end();
	}
}

/* A rejects one that it also asks for, or one that there is not. */
static void foreign_rejects(void **state)
{
	(void)state;
	opening_stage_begin(30, 106);
	assert_int_equal(opening_lead(&opening, &team), 0);
	struct text body = message_body(&opening.request);
	struct text asked_too = {0};
	text_append_bytes(&asked_too, body.bytes + 2, body.length - 2);
	uint8_t reject[EXCHANGE_REJECT];
	memcpy(reject, body.bytes + init_at(3), DAP_REPORT_ID_SIZE);
	reject[DAP_REPORT_ID_SIZE] = DAP_HPKE_DECRYPT_ERROR;
	request_body((struct hpke_bytes){reject, sizeof(reject)}, asked_too.length, &asked_too);
	assert_int_equal(assist_changed(&asked_too), REFUSAL_MISMATCH);
	assert_int_equal(opening.assist.mismatched, 1);
	text_append_bytes(&asked_too, body.bytes + 2, body.length - 2);
	memset(reject, 0x77, DAP_REPORT_ID_SIZE);
	request_body((struct hpke_bytes){reject, sizeof(reject)}, asked_too.length, &asked_too);
	assert_int_equal(assist_changed(&asked_too), REFUSAL_MISMATCH);
	assert_int_equal(opening.assist.mismatched, 1);
	text_clear(&body);
	opening_stage_end();
}

/* An envelope that is in order, but of which a half is not: seal anything as @party's half and sign it. */
static void spoil(size_t index, unsigned party, bool sealed_well)
{
	uint8_t *file = (uint8_t *)drop.files[index].bytes, report[DAP_REPORT_SIZE], seed[HPKE_KEY_SIZE];
	uint8_t nothing[DAP_LEADER_SIZE];
	size_t member = cohort_member(&team.cohort, file + 4);
	uint8_t *leader = report + DAP_REPORT_HEAD, *helper = leader + DAP_LEADER_SEALED;

	memset(nothing, 0xff, sizeof(nothing)); /* elements above p */
	memcpy(report, file + DAP_ENVELOPE_SIZE - DAP_REPORT_SIZE, sizeof(report));
	team_random(&team, seed, sizeof(seed));
	if (!sealed_well)
		(party == PARTY_A ? leader : helper)[DAP_SEALED] ^= 1;
	else if (party == PARTY_A)
		assert_int_equal(dap_input_seal(&team.cohort.task, HPKE_LEADER, &team.cohort.leader, report,
						(struct hpke_bytes){nothing, DAP_LEADER_SIZE}, seed, leader),
				 0);
	else
		assert_int_equal(dap_input_seal(&team.cohort.task, HPKE_HELPER, &team.cohort.helper, report,
						(struct hpke_bytes){nothing, DAP_HELPER_SIZE}, seed, helper),
				 0);
	envelope_encode(team.task_id, team_secret(&team, member), report, file);
}

/* Members whose halves cannot be opened, read or proved: each is left out by the party that finds it, the others count. */
static void broken_members(void **state)
{
	static const struct {
		unsigned party;
		bool sealed_well;
		enum refusal refusal;
	} cases[] = {
		{PARTY_A, false, REFUSAL_DECRYPT},
		{PARTY_A, true, REFUSAL_SHARE},
		{PARTY_B, false, REFUSAL_DECRYPT},
		{PARTY_B, true, REFUSAL_PROOF},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		opening_stage_begin(30, 107);
		spoil(11, cases[i].party, cases[i].sealed_well);
		assert_int_equal(opening_run(&opening, &team), 0);
		assert_int_equal(opening.figures.reports, 29);
		assert_int_equal(opening.assist.outcomes[cases[i].refusal], 1);
		const struct role_tally *tally = cases[i].party == PARTY_A ? &opening.lead : &opening.finish;
		assert_int_equal(tally->outcomes[cases[i].refusal], 1);
		opening_stage_end();
	}
	opening_stage_begin(30, 108);
	spoil(3, PARTY_A, false);
	spoil(4, PARTY_A, true);
	assert_int_equal(opening_lead(&opening, &team), REFUSAL_BROKEN);
	assert_int_equal(opening.request.length, 0);
	opening_stage_end();
}

/* B's folder is not A's: deleted or added files are counted. */
static void other_folders(void **state)
{
	static struct drop other;
	uint8_t envelope[DAP_ENVELOPE_SIZE];

	(void)state;
	opening_stage_begin(40, 109);
	keep(39);
	for (size_t i = 0; i < drop.count - 2; i++)
		drop_add(&other, drop.weeks[i], drop.files[i].bytes, drop.files[i].length);
	opening.folder_b = &other;
	assert_int_equal(opening_lead(&opening, &team), 0);
	assert_int_equal(opening_assist(&opening, &team), REFUSAL_MISMATCH);
	assert_int_equal(opening.assist.mismatched, 2);
	team_contribute(&team, 39, TEAM_START, sums, envelope);
	drop_add(&other, TEAM_START, envelope, sizeof(envelope));
	assert_int_equal(opening_assist(&opening, &team), REFUSAL_MISMATCH);
	assert_int_equal(opening.assist.mismatched, 3);
	assert_int_equal(opening.response.length, 0);
	drop_clear(&other);
	opening_stage_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nine_people),   cmocka_unit_test(nine_often),      cmocka_unit_test(left_out),
		cmocka_unit_test(twice),         cmocka_unit_test(altered_share),   cmocka_unit_test(altered_payload),
		cmocka_unit_test(rejects),       cmocka_unit_test(foreign_rejects), cmocka_unit_test(broken_members),
		cmocka_unit_test(other_folders),
	};

	return cmocka_run_group_tests_name("roles_request", tests, NULL, NULL);
}
