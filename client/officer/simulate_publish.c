/* What is published of a window once both offices are done with it, by the report's own way from sums to figures. */
#include <string.h>

#include "overview.h"
#include "simulate_work.h"
#include "window.h"

/* The quarter's windows as far as they have come, of each cohort. */
struct quarter {
	struct release_window windows[SIMULATE_QUARTER];
	bool countersigned[SIMULATE_QUARTER];
};

static int read_quarter(struct simulate_work *work, size_t cohort, unsigned first, unsigned count, struct quarter *ret)
{
	for (unsigned w = 0; w < count; w++) {
		struct simulate_window *window =
			&work->result->windows[cohort * work->result->company.windows + first + w];
		int r = window_sums(&work->offices[PARTY_A], &work->teams[cohort].known[PARTY_A], simulate_span(window),
				    &ret->windows[w], &ret->countersigned[w], work->err);
		if (r < 0)
			return -1;
		window->countersigned = ret->countersigned[w];
		window->sums = release_open(&ret->windows[w]);
	}
	return 0;
}

static int read_all(struct simulate_work *work, unsigned first, unsigned count, struct quarter *quarters,
		    struct overview_source *ret)
{
	for (size_t i = 0; i < work->result->company.count; i++) {
		const struct office_cohort *known = &work->teams[i].known[PARTY_A];
		if (read_quarter(work, i, first, count, &quarters[i]))
			return -1;
		ret[i] = (struct overview_source){.label = known->label,
						  .quarter = known->cohort.terms.quarter,
						  .floor = known->cohort.terms.floor,
						  .weeks = known->cohort.weeks,
						  .windows = quarters[i].windows,
						  .countersigned = quarters[i].countersigned,
						  .count = count};
		memcpy(ret[i].task, known->task, sizeof(ret[i].task));
	}
	return 0;
}

/* The newest window, and its changes where it is the newest of which something is shown. */
static void take(const struct overview_team *team, struct simulate_window *ret)
{
	size_t last = team->count - 1;

	ret->figures = team->windows[last].figures;
	if (team->newest == last)
		memcpy(ret->trends, team->trends, sizeof(ret->trends));
}

static void take_together(const struct simulate_work *work, const struct overview *overview, unsigned index)
{
	const struct synthetic *company = &work->result->company;
	struct release_sums *leaves _cleanup_free_ = mem_new(company->count, sizeof(*leaves));
	struct simulate_window *whole = &work->result->together[index];

	*whole = (struct simulate_window){.cohort = SIMULATE_TOGETHER, .index = index};
	for (size_t i = 0; i < company->count; i++)
		leaves[i] = simulate_window_of(work->result, i, index)->sums;
	whole->truth.start = leaves[0].start;
	whole->truth.weeks = leaves[0].weeks;
	whole->truth.floor = leaves[0].floor;
	(void)release_rollup(leaves, company->count, &whole->sums); /* refused: nothing is shown */
	whole->refusal = whole->sums.reason == RELEASE_SHOWN ? REFUSAL_NONE : REFUSAL_FEW;
	if (overview->count > overview->cohorts)
		take(&overview->teams[overview->cohorts], whole);
	simulate_exact_together(work->result, whole);
}

int simulate_publish(struct simulate_work *work, unsigned index)
{
	const struct synthetic *company = &work->result->company;
	unsigned first = index - index % SIMULATE_QUARTER, count = index - first + 1;
	struct quarter *quarters _cleanup_free_ = mem_new(company->count, sizeof(*quarters));
	struct overview_source *sources _cleanup_free_ = mem_new(company->count, sizeof(*sources));
	_cleanup_(overview_clear) struct overview overview = {0};

	if (read_all(work, first, count, quarters, sources))
		return -1;
	overview_gather(sources, company->count, OVERVIEW_WINDOWS, true, &overview);
	for (size_t i = 0; i < company->count; i++) {
		struct simulate_window *window = &work->result->windows[i * company->windows + index];
		take(&overview.teams[i], window);
		simulate_exact(window);
	}
	take_together(work, &overview, index);
	return 0;
}
