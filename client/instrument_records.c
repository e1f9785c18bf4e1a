/* A sheet as records. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "instrument_layout.h"
#include "term.h"

/* "65535=-1.7976931348623157e+308 " is the longest of them. */
enum { NUMBER_LONGEST = 32 };
_Static_assert(NUMBERS_EACH *NUMBER_LONGEST <= RECORD_TEXT_MAX, "a record holds its numbers whatever they are");

int sheet_check(const struct instrument_sheet *sheet, struct error *err)
{
	struct sheet_layout layout = layout_whole(sheet);

	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		if (questionnaire_asks(item) && !item->question)
			return error_set(err, ERROR_FAILED,
					 "the list of its questions' numbers is damaged; bring it back from a backup");
		if (layout_is_several(item) && item->option_count > INT8_MAX)
			return error_set(err, ERROR_FAILED,
					 "%s: %zu options, of which several may be chosen, are too many to be kept",
					 item->link_id, item->option_count);
	}
	if (layout.places == 0)
		return error_set(err, ERROR_FAILED, "it asks nothing that can be answered here");
	if (layout.prompts + layout.numbers + layout.texts > SHEET_RECORDS_MAX)
		return error_set(err, ERROR_FAILED, "it has more questions than can be kept in one piece");
	return 0;
}

int sheet_check_room(const struct instrument_sheet *sheet, struct problems *problems)
{
	size_t refused = problems->refused;

	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		size_t room = layout_numbers(item) ? layout_numbers(item) : 1, count = 0;
		for (size_t k = 0; k < sheet->answers.count; k++)
			count += sheet->answers.items[k].item == i;
		if (count > room && !layout_is_several(item) && (item->type != ITEM_TEXT || sheet->texts))
			problems_refuse(problems, item->link_id,
					"more answers are given than can be kept; give %zu at most", room);
	}
	return problems->refused == refused ? 0 : -1;
}

/* The @n-th answer to an item; NULL when there are not so many. */
static const struct questionnaire_answer *answer_of(const struct instrument_sheet *sheet, size_t item, size_t n)
{
	if (!sheet_asks(sheet, item))
		return NULL;
	for (size_t i = 0; i < sheet->answers.count; i++)
		if (sheet->answers.items[i].item == item && n-- == 0)
			return &sheet->answers.items[i];
	return NULL;
}

static int8_t place_value(const struct questionnaire_item *item, const struct questionnaire_answer *answer)
{
	if (!answer)
		return RECORD_UNANSWERED;
	if (item->type == ITEM_BOOLEAN)
		return answer->number != 0;
	if (item->type == ITEM_CHOICE && !layout_is_number(item))
		return answer->option < item->option_count ? (int8_t)answer->option : RECORD_UNANSWERED;
	return 0;
}

static void fill_places(const struct instrument_sheet *sheet, struct record *records)
{
	size_t at = 0;

	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		for (size_t n = 0; n < layout_places(item); n++, at++) {
			struct record *record = &records[at / RECORD_ANSWERS_MAX];
			record->prompt.answers[record->count++] =
				(struct record_answer){.question = item->question,
						       .scale = SCALE_V,
						       .value = place_value(item, answer_of(sheet, i, n))};
		}
	}
}

/* As much of @text as one record holds; no character is cut. */
static size_t cut(const char *text)
{
	const char *at = text, *end = text;

	while (*at && (size_t)(at - text) <= RECORD_TEXT_MAX) {
		end = at;
		text_next(&at);
	}
	return (size_t)((size_t)(at - text) <= RECORD_TEXT_MAX ? at - text : end - text);
}

static void put_text(struct record *record, uint16_t question, uint16_t field, const struct text *text)
{
	size_t length = cut(text_string(text));

	record->kind = RECORD_WORKSHEET;
	record->worksheet.exercise = question;
	record->worksheet.field = field;
	record->worksheet.length = (uint16_t)length;
	memcpy(record->worksheet.text, text_string(text), length);
}

static void fill_numbers(const struct instrument_sheet *sheet, struct record *records)
{
	_cleanup_(text_wipe) struct text text = {0};
	size_t at = 0;
	uint16_t first = 0;

	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		for (size_t n = 0; n < layout_numbers(item); n++, at++) {
			const struct questionnaire_answer *answer = answer_of(sheet, i, n);
			if (at % NUMBERS_EACH == 0) {
				first = item->question;
				text_wipe(&text);
			}
			if (answer)
				text_appendf(&text, "%s%u=%.17g", text.length ? " " : "", item->question,
					     item->type == ITEM_CHOICE ? (double)answer->option : answer->number);
			put_text(&records[at / NUMBERS_EACH], first, SHEET_FIELD_NUMBERS, &text);
		}
	}
}

static void fill_texts(const struct instrument_sheet *sheet, struct record *record)
{
	for (size_t i = 0; sheet->texts && i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		_cleanup_(text_wipe) struct text text = {0};
		if (!layout_is_kept(item) || item->type != ITEM_TEXT)
			continue;
		const struct questionnaire_answer *answer = answer_of(sheet, i, 0);
		if (answer && answer->words)
			text_append(&text, answer->words);
		put_text(record++, item->question, SHEET_FIELD_TEXT, &text);
	}
}

size_t sheet_records(const struct instrument_sheet *sheet, bool complete, struct record **ret)
{
	struct sheet_layout layout = layout_whole(sheet);
	size_t count = layout.prompts + layout.numbers + layout.texts;
	struct record *records = mem_new(count + 1, sizeof(*records));

	for (size_t i = 0; i < count; i++) {
		records[i].kind = complete ? RECORD_ANSWERED : RECORD_PARTIAL;
		records[i].catalogue = CATALOGUE_VERSION;
		records[i].part = (uint8_t)i;
		records[i].parts = (uint8_t)count;
		if (i < layout.prompts)
			records[i].prompt.form = FORM_INSTRUMENT;
	}
	fill_places(sheet, records);
	fill_numbers(sheet, records + layout.prompts);
	fill_texts(sheet, records + layout.prompts + layout.numbers);
	*ret = records;
	return count;
}
