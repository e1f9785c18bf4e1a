#include <math.h>

#include "causes.h"
#include "json_out.h"

static json_t *number(bool told, double value)
{
	return told ? json_out_number(value) : json_null();
}

static json_t *link_json(const struct insight_cause *cause)
{
	static const char *const states[] = {"waiting", "possible", "linked"};
	const struct stats_link *link = &cause->link;
	bool told = cause->state != INSIGHT_LINK_WAITING;

	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:i, s:o, s:o, s:o, s:o, s:o}", "state",
			 states[cause->state], "mean", number(told, link->mean), "low", number(told, link->low), "high",
			 number(told, link->high), "p_above_zero", number(told, link->p_above_zero), "q",
			 number(told, cause->q), "pairs", (int)link->n, "with", (int)link->n_with, "without",
			 (int)link->n_without, "needed", told ? json_null() : json_integer(cause->needed), "b",
			 number(told, link->b), "se", number(told, link->se), "prior_sd", number(told, link->prior_sd),
			 "p", number(told, link->p));
}

static json_t *cause_json(const struct insight_cause *cause)
{
	return json_pack("{s:s, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:i, s:i}", "id", catalogue_find(cause->cause)->name,
			 "named", cause->named, "asked", cause->asked, "share", json_out_number(cause->share.value),
			 "low", json_out_number(cause->share.low), "high", json_out_number(cause->share.high), "link",
			 link_json(cause), "n_eff", json_out_number(cause->n_eff), "draining", cause->draining,
			 "energising", cause->energising);
}

static json_t *impact_json(const struct insight_impact *impact)
{
	return json_pack("{s:s, s:i, s:o, s:o, s:b}", "id", catalogue_find(impact->impact)->name, "reviews",
			 impact->reviews, "recent", json_out_number(impact->recent), "usual",
			 json_out_number(impact->usual), "up", impact->up);
}

static json_t *responses_json(const struct insight_responses *r)
{
	const struct catalogue_entry *recurring = r->recurring ? catalogue_find(r->recurring) : NULL;

	return json_pack("{s:i, s:i, s:o, s:o, s:o, s:o, s:i}", "effective", r->effective, "futile", r->futile, "share",
			 json_out_number(r->share.value), "low", json_out_number(r->share.low), "high",
			 json_out_number(r->share.high), "recurring",
			 json_out_string(recurring ? recurring->name : NULL), "recurring_count", r->recurring_count);
}

json_t *causes_json(const struct causes *causes)
{
	json_t *list = json_array(), *impacts = json_array();

	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		json_array_append_new(list, cause_json(&causes->causes[i]));
	for (int i = 0; i < ID_IMPACT_COUNT; i++)
		json_array_append_new(impacts, impact_json(&causes->impacts[i]));
	return json_pack("{s:o, s:o, s:o}", "causes", list, "impacts", impacts, "responses",
			 responses_json(&causes->responses));
}
