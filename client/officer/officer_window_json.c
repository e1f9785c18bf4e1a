#include "officer_window.h"

#include "json_out.h"

static json_t *checks(const struct window_run *run)
{
	json_t *object = json_object();

	for (int check = 0; check < WINDOW_CHECKS; check++)
		if (run->checks[check] != WINDOW_UNCHECKED)
			json_object_set_new(object, officer_window_check_name((enum window_check)check),
					    json_boolean(run->checks[check] == WINDOW_HOLDS));
	return object;
}

json_t *officer_window_outcomes(const struct role_tally *tally)
{
	json_t *object = json_object();

	for (int i = 1; i < REFUSAL_COUNT_OF; i++)
		if (tally->outcomes[i])
			json_object_set_new(object, refusal_name((enum refusal)i),
					    json_integer((json_int_t)tally->outcomes[i]));
	return object;
}

static const char *state(const struct window_run *run, int r)
{
	return r < 0               ? "failed"
	       : r == WINDOW_WAITS ? "waits"
	       : r > 0             ? "answered"
	       : run->refusal      ? "refused"
	       : run->again        ? "again"
				   : "done";
}

static json_t *folder(const struct window_run *run)
{
	const struct role_tally *tally = &run->tally;

	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "files", (json_int_t)tally->files, "accepted",
			 (json_int_t)tally->accepted, "people", (json_int_t)tally->people, "mismatched",
			 (json_int_t)tally->mismatched, "other_files", (json_int_t)run->other_files, "closed_files",
			 (json_int_t)run->closed_files, "missing_weeks", (json_int_t)run->missing_weeks, "not_counted",
			 officer_window_outcomes(tally));
}

json_t *officer_window_json(const struct window_work *work, const struct office_cohort *cohort,
			    const struct window_run *run, const struct error *err, int r)
{
	const char *refusal = r == 0 && run->refusal ? refusal_name(run->refusal) : NULL;
	bool done = r == 0 && !run->refusal;
	char name[DAP_WINDOW_NAME];

	(void)work;
	dap_window_name(run->window, name);
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:I, s:I, s:o, s:b, s:o, s:o}", "team", cohort->label.team,
			 "task", cohort->task, "window", name, "state", state(run, r), "checks", checks(run), "folder",
			 folder(run), "epsilon_year", (json_int_t)run->epsilon, "control_marks_off",
			 (json_int_t)run->sums.control_off, "refusal", json_out_string(refusal), "countersigned",
			 run->countersigned, "written", json_out_string(done ? run->written : NULL), "message",
			 json_out_string(done ? NULL : err->message));
}
