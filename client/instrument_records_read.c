/* Records as the sheet that they were made from. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>

#include "instrument_layout.h"

bool sheet_is_record(const struct record *record)
{
	if (record->kind == RECORD_WORKSHEET)
		return record->worksheet.exercise >= ID_INSTRUMENT_FIRST;
	return record_is_prompt(record) && record->prompt.form == FORM_INSTRUMENT;
}

/* The records of one answering by their part; NULL where one is missing. */
static bool gather(const struct record *records, size_t count, const struct record *first, const struct record **ret)
{
	const struct record *end = records + count, *at = first;
	size_t found = 0;

	/* Parts share an instant, so they stand close together. */
	while (at > records && at[-1].wall_ms == first->wall_ms)
		at--;
	for (; at < end && at->wall_ms == first->wall_ms; at++) {
		bool part = at->group == first->group && at->parts == first->parts && at->part < at->parts &&
			    at->kind != RECORD_WITHDRAWN;
		if (part && !ret[at->part])
			found++;
		if (part)
			ret[at->part] = at;
	}
	return found == first->parts;
}

static bool read_places(struct instrument_sheet *sheet, const struct sheet_layout *layout, const struct record **parts)
{
	size_t at = 0;

	for (size_t i = 0; i < layout->prompts; i++)
		if (!record_is_prompt(parts[i]) || parts[i]->prompt.form != FORM_INSTRUMENT)
			return false;
	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		for (size_t n = 0; n < layout_places(item); n++, at++) {
			const struct record *part = parts[at / RECORD_ANSWERS_MAX];
			const struct record_answer *answer = &part->prompt.answers[at % RECORD_ANSWERS_MAX];
			if (at % RECORD_ANSWERS_MAX >= part->count || answer->question != item->question)
				return false;
			if (answer->value < 0 || layout_is_number(item) || item->type == ITEM_TEXT)
				continue;
			if (item->type == ITEM_CHOICE && (size_t)answer->value >= item->option_count)
				return false;
			bool choice = item->type == ITEM_CHOICE;
			answers_add(&sheet->answers,
				    (struct questionnaire_answer){.item = i,
								  .option = choice ? (size_t)answer->value : SIZE_MAX,
								  .number = choice ? 0 : answer->value});
		}
	}
	return true;
}

static size_t find_question(const struct questionnaire *questionnaire, uint16_t question)
{
	for (size_t i = 0; i < questionnaire->count; i++)
		if (questionnaire->items[i].question == question && question)
			return i;
	return SIZE_MAX;
}

static void take_number(struct instrument_sheet *sheet, uint16_t question, double number)
{
	size_t i = find_question(sheet->questionnaire, question);
	struct questionnaire_answer answer = {.item = i, .option = SIZE_MAX, .number = number};

	if (i == SIZE_MAX || !layout_is_number(&sheet->questionnaire->items[i]) || !isfinite(number))
		return;
	if (sheet->questionnaire->items[i].type == ITEM_CHOICE) {
		if (number < 0 || number >= (double)sheet->questionnaire->items[i].option_count)
			return;
		answer.option = (size_t)number;
		answer.number = 0;
	}
	answers_add(&sheet->answers, answer);
}

bool sheet_next_number(const char **words, struct sheet_number *ret)
{
	char *end;
	unsigned long question = strtoul(*words, &end, 10);

	if (end == *words || *end != '=' || question > UINT16_MAX)
		return false;
	const char *number = end + 1;
	*ret = (struct sheet_number){.question = (uint16_t)question, .number = strtod(number, &end)};
	*words = end + (*end == ' ');
	return end != number;
}

static void read_numbers(struct instrument_sheet *sheet, const char *words)
{
	struct sheet_number number;

	while (sheet_next_number(&words, &number))
		take_number(sheet, number.question, number.number);
	explicit_bzero(&number, sizeof(number));
}

static void read_worksheet(struct instrument_sheet *sheet, const struct record *record)
{
	size_t i = find_question(sheet->questionnaire, record->worksheet.exercise);

	if (record->worksheet.field == SHEET_FIELD_NUMBERS) {
		read_numbers(sheet, record->worksheet.text);
	} else if (record->worksheet.field == SHEET_FIELD_TEXT && record->worksheet.length > 0 && i != SIZE_MAX &&
		   sheet->questionnaire->items[i].type == ITEM_TEXT) {
		sheet->texts = true;
		answers_add(&sheet->answers,
			    (struct questionnaire_answer){
				    .item = i, .option = SIZE_MAX, .words = mem_copy_string(record->worksheet.text)});
	}
}

bool sheet_read(struct instrument_sheet *sheet, const struct record *records, size_t count, const struct record *first)
{
	const struct record *parts[SHEET_RECORDS_MAX + 1] = {NULL};
	struct sheet_layout layout = layout_whole(sheet);

	if (layout.prompts == 0 || first->parts < layout.prompts + layout.numbers ||
	    !gather(records, count, first, parts) || !read_places(sheet, &layout, parts)) {
		answers_clear(&sheet->answers);
		return false;
	}
	for (size_t i = layout.prompts; i < first->parts; i++)
		if (parts[i]->kind == RECORD_WORKSHEET)
			read_worksheet(sheet, parts[i]);
	questionnaire_open_items(sheet->questionnaire, &sheet->answers, sheet->open);
	return true;
}
