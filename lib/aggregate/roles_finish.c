#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "roles_list.h"
#include "wire.h"

/* A's second run, with B's response. */
struct finish {
	const struct role_party *party;
	struct dap_window window;
	struct incoming request, response;
	struct request asked;
	struct response answered;
	uint8_t response_hash[DAP_HASH_SIZE];
	struct reader notes;
	struct list list;
	struct notes_key key;
	struct exchange_result result;
};

static int next_note(struct finish *finish, const uint8_t *id, struct note *ret)
{
	const uint8_t *sealed = reader_take(&finish->notes, LEAD_NOTE_SIZE);

	if (!sealed || note_open(&finish->key, sealed, ret) || memcmp(ret->id, id, sizeof(ret->id)) ||
	    ret->member >= finish->party->cohort->members)
		return finish->notes.failed ? -1 : REFUSAL_STATE;
	return 0;
}

/* What B found of a report: with it A's own half is verified, too, and counts. */
static enum refusal conclude(struct finish *finish, const struct dap_resp *resp, const struct note *note)
{
	struct field128 outputs[CELL_COUNT];
	struct prio3_state state = {.outputs = outputs};

	if (resp->error)
		return refusal_of_error(resp->error);
	memcpy(state.seed, note->seed, sizeof(state.seed));
	if (prio3_leader_continue(&state, resp->payload) || field128_decode_vector(note->outputs, CELL_COUNT, outputs))
		return REFUSAL_PROOF;
	field128_add_vector(finish->result.shares[PARTY_A], outputs, CELL_COUNT);
	dap_checksum_add(finish->result.checksum, note->id);
	finish->result.count++;
	sodium_memzero(outputs, sizeof(outputs));
	return REFUSAL_NONE;
}

static int conclude_next(struct finish *finish, struct note *note)
{
	struct dap_resp resp;
	struct dap_init init;
	int r = 0;

	if (finish->answered.left == 0)
		return REFUSAL_MISMATCH;
	if (response_next(&finish->response.body, &finish->answered, &resp) ||
	    request_next(&finish->request.body, &finish->asked, &init))
		return REFUSAL_MALFORMED;
	if (memcmp(resp.id, init.share.id, DAP_REPORT_ID_SIZE))
		return REFUSAL_MISMATCH;
	r = next_note(finish, resp.id, note);
	if (r)
		return r;
	struct entry entry = {.week = note->week, .member = note->member, .outcome = conclude(finish, &resp, note)};
	memcpy(entry.id, note->id, sizeof(entry.id));
	return list_append(&finish->list, &entry);
}

/* Request, response and notes side by side. */
static int conclude_all(struct finish *finish)
{
	const uint8_t *random = reader_take(&finish->notes, LEAD_NOTES_HEAD);
	struct note note;
	int r = 0;

	if (!random)
		return finish->notes.failed ? -1 : REFUSAL_STATE;
	notes_key(finish->party, finish->window, random, &finish->key);
	while (r == 0 && finish->asked.left > 0)
		r = conclude_next(finish, &note);
	sodium_memzero(&note, sizeof(note));
	if (r == 0 && finish->answered.left > 0)
		r = REFUSAL_MISMATCH;
	return r;
}

/* B chooses no more than A does: of what both lists have, with what A rejected, as much as may be broken is missing at most. */
static int check_left_out(const struct finish *finish)
{
	uint64_t listed = finish->asked.rejects + finish->asked.reports;

	return listed - finish->result.count > dap_broken_most(finish->window.weeks, listed) ? REFUSAL_REJECTS : 0;
}

static int check_counts(struct finish *finish)
{
	size_t counted;
	int r = check_left_out(finish);

	if (r)
		return r;
	if (finish->result.count != finish->answered.count ||
	    memcmp(finish->result.checksum, finish->answered.checksum, DAP_HASH_SIZE))
		return REFUSAL_COUNT;
	return list_enough(&finish->list, finish->party->cohort, &counted);
}

/* Only a share that fits its other half is blurred and sent. */
static int put_together(struct finish *finish, struct role_result *ret)
{
	const struct role_party *party = finish->party;
	int r = dap_aggregate_open(&party->cohort->task, finish->window, party->cohort->collector.id, party->collector,
				   (struct hpke_bytes){finish->answered.share, DAP_AGGREGATE_SIZE},
				   finish->result.shares[PARTY_B]);

	if (r == 0 && party->blur.add)
		r = party->blur.add(party->blur.context, finish->result.shares[PARTY_A]);
	return r ? r : role_sums(&finish->result, finish->window, ret);
}

