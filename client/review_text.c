/* A review's questions in words, and which of them are put: the same on the terminal and on the page. */
#include <stdio.h>

#include "review.h"

size_t review_count(void)
{
	size_t count;
	review_items(&count);
	return count;
}

const char *review_step_label(const struct review_item *item, int step, enum catalogue_language language)
{
	char key[32];
	const char *scale = item->question == ID_VALENCE ? "valence"
			    : item->scale == SCALE_F5    ? "f5"
			    : item->scale == SCALE_S5    ? "s5"
			    : item->scale == SCALE_M3    ? "m3"
							 : "yn";
	snprintf(key, sizeof(key), "%s.%d", scale, step);
	return catalogue_phrase(key, language);
}

const char *review_item_text(const struct review_item *item, enum catalogue_language language)
{
	if (item->kind == REVIEW_CAUSES)
		return catalogue_phrase("ask.causes-ranked", language);
	if (item->kind == REVIEW_RESPONSE)
		return catalogue_phrase("ask.response", language);
	if (item->kind == REVIEW_NOTE)
		return catalogue_phrase("ask.note", language);
	const char *weekly = catalogue_text(item->question, TEXT_WEEKLY, language);
	return weekly != NULL ? weekly : catalogue_text(item->question, TEXT_MOMENTARY, language);
}

bool review_applies(size_t item, const struct review *review)
{
	size_t count;
	return review_items(&count)[item].question != ID_VALENCE || review->causes[0] != 0;
}

bool review_begins_section(size_t item)
{
	size_t count;
	const struct review_item *items = review_items(&count);
	return item < count && (items[item].question == ID_IMPACT_FIRST || items[item].kind == REVIEW_CAUSES);
}
