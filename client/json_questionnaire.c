#include <math.h>
#include <stdio.h>
#include <string.h>

#include <evenkeel/shipped.h>

#include "instrument_check.h"
#include "instrument_meaning.h"
#include "json_out.h"
#include "json_questionnaire.h"
#include "json_skim.h"

static json_t *answer_json(const struct instrument *instrument, const struct questionnaire_answer *answer)
{
	const struct questionnaire_item *item = &instrument->questionnaire.items[answer->item];
	struct meaning meaning = meaning_of(instrument, answer);

	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "link_id", item->link_id, "text", item->text, "code",
			 json_out_string(meaning.code), "system", json_out_string(meaning.system), "value",
			 json_out_number(meaning.has_number ? meaning.number : NAN), "label",
			 json_out_string(meaning.label));
}

/* In the questionnaire's order, those of questions that were open. */
static json_t *answers_json(const struct instrument *instrument, const struct instrument_sheet *sheet)
{
	json_t *list = json_array();

	for (size_t i = 0; i < instrument->questionnaire.count; i++)
		for (size_t k = 0; k < sheet->answers.count && sheet->open[i]; k++)
			if (sheet->answers.items[k].item == i)
				json_array_append_new(list, answer_json(instrument, &sheet->answers.items[k]));
	return list;
}

json_t *json_answering(const struct instrument *instrument, const struct past_answers *answers)
{
	bool complete = past_is_complete(answers);
	json_t *scores = json_array();

	for (size_t i = 0; complete && i < answers->scores.count; i++)
		json_array_append_new(scores, instrument_score_json(&answers->scores.items[i]));
	return json_pack("{s:s, s:o, s:b, s:o, s:o}", "questionnaire", instrument->questionnaire.id, "version",
			 json_out_string(instrument->questionnaire.version), "complete", complete, "answers",
			 answers_json(instrument, &answers->sheet), "scores", scores);
}

static bool same_bytes(const struct file_bytes *file, const struct questionnaire_file *shipped)
{
	return file->size == shipped->size && memcmp(file->bytes, shipped->bytes, file->size) == 0;
}

/* Whoever takes the export in has it already. */
static bool comes_along(const struct instrument *instrument)
{
	struct questionnaire_file file, scoring;

	return shipped_find(instrument->questionnaire.id, &file, &scoring) && same_bytes(&instrument->file, &file) &&
	       instrument->set_count == 0 && instrument->has_scoring == (scoring.bytes != NULL) &&
	       (!scoring.bytes || same_bytes(&instrument->scoring_file, &scoring));
}

/* As it lies there, so that no number changes its digits: it was read, and is JSON. */
static void put_file(const struct file_bytes *file, FILE *out)
{
	struct json_slice slice = json_slice_of(file->bytes, file->size);

	fwrite(slice.bytes, 1, slice.length, out);
}

static void put_string(const char *key, json_t *string, FILE *out)
{
	fprintf(out, ",\"%s\":", key);
	json_dumpf(string, out, JSON_ENCODE_ANY);
	json_decref(string);
}

static void put_valuesets(const struct instrument *instrument, FILE *out)
{
	fputs(",\"valuesets\":[", out);
	for (size_t i = 0; i < instrument->set_count; i++) {
		fputs(i ? ",\n" : "\n", out);
		put_file(&instrument->sets[i], out);
	}
	putc(']', out);
}

static void put_questionnaire(const struct instrument *instrument, FILE *out)
{
	const struct questionnaire *questionnaire = &instrument->questionnaire;
	const struct file_bytes *scoring = &instrument->scoring_file;
	bool shipped = comes_along(instrument), scored = !shipped && instrument->has_scoring;

	fprintf(out, "{\"id\":\"%s\"", questionnaire->id); /* letters, digits, '-' and '.' */
	put_string("title", json_out_string(questionnaire->title), out);
	put_string("version", json_out_string(questionnaire->version), out);
	fputs(",\"file\":", out);
	if (shipped)
		fputs("null", out);
	else
		put_file(&instrument->file, out);
	put_valuesets(instrument, out);
	put_string("scoring", scored ? json_stringn((const char *)scoring->bytes, scoring->size) : json_null(), out);
	putc('}', out);
}

void json_questionnaires(const struct past_all *all, FILE *out)
{
	const char *between = "\n";

	fputs("\"questionnaires\":[", out);
	for (size_t i = 0; i < all->count; i++) {
		const struct past_of *one = &all->items[i];
		if (one->past.count + one->past.others == 0)
			continue;
		fputs(between, out);
		put_questionnaire(&one->instrument, out);
		between = ",\n";
	}
	fputs("\n]", out);
}
