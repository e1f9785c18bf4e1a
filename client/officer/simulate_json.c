/* All of it for scripts. What is withheld is null, and the truth beside it as well. */
#include <evenkeel/mem.h>

#include "json_out.h"
#include "officer_window.h"
#include "overview_parts.h"
#include "simulate.h"

static json_t *points(bool shown, double value)
{
	return shown ? json_real(value) : json_null();
}

static const char *direction_word(int direction)
{
	return direction == SYNTHETIC_UNKNOWN ? "unknown" : direction > 0 ? "higher" : direction < 0 ? "lower" : "none";
}

/* Of all together nothing is told here, and nothing known. */
static json_t *change_true(const struct synthetic *company, const struct simulate_window *window, unsigned item)
{
	if (window->cohort == SIMULATE_TOGETHER)
		return json_null();
	return json_string(direction_word(synthetic_direction(company, (size_t)window->cohort, window->index, item)));
}

static json_t *figure(const struct synthetic *company, const struct simulate_window *window, unsigned item)
{
	struct simulate_error error;
	_cleanup_(text_clear) struct text name = {0};
	bool shown = simulate_error_of(window, item, &error);

	overview_name(item, &name);
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:s, s:o}", "id", text_string(&name), "published",
			 points(shown, error.published), "margin", points(shown, error.margin), "exact",
			 points(shown, error.exact), "noise", points(shown, error.noise), "suppressed",
			 json_out_string(release_reason_name(window->sums.items[item].reason)), "change_told",
			 release_direction_name(window->trends[item]), "change_true",
			 change_true(company, window, item));
}

static json_t *window_object(const struct synthetic *company, const struct simulate_window *window)
{
	char name[DAP_WINDOW_NAME];
	json_t *figures = json_array();
	struct dap_window span = {window->truth.start, window->truth.weeks};

	for (unsigned i = 0; i < RELEASE_ITEMS; i++)
		json_array_append_new(figures, figure(company, window, i));
	dap_window_name(span, name);
	return json_pack("{s:s, s:b, s:o, s:b, s:I, s:I, s:I, s:o, s:I, s:o}", "window", name, "opened",
			 window->refusal == REFUSAL_NONE, "refused",
			 window->refusal ? json_string(refusal_name(window->refusal)) : json_null(), "countersigned",
			 window->countersigned, "files", (json_int_t)window->tally.files, "reports",
			 (json_int_t)window->tally.accepted, "people", (json_int_t)window->tally.people,
			 "files_refused", officer_window_outcomes(&window->tally), "other_files",
			 (json_int_t)window->other_files, "figures", figures);
}

static json_t *cohort_object(const struct simulate_result *result, size_t index)
{
	const struct synthetic_cohort *cohort = &result->company.cohorts[index];
	_cleanup_(text_clear) struct text name = {0};
	json_t *windows = json_array(), *causes = json_array();

	for (unsigned w = 0; w < result->company.windows; w++)
		json_array_append_new(windows, window_object(&result->company, simulate_window_of(result, index, w)));
	for (int i = 0; i < SYNTHETIC_CAUSES; i++)
		json_array_append_new(causes, json_string(catalogue_find(cohort->causes[i])->name));
	synthetic_name(&result->company, index, &name);
	return json_pack("{s:s, s:I, s:I, s:f, s:i, s:o, s:o}", "name", text_string(&name), "people",
			 (json_int_t)cohort->people, "small_team", (json_int_t)cohort->small_team, "strain",
			 cohort->strain, "change_a_window", cohort->change, "causes", causes, "windows", windows);
}

static json_t *withheld(const struct simulate_score *score)
{
	json_t *object = json_object();

	for (int i = RELEASE_SHOWN + 1; i < RELEASE_REASONS; i++)
		json_object_set_new(object, release_reason_name((enum release_reason)i),
				    json_integer((json_int_t)score->withheld[i]));
	return object;
}

static json_t *ratio(double some, size_t of)
{
	return of ? json_real(some / (double)of) : json_null();
}

static json_t *score_object(const struct simulate_score *score)
{
	json_t *object = json_pack("{s:I, s:I, s:I, s:I, s:o}", "windows", (json_int_t)score->windows, "opened",
				   (json_int_t)score->opened, "refused_few", (json_int_t)score->refused, "shown",
				   (json_int_t)score->shown, "withheld", withheld(score));

	json_object_set_new(object, "error_points", ratio(score->error, score->shown));
	json_object_set_new(object, "noise_points", ratio(score->noise, score->shown));
	json_object_set_new(object, "largest_error_points", points(score->shown > 0, score->largest));
	json_object_set_new(object, "within_margin", ratio((double)score->within, score->shown));
	json_object_set_new(object, "within_two_margins", ratio((double)score->within_two, score->shown));
	json_object_set_new(object, "noise_within_margin", ratio((double)score->noise_within, score->shown));
	json_object_set_new(object, "means_shown", json_integer((json_int_t)score->means));
	json_object_set_new(object, "mean_error_steps", ratio(score->mean_error, score->means));
	json_object_set_new(object, "mean_within_margin", ratio((double)score->means_within, score->means));
	json_object_set_new(object, "causes_leading", json_integer((json_int_t)score->leading));
	json_object_set_new(object, "causes_truly_leading", json_integer((json_int_t)score->led));
	json_object_set_new(object, "changes_told", json_integer((json_int_t)score->told));
	json_object_set_new(object, "changes_told_wrong_way", json_integer((json_int_t)score->told_wrong));
	json_object_set_new(object, "changes_missed", json_integer((json_int_t)score->missed));
	json_object_set_new(object, "changes_invented", json_integer((json_int_t)score->told_nothing));
	json_object_set_new(object, "unchanged_told_so", json_integer((json_int_t)score->quiet));
	return object;
}

void simulate_json(const struct simulate_result *result)
{
	const struct synthetic *company = &result->company;
	struct simulate_score score = {0}, whole = {0};
	json_t *cohorts = json_array(), *together = json_array();

	for (size_t i = 0; i < company->count; i++)
		json_array_append_new(cohorts, cohort_object(result, i));
	for (size_t i = 0; i < company->count * company->windows; i++)
		simulate_score_add(company, &result->windows[i], &score);
	for (unsigned w = 0; w < company->windows; w++) {
		json_array_append_new(together, window_object(company, &result->together[w]));
		simulate_score_add(company, &result->together[w], &whole);
	}
	json_out_print(
		json_pack("{s:I, s:I, s:I, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o}",
			  "seed", (json_int_t)company->seed, "people", (json_int_t)company->people, "windows",
			  (json_int_t)company->windows, "kept", json_out_string(result->kept), "first_week",
			  (json_int_t)result->start, "contributions", (json_int_t)result->made, "person_weeks_without",
			  (json_int_t)result->silent, "contributions_full", (json_int_t)result->full, "replayed",
			  (json_int_t)result->replayed, "forged", (json_int_t)result->forged, "half_written",
			  (json_int_t)result->halves, "small_team",
			  json_out_string(result->small_team[0] ? result->small_team : NULL), "cohort_count",
			  json_integer((json_int_t)company->count), "cohorts", cohorts, "together", together, "summary",
			  score_object(&score), "summary_together", score_object(&whole)));
}
