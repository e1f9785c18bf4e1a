#include <sodium.h>

#include <evenkeel/mem.h>

#include "window_step.h"

/* A file that changes while it is read is read again with all others, a few times. */
enum { READS = 3 };

static int read_once(struct window_step *step, const struct window_notes *notes, FILE **ret_notes, struct text *ret)
{
	struct drop_folder folder;

	if (drop_folder_open(&folder, step->office->drop, step->cohort->task, step->window, step->err))
		return -1;
	step->run->other_files = folder.others;
	step->run->missing_weeks = folder.missing;
	int r = window_notes_create(step, notes, ret_notes);
	if (r == 0)
		r = window_role_lead(step, &folder, *ret_notes, ret);
	drop_folder_close(&folder);
	return r;
}

/* Which check it was that a role refused. */
static void note(struct window_step *step, int r)
{
	enum window_check failed = r == REFUSAL_FEW       ? WINDOW_PEOPLE
				   : r == REFUSAL_REJECTS ? WINDOW_LISTS
							  : WINDOW_ENVELOPES;

	for (int check = WINDOW_ENVELOPES; check <= WINDOW_PEOPLE; check++)
		if (check != WINDOW_LISTS && (r == 0 || check < (int)failed))
			window_step_note(step, (enum window_check)check, 0);
	if (r > 0)
		window_step_note(step, failed, r);
}

static int read_folder(struct window_step *step, const struct window_notes *notes, FILE **ret_notes, struct text *ret)
{
	int r = REFUSAL_CHANGED;

	for (int i = 0; i < READS && r == REFUSAL_CHANGED; i++) {
		if (*ret_notes)
			fclose(*ret_notes);
		*ret_notes = NULL;
		r = read_once(step, notes, ret_notes, ret);
	}
	note(step, r);
	return r;
}

/* The notes are kept before the request leaves, so that whatever B answers can be finished. */
static int make_request(struct window_step *step, const struct window_notes *notes, struct text *ret)
{
	_cleanup_(file_bytes_wipe) struct file_bytes published = {0};
	FILE *file = NULL;

	if (window_read(step->office, step->cohort, step->window, EXCHANGE_REQUEST, &published, step->err))
		return -1;
	window_notes_prune(notes, &published);
	int r = read_folder(step, notes, &file, ret);
	if (r == 0) {
		struct hpke_bytes request = window_text(ret);
		step->run->again = published.bytes && published.size == request.size &&
				   sodium_memcmp(published.bytes, request.bytes, request.size) == 0;
		r = window_notes_keep(step, notes, file, request);
	}
	if (file)
		fclose(file);
	return r;
}

static int lead(struct window_step *step)
{
	_cleanup_(window_notes_end) struct window_notes notes;
	_cleanup_(text_clear) struct text request = {0};
	int r = window_notes_begin(step, &notes);

	if (r == 0)
		r = make_request(step, &notes, &request);
	if (r)
		window_notes_drop(&notes);
	return r ? r : window_publish(step, EXCHANGE_REQUEST, window_text(&request));
}

/* From B's answer on there is one request, the one that it answers. */
static int is_answered(struct window_step *step)
{
	_cleanup_(file_bytes_wipe) struct file_bytes response = {0};
	struct exchange message;
	char name[DAP_WINDOW_NAME];

	if (window_read(step->office, step->cohort, step->window, EXCHANGE_RESPONSE, &response, step->err))
		return -1;
	if (!response.bytes ||
	    exchange_open(window_bytes(&response), &step->cohort->cohort, EXCHANGE_RESPONSE, step->window, &message))
		return 0;
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
