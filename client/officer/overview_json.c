/* An overview for scripts. Names, reasons and directions are the stable ones, in no language. */
#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "json_out.h"
#include "overview_parts.h"
#include "team_caution.h"

static json_t *text(struct text *words)
{
	json_t *string = json_string(text_string(words));

	text_clear(words);
	return string;
}

static json_t *name_of(unsigned item)
{
	struct text name = {0};

	overview_name(item, &name);
	return text(&name);
}

static json_t *reason_of(enum release_reason reason)
{
	return json_out_string(release_reason_name(reason));
}

static json_t *names_of(const struct overview *overview, const struct overview_team *team, uint64_t missing)
{
	json_t *list = json_array();

	for (size_t i = 0; i < team->part_count && i < RELEASE_LEAVES_MAX; i++)
		if (missing >> i & 1)
			json_array_append_new(list, json_string(overview->teams[team->parts[i]].name));
	return list;
}

/* Points of a hundred. */
static json_t *share_of(unsigned cell, const struct release_share *share)
{
	bool shown = share->reason == RELEASE_SHOWN;

	return json_pack("{s:o, s:o, s:o, s:o}", "item", name_of(cell), "value",
			 shown ? json_integer(share->points) : json_null(), "margin",
			 shown ? json_integer(share->margin) : json_null(), "suppressed", reason_of(share->reason));
}

/* Steps, 0 to 4. */
static json_t *mean_of(const struct release_mean *mean)
{
	bool shown = mean->reason == RELEASE_SHOWN;

	return json_pack("{s:o, s:o, s:o, s:o}", "item", name_of(RELEASE_MEAN), "value",
			 shown ? json_real(mean->tenths / 10.0) : json_null(), "margin",
			 shown ? json_real(mean->margin_tenths / 10.0) : json_null(), "suppressed",
			 reason_of(mean->reason));
}

static json_t *figures_of(const struct overview *overview, const struct overview_team *team,
			  const struct release_figures *figures)
{
	json_t *list = json_array(), *mean = mean_of(&figures->stress);

	if (team->parts)
		json_object_set_new(mean, "missing", names_of(overview, team, figures->stress.missing));
	json_array_append_new(list, mean);
	for (unsigned cell = 0; cell < RELEASE_CELLS; cell++) {
		if (!overview_has(cell))
			continue;
		json_t *share = share_of(cell, &figures->cells[cell]);
		if (team->parts)
			json_object_set_new(share, "missing", names_of(overview, team, figures->cells[cell].missing));
		json_array_append_new(list, share);
	}
	return list;
}

static json_t *causes_of(const struct release_figures *figures)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < figures->causes.count; i++)
		json_array_append_new(list,
				      share_of(figures->causes.cells[i], &figures->cells[figures->causes.cells[i]]));
	return list;
}

static json_t *band(const char *name)
{
	return *name ? json_string(name) : json_null();
}

static json_t *window_of(const struct overview *overview, const struct overview_team *team,
			 const struct overview_window *window)
{
	const struct release_figures *figures = &window->figures;
	bool shown = figures->reason == RELEASE_SHOWN;
	struct text name = {0};

	overview_window_name(figures, &name);
	json_t *object =
		json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "window", text(&name), "from",
			  json_out_date(overview_from(figures)), "to", json_out_date(overview_to(figures)),
			  "countersigned", shown ? json_boolean(window->countersigned) : json_null(), "suppressed",
			  reason_of(figures->reason), "people", band(release_people_name(figures->people)),
			  "participation", band(release_participation_name(figures->participation)));
	if (team->parts)
		json_object_set_new(object, "missing", names_of(overview, team, figures->missing));
	json_object_set_new(object, "figures", figures_of(overview, team, figures));
	json_object_set_new(object, "top_causes", causes_of(figures));
	return object;
}

static json_t *trends_of(const struct overview_team *team)
{
	json_t *list = json_array();

	for (unsigned item = 0; item < RELEASE_ITEMS; item++)
		if (overview_told(team, item))
			json_array_append_new(list, json_pack("{s:o, s:s}", "item", name_of(item), "direction",
							      release_direction_name(team->trends[item])));
	return list;
}

static json_t *strings(const char *const *words, size_t most)
{
	json_t *list = json_array();

	for (size_t i = 0; i < most && words[i]; i++)
		json_array_append_new(list, json_string(words[i]));
	return list;
}

static json_t *measures_of(const struct overview_team *team)
{
	json_t *list = json_array();

	for (size_t i = 0; i < RELEASE_MEASURES; i++)
		if (team->measures[i])
			json_array_append_new(list,
					      json_pack("{s:s, s:s, s:o, s:o}", "id",
							catalogue_find(release_measures[i].measure)->name, "action",
							release_measures[i].action, "iso_45003",
							strings(release_measures[i].iso, 2), "hse_management_standards",
							strings(release_measures[i].standards, 3)));
	return list;
}

static void add_windows(const struct overview *overview, const struct overview_team *team, json_t *object)
{
	json_t *windows = json_array();
	struct text name = {0};

	for (size_t i = 0; i < team->count; i++)
		json_array_append_new(windows, window_of(overview, team, &team->windows[i]));
	if (team->newest < team->count)
		overview_window_name(&team->windows[team->newest].figures, &name);
	json_object_set_new(object, "windows", windows);
	json_object_set_new(object, "newest_window", name.length ? text(&name) : json_null());
	json_object_set_new(object, "trends", trends_of(team));
	json_object_set_new(object, "measures", measures_of(team));
}

static json_t *head_of(const struct overview_team *team)
{
	struct text caution = {0};

	team_caution(&team->label, team->floor, &caution);
	return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:o}", "cohort", team->name, "office",
			 team->label.party[PARTY_A], "second_party", team->label.party[PARTY_B], "quarter",
			 (json_int_t)team->quarter, "window_weeks", (json_int_t)team->weeks, "floor",
			 (json_int_t)team->floor, "caution", text(&caution));
}

json_t *overview_json(const struct overview *overview)
{
	json_t *cohorts = json_array(), *together = json_array();

	for (size_t i = 0; i < overview->count; i++) {
		const struct overview_team *team = &overview->teams[i];
		json_t *object = head_of(team);
		if (team->parts)
			json_object_set_new(object, "cohorts", names_of(overview, team, UINT64_MAX));
		else
			json_object_set_new(object, "task", json_string(team->task));
		add_windows(overview, team, object);
		json_array_append_new(team->parts ? together : cohorts, object);
	}
	return json_pack("{s:o, s:o}", "cohorts", cohorts, "together", together);
}
