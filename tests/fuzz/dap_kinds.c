/*
 * A file or a message of team aggregates from a stranger. What is decoded gives the same bytes again, and only the one that was signed passes
 * for it.
 */
#include <string.h>
#include <unistd.h>

#include <evenkeel/mem.h>

#include "../../lib/aggregate/exchange_file.h"
#include "aggregate/team.h"
#include "fuzz/fuzz.h"
#include "fuzz/dap_kinds.h"

static struct team team;
static struct drop folder;
static struct opening opening;
static struct text good[FUZZ_DAP_KINDS];

static void keep(enum dap_kind kind, struct hpke_bytes bytes)
{
	text_append_bytes(&good[kind], bytes.bytes, bytes.size);
}

/* A body is its file's without the frame. */
static void keep_message(enum dap_kind kind, enum dap_kind body, const struct text *file)
{
	struct exchange message;

	FUZZ_CHECK(exchange_decode(bytes_of_text(file), &message) == 0);
	keep(kind, bytes_of_text(file));
	keep(body, message.body);
}

/* The same that test_fuzz_aggregate.c begins with. */
static void prepare(void)
{
	int64_t sums[CELL_COUNT] = {0};
	uint8_t share[DAP_REPORT_SHARE_SIZE];
	struct envelope decoded;

	team_init(&team, 10, 700);
	drop_week(&folder, &team, TEAM_START, sums);
	opening_init(&opening, &team, &folder);
	FUZZ_CHECK(opening_run(&opening, &team) == 0);
	cohort_encode(&team.cohort, &good[FUZZ_COHORT]);
	keep(FUZZ_ENVELOPE, bytes_of_text(&folder.files[0]));
	FUZZ_CHECK(envelope_decode(bytes_of_text(&good[FUZZ_ENVELOPE]), &decoded) == 0);
	keep(FUZZ_REPORT, (struct hpke_bytes){decoded.report.bytes, DAP_REPORT_SIZE});
	dap_report_share_of(&decoded.report, share);
	keep(FUZZ_REPORT_SHARE, (struct hpke_bytes){share, sizeof(share)});
	keep(FUZZ_TASK, team.cohort.task.configuration);
	keep_message(FUZZ_REQUEST, FUZZ_REQUEST_BODY, &opening.request);
	keep_message(FUZZ_RESPONSE, FUZZ_RESPONSE_BODY, &opening.response);
	keep_message(FUZZ_RESULT, FUZZ_RESULT_BODY, &opening.result);
}

static bool same(struct hpke_bytes one, const void *bytes, size_t size)
{
	return one.size == size && memcmp(one.bytes, bytes, size) == 0;
}

static bool is_good(enum dap_kind kind, struct hpke_bytes bytes)
{
	return same(bytes, good[kind].bytes, good[kind].length);
}

static int check_cohort(struct hpke_bytes bytes)
{
	_cleanup_(text_clear) struct text again = {0};
	struct cohort cohort;
	int r = cohort_decode(bytes, &cohort);

	if (r)
		return r;
	cohort_encode(&cohort, &again);
	FUZZ_CHECK(same(bytes, again.bytes, again.length));
	/* Signed by those who are known, it is one that they signed. */
	if (cohort_parties(&cohort, team.cohort.sign[PARTY_A], team.cohort.sign[PARTY_B]) == 0)
		FUZZ_CHECK((cohort_signed(&cohort) == 0) == is_good(FUZZ_COHORT, bytes));
	cohort_large_enough(&cohort);
	FUZZ_CHECK(!cohort_overlaps(&cohort, &cohort) == (cohort.members == 0));
	return 0;
}

static int check_envelope(struct hpke_bytes bytes)
{
	struct envelope envelope;
	size_t member;
	int r = envelope_decode(bytes, &envelope);

	if (r)
		return r;
	r = envelope_check(&envelope, &team.cohort, team.window, TEAM_START, &member);
	FUZZ_CHECK((r == 0) == is_good(FUZZ_ENVELOPE, bytes));
	return 0;
}

