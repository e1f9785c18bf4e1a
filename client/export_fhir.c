/*
 * Answers to added questionnaires as HL7 FHIR R4: a Bundle (collection) of QuestionnaireResponses without a subject. Check-ins and reviews are
 * no FHIR questionnaires; json holds them.
 */
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "instrument_past.h"
#include "instrument_store.h"
#include "json_out.h"
#include "words.h"

/* For what FHIR has no field for: a score computed anew by the scoring file. */
#define SCORE_URL "urn:evenkeel:fhir:score"

static void part(json_t *list, const char *url, const char *key, json_t *value)
{
	json_array_append_new(list, json_pack("{s:s, s:o}", "url", url, key, value));
}

static json_t *score_extension(const struct score *score)
{
	json_t *parts = json_array();

	part(parts, "name", "valueString", json_string(score->name));
	if (score->title)
		part(parts, "title", "valueString", json_string(score->title));
	if (score->scored)
		part(parts, "value", "valueDecimal", json_real(score->value));
	part(parts, "answered", "valueInteger", json_integer((json_int_t)score->answered));
	part(parts, "items", "valueInteger", json_integer((json_int_t)score->items));
	if (score->band)
		part(parts, "band", "valueString", json_string(score->band));
	part(parts, "source", "valueString",
	     json_string(score->source ? score->source : "the questionnaire's own expression"));
	return json_pack("{s:s, s:o}", "url", SCORE_URL, "extension", parts);
}

/* "URL|VERSION" */
static json_t *canonical(const struct questionnaire *questionnaire)
{
	return questionnaire->version ? json_sprintf("%s|%s", questionnaire->url, questionnaire->version)
				      : json_string(questionnaire->url);
}

static json_t *response_json(const struct instrument *instrument, const struct past_answers *answers)
{
	const struct questionnaire *questionnaire = &instrument->questionnaire;
	json_t *response = questionnaire_response(questionnaire, &answers->sheet.answers), *scores = json_array();
	_cleanup_(text_clear) struct text when = {0};

	words_iso(&when, answers->record->wall_ms, answers->record->zone_min);
	json_object_set_new(response, "authored", json_string(text_string(&when)));
	json_object_set_new(response, "status", json_string(past_is_complete(answers) ? "completed" : "in-progress"));
	if (questionnaire->url)
		json_object_set_new(response, "questionnaire", canonical(questionnaire));
	for (size_t i = 0; i < answers->scores.count; i++)
		json_array_append_new(scores, score_extension(&answers->scores.items[i]));
	if (answers->scores.count > 0)
		json_object_set(response, "extension", scores);
	json_decref(scores);
	return response;
}

static void write_responses(const struct past_of *one, const char **between, FILE *out)
{
	for (size_t i = 0; i < one->past.count; i++) {
		json_t *entry = json_pack("{s:o}", "resource", response_json(&one->instrument, &one->past.items[i]));
		fputs(*between, out);
		json_dumpf(entry, out, JSON_COMPACT | JSON_PRESERVE_ORDER);
		json_decref(entry);
		*between = ",\n";
	}
}

static size_t count_all(const struct reading *reading)
{
	size_t count = 0;

	for (size_t i = 0; i < reading->records.count; i++) {
		_cleanup_(text_clear) struct text id = {0};
		count += past_begins(&reading->records.items[i], "", &id);
	}
	return count;
}

int export_fhir(const struct client *client, const struct reading *reading, FILE *out, size_t *ret_left_out,
		struct error *err)
{
	_cleanup_(past_all_clear) struct past_all all = {0};
	const char *between = ",\"entry\":[\n"; /* FHIR knows no empty lists */
	size_t count = 0;

	if (past_gather_all(client, reading, &all, err) < 0)
		return -1;
	fputs("{\"resourceType\":\"Bundle\",\"type\":\"collection\"", out);
	for (size_t i = 0; i < all.count; i++) {
		write_responses(&all.items[i], &between, out);
		count += all.items[i].past.count;
	}
	fputs(count > 0 ? "\n]}\n" : "}\n", out);
	*ret_left_out = count_all(reading) - count;
	return 0;
}