static int open_messages(struct finish *finish, int request_fd, int response_fd)
{
	const struct role_party *party = finish->party;
	int r = cohort_check_party(party->cohort, finish->window);

	if (r == 0)
		r = incoming_open(&finish->request, request_fd, -1, party->cohort, EXCHANGE_REQUEST, finish->window,
				  party->err);
	if (r == 0)
		r = incoming_open(&finish->response, response_fd, -1, party->cohort, EXCHANGE_RESPONSE, finish->window,
				  party->err);
	return r;
}

/* The rest of both forms, whatever was found before: what is not signed or no message is said first. */
static int end_messages(struct finish *finish, int form_request, int form_response, int found)
{
	uint8_t hash[DAP_HASH_SIZE];
	struct dap_init init;
	int r;

	while (form_request == 0 && finish->asked.left > 0)
		form_request = request_next(&finish->request.body, &finish->asked, &init);
	if (form_response == 0)
		form_response = response_end(&finish->response.body, &finish->answered);
	r = incoming_end(&finish->request, form_request, hash);
	if (r == 0)
		r = incoming_end(&finish->response, form_response, finish->response_hash);
	return r ? r : found;
}

static int read_all(struct finish *finish)
{
	int form_request = request_begin(&finish->request.body, &finish->asked, NULL);
	int form_response = response_begin(&finish->response.body, &finish->answered);
	int found = form_request || form_response ? REFUSAL_MALFORMED : conclude_all(finish);

	return found < 0 ? -1 : end_messages(finish, form_request, form_response, found);
}

static int run(struct finish *finish, int request_fd, int response_fd, int notes_fd, struct role_result *ret)
{
	uint64_t size;
	int r = open_messages(finish, request_fd, response_fd);

	if (r == 0 && stream_size(notes_fd, &size, finish->party->err))
		r = -1;
	if (r)
		return r;
	reader_init(&finish->notes, notes_fd, 0, size, finish->party->err);
	r = read_all(finish);
	if (r == 0)
		r = list_sort(&finish->list);
	if (r == 0)
		r = check_counts(finish);
	return r ? r : put_together(finish, ret);
}

/* Only now does it get into the ledger, and then out. */
static int end(struct finish *finish, struct role_tally *tally, struct text *ret)
{
	const struct role_party *party = finish->party;
	uint8_t body[EXCHANGE_RESULT_BODY];

	exchange_result_encode(&finish->result, body);
	exchange_encode(EXCHANGE_RESULT, party->cohort->task.task_id, finish->window,
			(struct hpke_bytes){body, sizeof(body)}, party->secret, ret);
	sodium_memzero(body, sizeof(body));
	struct role_answer answer = {.bytes = (const uint8_t *)ret->bytes, .fd = -1, .size = ret->length};
	return role_open(party, finish->window, finish->response_hash, &answer, &finish->list, tally);
}

static void clear(struct finish *finish)
{
	incoming_clear(&finish->request);
	incoming_clear(&finish->response);
	reader_clear(&finish->notes);
	list_clear(&finish->list);
	sodium_memzero(finish, sizeof(*finish));
}

int role_finish(const struct role_party *party, struct dap_window window, int request_fd, int response_fd, int notes_fd,
		struct text *ret_message, struct role_result *ret_result, struct role_tally *ret_tally)
{
	struct finish finish = {.party = party, .window = window};
	_cleanup_(text_clear) struct text message = {0};
	struct role_result result = {.reports = 0};

	*ret_tally = (struct role_tally){0};
	list_init(&finish.list, party->scratch[0], party->err);
	int r = run(&finish, request_fd, response_fd, notes_fd, &result);
	ret_tally->files = finish.list.count;
	if (list_tally(&finish.list, party->cohort, ret_tally))
		r = r ? r : -1;
	if (r == 0)
		r = end(&finish, ret_tally, &message);
	if (r == 0) {
		result.people = ret_tally->people;
		*ret_result = result;
		*ret_message = message;
		message = (struct text){0};
	}
	clear(&finish);
	return r;
}
