/* Messages as a patched party makes them: of the right form, and signed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "../../client/officer/drop_folder.h"
#include "../../client/officer/window.h"
#include "../../client/officer/window_step.h"
#include "adversary.h"

/* A message in the exchange folder. */
struct place {
	struct office_cohort cohort;
	struct dap_window window;
	struct text path;
};

static struct place find_place(char **argv, enum exchange_type type)
{
	struct place place = {.cohort = find_cohort(argv[0])};

	need(dap_window_parse(argv[1], &place.window), argv[1]);
	window_path(&offices[PARTY_A], &place.cohort, place.window, type, &place.path);
	return place;
}

static void place_clear(struct place *place)
{
	office_cohort_clear(&place->cohort);
	text_clear(&place->path);
}

static struct text read_body(const struct place *place)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	struct exchange message;
	struct text body = {0};

	need(file_bytes_read(text_string(&place->path), &file, &err), text_string(&place->path));
	need(exchange_decode(window_bytes(&file), &message), "message");
	text_append_bytes(&body, message.body.bytes, message.body.size);
	return body;
}

static void write_message(const struct place *place, const struct text *message)
{
	char folder[2 * PATH_SIZE], name[DAP_WINDOW_NAME];

	dap_window_name(place->window, name);
	snprintf(folder, sizeof(folder), "%s/%s/%s", offices[PARTY_A].exchange, place->cohort.task, name);
	mkdir(folder, 0770);
	need(file_write_bytes(text_string(&place->path), message->bytes, message->length, 0660, &err), "write");
}

static void write_body(const struct place *place, enum exchange_type type, unsigned party, const struct text *body)
{
	_cleanup_(text_clear) struct text message = {0};

	exchange_encode(type, place->cohort.cohort.task.task_id, place->window, window_text(body),
			offices[party].keys->sign, &message);
	write_message(place, &message);
}

static void append_file(int fd, struct text *ret)
{
	char room[4096];
	ssize_t n;

	for (off_t at = 0; (n = pread(fd, room, sizeof(room), at)) > 0; at += n)
		text_append_bytes(ret, room, (size_t)n);
}

/* A's request with the least floor that there is, and without its ledger. */
static void lead(const struct place *place, struct text *ret)
{
	struct cohort cohort = place->cohort.cohort;
	uint8_t verify_key[PRIO3_KEY_SIZE], random[LEAD_NOTES_HEAD] = {0};
	const struct office *office = &offices[PARTY_A];
	_cleanup_(file_close) int notes = window_scratch(office, &err), request = window_scratch(office, &err);
	_cleanup_(file_close) int list = window_scratch(office, &err), reports = window_scratch(office, &err);
	struct drop_folder folder;
	struct role_tally tally;

	cohort.terms.floor = DAP_FLOOR_LEAST;
	sign_both(&cohort);
	need(office_verify_key(office, &place->cohort, verify_key, &err), "key");
	need(drop_folder_open(&folder, office->drop, place->cohort.task, place->window, &err), "drop");
	struct role_source source = drop_folder_source(&folder);
	struct role_party party = {.cohort = &cohort,
				   .verify_key = verify_key,
				   .pair = &office->keys->input,
				   .secret = office->keys->sign,
				   .scratch = {list, reports},
				   .err = &err};
	need(role_lead(&party, place->window, &source, random, notes, request, &tally), "lead");
	append_file(request, ret);
	drop_folder_close(&folder);
}

/* "2 | job" gets so many rejected reports in front, the last ones of the job. */
static void reject(struct text *body, size_t count)
{
	struct text changed = {0};
	size_t kept = body->length - count * DAP_INIT_SIZE;

	text_append_char(&changed, '\0');
	text_append_char(&changed, (char)count);
	for (size_t i = 0; i < count; i++) {
		text_append_bytes(&changed, body->bytes + kept + i * DAP_INIT_SIZE, DAP_REPORT_ID_SIZE);
		text_append_char(&changed, DAP_HPKE_DECRYPT_ERROR);
	}
	text_append_bytes(&changed, body->bytes + 2, kept - 2);
	text_clear(body);
	*body = changed;
}

