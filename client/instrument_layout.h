/* How a questionnaire's answers lie in records: instrument_sheet.h says what stands where, this counts it. */
#ifndef CLIENT_INSTRUMENT_LAYOUT_H
#define CLIENT_INSTRUMENT_LAYOUT_H

#include "instrument_sheet.h"

enum { NUMBERS_EACH = 30 }; /* in one record */

/* How many records of each class a questionnaire makes, whatever is answered. */
struct sheet_layout {
	size_t places, prompts, numbers, texts;
};

struct sheet_layout layout_whole(const struct instrument_sheet *sheet);

bool layout_is_kept(const struct questionnaire_item *item);
/* Does it take several of its options? */
bool layout_is_several(const struct questionnaire_item *item);
/* Does its answer stand among the numbers? */
bool layout_is_number(const struct questionnaire_item *item);
size_t layout_places(const struct questionnaire_item *item);
size_t layout_numbers(const struct questionnaire_item *item);

#endif
