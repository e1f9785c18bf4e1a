#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "roles_list.h"
#include "wire.h"

/* A run of A's. */
struct lead {
	const struct role_party *party;
	struct dap_window window;
	struct notes_key key;
	struct prio3 prio3;
	struct list list;
	size_t own; /* reports that count before any is opened */
	struct writer kept, notes, request;
	struct text rejects;
	uint64_t rejected;
};

/* Of all that count before any is opened. */
static uint64_t rejects_allowed(const struct lead *lead)
{
	return dap_broken_most(lead->window.weeks, lead->own);
}

static void put_reject(struct lead *lead, const struct entry *entry)
{
	/* As many as it may have are kept; one more, and no request leaves. */
	if (lead->rejected++ >= rejects_allowed(lead))
		return;
	text_append_bytes(&lead->rejects, entry->id, sizeof(entry->id));
	wire_append(&lead->rejects, refusal_error(entry->outcome), 1);
}

/* A's half of a report: its outputs, and the message by which B finds out with it whether they are marks. */
static int begin(struct lead *lead, const struct dap_report *report, struct note *ret_note,
		 uint8_t ret_payload[static DAP_INITIALIZE_SIZE])
{
	const struct cohort *cohort = lead->party->cohort;
	struct field128 outputs[CELL_COUNT];
	uint8_t share[DAP_LEADER_SIZE];
	struct prio3_state state = {.outputs = outputs};
	struct prio3_report own = {.nonce = report->id,
				   .public_share = {report->public_share, DAP_PUBLIC_SIZE},
				   .input_share = {share, sizeof(share)}};
	int r = dap_input_open(&cohort->task, HPKE_LEADER, cohort->leader.id, lead->party->pair, report->bytes,
			       &report->leader, share);

	if (r == 0 && prio3_leader_init(&lead->prio3, lead->party->verify_key, &own, &state, ret_payload))
		r = REFUSAL_SHARE;
	if (r == 0) {
		memcpy(ret_note->seed, state.seed, sizeof(state.seed));
		field128_encode_vector(outputs, CELL_COUNT, ret_note->outputs);
	}
	sodium_memzero(share, sizeof(share));
	sodium_memzero(outputs, sizeof(outputs));
	return r;
}

static int write_note(struct lead *lead, const struct entry *entry, struct note *note)
{
	uint8_t sealed[LEAD_NOTE_SIZE];

	memcpy(note->id, entry->id, sizeof(note->id));
	note->week = entry->week;
	note->member = entry->member;
	note_seal(&lead->key, note, sealed);
	return writer_put(&lead->notes, sealed, sizeof(sealed));
}

static int write_init(struct lead *lead, const struct dap_report *report, const uint8_t *payload)
{
	uint8_t share[DAP_REPORT_SHARE_SIZE], init[DAP_INIT_SIZE];

	dap_report_share_of(report, share);
	dap_init_encode(share, payload, init);
	return writer_put(&lead->request, init, sizeof(init));
}

/* As the report was kept; its form was good then. */
static int add(struct lead *lead, struct cursor *cursor, struct entry *entry)
{
	uint8_t payload[DAP_INITIALIZE_SIZE], bytes[DAP_REPORT_SIZE];
	struct dap_report report;
	struct note note;

	if (stream_read_all(lead->kept.fd, entry->place, bytes, sizeof(bytes), lead->party->err))
		return -1;
	if (dap_report_decode((struct hpke_bytes){bytes, sizeof(bytes)}, &report))
		return REFUSAL_CHANGED;
	enum refusal outcome = begin(lead, &report, &note, payload);
	if (outcome) {
		cursor_refuse(cursor, entry, outcome);
		put_reject(lead, entry);
		return 0;
	}
	int r = write_init(lead, &report, payload) ? -1 : write_note(lead, entry, &note);
	sodium_memzero(&note, sizeof(note));
	return r;
}

