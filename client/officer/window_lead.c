#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "share.h"
#include "window_step.h"

static int read_folder(struct window_step *step, const struct window_pair *pair)
{
	struct drop_folder folder;

	if (window_folder_open(step, &folder))
		return -1;
	int r = window_role_lead(step, &folder, pair);
	window_folder_close(step, &folder);
	return r;
}

/* Which check it was that a role refused. */
static void note(struct window_step *step, int r)
{
	enum window_check failed = r == REFUSAL_FEW ? WINDOW_PEOPLE : WINDOW_ENVELOPES;

	for (int check = WINDOW_ENVELOPES; check <= WINDOW_PEOPLE; check++)
		if (check != WINDOW_LISTS && (r == 0 || check < (int)failed))
			window_step_note(step, (enum window_check)check, 0);
	if (r > 0)
		window_step_note(step, failed, r);
}

/* The hash of what lies in the exchange folder, "" where nothing does. */
static int hash_published(struct window_step *step, char ret[static WINDOW_HASH_HEX + 1])
{
	_cleanup_(file_close) int published = -1;

	if (window_fetch(step->office, step->cohort, step->window, EXCHANGE_REQUEST, &published, step->err))
		return -1;
	return window_hash(published, ret, step->err);
}

/* The notes are kept before the request leaves, so that whatever B answers can be finished. */
static int make_request(struct window_step *step, const struct window_notes *notes, struct window_pair *pair)
{
	char published[WINDOW_HASH_HEX + 1], hash[WINDOW_HASH_HEX + 1];

	if (hash_published(step, published))
		return -1;
	window_notes_prune(notes, published);
	int r = window_notes_create(step, notes, pair);
	if (r == 0) {
		r = read_folder(step, pair);
		note(step, r);
	}
	if (r == 0)
		r = window_hash(pair->request, hash, step->err);
	if (r)
		return r;
	step->run->again = strcmp(hash, published) == 0;
	return window_notes_keep(step, notes, pair, hash);
}

/*
 * Whatever comes from now on comes too late, and would part the two parties' lists. Where a folder cannot be shut, B's list tells.
 */
static int shut_folders(struct window_step *step)
{
	char team[PATH_SIZE], week[24];
	bool open = false;

	if (share_path(step->office->drop, step->cohort->task, NULL, team, step->err))
		return -1;
	for (uint64_t i = 0; i < step->window.weeks; i++) {
		snprintf(week, sizeof(week), "%" PRIu64, step->window.start + i);
		if (share_set_drop(team, week, SHARE_SHUT_MODE, &open, step->err))
			return -1;
	}
	return 0;
}

static int lead(struct window_step *step)
{
	_cleanup_(window_notes_end) struct window_notes notes;
	_cleanup_(window_pair_close) struct window_pair pair = {-1, -1};
	int r = window_notes_begin(step, &notes);

	if (r == 0)
		r = shut_folders(step);
	if (r == 0)
		r = make_request(step, &notes, &pair);
	if (r)
		window_notes_drop(&notes);
	return r ? r : window_publish_file(step, EXCHANGE_REQUEST, pair.request);
}

/* From B's answer on there is one request, the one that it answers. */
static int is_answered(struct window_step *step)
{
	_cleanup_(file_close) int response = -1;
	char name[DAP_WINDOW_NAME];

	if (window_fetch(step->office, step->cohort, step->window, EXCHANGE_RESPONSE, &response, step->err))
		return -1;
	int r = response < 0
			? REFUSAL_MALFORMED
			: exchange_verify(response, &step->cohort->cohort, EXCHANGE_RESPONSE, step->window, step->err);
	if (r)
		return r < 0 ? -1 : 0;
	dap_window_name(step->window, name);
	error_set(
		step->err, ERROR_FAILED,
		"the second party has answered for the window '%s' of '%s' already; 'evenkeel officer finish' goes on",
		name, step->cohort->label.team);
	return 1;
}

int window_lead(struct office *office, const struct office_cohort *cohort, struct dap_window window, int64_t now_s,
		struct window_run *ret, struct error *err)
{
	struct window_step step = {.office = office, .cohort = cohort, .window = window, .run = ret, .err = err};
	int r = window_step_begin(&step, PARTY_A, now_s);

	if (r == 0)
		r = window_step_ledger(&step, NULL);
	if (r == 0) {
		r = is_answered(&step);
		if (r > 0)
			return window_step_end(&step, 0), WINDOW_ANSWERED;
	}
	if (r == 0)
		r = lead(&step);
	return window_step_end(&step, r);
}
