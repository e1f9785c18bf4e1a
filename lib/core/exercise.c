#include <assert.h>
#include <string.h>

#include <evenkeel/exercise.h>

#include "catalogue_data.h"

#define ROUND_STEP 256

const struct exercise *exercise_list(size_t *ret_count)
{
	*ret_count = catalogue_data_exercise_count;
	return catalogue_data_exercises;
}

const struct exercise *exercise_find(uint16_t id)
{
	for (size_t i = 0; i < catalogue_data_exercise_count; i++)
		if (catalogue_data_exercises[i].id == id)
			return &catalogue_data_exercises[i];
	return NULL;
}

bool exercise_fits(const struct exercise *exercise, uint16_t cause)
{
	for (int i = 0; i < EXERCISE_CAUSES_MAX && exercise->causes[i]; i++)
		if (exercise->causes[i] == cause)
			return true;
	return false;
}

uint16_t exercise_item_number(const struct exercise_item *item)
{
	return (uint16_t)(item->field->number + ROUND_STEP * item->round);
}

void exercise_item_name(const struct exercise_item *item, struct text *ret)
{
	const struct exercise_rounds *rounds = item->field->rounds;

	text_append(ret, item->field->words.name);
	if (rounds && rounds->each)
		text_appendf(ret, ".%s", rounds->subjects[item->round].name);
	else if (rounds)
		text_appendf(ret, ".%d", item->round + 1);
}

static int rounds_of(const struct exercise_field *field)
{
	return field->rounds ? field->rounds->count : 1;
}

bool exercise_item_find(const struct exercise *exercise, uint16_t number, struct exercise_item *ret)
{
	for (int i = 0; i < exercise->field_count; i++) {
		const struct exercise_field *field = &exercise->fields[i];
		if (field->number != number % ROUND_STEP || number / ROUND_STEP >= rounds_of(field))
			continue;
		*ret = (struct exercise_item){field, number / ROUND_STEP};
		return true;
	}
	return false;
}

/* Fields side by side in the same rounds are asked together, round by round. */
static int same_rounds(const struct exercise *exercise, int first)
{
	int next = first + 1;

	while (next < exercise->field_count && exercise->fields[first].rounds &&
	       exercise->fields[next].rounds == exercise->fields[first].rounds)
		next++;
	return next;
}

void exercise_sheet_init(struct exercise_sheet *sheet, const struct exercise *exercise)
{
	*sheet = (struct exercise_sheet){.exercise = exercise};
	for (int first = 0, next; first < exercise->field_count; first = next) {
		next = same_rounds(exercise, first);
		for (int round = 0; round < rounds_of(&exercise->fields[first]); round++) {
			for (int i = first; i < next; i++) {
				assert(sheet->count < EXERCISE_ITEMS_MAX);
				sheet->items[sheet->count++] = (struct exercise_item){&exercise->fields[i], round};
			}
		}
	}
}

void exercise_sheet_clear(struct exercise_sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		if (sheet->texts[i].bytes)
			explicit_bzero(sheet->texts[i].bytes, sheet->texts[i].capacity);
		text_clear(&sheet->texts[i]);
	}
	explicit_bzero(sheet, sizeof(*sheet));
}

static bool has_value(const struct exercise_sheet *sheet, size_t item)
{
	return sheet->choices[item] > 0 || sheet->texts[item].length > 0;
}

/* The item that decides whether @item is asked: its round's first where rounds are counted, or the choice it names; @item if none. */
static size_t round_gate(const struct exercise_sheet *sheet, size_t item)
{
	const struct exercise_item *at = &sheet->items[item];
	size_t first = item;

	if (!at->field->rounds || at->field->rounds->each)
		return item;
	while (first > 0 && sheet->items[first - 1].field->rounds == at->field->rounds &&
	       sheet->items[first - 1].round == at->round)
		first--;
	if (first < item || at->round == 0)
		return first;
	/* A round's own first field: the round before it must have been used. */
	return round_gate(sheet, item - 1);
}

static size_t choice_gate(const struct exercise_sheet *sheet, size_t item)
{
	const struct exercise_item *at = &sheet->items[item];

	for (size_t i = item; at->field->when && i-- > 0;)
		if (sheet->items[i].field->number == at->field->when && sheet->items[i].round == at->round)
			return i;
	return item;
}

/* Is it asked? What is decided only from @undecided on counts as passed. */
static bool applies(const struct exercise_sheet *sheet, size_t item, size_t undecided)
{
	size_t round = round_gate(sheet, item), choice = choice_gate(sheet, item);

	if (round != item && round > undecided)
		return false; /* a counted round that nobody knows of yet */
	/* Of the round that is just being decided its other fields may come; the round behind it is another matter. */
	bool same = sheet->items[round].round == sheet->items[item].round;
	if (round != item && !(round == undecided && same) && !exercise_is_answered(sheet, round))
		return false;
	if (choice == item || choice >= undecided)
		return true;
	return exercise_applies(sheet, choice) &&
	       (sheet->items[item].field->when_values >> sheet->choices[choice] & 1) != 0;
}

bool exercise_applies(const struct exercise_sheet *sheet, size_t item)
{
	return applies(sheet, item, sheet->count);
}

bool exercise_is_answered(const struct exercise_sheet *sheet, size_t item)
{
	return has_value(sheet, item) && exercise_applies(sheet, item);
}

size_t exercise_answered(const struct exercise_sheet *sheet)
{
	size_t answered = 0;

	for (size_t i = 0; i < sheet->count; i++)
		answered += exercise_is_answered(sheet, i);
	return answered;
}

size_t exercise_from(const struct exercise_sheet *sheet, size_t item)
{
	while (item < sheet->count && !exercise_applies(sheet, item))
		item++;
	return item;
}

size_t exercise_before(const struct exercise_sheet *sheet, size_t item)
{
	for (size_t i = item; i-- > 0;)
		if (exercise_applies(sheet, i))
			return i;
	return item;
}

void exercise_progress(const struct exercise_sheet *sheet, size_t item, int *ret_at, int *ret_of)
{
	int before = 0, from = 0;

	for (size_t i = 0; i < sheet->count; i++) {
		before += i < item && exercise_applies(sheet, i);
		from += i >= item && applies(sheet, i, item);
	}
	*ret_at = before + 1;
	*ret_of = before + from;
}
