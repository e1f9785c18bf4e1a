#include "instrument_layout.h"

#include <stdint.h>

bool layout_is_several(const struct questionnaire_item *item)
{
	return item->type == ITEM_CHOICE && item->repeats;
}

/* A number stands elsewhere; so does a place that one byte cannot hold. */
bool layout_is_number(const struct questionnaire_item *item)
{
	return item->type == ITEM_INTEGER || item->type == ITEM_DECIMAL ||
	       (item->type == ITEM_CHOICE && !item->repeats && item->option_count > INT8_MAX);
}

bool layout_is_kept(const struct questionnaire_item *item)
{
	return item->question && questionnaire_asks(item);
}

/* How many numbers there is room for. */
size_t layout_numbers(const struct questionnaire_item *item)
{
	if (!layout_is_kept(item) || !layout_is_number(item))
		return 0;
	return item->repeats ? SHEET_NUMBERS_MOST : 1;
}

size_t layout_places(const struct questionnaire_item *item)
{
	return !layout_is_kept(item) ? 0 : layout_is_several(item) ? item->option_count : 1;
}

struct sheet_layout layout_whole(const struct instrument_sheet *sheet)
{
	struct sheet_layout layout = {0};
	size_t numbers = 0;

	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		const struct questionnaire_item *item = &sheet->questionnaire->items[i];
		layout.places += layout_places(item);
		numbers += layout_numbers(item);
		layout.texts += sheet->texts && layout_is_kept(item) && item->type == ITEM_TEXT;
	}
	layout.prompts = (layout.places + RECORD_ANSWERS_MAX - 1) / RECORD_ANSWERS_MAX;
	layout.numbers = (numbers + NUMBERS_EACH - 1) / NUMBERS_EACH;
	return layout;
}
