#include <string.h>

#include <evenkeel/mem.h>

#include "window_step.h"

/* The checks of a role up to the one that failed. */
static void note(struct window_step *step, int r)
{
	enum window_check failed =
		r == REFUSAL_FEW                                ? WINDOW_PEOPLE
		: r == REFUSAL_MISMATCH || r == REFUSAL_REJECTS ? WINDOW_LISTS
		: r == REFUSAL_OPENED || r == REFUSAL_ORDER || r == REFUSAL_CHANGED || r == REFUSAL_EPSILON
			? WINDOW_LEDGER
			: WINDOW_ENVELOPES;

	for (int check = WINDOW_ENVELOPES; check <= WINDOW_PEOPLE; check++)
		if (r == 0 || check < (int)failed)
			window_step_note(step, (enum window_check)check, 0);
	if (r > 0)
		window_step_note(step, failed, r);
}

/* Where another process of this office was quicker with the same request, its bytes are the ones that leave. */
static int answer(struct window_step *step, int request, int response)
{
	struct drop_folder folder;

	if (window_folder_open(step, &folder))
		return -1;
	int r = window_role_assist(step, &folder, request, response);
	window_folder_close(step, &folder);
	if (r == REFUSAL_OPENED && window_has(step->answer))
		r = STEP_ANSWERED;
	note(step, r == STEP_ANSWERED ? 0 : r);
	return r;
}

static int respond(struct window_step *step, int request)
{
	_cleanup_(file_close) int response = window_scratch(step->office, step->err);
	uint8_t hash[DAP_HASH_SIZE];

	if (response < 0 || exchange_hash(request, hash, step->err))
		return -1;
	int r = window_step_ledger(step, hash);
	if (r == 0)
		r = answer(step, request, response);
	if (r == STEP_ANSWERED)
		return window_again(step, step->answer);
	return r ? r : window_publish_file(step, EXCHANGE_RESPONSE, response);
}

int window_assist(struct office *office, const struct office_cohort *cohort, struct dap_window window, int64_t now_s,
		  struct window_run *ret, struct error *err)
{
	_cleanup_(file_close) int request = -1;
	struct window_step step = {.office = office, .cohort = cohort, .window = window, .run = ret, .err = err};
	int r = window_step_begin(&step, PARTY_B, now_s);

	if (r == 0)
		r = window_message(&step, EXCHANGE_REQUEST, &request);
	if (r == 0)
		r = respond(&step, request);
	return window_step_end(&step, r);
}

static int countersign(struct window_step *step, const struct file_bytes *result)
{
	_cleanup_(file_close) int own = window_scratch(step->office, step->err);
	_cleanup_(text_clear) struct text message = {0};
	uint64_t people = 0;
	int r = own < 0 ? -1 : window_stored(step, own, &people);

	if (r < 0)
		return r;
	/* Nothing was answered here, so this is the result of nothing. */
	r = r > 0 ? REFUSAL_RESULT : window_role_countersign(step, own, window_bytes(result), &message);
	window_step_note(step, WINDOW_SUMS, r);
	if (r)
		return r;
	step->run->sums.people = people;
	step->run->countersigned = true;
	return window_publish(step, EXCHANGE_COUNTERSIGN, window_text(&message));
}

int window_countersign(struct office *office, const struct office_cohort *cohort, struct dap_window window,
		       struct window_run *ret, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes result = {0};
	_cleanup_(file_close) int file = -1;
	struct window_step step = {.office = office, .cohort = cohort, .window = window, .run = ret, .err = err};
	/* Its time has come if it was answered. */
	int r = window_step_begin(&step, PARTY_B, INT64_MAX);

	if (r == 0)
		r = window_message(&step, EXCHANGE_RESULT, &file);
	if (r == 0)
		r = window_load(file, &result, err);
	if (r == 0)
		r = countersign(&step, &result);
	return window_step_end(&step, r);
}