static int check_report(struct hpke_bytes bytes)
{
	uint8_t again[DAP_REPORT_SIZE];
	struct dap_report report;
	int r = dap_report_decode(bytes, &report);

	if (r)
		return r;
	dap_report_encode(&report, again);
	FUZZ_CHECK(same(bytes, again, sizeof(again)));
	return 0;
}

static int check_report_share(struct hpke_bytes bytes)
{
	struct dap_report_share share;
	uint8_t opened[DAP_HELPER_SIZE];
	int r = dap_report_share_decode(bytes, &share);

	if (r)
		return r;
	r = dap_input_open(&team.cohort.task, HPKE_HELPER, 2, &team.helper, share.bytes, &share.sealed, opened);
	FUZZ_CHECK((r == 0) == is_good(FUZZ_REPORT_SHARE, bytes));
	return 0;
}

static int check_task(struct hpke_bytes bytes)
{
	uint8_t again[DAP_TASK_MAX];
	struct dap_task task;
	int r = dap_task_decode(bytes, &task);

	FUZZ_CHECK(r || same(bytes, again, dap_task_encode(&task, again)));
	return r;
}

static int check_exchange(enum dap_kind kind, enum exchange_type type, struct hpke_bytes bytes)
{
	struct exchange message;
	int r = exchange_decode(bytes, &message),
	    opened = exchange_open(bytes, &team.cohort, type, team.window, &message);

	FUZZ_CHECK(r == 0 || r == opened);
	FUZZ_CHECK((opened == 0) == is_good(kind, bytes));
	return r;
}

/* A body as a party might send it, opened from a file; its signature is good. */
static int open_body(struct hpke_bytes body, unsigned party, enum exchange_type type, struct incoming *ret)
{
	struct text copy = {0};
	_cleanup_(text_clear) struct text message = {0};

	text_append_bytes(&copy, body.bytes, body.size);
	message_send(&team, party, type, &copy, &message);
	int fd = file_of(bytes_of_text(&message));
	FUZZ_CHECK(incoming_open(ret, fd, -1, &team.cohort, type, team.window, NULL) == 0);
	return fd;
}

static int close_body(struct incoming *incoming, int fd, int form)
{
	uint8_t hash[DAP_HASH_SIZE], other[DAP_HASH_SIZE];

	FUZZ_CHECK(incoming_end(incoming, form, hash) == form);
	FUZZ_CHECK(exchange_hash(fd, other, NULL) == 0 && memcmp(hash, other, sizeof(hash)) == 0);
	incoming_clear(incoming);
	close(fd);
	return form;
}

static int read_request(struct reader *body, struct text *ret_again)
{
	_cleanup_(text_clear) struct text rejects = {0};
	uint8_t bytes[DAP_INIT_SIZE] = {0};
	struct request request;
	struct dap_init init;
	int r = request_begin(body, &request, &rejects);

	text_append_bytes(ret_again, bytes, DAP_INIT_HEAD);
	while (r == 0 && request.left > 0) {
		r = request_next(body, &request, &init);
		if (r == 0) {
			dap_init_encode(init.share.bytes, init.payload.bytes, bytes);
			text_append_bytes(ret_again, bytes, sizeof(bytes));
		}
	}
	request_body(bytes_of_text(&rejects), ret_again->length, ret_again);
	return r;
}

static int check_request(struct hpke_bytes body)
{
	_cleanup_(text_clear) struct text again = {0};
	struct incoming incoming;
	int fd = open_body(body, PARTY_A, EXCHANGE_REQUEST, &incoming);
	int r = close_body(&incoming, fd, read_request(&incoming.body, &again));

	FUZZ_CHECK(r || same(body, again.bytes, again.length));
	return r;
}

static void append_number(struct text *text, uint64_t number, int size)
{
	while (size-- > 0)
		text_append_char(text, (char)(number >> 8 * size));
}

