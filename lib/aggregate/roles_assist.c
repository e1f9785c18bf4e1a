#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "hkdf.h"
#include "roles_list.h"
#include "wire.h"

/* A run of B's. */
struct assist {
	const struct role_party *party;
	struct dap_window window;
	struct prio3 prio3;
	uint8_t request_hash[DAP_HASH_SIZE];
	uint64_t body_end;   /* of the request, and of its copy */
	uint64_t rejects_of; /* how many A rejects */
	uint64_t allowed;    /* how many may be left out, by A, here, and by both together */
	uint64_t failed;     /* what both parties' halves did not come to be marks of, or could not be opened here */
	struct text rejects;
	struct list list;
	struct field128 sums[CELL_COUNT];
	uint8_t checksum[DAP_HASH_SIZE];
	struct writer response;
};

/* The request's form and signature; what follows looks at the copy alone, which nobody changes. */
static int take_request(struct assist *assist, int fd)
{
	const struct role_party *party = assist->party;
	struct incoming incoming;
	struct request request;
	struct dap_init init;
	int r = incoming_open(&incoming, fd, party->scratch[1], party->cohort, EXCHANGE_REQUEST, assist->window,
			      party->err);

	if (r == 0) {
		assist->body_end = incoming.body.end;
		r = request_begin(&incoming.body, &request, NULL);
		assist->rejects_of = request.rejects;
		while (r == 0 && request.left > 0)
			r = request_next(&incoming.body, &request, &init);
		r = incoming_end(&incoming, r, assist->request_hash);
	}
	incoming_clear(&incoming);
	return r;
}

/* The copy, from its beginning. The rejects go to @ret_rejects unless it is NULL. */
static int again(const struct assist *assist, struct reader *ret, struct request *ret_request, struct text *ret_rejects)
{
	reader_init(ret, assist->party->scratch[1], EXCHANGE_BEFORE, assist->body_end, assist->party->err);
	return request_begin(ret, ret_request, ret_rejects) ? -1 : 0;
}

/* By how many reports is A's list not one's own? */
static int compare(struct assist *assist, size_t *ret_different)
{
	struct reader body;
	struct request request;
	int r = again(assist, &body, &request, &assist->rejects);

	if (r == 0)
		r = list_compare(&assist->list, &body, &request, &assist->rejects, ret_different);
	reader_clear(&body);
	return r == 0 && *ret_different > 0 ? REFUSAL_MISMATCH : r;
}

/* What A cannot open or read it may leave out, within bounds. It does not count here either. */
static int take_rejects(struct assist *assist)
{
	struct cursor cursor;
	int r = 0;

	cursor_init(&cursor, &assist->list);
	for (size_t at = 0; at < assist->rejects.length && r == 0; at += EXCHANGE_REJECT) {
		const uint8_t *reject = (const uint8_t *)assist->rejects.bytes + at;
		uint8_t error = reject[DAP_REPORT_ID_SIZE];
		struct entry *entry = cursor_find(&cursor, reject);
		if (error != DAP_HPKE_UNKNOWN_CONFIG_ID && error != DAP_HPKE_DECRYPT_ERROR &&
		    error != DAP_INVALID_MESSAGE)
			r = REFUSAL_REJECTS;
		else if (entry)
			cursor_refuse(&cursor, entry, refusal_of_error(error));
	}
	return cursor_end(&cursor) ? -1 : r;
}

/* B's half of a report, and whether both together are marks. */
static int verify(const struct assist *assist, const struct dap_init *init, struct field128 *ret_outputs,
		  uint8_t ret_finish[static DAP_FINISH_SIZE])
{
	const struct cohort *cohort = assist->party->cohort;
	uint8_t share[DAP_HELPER_SIZE];
	struct prio3_state state = {.outputs = ret_outputs};
	struct prio3_report own = {.nonce = init->share.id,
				   .public_share = {init->share.public_share, DAP_PUBLIC_SIZE},
				   .input_share = {share, sizeof(share)}};
	int r = dap_input_open(&cohort->task, HPKE_HELPER, cohort->helper.id, assist->party->pair, init->share.bytes,
			       &init->share.sealed, share);

	if (r == 0 &&
	    prio3_helper_init(&assist->prio3, assist->party->verify_key, &own, init->payload, &state, ret_finish))
		r = REFUSAL_PROOF;
	sodium_memzero(share, sizeof(share));
	return r;
}

