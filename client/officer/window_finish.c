#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "window_step.h"

static void note(struct window_step *step, int r)
{
	enum window_check failed =
		r == REFUSAL_FEW                               ? WINDOW_PEOPLE
		: r == REFUSAL_REJECTS                         ? WINDOW_ENVELOPES
		: r == REFUSAL_MISMATCH || r == REFUSAL_COUNT  ? WINDOW_LISTS
		: r == REFUSAL_STATE || r == REFUSAL_MALFORMED ? WINDOW_MESSAGE
		: r == REFUSAL_OPENED || r == REFUSAL_ORDER || r == REFUSAL_CHANGED || r == REFUSAL_EPSILON
			? WINDOW_LEDGER
			: WINDOW_SUMS;

	/* Where the lists differ, what was found of the envelopes is of as many as were looked at. */
	int first = failed == WINDOW_LISTS && r ? WINDOW_LISTS : WINDOW_ENVELOPES;

	for (int check = first; check <= WINDOW_SUMS; check++)
		if (r == 0 || check < (int)failed)
			window_step_note(step, (enum window_check)check, 0);
	if (r > 0)
		window_step_note(step, failed, r);
}

static int try_pair(struct window_step *step, const struct window_notes *notes, const char *hash, int response,
		    struct text *ret)
{
	_cleanup_(window_pair_close) struct window_pair pair = {-1, -1};
	int r = window_notes_open(step, notes, hash, &pair);

	return r ? r : window_role_finish(step, &pair, response, ret);
}

/* Was it not the answer to this request? Then it may be one to an earlier one, which B had read before. */
static bool is_anothers(int r)
{
	return r == REFUSAL_STATE || r == REFUSAL_MISMATCH || r == REFUSAL_COUNT;
}

/* The one in the exchange folder first. */
static void published_first(struct window_step *step, char (*hashes)[WINDOW_HASH_HEX + 1], size_t count)
{
	_cleanup_(file_close) int published = -1;
	char first[WINDOW_HASH_HEX + 1];
	struct error ignored = {0};

	if (window_fetch(step->office, step->cohort, step->window, EXCHANGE_REQUEST, &published, &ignored) ||
	    window_hash(published, first, &ignored))
		return;
	for (size_t i = 1; i < count; i++) {
		if (strcmp(hashes[i], first) != 0)
			continue;
		memcpy(hashes[i], hashes[0], sizeof(first));
		memcpy(hashes[0], first, sizeof(first));
	}
}

static int put_together(struct window_step *step, const struct window_notes *notes, int response, struct text *ret)
{
	char(*hashes)[WINDOW_HASH_HEX + 1] = NULL;
	size_t count = 0;
	int first = REFUSAL_STATE;

	if (window_notes_list(step, notes, &hashes, &count))
		return -1;
	published_first(step, hashes, count);
	int r = first;
	for (size_t i = 0; i < count && is_anothers(r); i++) {
		r = try_pair(step, notes, hashes[i], response, ret);
		first = i == 0 ? r : first;
	}
	mem_free(hashes);
	r = is_anothers(r) ? first : r;
	if (r == REFUSAL_OPENED && window_has(step->answer))
		r = STEP_ANSWERED;
	note(step, r == STEP_ANSWERED ? 0 : r);
	return r;
}

static int finish(struct window_step *step, int response)
{
	_cleanup_(window_notes_end) struct window_notes notes = {0};
	_cleanup_(text_clear) struct text result = {0};
	uint8_t hash[DAP_HASH_SIZE];

	if (window_notes_begin(step, &notes) || exchange_hash(response, hash, step->err))
		return -1;
	int r = window_step_ledger(step, hash);
	if (r == 0)
		r = put_together(step, &notes, response, &result);
	if (r == STEP_ANSWERED)
		r = window_again(step, step->answer);
	else if (r == 0)
		r = window_publish(step, EXCHANGE_RESULT, window_text(&result));
	if (r == 0)
		window_notes_remove(&notes);
	return r;
}

int window_finish(struct office *office, const struct office_cohort *cohort, struct dap_window window, int64_t now_s,
		  struct window_run *ret, struct error *err)
{
	_cleanup_(file_close) int response = -1;
	struct window_step step = {.office = office, .cohort = cohort, .window = window, .run = ret, .err = err};
	int r = window_step_begin(&step, PARTY_A, now_s);

	if (r == 0)
		r = window_message(&step, EXCHANGE_RESPONSE, &response);
	if (r == 0)
		r = finish(&step, response);
	return window_step_end(&step, r);
}
