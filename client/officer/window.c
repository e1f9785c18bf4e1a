/* Which windows there are, which are due, and what an opened one came to. */
#include <string.h>

#include <evenkeel/mem.h>

#include "window_step.h"

int window_opened(const struct office *office, const struct office_cohort *cohort, struct ledger_past **ret,
		  size_t *ret_count, struct error *err)
{
	return ledger_openings(office->ledger, cohort->cohort.task.task_id, ret, ret_count, err);
}

/* What lies before a window that was opened is closed for good. */
static int first_open(const struct office *office, const struct office_cohort *cohort, uint64_t *ret, struct error *err)
{
	struct ledger_past *past _cleanup_free_ = NULL;
	size_t count;

	if (window_opened(office, cohort, &past, &count, err))
		return -1;
	*ret = count ? past[count - 1].window.start + past[count - 1].window.weeks
		     : (uint64_t)cohort->cohort.terms.quarter * DAP_QUARTER_WEEKS;
	return 0;
}

int window_due_list(const struct office *office, const struct office_cohort *cohort, int64_t now_s,
		    struct dap_window ret[static WINDOW_DUE_MOST], size_t *ret_count, struct dap_window *ret_next,
		    struct error *err)
{
	uint64_t end = ((uint64_t)cohort->cohort.terms.quarter + 1) * DAP_QUARTER_WEEKS, start;
	unsigned weeks = cohort->cohort.weeks;

	*ret_count = 0;
	*ret_next = (struct dap_window){0};
	if (first_open(office, cohort, &start, err))
		return -1;
	for (; start + weeks <= end; start += weeks) {
		struct dap_window window = {start, weeks};
		if (dap_window_over(window, now_s)) {
			*ret_next = window;
			break;
		}
		ret[(*ret_count)++] = window;
	}
	return 0;
}

int window_due(const struct office *office, const struct office_cohort *cohort, int64_t now_s, struct dap_window *ret,
	       struct error *err)
{
	struct dap_window due[WINDOW_DUE_MOST], next;
	size_t count;

	if (window_due_list(office, cohort, now_s, due, &count, &next, err))
		return -1;
	*ret = count ? due[0] : next;
	return count ? 0 : 1;
}

/* An opened window of the ledger. 1: it is not opened. */
static int find_past(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		     struct ledger_past *ret, int answer_fd, struct error *err)
{
	struct ledger_past *past _cleanup_free_ = NULL;
	size_t count, i;

	if (window_opened(office, cohort, &past, &count, err))
		return -1;
	for (i = 0; i < count && past[i].window.start != window.start; i++)
		;
	if (i == count || past[i].window.weeks != window.weeks)
		return 1;
	*ret = past[i];
	return ledger_answer(office->ledger, cohort->cohort.task.task_id, window, ret->request_hash, answer_fd, err)
		       ? -1
		       : 0;
}

static int result_refused(const char *path, int why, struct error *err)
{
	return error_set(err, ERROR_FAILED, "'%s' is refused: %s", path, refusal_words((enum refusal)why));
}

static int decode_result(const struct office_cohort *cohort, struct dap_window window, struct hpke_bytes file,
			 struct exchange_result *ret)
{
	struct exchange message;
	int r = exchange_open(file, &cohort->cohort, EXCHANGE_RESULT, window, &message);

	return r ? r : exchange_result_decode(message.body, ret);
}

static void fill(const struct ledger_past *past, const struct exchange_result *result, struct release_window *ret)
{
	struct field128 total[CELL_COUNT];

	ret->reports = (uint32_t)past->reports;
	ret->people = (uint32_t)past->people;
	memcpy(total, result->shares[PARTY_A], sizeof(total));
	field128_add_vector(total, result->shares[PARTY_B], CELL_COUNT);
	if (result->count == past->reports && dap_sums(total, ret->weeks, result->count, ret->cells) == 0)
		return;
	for (int cell = 0; cell < CELL_COUNT; cell++)
		ret->cells[cell] = INT64_MIN;
}

static int is_countersigned(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
			    struct hpke_bytes result, bool *ret, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes signature = {0};

	if (window_read(office, cohort, window, EXCHANGE_COUNTERSIGN, &signature, err))
		return -1;
	*ret = signature.bytes && role_countersigned(&cohort->cohort, window, result, window_bytes(&signature)) == 0;
	return 0;
}

/* At A the ledger's own bytes; at B the exchange folder's, of the same count and reports as its own response. 1: there is none there. */
static int find_result(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		       int stored, struct file_bytes *ret_file, struct exchange_result *ret, struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};
	bool first = office->own.party == PARTY_A;

	if (first ? window_load(stored, ret_file, err)
		  : window_read(office, cohort, window, EXCHANGE_RESULT, ret_file, err))
		return -1;
	if (!ret_file->bytes)
		return 1;
	int r = first ? decode_result(cohort, window, window_bytes(ret_file), ret)
		      : role_result_beside(&cohort->cohort, window, stored, window_bytes(ret_file), ret, err);
	if (r <= 0)
		return r;
	window_path(office, cohort, window, EXCHANGE_RESULT, &path);
	return result_refused(text_string(&path), r, err);
}

int window_sums(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		struct release_window *ret, bool *ret_countersigned, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	_cleanup_(file_close) int stored = window_scratch(office, err);
	struct exchange_result result;
	struct ledger_past past;

	*ret_countersigned = false;
	*ret = (struct release_window){.start = window.start,
				       .weeks = window.weeks,
				       .floor = cohort->cohort.terms.floor,
				       .members = (unsigned)cohort->cohort.members};
	int r = stored < 0 ? -1 : find_past(office, cohort, window, &past, stored, err);
	if (r == 0)
		r = find_result(office, cohort, window, stored, &file, &result, err);
	if (r)
		return r;
	fill(&past, &result, ret);
	return is_countersigned(office, cohort, window, window_bytes(&file), ret_countersigned, err);
}
