/* A sheet as records, and back. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "instrument_sheet.h"
#include "term.h"

/* "65535=-1.7976931348623157e+308 " is the longest of them. */
enum { NUMBERS_EACH = 30, NUMBER_LONGEST = 32 };
_Static_assert(NUMBERS_EACH *NUMBER_LONGEST <= RECORD_TEXT_MAX, "a record holds its numbers whatever they are");

static bool is_several(const struct questionnaire_item *item)
{
	return item->type == ITEM_CHOICE && item->repeats;
}

/* A number stands elsewhere; so does a place that one byte cannot hold. */
static bool is_number(const struct questionnaire_item *item)
{
	return item->type == ITEM_INTEGER || item->type == ITEM_DECIMAL ||
	       (item->type == ITEM_CHOICE && !item->repeats && item->option_count > INT8_MAX);
}

static bool is_kept(const struct questionnaire_item *item)
{
	return item->question && questionnaire_asks(item);
}

bool sheet_is_record(const struct record *record)
{
	if (record->kind == RECORD_WORKSHEET)
		return record->worksheet.exercise >= ID_INSTRUMENT_FIRST;
	return record_is_prompt(record) && record->prompt.form == FORM_INSTRUMENT;
}

/* How many numbers there is room for. */
static size_t numbers_of(const struct questionnaire_item *item)
{
	if (!is_kept(item) || !is_number(item))
		return 0;
	return item->repeats ? SHEET_NUMBERS_MOST : 1;
}

static size_t places_of(const struct questionnaire_item *item)
{
	return !is_kept(item) ? 0 : is_several(item) ? item->option_count : 1;
}

/* How many records of each class a questionnaire makes, whatever is answered. */
struct layout {
	size_t places, prompts, numbers, texts;
};

static struct layout layout_of(const struct instrument_sheet *sheet)
{
	struct layout layout = {0};
	size_t numbers = 0;

	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		layout.places += places_of(item);
		numbers += numbers_of(item);
		layout.texts += sheet->texts && is_kept(item) && item->type == ITEM_TEXT;
	}
	layout.prompts = (layout.places + RECORD_ANSWERS_MAX - 1) / RECORD_ANSWERS_MAX;
	layout.numbers = (numbers + NUMBERS_EACH - 1) / NUMBERS_EACH;
	return layout;
}

int sheet_check(const struct instrument_sheet *sheet, struct error *err)
{
	struct layout layout = layout_of(sheet);

	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		if (questionnaire_asks(item) && !item->question)
			return error_set(err, ERROR_FAILED,
					 "the list of its questions' numbers is damaged; bring it back from a backup");
		if (is_several(item) && item->option_count > INT8_MAX)
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
		size_t room = numbers_of(item) ? numbers_of(item) : 1, count = 0;
		for (size_t k = 0; k < sheet->answers.count; k++)
			count += sheet->answers.items[k].item == i;
		if (count > room && !is_several(item) && (item->type != ITEM_TEXT || sheet->texts))
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
	if (item->type == ITEM_CHOICE && !is_number(item))
		return answer->option < item->option_count ? (int8_t)answer->option : RECORD_UNANSWERED;
	return 0;
}

static void fill_places(const struct instrument_sheet *sheet, struct record *records)
{
	size_t at = 0;

	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		for (size_t n = 0; n < places_of(item); n++, at++) {
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
		for (size_t n = 0; n < numbers_of(item); n++, at++) {
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
		if (!is_kept(item) || item->type != ITEM_TEXT)
			continue;
		const struct questionnaire_answer *answer = answer_of(sheet, i, 0);
		if (answer && answer->words)
			text_append(&text, answer->words);
		put_text(record++, item->question, SHEET_FIELD_TEXT, &text);
	}
}

size_t sheet_records(const struct instrument_sheet *sheet, bool complete, struct record **ret)
{
	struct layout layout = layout_of(sheet);
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

static bool read_places(struct instrument_sheet *sheet, const struct layout *layout, const struct record **parts)
{
	size_t at = 0;

	for (size_t i = 0; i < layout->prompts; i++)
		if (!record_is_prompt(parts[i]) || parts[i]->prompt.form != FORM_INSTRUMENT)
			return false;
	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		for (size_t n = 0; n < places_of(item); n++, at++) {
			const struct record *part = parts[at / RECORD_ANSWERS_MAX];
			const struct record_answer *answer = &part->prompt.answers[at % RECORD_ANSWERS_MAX];
			if (at % RECORD_ANSWERS_MAX >= part->count || answer->question != item->question)
				return false;
			if (answer->value < 0 || is_number(item) || item->type == ITEM_TEXT)
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

	if (i == SIZE_MAX || !is_number(&sheet->questionnaire->items[i]) || !isfinite(number))
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
	struct layout layout = layout_of(sheet);

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
