#include "chart_heat.h"
#include "json_out.h"
#include "trends.h"

#define WEEKS4 28

static json_t *number(bool told, double value)
{
	return told ? json_out_number(value) : json_null();
}

static json_t *days(const struct trends *trends)
{
	json_t *list = json_array();

	for (size_t i = 0; i < trends_count(trends); i++) {
		const struct day_mean *day = &trends_days(trends)[i];
		json_array_append_new(list, json_pack("{s:o, s:o, s:i}", "date", json_out_date(day->date), "mean",
						      json_out_number(day->mean), "n", day->n));
	}
	return list;
}

/* The level as of each of the days, as the chart has it. */
static json_t *levels(const struct insight_series *series)
{
	json_t *list = json_array();

	for (size_t i = series->from; i < series->all_count; i++)
		json_array_append_new(
			list, json_pack("{s:o, s:o, s:o, s:o}", "date", json_out_date(series->all[i].date), "value",
					json_out_number(series->levels[i]), "low", json_out_number(series->lows[i]),
					"high", json_out_number(series->highs[i])));
	return list;
}

static json_t *level(const struct insight_series *series)
{
	return json_pack("{s:o, s:o, s:o, s:o}", "value", json_out_number(series->level.value), "n_eff",
			 json_out_number(series->level.n_eff), "low", json_out_number(series->level_low), "high",
			 json_out_number(series->level_high));
}

static json_t *direction(const struct insight_series *series)
{
	switch (series->direction) {
	case INSIGHT_TOO_FEW:
		break;
	case INSIGHT_NO_CLEAR_CHANGE:
		return json_string("no clear change");
	case INSIGHT_RISING:
		return json_string("rising");
	case INSIGHT_FALLING:
		return json_string("falling");
	}
	return json_null();
}

/* A size is told of the composite alone: one item's steps are too few for a slope. */
static json_t *trend(const struct insight_series *series)
{
	const struct stats_trend *t = &series->trend;
	bool enough = series->direction != INSIGHT_TOO_FEW, size = enough && !series->item;

	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:b, s:o, s:o}", "direction",
			 direction(series), "p", number(enough, t->p_guarded), "s", number(enough, t->s),
			 "var_s_guarded", number(enough, t->var_s_guarded), "tau_b", number(enough, t->tau_b),
			 "sen_slope_28d", number(size, t->slope * WEEKS4), "sen_low_28d",
			 number(size, t->slope_low * WEEKS4), "sen_high_28d", number(size, t->slope_high * WEEKS4),
			 "answer_days", series->answer_days, "span_days", series->span_days, "enough", enough,
			 "rising_share", number(enough, t->rising), "detectable", number(size, series->detectable));
}

static json_t *step(const struct insight_series *series)
{
	bool enough = series->direction != INSIGHT_TOO_FEW, found = series->step_found;

	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "found", enough ? json_boolean(found) : json_null(), "date",
			 found ? json_out_date(series->step_date) : json_null(), "before",
			 number(found, series->step.before), "after", number(found, series->step.after), "p",
			 number(enough, series->step.p_guarded));
}

static json_t *prompts(const struct insight_series *series)
{
	const struct compliance *compliance = &series->compliance;

	return json_pack("{s:i, s:i, s:o, s:o, s:i}", "shown", compliance->shown, "answered", compliance->answered,
			 "low", json_out_number(compliance->share.low), "high", json_out_number(compliance->share.high),
			 "unasked", series->unasked);
}

static json_t *groups(bool enough, const struct stats_groups *groups, const struct stats_cell *cells, int count,
		      const char *name, int first)
{
	json_t *list = json_array();

	for (int i = 0; i < count; i++)
		if (cells[i].n)
			json_array_append_new(list, json_pack("{s:i, s:i, s:o, s:o}", name, first + i, "n",
							      (int)cells[i].n, "raw", number(enough, cells[i].raw),
							      "shrunk", number(enough, cells[i].shrunk)));
	return json_pack("{s:b, s:o, s:o, s:o}", "enough", enough, "h", number(enough, groups->h), "p",
			 number(enough, groups->p), "cells", list);
}

/* The map of the week, by the hour. */
static json_t *heat(const struct insight_when *when)
{
	json_t *list = json_array();

	for (int w = 0; w < 7; w++)
		for (int h = 0; h < 24; h++)
			if (when->cells[w][h].n)
				json_array_append_new(
					list, json_pack("{s:i, s:i, s:i, s:o}", "weekday", w + 1, "hour", h, "n",
							when->cells[w][h].n, "mean",
							number(when->enough && when->cells[w][h].n >= CHART_HEAT_LEAST,
							       when->cells[w][h].mean)));
	return list;
}

static json_t *break_days(const struct insight_breaks *breaks)
{
	json_t *list = json_array();

	for (size_t i = 0; i < breaks->count; i++)
		json_array_append_new(list,
				      json_pack("{s:o, s:i, s:i}", "date", json_out_date(breaks->days[i].date),
						"planned", breaks->days[i].planned, "taken", breaks->days[i].taken));
	return list;
}

static json_t *breaks(const struct insight_breaks *breaks)
{
	const struct stats_difference *d = &breaks->difference;

	return json_pack("{s:b, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "enough", breaks->enough, "days_with",
			 breaks->days_with, "days_without", breaks->days_without, "mean_with",
			 json_out_number(d->mean_a), "mean_without", json_out_number(d->mean_b), "difference",
			 json_out_number(d->difference), "low", json_out_number(d->low), "high",
			 json_out_number(d->high), "days", break_days(breaks));
}

json_t *trends_json(const struct trends *trends)
{
	const struct insight_series *series = &trends->series;
	json_t *object = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "days", days(trends), "level", level(series),
				   "trend", trend(series), "step", step(series), "compliance", prompts(series),
				   "baseline", json_out_number(series->baseline), "levels", levels(series));

	if (!trends->whole)
		return object;
	json_object_set_new(object, "weekdays",
			    groups(trends->when.enough, &trends->when.weekdays, trends->when.weekday, 7, "weekday", 1));
	json_object_set_new(object, "hours",
			    groups(trends->when.enough, &trends->when.hours, trends->when.hour, 24, "hour", 0));
	json_object_set_new(object, "heat", heat(&trends->when));
	json_object_set_new(object, "breaks", breaks(&trends->breaks));
	return object;
}
