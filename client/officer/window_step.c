#include <assert.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "window_step.h"

int window_step_note(struct window_step *step, enum window_check check, int r)
{
	if (r >= 0)
		step->run->checks[check] = r ? WINDOW_FAILS : WINDOW_HOLDS;
	return r;
}

int window_party(const struct office *office, unsigned party, struct error *err)
{
	if (office->own.party == party)
		return 0;
	if (party == PARTY_A)
		return error_set(err, ERROR_USAGE,
				 "this office is the second party: it answers the first one's request with 'evenkeel "
				 "officer assist'");
	return error_set(err, ERROR_USAGE,
			 "this office is the first party: it begins with 'evenkeel officer lead' and ends with "
			 "'evenkeel officer finish'");
}

/* Signed by both; and both are who this office knows them to be. */
static int check_signatures(const struct window_step *step)
{
	const struct office *office = step->office;
	const struct cohort *cohort = &step->cohort->cohort;
	unsigned own = office->own.party;
	const uint8_t *keys[2];
	int r = cohort_signed(cohort);

	if (r || !office->has_other)
		return r ? r : REFUSAL_TERMS;
	keys[own] = office->own.sign;
	keys[1 - own] = office->other.sign;
	return cohort_parties(cohort, keys[PARTY_A], keys[PARTY_B]);
}

static int check_window(const struct window_step *step, int64_t now_s)
{
	int r = cohort_check_party(&step->cohort->cohort, step->window);

	return r ? r : dap_window_over(step->window, now_s);
}

int window_step_begin(struct window_step *step, unsigned party, int64_t now_s)
{
	*step->run = (struct window_run){.window = step->window};
	step->answer = -1;
	assert(step->office->keys && step->office->ledger);
	if (window_party(step->office, party, step->err) ||
	    office_verify_key(step->office, step->cohort, step->verify_key, step->err))
		return -1;
	if ((step->answer = window_scratch(step->office, step->err)) < 0)
		return -1;
	step->session = (struct ledger_session){.ledger = step->office->ledger,
						.task_id = step->cohort->cohort.task.task_id,
						.answer_fd = step->answer,
						.err = step->err};
	int r = window_step_note(step, WINDOW_SIGNATURES, check_signatures(step));
	if (r == 0)
		r = window_step_note(step, WINDOW_MEMBERS, cohort_large_enough(&step->cohort->cohort));
	return r ? r : window_step_note(step, WINDOW_ENDED, check_window(step, now_s));
}

static void say(const struct window_step *step, enum refusal refusal)
{
	_cleanup_(text_clear) struct text why = {0};
	size_t mismatched = step->run->tally.mismatched;
	char name[DAP_WINDOW_NAME];

	dap_window_name(step->window, name);
	text_append(&why, refusal_words(refusal));
	if (refusal == REFUSAL_MISMATCH && mismatched)
		text_appendf(&why,
			     dngettext("evenkeel", " (batch mismatch: %zu report)", " (batch mismatch: %zu reports)",
				       (unsigned long)mismatched),
			     mismatched);
	error_set(step->err, ERROR_FAILED, "the window '%s' of '%s' stays closed: %s", name, step->cohort->label.team,
		  text_string(&why));
}

int window_step_end(struct window_step *step, int r)
{
	sodium_memzero(step->verify_key, sizeof(step->verify_key));
	file_close(&step->answer);
	if (r == WINDOW_NO_MESSAGE)
		return WINDOW_WAITS;
	if (r <= 0)
		return r;
	step->run->refusal = (enum refusal)r;
	if (!step->said)
		say(step, (enum refusal)r);
	return 0;
}

/* The ledger knows this cohort, with this roster and this key. */
static int check_task(struct window_step *step)
{
	const struct cohort *cohort = &step->cohort->cohort;
	struct ledger *ledger = step->office->ledger;
	struct ledger_task known, task;
	int r = ledger_task(ledger, cohort->task.task_id, &known, step->err);

	ledger_task_of(cohort, &task);
	if (r == 0)
		r = ledger_add_task(ledger, &task, step->err);
	if (r == 0)
		r = ledger_fix_key(ledger, cohort->task.task_id, step->verify_key, step->err);
	step->said = r > 0; /* it names the team itself, and what it has */
	return r == LEDGER_OTHER_KEY ? REFUSAL_TERMS : r;
}

static int check_ledger(struct window_step *step, const uint8_t *asked)
{
	const uint8_t *task_id = step->cohort->cohort.task.task_id;
	struct ledger *ledger = step->office->ledger;
	int r = LEDGER_UNOPENED;

	if (asked)
		r = ledger_answer(ledger, task_id, step->window, asked, step->answer, step->err);
	if (r == LEDGER_UNOPENED)
		return ledger_may_open(ledger, task_id, step->window, step->err);
	return r ? r : STEP_ANSWERED;
}

static int count_epsilon(struct window_step *step, bool opened)
{
	uint64_t end = step->window.start + step->window.weeks, spent;
	struct ledger_task task;

	ledger_task_of(&step->cohort->cohort, &task);
	if (ledger_epsilon(step->office->ledger, task.label, end, &spent, step->err))
		return -1;
	step->run->epsilon = spent + (opened ? 0 : DAP_EPSILON_WEEK * step->window.weeks);
	return 0;
}

/* Does this party's own signature stand under such a message? */
static int is_own(struct window_step *step, enum exchange_type type)
{
	_cleanup_(file_close) int there = -1;
	struct error ignored = {0};

	if (window_fetch(step->office, step->cohort, step->window, type, &there, &ignored) || there < 0)
		return REFUSAL_MALFORMED;
	return exchange_verify(there, &step->cohort->cohort, type, step->window, step->err);
}

/* An opening is in the ledger before it leaves. What left without being there was opened by another ledger, a newer one than this. */
static int check_forgotten(struct window_step *step)
{
	static const enum exchange_type own[][2] = {
		[PARTY_A] = {EXCHANGE_RESULT, EXCHANGE_RESULT},
		[PARTY_B] = {EXCHANGE_RESPONSE, EXCHANGE_COUNTERSIGN},
	};
	unsigned party = step->office->own.party;

	for (size_t i = 0; i < 2; i++) {
		int r = is_own(step, own[party][i]);
		if (r <= 0)
			return r < 0 ? -1 : REFUSAL_FORGOTTEN;
	}
	return 0;
}

int window_step_ledger(struct window_step *step, const uint8_t *asked)
{
	int r = check_task(step);

	if (r == 0)
		r = check_ledger(step, asked);
	if (r == 0)
		r = check_forgotten(step);
	if ((r == 0 || r == STEP_ANSWERED) && count_epsilon(step, r != 0))
		return -1;
	window_step_note(step, WINDOW_LEDGER, r == STEP_ANSWERED ? 0 : r);
	return r;
}

int window_folder_open(struct window_step *step, struct drop_folder *ret)
{
	if (drop_folder_open(ret, step->office->drop, step->cohort->task, step->window, step->err))
		return -1;
	step->run->missing_weeks = ret->missing;
	return 0;
}

void window_folder_close(struct window_step *step, struct drop_folder *folder)
{
	step->run->other_files = folder->others;
	step->run->closed_files = folder->closed;
	drop_folder_close(folder);
}
