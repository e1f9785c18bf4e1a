/* Answers to added questionnaires in the csv export. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <evenkeel/catalogue.h>

#include "csv.h"
#include "instrument_meaning.h"
#include "instrument_past.h"
#include "instrument_questions.h"
#include "json_record.h"
#include "term.h"
#include "words.h"

/* Every digit that counts, and no more. */
static void append_number(struct text *text, double number)
{
	if (number == floor(number) && fabs(number) < 1e15)
		text_appendf(text, "%.0f", number);
	else
		text_appendf(text, "%.15g", number);
}

static void write_answer(const struct instrument *instrument, const struct questionnaire_answer *answer,
			 const struct csv_line *common, FILE *out)
{
	_cleanup_(text_wipe) struct text name = {0}, value = {0};
	const struct questionnaire_item *item = &instrument->questionnaire.items[answer->item];
	struct csv_line line = *common;
	struct meaning meaning = meaning_of(instrument, answer);

	text_appendf(&name, "%s/%s", instrument->questionnaire.id, item->link_id);
	if (meaning.has_number)
		append_number(&value, meaning.number);
	line.question = text_string(&name);
	line.value = text_string(&value);
	line.text = item->text;
	line.code = meaning.code;
	line.label = meaning.label;
	csv_write(&line, out);
}

static void write_score(const struct instrument *instrument, const struct score *score, const struct csv_line *common,
			FILE *out)
{
	_cleanup_(text_wipe) struct text name = {0}, value = {0};
	struct csv_line line = *common;

	if (!score->scored)
		return;
	text_appendf(&name, "%s/%s", instrument->questionnaire.id, score->name);
	append_number(&value, score->value);
	line.form = "score";
	line.question = text_string(&name);
	line.value = text_string(&value);
	line.label = score->band;
	line.text = score->title;
	csv_write(&line, out);
}

static void write_answering(const struct instrument *instrument, const struct past_answers *answers,
			    const struct csv_line *common, FILE *out)
{
	const struct instrument_sheet *sheet = &answers->sheet;

	for (size_t i = 0; i < instrument->questionnaire.count; i++)
		for (size_t k = 0; k < sheet->answers.count && sheet->open[i]; k++)
			if (sheet->answers.items[k].item == i)
				write_answer(instrument, &sheet->answers.items[k], common, out);
	for (size_t i = 0; i < answers->scores.count; i++)
		write_score(instrument, &answers->scores.items[i], common, out);
}

/* What a stored number means, only its questionnaire knows: it goes out as what it is, and never as a value. */
static void write_stored(const char *questions, uint16_t question, const char *stored, const struct csv_line *common,
			 FILE *out)
{
	_cleanup_(text_clear) struct text name = {0};
	_cleanup_(text_wipe) struct text code = {0};
	struct csv_line line = *common;

	questions_name(questions, question, &name);
	text_appendf(&code, "stored:%s", stored);
	line.question = text_string(&name);
	line.code = text_string(&code);
	csv_write(&line, out);
}

static bool holds(const struct record *record, uint16_t question)
{
	const char *words = record->worksheet.text;
	struct sheet_number number;

	if (record->kind != RECORD_WORKSHEET)
		return false;
	if (record->worksheet.field != SHEET_FIELD_NUMBERS)
		return record->worksheet.exercise == question && record->worksheet.length > 0;
	while (sheet_next_number(&words, &number))
		if (number.question == question)
			return true;
	return false;
}

/* Is the place only a word that the answer stands in a worksheet record of the same group? */
static bool stands_elsewhere(const struct reading *reading, const struct record *record, uint16_t question)
{
	const struct record *end = reading->records.items + reading->records.count;

	for (const struct record *at = record + 1; at < end && at->wall_ms == record->wall_ms; at++)
		if (at->group == record->group && holds(at, question))
			return true;
	return false;
}

static void write_prompt(const struct reading *reading, const char *questions, const struct record *record,
			 const struct csv_line *common, FILE *out)
{
	char stored[8];

	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		if (!answer->question || answer->value == RECORD_UNANSWERED ||
		    stands_elsewhere(reading, record, answer->question))
			continue;
		snprintf(stored, sizeof(stored), "%d", answer->value);
		write_stored(questions, answer->question, stored, common, out);
	}
	explicit_bzero(stored, sizeof(stored));
}

static void write_numbers(const char *questions, const struct record *record, const struct csv_line *common, FILE *out)
{
	const char *words = record->worksheet.text;
	struct sheet_number number;

	while (sheet_next_number(&words, &number)) {
		_cleanup_(text_wipe) struct text stored = {0};
		append_number(&stored, number.number);
		write_stored(questions, (uint16_t)number.question, text_string(&stored), common, out);
	}
	explicit_bzero(&number, sizeof(number));
}

static void write_words(const char *questions, const struct record *record, const struct csv_line *common, FILE *out)
{
	_cleanup_(text_clear) struct text name = {0};
	struct csv_line line = *common;

	if (record->worksheet.length == 0)
		return;
	questions_name(questions, record->worksheet.exercise, &name);
	line.question = text_string(&name);
	line.label = record->worksheet.text;
	csv_write(&line, out);
}

static void write_unknown(const struct reading *reading, const char *questions, const struct record *record,
			  const struct csv_line *common, FILE *out)
{
	if (record_is_prompt(record))
		write_prompt(reading, questions, record, common, out);
	else if (record->worksheet.field == SHEET_FIELD_NUMBERS)
		write_numbers(questions, record, common, out);
	else
		write_words(questions, record, common, out);
}

bool csv_questionnaire(const struct reading *reading, const struct past_all *all, const char *questions,
		       const struct record *record, FILE *out)
{
	_cleanup_(text_clear) struct text when = {0};
	const struct instrument *instrument = NULL;

	if (!sheet_is_record(record))
		return false;
	words_iso(&when, record->wall_ms, record->zone_min);
	const struct past_answers *answers = past_find(all, record->group, &instrument);
	struct csv_line common = {.time = text_string(&when),
				  .form = record_form_name(FORM_INSTRUMENT),
				  .outcome =
					  record_kind_name(record_is_prompt(record) ? record->kind : RECORD_ANSWERED),
				  .late = record->flags & RECORD_LATE};
	if (!answers)
		write_unknown(reading, questions, record, &common, out);
	else if (answers->record == record) /* with its first part goes all of it */
		write_answering(instrument, answers, &common, out);
	return true;
}