static int answer(struct assist *assist, const struct dap_init *init, struct cursor *cursor)
{
	struct field128 outputs[CELL_COUNT];
	uint8_t finish[DAP_FINISH_SIZE], bytes[DAP_RESP_SIZE];
	struct dap_resp resp = {.id = init->share.id, .payload = {finish, sizeof(finish)}};
	struct entry *entry = cursor_find(cursor, init->share.id);
	enum refusal refusal = entry ? verify(assist, init, outputs, finish) : REFUSAL_REPLAYED;

	if (refusal == REFUSAL_NONE) {
		field128_add_vector(assist->sums, outputs, CELL_COUNT);
		dap_checksum_add(assist->checksum, init->share.id);
	} else {
		resp.error = (uint8_t)refusal_error(refusal);
		assist->failed++;
		if (entry)
			cursor_refuse(cursor, entry, refusal);
	}
	sodium_memzero(outputs, sizeof(outputs));
	return writer_put(&assist->response, bytes, dap_resp_encode(&resp, bytes));
}

static int answer_all(struct assist *assist)
{
	struct reader body;
	struct cursor cursor;
	struct request request;
	struct dap_init init;
	int r = again(assist, &body, &request, NULL);

	dap_prio3(assist->party->cohort->task.task_id, &assist->prio3);
	cursor_init(&cursor, &assist->list);
	while (r == 0 && request.left > 0) {
		r = request_next(&body, &request, &init) ? -1 : 0;
		if (r == 0)
			r = answer(assist, &init, &cursor);
	}
	reader_clear(&body);
	return cursor_end(&cursor) ? -1 : r;
}

void role_share_seed(const struct role_party *party, struct dap_window window, const struct field128 *share,
		     uint8_t ret[static HPKE_KEY_SIZE])
{
	static const char salt[] = "evenkeel aggregate share 1";
	const struct hkdf_part material = {party->pair->private_key, HPKE_KEY_SIZE};
	uint8_t key[HKDF_KEY_SIZE], place[16], bytes[DAP_SHARE_SIZE];
	const struct hkdf_part info[] = {
		{party->cohort->task.task_id, DAP_ID_SIZE}, {place, sizeof(place)}, {bytes, sizeof(bytes)}};

	wire_put(wire_put(place, window.start, 8), window.weeks, 8);
	field128_encode_vector(share, CELL_COUNT, bytes);
	hkdf_extract((const uint8_t *)salt, sizeof(salt) - 1, &material, 1, key);
	hkdf_expand(key, info, 3, ret, HPKE_KEY_SIZE);
	sodium_memzero(key, sizeof(key));
	sodium_memzero(bytes, sizeof(bytes));
}

static int seal_share(struct assist *assist, uint8_t ret[static DAP_AGGREGATE_SIZE])
{
	const struct cohort *cohort = assist->party->cohort;
	const struct role_blur *blur = &assist->party->blur;
	uint8_t seed[HPKE_KEY_SIZE];
	int r = blur->add ? blur->add(blur->context, assist->sums) : 0;

	if (r)
		return r;
	role_share_seed(assist->party, assist->window, assist->sums, seed);
	r = dap_aggregate_seal(&cohort->task, assist->window, &cohort->collector, assist->sums, seed, ret);
	sodium_memzero(seed, sizeof(seed));
	return r;
}

