/* An exercise's sheet as worksheet records, and back. */
#include <assert.h>
#include <string.h>

#include <evenkeel/exercise.h>
#include <evenkeel/mem.h>
#include <evenkeel/worksheet.h>

static void wipe(struct text *text)
{
	if (text->bytes)
		explicit_bzero(text->bytes, text->capacity);
	text_clear(text);
}

static void choice_words(const struct exercise_sheet *sheet, struct text *ret)
{
	for (size_t i = 0; i < sheet->count; i++)
		if (sheet->items[i].field->kind == EXERCISE_CHOICE && exercise_is_answered(sheet, i))
			text_appendf(ret, "%s%d=%d", ret->length ? " " : "", exercise_item_number(&sheet->items[i]),
				     sheet->choices[i]);
}

/* One field's records; an empty one where there is no text. */
static size_t put(const struct exercise_sheet *sheet, uint16_t field, const struct text *text, struct record *ret)
{
	size_t length = text ? text->length : 0;
	size_t count = worksheet_split(sheet->exercise->id, field, text ? text_string(text) : "", length, ret);

	if (count > 0)
		return count;
	*ret = (struct record){.kind = RECORD_WORKSHEET,
			       .catalogue = CATALOGUE_VERSION,
			       .worksheet = {.exercise = sheet->exercise->id, .field = field}};
	return 1;
}

size_t exercise_records(const struct exercise_sheet *sheet, struct record **ret)
{
	struct record *records = mem_new((EXERCISE_ITEMS_MAX + 1) * WORKSHEET_PIECES_MAX, sizeof(*records));
	struct text choices = {0};

	choice_words(sheet, &choices);
	size_t count = put(sheet, 0, &choices, records);
	for (size_t i = 0; i < sheet->count; i++)
		if (sheet->items[i].field->kind != EXERCISE_CHOICE)
			count += put(sheet, exercise_item_number(&sheet->items[i]),
				     exercise_applies(sheet, i) ? &sheet->texts[i] : NULL, records + count);
	assert(count <= UINT8_MAX);
	for (size_t i = 0; i < count; i++) {
		records[i].part = (uint8_t)i;
		records[i].parts = (uint8_t)count;
	}
	wipe(&choices);
	*ret = records;
	return count;
}

bool exercise_next_choice(const char **cursor, uint16_t *ret_number, uint8_t *ret_value)
{
	unsigned numbers[2] = {0, 0};
	const char *at = *cursor + strspn(*cursor, " ");

	for (int i = 0; i < 2; i++) {
		size_t digits = strspn(at, "0123456789");
		if (digits == 0 || digits > 5 || (i == 0 && at[digits] != '='))
			return false;
		for (size_t k = 0; k < digits; k++)
			numbers[i] = 10 * numbers[i] + (unsigned)(at[k] - '0');
		at += digits + (i == 0);
	}
	if (numbers[0] > UINT16_MAX || numbers[1] > UINT8_MAX || (*at && *at != ' '))
		return false;
	*ret_number = (uint16_t)numbers[0];
	*ret_value = (uint8_t)numbers[1];
	*cursor = at;
	return true;
}

static size_t find(const struct exercise_sheet *sheet, uint16_t number)
{
	size_t i = 0;

	while (i < sheet->count && exercise_item_number(&sheet->items[i]) != number)
		i++;
	return i;
}

/* A value that this version has no word for is left out. */
static void take_choices(const char *words, struct exercise_sheet *sheet)
{
	uint16_t number;
	uint8_t value;

	while (exercise_next_choice(&words, &number, &value)) {
		size_t item = find(sheet, number);
		if (item < sheet->count && value <= sheet->items[item].field->choice_count)
			sheet->choices[item] = value;
	}
}

static bool is_of(const struct record *record, const struct record *first, const struct exercise_sheet *sheet)
{
	return record->kind == RECORD_WORKSHEET && record->group == first->group &&
	       record->worksheet.exercise == sheet->exercise->id;
}

void exercise_read(const struct record *records, size_t count, const struct record *first, struct exercise_sheet *sheet)
{
	const struct record *end = records + count, *at = first;

	/* Parts share an instant, so they stand close together. */
	while (at > records && at[-1].wall_ms == first->wall_ms)
		at--;
	for (; at < end && at->wall_ms == first->wall_ms; at++) {
		struct text text = {0};
		if (!is_of(at, first, sheet) || !worksheet_is_first(records, count, at))
			continue;
		worksheet_join(records, count, at, &text);
		size_t item = find(sheet, at->worksheet.field);
		if (at->worksheet.field == 0)
			take_choices(text_string(&text), sheet);
		else if (item < sheet->count && sheet->items[item].field->kind != EXERCISE_CHOICE)
			text_append_bytes(&sheet->texts[item], text.bytes, text.length);
		wipe(&text);
	}
}