static int add_all(struct lead *lead)
{
	struct cursor cursor;
	struct entry *entry;
	int r = 0;

	cursor_init(&cursor, &lead->list);
	while (r == 0 && (entry = cursor_next(&cursor)))
		if (entry->outcome == REFUSAL_NONE)
			r = add(lead, &cursor, entry);
	int ended = cursor_end(&cursor);
	return r ? r : ended;
}

/* They are known only when the job is there, and come before it: then it makes room. */
static int insert_rejects(struct lead *lead)
{
	struct writer *request = &lead->request;
	uint64_t at = EXCHANGE_BEFORE + 2;
	uint8_t count[2];

	if (lead->rejected > rejects_allowed(lead))
		return REFUSAL_BROKEN;
	if (lead->rejected == 0)
		return 0;
	wire_put(count, lead->rejected, sizeof(count));
	if (writer_flush(request) || stream_shift(request->fd, at, request->at, lead->rejects.length, request->err) ||
	    stream_write_at(request->fd, at - sizeof(count), count, sizeof(count), request->err) ||
	    stream_write_at(request->fd, at, lead->rejects.bytes, lead->rejects.length, request->err))
		return -1;
	request->at += lead->rejects.length;
	return 0;
}

static int write_request(struct lead *lead, int fd)
{
	static const uint8_t none[2 + DAP_INIT_HEAD];
	size_t counted;
	int r = outgoing_begin(&lead->request, fd, EXCHANGE_REQUEST, lead->party->cohort->task.task_id, lead->window,
			       lead->party->err);

	if (r == 0)
		r = writer_put(&lead->request, none, sizeof(none));
	if (r == 0)
		r = add_all(lead);
	if (r == 0)
		r = writer_flush(&lead->notes);
	if (r == 0)
		r = insert_rejects(lead);
	if (r == 0)
		r = outgoing_end(&lead->request, lead->party->secret);
	return r ? r : list_enough(&lead->list, lead->party->cohort, &counted);
}

static int run(struct lead *lead, const struct role_source *source, const uint8_t *random, int request_fd,
	       struct role_tally *tally)
{
	int r = cohort_check_party(lead->party->cohort, lead->window);

	if (r == 0)
		r = list_gather(lead->party, lead->window, source, &lead->kept, &lead->list, tally);
	if (r == 0)
		r = list_enough(&lead->list, lead->party->cohort, &lead->own);
	if (r == 0)
		r = writer_put(&lead->notes, random, LEAD_NOTES_HEAD);
	if (r)
		return r;
	dap_prio3(lead->party->cohort->task.task_id, &lead->prio3);
	notes_key(lead->party, lead->window, random, &lead->key);
	return write_request(lead, request_fd);
}

int role_lead(const struct role_party *party, struct dap_window window, const struct role_source *source,
	      const uint8_t random[static LEAD_NOTES_HEAD], int notes_fd, int request_fd, struct role_tally *ret_tally)
{
	struct lead lead = {.party = party, .window = window};

	*ret_tally = (struct role_tally){0};
	if (stream_cut(notes_fd, 0, party->err) || stream_cut(request_fd, 0, party->err))
		return -1;
	list_init(&lead.list, party->scratch[0], party->err);
	writer_init(&lead.kept, party->scratch[1], 0, party->err);
	writer_init(&lead.notes, notes_fd, 0, party->err);
	int r = run(&lead, source, random, request_fd, ret_tally);
	if (list_tally(&lead.list, party->cohort, ret_tally))
		r = r ? r : -1;
	if (r) {
		stream_cut(notes_fd, 0, NULL);
		stream_cut(request_fd, 0, NULL);
	}
	list_clear(&lead.list);
	writer_clear(&lead.kept);
	writer_clear(&lead.notes);
	writer_clear(&lead.request);
	text_clear(&lead.rejects);
	sodium_memzero(&lead.key, sizeof(lead.key));
	return r;
}
