/* Members whose programs were changed or are broken, and parties that choose whom the figures are of: neither changes what the others open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "patched.h"
#include "team.h"

static struct team team;
static struct drop drop;
static struct opening opening;
static int64_t sums[CELL_COUNT];

static void begin(size_t members, uint64_t seed)
{
	opening_begin(&opening, &team, &drop, members, seed, sums);
}

static void end(void)
{
	opening_end(&opening, &team);
}

static uint8_t *file_at(size_t index)
{
	return (uint8_t *)drop.files[index].bytes;
}

static size_t member_at(size_t index)
{
	return cohort_member(&team.cohort, file_at(index) + 4);
}

static const uint8_t *id_at(size_t index)
{
	return file_at(index) + DAP_ENVELOPE_SIZE - DAP_REPORT_SIZE;
}

/* One whose place in the list is before another's, and whose own report counts before it, too. */
static void find_copier(size_t *ret_copier, size_t *ret_author)
{
	for (size_t copier = 0; copier < drop.count; copier++)
		for (size_t author = 0; author < drop.count; author++)
			if (member_at(copier) < member_at(author) &&
			    memcmp(id_at(copier), id_at(author), DAP_REPORT_ID_SIZE) < 0) {
				*ret_copier = copier;
				*ret_author = author;
				return;
			}
	fail();
}

/* Somebody who can read the folder signs another's report as well: it doesn't count, and its author's does. */
static void copied(void **state)
{
	uint8_t copy[DAP_ENVELOPE_SIZE];
	size_t copier = 0, author = 0;

	(void)state;
	begin(30, 300);
	find_copier(&copier, &author);
	patched_copy(&team.cohort, team_secret(&team, member_at(copier)), file_at(author), copy);
	drop_add(&drop, TEAM_START, copy, sizeof(copy));
	assert_int_equal(opening_run(&opening, &team), 0);
	assert_int_equal(opening.figures.reports, 30);
	assert_int_equal(opening.figures.people, 30);
	assert_memory_equal(opening.figures.sums, sums, sizeof(sums));
	assert_int_equal(opening.lead.outcomes[REFUSAL_SECOND_BY_KEY], 1);
	assert_int_equal(opening.assist.outcomes[REFUSAL_SECOND_BY_KEY], 1);
	assert_int_equal(opening.lead.outcomes[REFUSAL_REPLAYED], 0);
	end();
}

/* All that @member sent: its halves for @party cannot be opened. */
static void break_member(size_t member, unsigned party)
{
	for (size_t i = 0; i < drop.count; i++)
		if (member_at(i) == member)
			patched_half(&team.cohort, party, team_secret(&team, member), file_at(i));
}

/* As many as one person sends in a window may be broken, in whichever half; the others are opened. Of two persons is more. */
static void one_broken_member(void **state)
{
	(void)state;
	for (unsigned party = PARTY_A; party <= PARTY_B; party++) {
		begin(12, 301 + party);
		break_member(3, party);
		assert_int_equal(opening_run(&opening, &team), 0);
		assert_int_equal(opening.figures.reports, 44);
		assert_int_equal(opening.figures.people, 11);
		assert_int_equal(opening.assist.outcomes[REFUSAL_DECRYPT], 4);
		end();
	}
	begin(12, 303);
	break_member(3, PARTY_A);
	break_member(7, PARTY_A);
	assert_int_equal(opening_lead(&opening, &team), REFUSAL_BROKEN);
	assert_int_equal(opening.request.length, 0);
	end();
}

/* A's request, of which the first @spoiled messages about reports are altered, and @rejected others are said to be undecodable. */
static int assist_spoiled(size_t spoiled, size_t rejected)
{
	_cleanup_(text_clear) struct text rejects = {0};
	struct text changed = {0};
	struct text body = message_body(&opening.request);
	size_t before = 2 + DAP_INIT_HEAD, kept = body.length - rejected * DAP_INIT_SIZE;

	for (size_t i = 0; i < spoiled; i++)
		body.bytes[before + i * DAP_INIT_SIZE + DAP_INIT_SIZE - 100] ^= 1;
	for (size_t i = 0; i < rejected; i++) {
		text_append_bytes(&rejects, body.bytes + kept + i * DAP_INIT_SIZE, DAP_REPORT_ID_SIZE);
		text_append_char(&rejects, DAP_HPKE_DECRYPT_ERROR);
	}
	text_append_bytes(&changed, body.bytes + 2, kept - 2);
	request_body(bytes_of_text(&rejects), kept - 2, &changed);
	text_clear(&body);
	message_send(&team, PARTY_A, EXCHANGE_REQUEST, &changed, &opening.request);
	return opening_assist(&opening, &team);
}

