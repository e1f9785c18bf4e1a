/* Quarter by quarter, window by window, through both offices. */
#include <string.h>

#include "practice.h"
#include "simulate_work.h"
#include "window.h"

static void note(const struct window_run *run, struct simulate_window *window)
{
	window->refusal = run->refusal;
	window->tally = run->tally;
	window->other_files = run->other_files;
}

typedef int window_step_function(struct office *office, const struct office_cohort *cohort, struct dap_window window,
				 int64_t now_s, struct window_run *ret, struct error *err);

/* 0; 1: refused, which is noted; -1 */
static int step(struct simulate_work *work, struct simulate_window *window, unsigned party, int64_t now_s,
		window_step_function *function)
{
	struct office *office = &work->offices[party];
	struct window_run run = {0};
	struct error refused = {0};
	int r = function(office, &work->teams[window->cohort].known[party], simulate_span(window), now_s, &run,
			 &refused);

	if (r) {
		*work->err = refused;
		return -1;
	}
	if (party == PARTY_A && function == window_lead)
		note(&run, window);
	window->refusal = run.refusal;
	return run.refusal != REFUSAL_NONE;
}

static int countersign(struct simulate_work *work, struct simulate_window *window)
{
	struct window_run run = {0};
	int r = window_countersign(&work->offices[PARTY_B], &work->teams[window->cohort].known[PARTY_B],
				   simulate_span(window), &run, work->err);

	if (r == 0 && run.refusal == REFUSAL_NONE)
		return 0;
	return r < 0 ? -1 : error_set(work->err, ERROR_FAILED, "%s", refusal_words(run.refusal));
}

int simulate_open(struct simulate_work *work, struct simulate_window *window)
{
	struct dap_window span = simulate_span(window);
	int64_t now_s = (int64_t)(span.start + span.weeks) * DAP_WEEK_S + DAP_LEAD_S + 3600;
	int r = step(work, window, PARTY_A, now_s, window_lead);

	if (r == 0)
		r = step(work, window, PARTY_B, now_s, window_assist);
	if (r == 0)
		r = step(work, window, PARTY_A, now_s, window_finish);
	if (r == 0)
		r = countersign(work, window);
	return r < 0 ? -1 : 0;
}

static void window_init(const struct simulate_work *work, size_t cohort, unsigned index, struct simulate_window *ret)
{
	*ret = (struct simulate_window){
		.cohort = (int)cohort,
		.index = index,
		.truth = {.start = work->result->start + SYNTHETIC_WEEKS * index,
			  .weeks = SYNTHETIC_WEEKS,
			  .floor = DAP_FLOOR_USUAL,
			  .members = (unsigned)work->result->company.cohorts[cohort].people},
	};
}

/* What the officers open by themselves: people have sent, and nobody has looked yet. */
static int leave_window(struct simulate_work *work, unsigned index)
{
	struct simulate_result counted = *work->result;
	struct simulate_window window;
	int r = 0;

	for (size_t cohort = 0; cohort < work->result->company.count && r == 0; cohort++) {
		practice_random_step(SIMULATE_STEP_WINDOW + cohort * 1000 + index);
		window_init(work, cohort, index, &window);
		r = simulate_send(work, &window);
	}
	*work->result = counted; /* it is no part of the comparison */
	return r;
}

static int run_window(struct simulate_work *work, unsigned index)
{
	const struct synthetic *company = &work->result->company;

	for (size_t cohort = 0; cohort < company->count; cohort++) {
		struct simulate_window *window = &work->result->windows[cohort * company->windows + index];
		if (practice_interrupted())
			return 1;
		practice_random_step(SIMULATE_STEP_WINDOW + cohort * 1000 + index);
		window_init(work, cohort, index, window);
		if (simulate_send(work, window) || simulate_open(work, window))
			return -1;
	}
	return simulate_publish(work, index);
}

/* Those that are left of the last quarter, or all of one more, to practise on. */
static unsigned windows_of(const struct simulate_result *result)
{
	unsigned windows = result->company.windows;

	return result->kept ? windows - windows % SIMULATE_QUARTER + SIMULATE_QUARTER : windows;
}

static int run_quarter(struct simulate_work *work, unsigned first)
{
	int64_t now_s = (int64_t)(work->result->start + SYNTHETIC_WEEKS * first) * DAP_WEEK_S + 3600;

	practice_random_step(SIMULATE_STEP_ENROL + first);
	int r = simulate_enrol(work, now_s);
	if (r == 0)
		r = simulate_ledgers_open(work, now_s);
	for (unsigned w = first; w < first + SIMULATE_QUARTER && w < windows_of(work->result) && r == 0; w++)
		r = w < work->result->company.windows ? run_window(work, w) : leave_window(work, w);
	simulate_ledgers_close(work);
	simulate_teams_clear(work);
	return r;
}

/* The newest quarters of which every window can have been opened by now. */
static uint64_t first_week(int64_t now_s, unsigned windows)
{
	uint64_t last = dap_quarter(dap_week(now_s - DAP_LEAD_S - 3600));
	uint64_t quarters = (windows + SIMULATE_QUARTER - 1) / SIMULATE_QUARTER;

	return (last > quarters ? last - quarters : 0) * DAP_QUARTER_WEEKS;
}

int simulate_run(const struct client *client, const char *dir, struct simulate_result *ret, struct error *err)
{
	struct simulate_work work = {.client = client, .dir = dir, .result = ret, .err = err};
	const struct synthetic *company = &ret->company;

	ret->start = first_week(client->now.wall_ms / 1000, windows_of(ret));
	ret->windows = mem_new(company->count * company->windows, sizeof(*ret->windows));
	ret->together = mem_new(company->windows, sizeof(*ret->together));
	work.secrets = mem_new(company->people, sizeof(*work.secrets));
	work.teams = mem_new(company->count, sizeof(*work.teams));
	practice_random_begin(company->seed);
	practice_random_step(SIMULATE_STEP_OFFICES);
	int r = simulate_offices(&work);
	for (unsigned w = 0; w < windows_of(ret) && r == 0; w += SIMULATE_QUARTER)
		r = run_quarter(&work, w);
	practice_random_end();
	for (unsigned party = PARTY_A; party <= PARTY_B; party++)
		office_clear(&work.offices[party]);
	mem_free_all(work.secrets, work.teams);
	return r;
}