static int read_response(struct reader *body, struct text *ret_again)
{
	_cleanup_(text_clear) struct text job = {0};
	uint8_t bytes[DAP_RESP_SIZE];
	struct response response;
	struct dap_resp resp;
	int r = response_begin(body, &response);

	while (r == 0 && response.left > 0) {
		r = response_next(body, &response, &resp);
		if (r == 0)
			text_append_bytes(&job, bytes, dap_resp_encode(&resp, bytes));
	}
	if (r == 0)
		r = response_end(body, &response);
	append_number(ret_again, job.length, 4);
	text_append_bytes(ret_again, job.bytes, job.length);
	append_number(ret_again, response.count, 8);
	text_append_bytes(ret_again, response.checksum, sizeof(response.checksum));
	text_append_bytes(ret_again, response.share, sizeof(response.share));
	return r;
}

static int check_response(struct hpke_bytes body)
{
	_cleanup_(text_clear) struct text again = {0};
	struct incoming incoming;
	int fd = open_body(body, PARTY_B, EXCHANGE_RESPONSE, &incoming);
	int r = close_body(&incoming, fd, read_response(&incoming.body, &again));

	FUZZ_CHECK(r || same(body, again.bytes, again.length));
	return r;
}

static int check_result(struct hpke_bytes body)
{
	uint8_t again[EXCHANGE_RESULT_BODY];
	struct exchange_result result;
	int r = exchange_result_decode(body, &result);

	if (r)
		return r;
	exchange_result_encode(&result, again);
	FUZZ_CHECK(same(body, again, sizeof(again)));
	return 0;
}

static int check_window(struct hpke_bytes bytes)
{
	char name[64] = {0}, again[DAP_WINDOW_NAME];
	struct dap_window window;

	memcpy(name, bytes.bytes, bytes.size < sizeof(name) ? bytes.size : sizeof(name) - 1);
	int r = dap_window_parse(name, &window);
	if (r == 0) {
		dap_window_name(window, again);
		FUZZ_CHECK(strcmp(again, name) == 0);
	}
	return r;
}

static int check(enum dap_kind kind, struct hpke_bytes bytes)
{
	switch (kind) {
	case FUZZ_COHORT:
		return check_cohort(bytes);
	case FUZZ_ENVELOPE:
		return check_envelope(bytes);
	case FUZZ_REPORT:
		return check_report(bytes);
	case FUZZ_REPORT_SHARE:
		return check_report_share(bytes);
	case FUZZ_TASK:
		return check_task(bytes);
	case FUZZ_REQUEST:
		return check_exchange(kind, EXCHANGE_REQUEST, bytes);
	case FUZZ_RESPONSE:
		return check_exchange(kind, EXCHANGE_RESPONSE, bytes);
	case FUZZ_RESULT:
		return check_exchange(kind, EXCHANGE_RESULT, bytes);
	case FUZZ_REQUEST_BODY:
		return check_request(bytes);
	case FUZZ_RESPONSE_BODY:
		return check_response(bytes);
	case FUZZ_RESULT_BODY:
		return check_result(bytes);
	default:
		return check_window(bytes);
	}
}

static void check_changed(enum dap_kind kind, const uint8_t *changes, size_t size)
{
	_cleanup_(text_clear) struct text copy = {0};

	text_append_bytes(&copy, good[kind].bytes, good[kind].length);
	if (copy.length == 0)
		return;
	for (; size >= 3; changes += 3, size -= 3)
		copy.bytes[(size_t)(changes[0] << 8 | changes[1]) % copy.length] ^= (char)changes[2];
	if (size == 1)
		copy.length -= changes[0] % copy.length;
	if (is_good(kind, bytes_of_text(&copy)))
		FUZZ_CHECK(check(kind, bytes_of_text(&copy)) == 0);
	else
		check(kind, bytes_of_text(&copy));
}

int fuzz_dap_kinds(const enum dap_kind *kinds, size_t count, const uint8_t *bytes, size_t size)
{
	if (team.members == 0)
		prepare();
	if (size == 0)
		return 0;
	enum dap_kind kind = kinds[(bytes[0] & 0x7f) % count];
	if (bytes[0] & 0x80)
		check_changed(kind, bytes + 1, size - 1);
	else
		check(kind, (struct hpke_bytes){bytes + 1, size - 1});
	return 0;
}