/* A spoils its part of those that it does not want to count. B can't tell that from broken programs, and answers no more than those come to. */
static void a_chooses(void **state)
{
	static const struct {
		size_t members, spoiled, rejected;
		int refusal;
	} cases[] = {
		{29, 5, 0, 0},
		{29, 0, 5, 0},
		{29, 3, 2, 0},
		{29, 6, 0, REFUSAL_BROKEN},
		{29, 76, 0, REFUSAL_BROKEN},
		{29, 4, 2, REFUSAL_BROKEN},
		{29, 1, 5, REFUSAL_BROKEN},
		{29, 1, 6, REFUSAL_REJECTS},
		{30, 1, 0, 0},
		{30, 1, 1, REFUSAL_BROKEN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(cases[i].members, 310 + i);
		assert_int_equal(opening_lead(&opening, &team), 0);
		assert_int_equal(assist_spoiled(cases[i].spoiled, cases[i].rejected), cases[i].refusal);
		assert_true((cases[i].refusal == 0) == (opening.response.length > 0));
		if (cases[i].refusal != REFUSAL_REJECTS)
			assert_int_equal(opening.assist.outcomes[REFUSAL_PROOF], cases[i].spoiled);
		end();
	}
}

/* Halves that B cannot open are as many, and refused, before B has opened the window. */
static void broken_at_b(void **state)
{
	(void)state;
	begin(12, 304);
	break_member(3, PARTY_A);
	break_member(7, PARTY_B);
	assert_int_equal(opening_lead(&opening, &team), 0);
	assert_int_equal(opening_assist(&opening, &team), REFUSAL_BROKEN);
	assert_int_equal(opening.response.length, 0);
	assert_int_equal(opening.assist.outcomes[REFUSAL_DECRYPT], 8);
	end();
}

/* B's answer to each report of the request as it would be, but of @rejected of them that it holds no marks. */
static void answer_all(size_t rejected, struct text *ret_job, struct field128 *share, uint8_t *checksum,
		       uint64_t *ret_count)
{
	_cleanup_(text_clear) struct text body = message_body(&opening.request);
	struct prio3 prio3;

	dap_prio3(team.task_id, &prio3);
	/* What A rejects stands before the job. */
	size_t rejects = (size_t)((uint8_t)body.bytes[0] << 8 | (uint8_t)body.bytes[1]);
	for (size_t at = 2 + rejects * EXCHANGE_REJECT + DAP_INIT_HEAD; at < body.length; at += DAP_INIT_SIZE) {
		uint8_t half[DAP_HELPER_SIZE], finish[DAP_FINISH_SIZE], bytes[DAP_RESP_SIZE];
		struct field128 outputs[CELL_COUNT];
		struct prio3_state state = {.outputs = outputs};
		struct dap_init init;
		assert_int_equal(dap_init_decode((uint8_t *)body.bytes + at, &init), 0);
		struct dap_resp resp = {.id = init.share.id, .payload = {finish, sizeof(finish)}};
		struct prio3_report own = {.nonce = init.share.id,
					   .public_share = {init.share.public_share, DAP_PUBLIC_SIZE},
					   .input_share = {half, sizeof(half)}};
		assert_int_equal(dap_input_open(&team.cohort.task, HPKE_HELPER, team.cohort.helper.id, &team.helper,
						init.share.bytes, &init.share.sealed, half),
				 0);
		assert_int_equal(prio3_helper_init(&prio3, team.verify_key, &own, init.payload, &state, finish), 0);
		if (rejected > 0) {
			resp.error = DAP_VDAF_VERIFY_ERROR;
			rejected--;
		} else {
			field128_add_vector(share, outputs, CELL_COUNT);
			dap_checksum_add(checksum, init.share.id);
			(*ret_count)++;
		}
		text_append_bytes(ret_job, bytes, dap_resp_encode(&resp, bytes));
	}
}

static void append_number(struct text *text, int size, uint64_t number)
{
	while (size-- > 0)
		text_append_char(text, (char)(number >> 8 * size));
}

static int finish_rejecting(size_t rejected)
{
	struct field128 share[CELL_COUNT] = {{0}};
	uint8_t checksum[DAP_HASH_SIZE] = {0}, sealed[DAP_AGGREGATE_SIZE], seed[HPKE_KEY_SIZE] = {7};
	_cleanup_(text_clear) struct text job = {0};
	struct text response = {0};
	uint64_t count = 0;

	answer_all(rejected, &job, share, checksum, &count);
	assert_int_equal(
		dap_aggregate_seal(&team.cohort.task, team.window, &team.cohort.collector, share, seed, sealed), 0);
	append_number(&response, 4, job.length);
	text_append_bytes(&response, job.bytes, job.length);
	append_number(&response, 8, count);
	text_append_bytes(&response, checksum, sizeof(checksum));
	text_append_bytes(&response, sealed, sizeof(sealed));
	message_send(&team, PARTY_B, EXCHANGE_RESPONSE, &response, &opening.response);
	return opening_finish(&opening, &team);
}

/* B leaves out all but those whose sums it wants to see, and all of it fits. A does not put it together. */
static void b_chooses(void **state)
{
	static const struct {
		size_t broken, rejected;
		int refusal;
	} cases[] = {{0, 0, 0},
		     {0, 5, 0},
		     {0, 6, REFUSAL_REJECTS},
		     {0, 76, REFUSAL_REJECTS},
		     {4, 1, 0},
		     {4, 2, REFUSAL_REJECTS}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(29, 330 + i);
		if (cases[i].broken)
			break_member(5, PARTY_A);
		assert_int_equal(opening_lead(&opening, &team), 0);
		assert_int_equal(opening.lead.outcomes[REFUSAL_DECRYPT], cases[i].broken);
		assert_int_equal(finish_rejecting(cases[i].rejected), cases[i].refusal);
		assert_true((cases[i].refusal == 0) == (opening.result.length > 0));
		assert_int_equal(opening.finish.outcomes[REFUSAL_PROOF], cases[i].rejected);
		end();
	}
}

static void broken_most(void **state)
{
	static const struct {
		uint64_t weeks, count, most;
	} cases[] = {{1, 0, 1}, {1, 39, 1}, {1, 40, 2}, {4, 12, 4}, {4, 99, 4}, {4, 100, 5}, {1, 100000, 5000}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(dap_broken_most(cases[i].weeks, cases[i].count), cases[i].most);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copied),      cmocka_unit_test(one_broken_member), cmocka_unit_test(a_chooses),
		cmocka_unit_test(broken_at_b), cmocka_unit_test(b_chooses),         cmocka_unit_test(broken_most),
	};

	return cmocka_run_group_tests_name("roles_broken", tests, NULL, NULL);
}
