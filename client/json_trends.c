#include "json_out.h"
#include "trends.h"

static json_t *days(const struct trends *trends)
{
	json_t *list = json_array();

	for (size_t i = 0; i < trends->count; i++)
		json_array_append_new(list,
				      json_pack("{s:o, s:o, s:i}", "date", json_out_date(trends->days[i].date), "mean",
						json_out_number(trends->days[i].mean), "n", trends->days[i].n));
	return list;
}

/* Direction, size and step are not told from counts and means: as long as nothing computes them they are undefined. */
static json_t *trend(const struct trends *trends)
{
	static const char *const undefined[] = {"direction",     "p",           "s",           "var_s_guarded", "tau_b",
						"sen_slope_28d", "sen_low_28d", "sen_high_28d"};
	json_t *object = json_object();
	int span = trends->count ? trends->days[trends->count - 1].date - trends->days[0].date + 1 : 0;

	for (size_t i = 0; i < sizeof undefined / sizeof *undefined; i++)
		json_object_set_new(object, undefined[i], json_null());
	json_object_set_new(object, "answer_days", json_integer((json_int_t)trends->count));
	json_object_set_new(object, "span_days", json_integer(span));
	json_object_set_new(object, "enough", json_false());
	return object;
}

static json_t *step(void)
{
	return json_pack("{s:n, s:n, s:n, s:n, s:n}", "found", "date", "before", "after", "p");
}

json_t *trends_json(const struct trends *trends)
{
	const struct compliance *compliance = &trends->compliance;
	json_t *level = json_pack("{s:o, s:o}", "value", json_out_number(trends->level.value), "n_eff",
				  json_out_number(trends->level.n_eff));
	json_t *prompts =
		json_pack("{s:i, s:i, s:o, s:o}", "shown", compliance->shown, "answered", compliance->answered, "low",
			  json_out_number(compliance->share.low), "high", json_out_number(compliance->share.high));

	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "days", days(trends), "level", level, "trend", trend(trends),
			 "step", step(), "compliance", prompts);
}