static void change_request(struct text *body, const char *how)
{
	char last[DAP_INIT_SIZE];

	memcpy(last, body->bytes + body->length - sizeof(last), sizeof(last));
	if (strcmp(how, "left-out") == 0)
		body->length -= sizeof(last);
	else if (strcmp(how, "reject") == 0 || strcmp(how, "rejects") == 0)
		reject(body, strcmp(how, "reject") == 0 ? 1 : 9);
	else if (strcmp(how, "spoiled") == 0)
		for (size_t i = 1; i <= 9; i++)
			body->bytes[body->length - i * DAP_INIT_SIZE + DAP_INIT_SIZE - 100] ^= 1;
	else if (strcmp(how, "invented") == 0)
		memset(body->bytes + body->length - sizeof(last), 0xff, DAP_REPORT_ID_SIZE);
	else if (strcmp(how, "twice") == 0 || strcmp(how, "again") == 0) {
		if (strcmp(how, "again") == 0)
			memset(last, 0xff, DAP_REPORT_ID_SIZE);
		text_append_bytes(body, last, sizeof(last));
	} else if (strcmp(how, "few") != 0)
		fail(how);
}

void forge_request(int argc, char **argv)
{
	struct place place = find_place(argv, EXCHANGE_REQUEST);
	struct text request = {0};
	struct exchange message;

	(void)argc;
	lead(&place, &request);
	need(exchange_decode(window_text(&request), &message), "request");
	struct text body = {0};
	text_append_bytes(&body, message.body.bytes, message.body.size);
	change_request(&body, argv[2]);
	write_body(&place, EXCHANGE_REQUEST, PARTY_A, &body);
	text_clear(&request);
	text_clear(&body);
	place_clear(&place);
}

/* B's share, opened and sealed again: what B itself can send. */
static void change_share(const struct place *place, struct hpke_bytes sealed, unsigned cell,
			 uint8_t ret[static DAP_AGGREGATE_SIZE])
{
	const struct cohort *cohort = &place->cohort.cohort;
	struct field128 share[CELL_COUNT];
	uint8_t seed[HPKE_KEY_SIZE];

	need(dap_aggregate_open(&cohort->task, place->window, cohort->collector.id, &offices[PARTY_A].keys->collector,
				sealed, share),
	     "share");
	share[cell] = field128_add(share[cell], field128_from(1000));
	randombytes_buf(seed, sizeof(seed));
	need(dap_aggregate_seal(&cohort->task, place->window, &cohort->collector, share, seed, ret), "share");
}

/* "u32 length | job | u64 count | checksum | share" with a job that is shorter by the @less bytes before its byte @end. */
static void leave_out(struct text *body, size_t job, size_t end, size_t less)
{
	memmove(body->bytes + 4 + end - less, body->bytes + 4 + end, body->length - 4 - end);
	body->length -= less;
	for (int i = 0; i < 4; i++)
		body->bytes[i] = (char)((job - less) >> 8 * (3 - i));
}

/* The first nine of those that B found in order are rejected: job, count and checksum fit, as a patched B would have them. */
static void reject_in_response(struct text *body, size_t job)
{
	enum { REJECTED = 9 };
	uint8_t *bytes = (uint8_t *)body->bytes, rejects[REJECTED * DAP_RESP_REJECT_SIZE];
	uint8_t *count = bytes + 4 + job, *checksum = count + 8;

	for (size_t i = 0; i < REJECTED; i++) {
		struct dap_resp resp = {.id = bytes + 4 + i * DAP_RESP_SIZE, .error = DAP_VDAF_VERIFY_ERROR};
		uint8_t encoded[DAP_RESP_SIZE];
		dap_resp_encode(&resp, encoded);
		memcpy(rejects + i * sizeof(rejects) / REJECTED, encoded, sizeof(rejects) / REJECTED);
		dap_checksum_add(checksum, resp.id);
		count[7]--;
	}
	memcpy(bytes + 4, rejects, sizeof(rejects));
	leave_out(body, job, REJECTED * DAP_RESP_SIZE, REJECTED * DAP_RESP_SIZE - sizeof(rejects));
}

