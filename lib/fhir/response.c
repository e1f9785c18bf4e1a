#include <math.h>
#include <stdint.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "response.h"

static json_t *coding(const struct questionnaire_option *option)
{
	json_t *object = json_object();

	if (option->system)
		json_object_set_new(object, "system", json_string(option->system));
	json_object_set_new(object, "code", json_string(option->code));
	json_object_set_new(object, "display", json_string(option->text));
	if (option->has_number)
		json_object_set_new(object, "extension",
				    json_pack("[{s:s, s:f}]", "url",
					      "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal",
					      option->number));
	return object;
}

static json_t *option_answer(const struct questionnaire_option *option)
{
	if (option->kind == OPTION_CODING)
		return json_pack("{s:o}", "valueCoding", coding(option));
	if (option->kind == OPTION_INTEGER)
		return json_pack("{s:o}", "valueInteger", json_loads(option->code, JSON_DECODE_ANY, NULL));
	return json_pack("{s:s}", "valueString", option->code);
}

static json_t *answer_json(const struct questionnaire_item *item, const struct questionnaire_answer *answer)
{
	if (answer->option != SIZE_MAX)
		return option_answer(&item->options[answer->option]);
	if (item->type == ITEM_BOOLEAN)
		return json_pack("{s:b}", "valueBoolean", answer->number != 0);
	if (item->type == ITEM_INTEGER && fabs(answer->number) <= QUESTIONNAIRE_NUMBER_MAX)
		return json_pack("{s:I}", "valueInteger", (json_int_t)answer->number);
	if (item->type == ITEM_DECIMAL || item->type == ITEM_INTEGER)
		return json_pack("{s:f}", "valueDecimal", answer->number);
	return json_pack("{s:s}", "valueString", answer->words ? answer->words : "");
}

/* Each item's answers as a list; NULL without any. */
static json_t **sort_answers(const struct questionnaire *questionnaire, const struct questionnaire_answers *answers)
{
	json_t **lists = mem_new(questionnaire->count, sizeof(json_t *));

	for (size_t i = 0; i < answers->count; i++) {
		const struct questionnaire_answer *answer = &answers->items[i];
		if (!lists[answer->item])
			lists[answer->item] = json_array();
		json_array_append_new(lists[answer->item], answer_json(&questionnaire->items[answer->item], answer));
	}
	return lists;
}

static void append_to(json_t *object, const char *key, json_t *value)
{
	if (!json_object_get(object, key))
		json_object_set_new(object, key, json_array());
	json_array_append_new(json_object_get(object, key), value);
}

/* What lies below a question lies below its first answer; below one without an answer nothing is kept. */
static json_t *place_below(json_t *object, const struct questionnaire_item *parent)
{
	return parent->type == ITEM_GROUP ? object : json_array_get(json_object_get(object, "answer"), 0);
}

json_t *response_build(const struct questionnaire *questionnaire, const struct questionnaire_answers *answers,
		       const bool *open, json_t **ret_objects)
{
	json_t *response = json_pack("{s:s, s:s}", "resourceType", "QuestionnaireResponse", "status", "completed");
	json_t **lists _cleanup_free_ = sort_answers(questionnaire, answers);

	if (questionnaire->url)
		json_object_set_new(response, "questionnaire", json_string(questionnaire->url));
	for (size_t i = 0; i < questionnaire->count; i++) {
		const struct questionnaire_item *item = &questionnaire->items[i];
		json_t *above = response;
		ret_objects[i] = NULL;
		if (item->parent != SIZE_MAX)
			above = ret_objects[item->parent]
					? place_below(ret_objects[item->parent], &questionnaire->items[item->parent])
					: NULL;
		if (open[i] && above && (lists[i] || item->type == ITEM_GROUP)) {
			ret_objects[i] = json_pack("{s:s}", "linkId", item->link_id);
			if (*item->text)
				json_object_set_new(ret_objects[i], "text", json_string(item->text));
			if (lists[i])
				json_object_set(ret_objects[i], "answer", lists[i]);
			append_to(above, "item", ret_objects[i]);
		}
		json_decref(lists[i]);
	}
	return response;
}

struct json_t *questionnaire_response(const struct questionnaire *questionnaire,
				      const struct questionnaire_answers *answers)
{
	bool *open _cleanup_free_ = mem_new(questionnaire->count, sizeof(*open));
	json_t **objects _cleanup_free_ = mem_new(questionnaire->count, sizeof(json_t *));

	questionnaire_open_items(questionnaire, answers, open);
	return response_build(questionnaire, answers, open, objects);
}
