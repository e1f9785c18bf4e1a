#include "instrument_sheet.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>

void sheet_init(struct instrument_sheet *sheet, const struct questionnaire *questionnaire, bool texts)
{
	*sheet = (struct instrument_sheet){.questionnaire = questionnaire, .texts = texts};
	sheet->open = mem_new(questionnaire->count + 1, sizeof(*sheet->open));
	questionnaire_open_items(questionnaire, &sheet->answers, sheet->open);
}

void sheet_clear(struct instrument_sheet *sheet)
{
	answers_clear(&sheet->answers);
	free(sheet->open);
	free(sheet->before);
	*sheet = (struct instrument_sheet){0};
}

/* Whether the item @place is open depends on answers: those questions, and those that decide about them. */
static void put_again(struct instrument_sheet *sheet, bool *seen, size_t place)
{
	const struct questionnaire_item *item = &sheet->questionnaire->items[place];

	if (seen[place])
		return;
	seen[place] = true;
	for (size_t i = 0; i < item->condition_count; i++) {
		sheet->before[item->conditions[i].question] = false;
		put_again(sheet, seen, item->conditions[i].question);
	}
	if (item->parent != SIZE_MAX)
		put_again(sheet, seen, item->parent);
}

size_t sheet_go_on(struct instrument_sheet *sheet, size_t from)
{
	size_t count = sheet->questionnaire->count, again = 0;
	bool *seen _cleanup_free_ = mem_new(count + 1, sizeof(*seen));

	sheet->before = mem_new(count + 1, sizeof(*sheet->before));
	for (size_t i = 0; i < from && i < count; i++)
		sheet->before[i] = true;
	for (size_t i = from; i < count; i++)
		put_again(sheet, seen, i);
	for (size_t i = 0; i < from && i < count; i++)
		again += !sheet->before[i] && questionnaire_asks(&sheet->questionnaire->items[i]);
	return again;
}

static void forget(struct questionnaire_answer *answer)
{
	if (answer->words)
		explicit_bzero(answer->words, strlen(answer->words));
	free(answer->words);
	explicit_bzero(answer, sizeof(*answer));
}

static void drop(struct questionnaire_answers *answers, size_t item)
{
	size_t kept = 0;

	for (size_t i = 0; i < answers->count; i++) {
		if (answers->items[i].item == item)
			forget(&answers->items[i]);
		else if (kept++ != i)
			answers->items[kept - 1] = answers->items[i];
	}
	answers->count = kept;
}

void sheet_drop(struct instrument_sheet *sheet, size_t item)
{
	drop(&sheet->answers, item);
	questionnaire_open_items(sheet->questionnaire, &sheet->answers, sheet->open);
}

void sheet_add(struct instrument_sheet *sheet, struct questionnaire_answer answer)
{
	answers_add(&sheet->answers, answer);
	questionnaire_open_items(sheet->questionnaire, &sheet->answers, sheet->open);
}

void sheet_settle(struct instrument_sheet *sheet)
{
	questionnaire_open_items(sheet->questionnaire, &sheet->answers, sheet->open);
	for (size_t i = 0; i < sheet->questionnaire->count; i++)
		if (!sheet_asks(sheet, i))
			drop(&sheet->answers, i);
}

bool sheet_asks(const struct instrument_sheet *sheet, size_t item)
{
	const struct questionnaire_item *about = &sheet->questionnaire->items[item];

	return about->question && questionnaire_asks(about) && sheet->open[item] &&
	       (sheet->texts || about->type != ITEM_TEXT);
}

bool sheet_asks_now(const struct instrument_sheet *sheet, size_t item)
{
	return sheet_asks(sheet, item) && !(sheet->before && sheet->before[item]);
}

void sheet_progress(const struct instrument_sheet *sheet, size_t item, size_t *ret_at, size_t *ret_of)
{
	*ret_at = *ret_of = 0;
	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		*ret_of += sheet_asks(sheet, i);
		*ret_at += sheet_asks(sheet, i) && i <= item;
	}
}

bool sheet_is_answered(const struct instrument_sheet *sheet, size_t item)
{
	for (size_t i = 0; i < sheet->answers.count; i++)
		if (sheet->answers.items[i].item == item)
			return true;
	return false;
}

size_t sheet_answered(const struct instrument_sheet *sheet)
{
	size_t count = 0;

	for (size_t i = 0; i < sheet->questionnaire->count; i++)
		count += sheet_asks(sheet, i) && sheet_is_answered(sheet, i);
	return count;
}

bool sheet_is_complete(const struct instrument_sheet *sheet)
{
	for (size_t i = 0; i < sheet->questionnaire->count; i++)
		if (sheet_asks_now(sheet, i) && sheet->questionnaire->items[i].required && !sheet_is_answered(sheet, i))
			return false;
	return true;
}
