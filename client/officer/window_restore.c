/* What was answered before goes out again, byte for byte. */
#include <string.h>

#include <evenkeel/mem.h>

#include "window_step.h"

int window_stored(struct window_step *step, int fd, uint64_t *ret_people)
{
	struct ledger_past *past _cleanup_free_ = NULL;
	size_t count, i;

	if (window_opened(step->office, step->cohort, &past, &count, step->err))
		return -1;
	for (i = 0; i < count && past[i].window.start != step->window.start; i++)
		;
	if (i == count)
		return 1;
	*ret_people = past[i].people;
	return ledger_answer(step->office->ledger, step->cohort->cohort.task.task_id, past[i].window,
			     past[i].request_hash, fd, step->err)
		       ? -1
		       : 0;
}

static int read_sums(struct window_step *step)
{
	struct release_window opened;
	bool countersigned;

	if (window_sums(step->office, step->cohort, step->window, &opened, &countersigned, step->err))
		return -1;
	step->run->countersigned = countersigned;
	step->run->sums =
		(struct role_result){.window = step->window, .reports = opened.reports, .people = opened.people};
	memcpy(step->run->sums.sums, opened.cells, sizeof(opened.cells));
	if (opened.cells[CELL_ANSWERED] == INT64_MIN)
		return 0;
	/* Who was not there to read it the first time is told as well. */
	step->run->sums.control_off = dap_control_off(opened.cells, opened.reports);
	window_step_note(step, WINDOW_SUMS, 0);
	return 0;
}

int window_again(struct window_step *step, int answer_fd)
{
	bool first = step->office->own.party == PARTY_A;

	step->run->again = true;
	if (first && read_sums(step))
		return -1;
	return window_publish_file(step, first ? EXCHANGE_RESULT : EXCHANGE_RESPONSE, answer_fd);
}

int window_restore(struct office *office, const struct office_cohort *cohort, struct dap_window window,
		   struct window_run *ret, struct error *err)
{
	_cleanup_(file_close) int answer = window_scratch(office, err);
	struct window_step step = {.office = office, .cohort = cohort, .window = window, .run = ret, .err = err};
	uint64_t people;

	*ret = (struct window_run){.window = window};
	int r = answer < 0 ? -1 : window_stored(&step, answer, &people);
	return r ? r : window_again(&step, answer);
}

int window_empty(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		 size_t *ret_count, struct error *err)
{
	struct release_window sums;
	bool countersigned;
	int r = window_sums(office, cohort, window, &sums, &countersigned, err);

	*ret_count = 0;
	if (r || !countersigned)
		return r < 0 ? -1 : 0;
	return drop_folder_empty(office->drop, cohort->task, window, ret_count, err);
}

void window_tidy(const struct office *office, const struct office_cohort *cohort, struct dap_window window)
{
	_cleanup_(window_notes_end) struct window_notes notes;
	struct error ignored = {0};
	struct window_step step = {.office = office, .cohort = cohort, .window = window, .err = &ignored};

	if (window_notes_begin(&step, &notes) == 0)
		window_notes_remove(&notes);
}
