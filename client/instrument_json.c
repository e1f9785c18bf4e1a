#include <math.h>
#include <string.h>

#include "instrument_check.h"
#include "json_out.h"

json_t *instrument_score_json(const struct score *score)
{
	return json_pack("{s:s, s:o, s:o, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "name", score->name, "title",
			 json_out_string(score->title), "value", json_out_number(score->scored ? score->value : NAN),
			 "answered", (int)score->answered, "items", (int)score->items, "needed",
			 score->needed ? json_integer((json_int_t)score->needed) : json_null(), "band",
			 json_out_string(score->band), "band_source", json_out_string(score->band_source), "source",
			 json_out_string(score->source ? score->source : "questionnaire"), "file_score",
			 json_out_number(score->has_file_value ? score->file_value : NAN), "recorded_score",
			 json_out_number(score->has_recorded ? score->recorded : NAN), "mismatch", score->differs);
}

/* A file's name may be any bytes. */
static json_t *name_json(const char *name)
{
	return json_out_string(name && text_is_utf8(name, strlen(name)) ? name : NULL);
}

static json_t *problems_json(const struct problems *problems)
{
	json_t *list = json_array();

	for (size_t i = 0; i < problems->count; i++) {
		const struct problem *problem = &problems->items[i];
		json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:s}", "severity",
						      problem->refused ? "refused" : "note", "file",
						      name_json(problem->file), "link_id",
						      json_out_string(problem->link_id), "message", problem->message));
	}
	return list;
}

/* What the file itself says of its one score: what a response recorded, else what its expression gives. */
static double file_score(const struct scores *scores)
{
	for (size_t i = 0; i < scores->count; i++) {
		if (scores->items[i].has_recorded)
			return scores->items[i].recorded;
		if (scores->items[i].has_file_value)
			return scores->items[i].file_value;
	}
	return NAN;
}

void instrument_json(const struct instrument *instrument, const struct scores *scores)
{
	json_t *list = json_array();

	for (size_t i = 0; i < scores->count; i++)
		json_array_append_new(list, instrument_score_json(&scores->items[i]));
	json_out_print(json_pack(
		"{s:o, s:o, s:o, s:o, s:b, s:b, s:b, s:o, s:i}", "id", json_out_string(instrument->questionnaire.id),
		"title", json_out_string(instrument->questionnaire.title), "scores", list, "file_score",
		json_out_number(file_score(scores)), "mismatch", scores->differs, "safety", scores->safety, "accepted",
		instrument->sound, "problems", problems_json(&instrument->problems), "problems_not_listed",
		(int)instrument->problems.dropped));
}