/* Its length, which stands before the job, and what comes behind. */
static int end_response(struct assist *assist, size_t counted)
{
	struct writer *response = &assist->response;
	uint8_t share[DAP_AGGREGATE_SIZE], number[8];
	uint64_t job = writer_place(response) - EXCHANGE_BEFORE - 4;
	int r = seal_share(assist, share);

	if (r)
		return r;
	wire_put(number, counted, sizeof(number));
	if (writer_put(response, number, sizeof(number)) ||
	    writer_put(response, assist->checksum, sizeof(assist->checksum)) ||
	    writer_put(response, share, sizeof(share)) || writer_flush(response))
		return -1;
	wire_put(number, job, 4);
	if (stream_write_at(response->fd, EXCHANGE_BEFORE, number, 4, response->err))
		return -1;
	return outgoing_end(response, assist->party->secret);
}

/*
 * Whether a client or A's message spoiled a report does not show here. So what fails is bounded together with what A rejects: else A could
 * spoil all but those whose sums it wants to see. Before anything is sealed.
 */
static int check_left_out(const struct assist *assist)
{
	return assist->rejects_of + assist->failed > assist->allowed ? REFUSAL_BROKEN : 0;
}

static int write_response(struct assist *assist, int fd)
{
	static const uint8_t no_length[4];
	const struct cohort *cohort = assist->party->cohort;
	size_t counted;
	int r = list_enough(&assist->list, cohort, &counted);

	if (r == 0)
		r = outgoing_begin(&assist->response, fd, EXCHANGE_RESPONSE, cohort->task.task_id, assist->window,
				   assist->party->err);
	if (r == 0)
		r = writer_put(&assist->response, no_length, sizeof(no_length));
	if (r == 0)
		r = answer_all(assist);
	if (r == 0)
		r = check_left_out(assist);
	if (r == 0)
		r = list_enough(&assist->list, cohort, &counted);
	return r ? r : end_response(assist, counted);
}

/* Where A rejects more than it may, by how many reports the lists differ plays no part. */
static int count_own(struct assist *assist)
{
	size_t own;

	if (list_enough(&assist->list, assist->party->cohort, &own) < 0)
		return -1;
	assist->allowed = dap_broken_most(assist->window.weeks, own);
	return assist->rejects_of > assist->allowed ? REFUSAL_REJECTS : 0;
}

static int run(struct assist *assist, const struct role_source *source, int request_fd, int response_fd,
	       struct role_tally *tally)
{
	int r = cohort_check_party(assist->party->cohort, assist->window);

	if (r == 0)
		r = take_request(assist, request_fd);
	if (r == 0)
		r = list_gather(assist->party, assist->window, source, NULL, &assist->list, tally);
	if (r == 0)
		r = count_own(assist);
	if (r == 0)
		r = compare(assist, &tally->mismatched);
	if (r == 0)
		r = take_rejects(assist);
	return r ? r : write_response(assist, response_fd);
}

static int open_it(struct assist *assist, int response_fd, struct role_tally *tally)
{
	struct role_answer answer = {.fd = response_fd};

	if (stream_size(response_fd, &answer.size, assist->party->err))
		return -1;
	return role_open(assist->party, assist->window, assist->request_hash, &answer, &assist->list, tally);
}

int role_assist(const struct role_party *party, struct dap_window window, const struct role_source *source,
		int request_fd, int response_fd, struct role_tally *ret_tally)
{
	struct assist assist = {.party = party, .window = window};

	*ret_tally = (struct role_tally){0};
	if (stream_cut(response_fd, 0, party->err))
		return -1;
	list_init(&assist.list, party->scratch[0], party->err);
	int r = run(&assist, source, request_fd, response_fd, ret_tally);
	if (list_tally(&assist.list, party->cohort, ret_tally))
		r = r ? r : -1;
	if (r == 0)
		r = open_it(&assist, response_fd, ret_tally);
	if (r)
		stream_cut(response_fd, 0, NULL);
	list_clear(&assist.list);
	writer_clear(&assist.response);
	text_clear(&assist.rejects);
	sodium_memzero(assist.sums, sizeof(assist.sums));
	return r;
}