void forge_response(int argc, char **argv)
{
	struct place place = find_place(argv, EXCHANGE_RESPONSE);
	struct text body = read_body(&place);
	uint8_t *bytes = (uint8_t *)body.bytes, share[DAP_AGGREGATE_SIZE];
	size_t job = body.length - 4 - 8 - DAP_HASH_SIZE - DAP_AGGREGATE_SIZE;
	struct hpke_bytes sealed = {bytes + body.length - DAP_AGGREGATE_SIZE, DAP_AGGREGATE_SIZE};
	const char *how = argv[2];

	(void)argc;
	if (strcmp(how, "count") == 0)
		bytes[4 + job + 7]++;
	else if (strcmp(how, "left-out") == 0)
		leave_out(&body, job, job, DAP_RESP_SIZE);
	else if (strcmp(how, "rejects") == 0)
		reject_in_response(&body, job);
	else {
		change_share(&place, sealed, strcmp(how, "cell") == 0 ? CELL_CAUSE : CELL_RESERVED, share);
		memcpy(bytes + body.length - sizeof(share), share, sizeof(share));
	}
	write_body(&place, EXCHANGE_RESPONSE, PARTY_B, &body);
	text_clear(&body);
	place_clear(&place);
}

void forge_result(int argc, char **argv)
{
	struct place place = find_place(argv, EXCHANGE_RESULT);
	struct text body = read_body(&place), changed = {0};
	uint8_t bytes[EXCHANGE_RESULT_BODY];
	struct exchange_result result;
	const char *how = argv[2];

	(void)argc;
	need(exchange_result_decode(window_text(&body), &result), "result");
	if (strcmp(how, "count") == 0)
		result.count++;
	else {
		unsigned party = strcmp(how, "own") == 0 ? PARTY_A : PARTY_B;
		unsigned cell = party == PARTY_A ? CELL_RESERVED : CELL_CAUSE;
		result.shares[party][cell] = field128_add(result.shares[party][cell], field128_from(1000));
	}
	exchange_result_encode(&result, bytes);
	text_append_bytes(&changed, bytes, sizeof(bytes));
	write_body(&place, EXCHANGE_RESULT, PARTY_A, &changed);
	text_clear(&body);
	text_clear(&changed);
	place_clear(&place);
}

static enum exchange_type type_of(const char *file)
{
	static const char *const names[EXCHANGE_TYPES] = {"key", "init", "resp", "result", "countersign"};

	for (int i = 1; i < EXCHANGE_TYPES; i++)
		if (strcmp(names[i], file) == 0)
			return (enum exchange_type)i;
	fail(file);
}

/* Under its own name, though it says another window, type or task. */
void forge_message(int argc, char **argv)
{
	enum exchange_type type = type_of(argv[2]), said = type;
	struct place place = find_place(argv, type);
	struct text body = read_body(&place), message = {0};
	struct dap_window window = place.window;
	uint8_t id[DAP_ID_SIZE];
	unsigned party = type == EXCHANGE_RESPONSE || type == EXCHANGE_COUNTERSIGN ? PARTY_B : PARTY_A;

	(void)argc;
	memcpy(id, place.cohort.cohort.task.task_id, sizeof(id));
	if (strcmp(argv[3], "window") == 0)
		window.start += window.weeks;
	else if (strcmp(argv[3], "task") == 0)
		id[0] ^= 1;
	else if (strcmp(argv[3], "type") == 0)
		said = type == EXCHANGE_RESULT ? EXCHANGE_REQUEST : EXCHANGE_RESULT;
	else
		fail(argv[3]);
	exchange_encode(said, id, window, window_text(&body), offices[party].keys->sign, &message);
	write_message(&place, &message);
	text_clear(&body);
	text_clear(&message);
	place_clear(&place);
}

/* A roster with a member more. */
void forge_roster(int argc, char **argv)
{
	struct office_cohort known = find_cohort(argv[0]);
	struct cohort cohort = known.cohort;
	unsigned party = strcmp(argv[1], "b") == 0 ? PARTY_B : PARTY_A;

	(void)argc;
	cohort.members++;
	uint8_t *keys _cleanup_free_ = member_keys(known.label.team, cohort.terms.quarter, cohort.members);
	cohort.keys = keys;
	if (strcmp(argv[2], "both") == 0)
		sign_both(&cohort);
	else
		cohort_sign(&cohort, party, offices[party].keys->sign);
	put_cohort(&offices[party], &cohort, known.task);
	office_cohort_clear(&known);
}
