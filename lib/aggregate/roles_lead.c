#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "roles_list.h"
#include "wire.h"

/* A run of A's. */
struct lead {
	const struct role_party *party;
	struct dap_window window;
	const struct role_source *source;
	const struct role_notes *notes;
	struct notes_key key;
	struct prio3 prio3;
	struct list list;
	struct text rejects;
};

/* The envelope that was listed, read once more. */
static int read_again(struct lead *lead, const struct place *place, struct envelope *ret)
{
	uint8_t hash[DAP_HASH_SIZE];
	struct hpke_bytes file;
	uint64_t week;
	int r = lead->source->read(lead->source->context, place->index, &week, &file);

	if (r)
		return r;
	if (envelope_decode(file, ret))
		return REFUSAL_CHANGED;
	list_hash(PARTY_A, ret, hash);
	return memcmp(hash, place->hash, sizeof(hash)) == 0 ? 0 : REFUSAL_CHANGED;
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

static int write_note(struct lead *lead, const struct role_report *report, struct note *note)
{
	uint8_t sealed[LEAD_NOTE_SIZE];

	memcpy(note->id, report->id, sizeof(note->id));
	note->week = report->week;
	note->member = lead->list.places[report->place].member;
	note_seal(&lead->key, note, sealed);
	return lead->notes->write(lead->notes->context, sealed, sizeof(sealed));
}

static int add(struct lead *lead, struct role_report *report, struct text *ret)
{
	uint8_t payload[DAP_INITIALIZE_SIZE], share[DAP_REPORT_SHARE_SIZE];
	struct envelope envelope;
	struct note note;
	int r = read_again(lead, &lead->list.places[report->place], &envelope);

	if (r)
		return r;
	report->outcome = begin(lead, &envelope.report, &note, payload);
	if (report->outcome) {
		text_append_bytes(&lead->rejects, report->id, sizeof(report->id));
		wire_append(&lead->rejects, refusal_error(report->outcome), 1);
	} else {
		dap_report_share_of(&envelope.report, share);
		dap_init_append(ret, share, payload);
		r = write_note(lead, report, &note);
	}
	sodium_memzero(&note, sizeof(note));
	return r;
}

static int enough_people(const struct lead *lead)
{
	const struct cohort *cohort = lead->party->cohort;

	return list_people(&lead->list, cohort) < cohort->terms.floor ? REFUSAL_FEW : 0;
}

static int write_request(struct lead *lead, struct text *ret)
{
	size_t own = list_counted(&lead->list), head;
	int r = 0;

	exchange_begin(EXCHANGE_REQUEST, lead->party->cohort->task.task_id, lead->window, ret);
	head = ret->length;
	dap_init_begin(ret);
	for (size_t i = 0; i < lead->list.count && r == 0; i++)
		if (lead->list.reports[i].outcome == REFUSAL_NONE)
			r = add(lead, &lead->list.reports[i], ret);
	if (r)
		return r;
	if (lead->rejects.length / EXCHANGE_REJECT > role_rejects_allowed(own))
		return REFUSAL_REJECTS;
	exchange_request_head(wire_text(&lead->rejects), ret->length - head, ret);
	exchange_end(lead->party->secret, ret);
	return enough_people(lead);
}

static int run(struct lead *lead, const uint8_t *random, struct text *ret, struct role_tally *tally)
{
	int r = cohort_check_party(lead->party->cohort, lead->window);

	if (r == 0)
		r = list_gather(lead->party, PARTY_A, lead->window, lead->source, &lead->list, tally);
	if (r == 0)
		r = enough_people(lead);
	if (r == 0)
		r = lead->notes->write(lead->notes->context, random, LEAD_NOTES_HEAD);
	if (r)
		return r;
	dap_prio3(lead->party->cohort->task.task_id, &lead->prio3);
	notes_key(lead->party, lead->window, random, &lead->key);
	return write_request(lead, ret);
}

int role_lead(const struct role_party *party, struct dap_window window, const struct role_source *source,
	      const uint8_t random[static LEAD_NOTES_HEAD], const struct role_notes *notes, struct text *ret_request,
	      struct role_tally *ret_tally)
{
	struct lead lead = {.party = party, .window = window, .source = source, .notes = notes};
	_cleanup_(text_clear) struct text request = {0};

	*ret_tally = (struct role_tally){0};
	int r = run(&lead, random, &request, ret_tally);
	list_tally(&lead.list, party->cohort, ret_tally);
	if (r == 0) {
		*ret_request = request;
		request = (struct text){0};
	}
	list_clear(&lead.list);
	text_clear(&lead.rejects);
	sodium_memzero(&lead.key, sizeof(lead.key));
	return r;
}
