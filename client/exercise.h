/* Guided exercises on the terminal: walk through one, say what to do with it, list them all, show what was written. */
#ifndef CLIENT_EXERCISE_H
#define CLIENT_EXERCISE_H

#include <jansson.h>

#include <evenkeel/exercise.h>

#include "page.h"
#include "reading.h"

/* One field at a time; b goes back, s skips, q ends and keeps. True when it was walked through to its end. */
bool exercise_ask(const struct client *client, struct exercise_sheet *sheet);

void exercise_opening(const struct client *client, const struct exercise *exercise, struct page *page);
void exercise_closing(const struct client *client, const struct exercise_sheet *sheet, bool whole, struct page *page);
void exercise_list_page(const struct client *client, struct page *page);
/* What was written, in words, under the day on which it was. */
void exercise_show_sheet(const struct client *client, const struct exercise_sheet *sheet, const struct record *record,
			 struct page *page);
/* "'evenkeel exercise NAME' (8 minutes)" for the first of @causes that one fits, as a line; nothing where none does. */
void exercise_hint(const struct client *client, const uint16_t *causes, size_t count, struct page *page);

const char *exercise_label(const struct exercise *exercise, enum catalogue_language language);
/* The subject of a round ("My job", "Task 2"); "" outside rounds. */
void exercise_round_words(const struct exercise_item *item, enum catalogue_language language, struct text *ret);

/* What a worksheet record's number and choices mean, for exports: adds "name", or for field 0 "choices". */
void exercise_json_names(const struct record *record, const char *text, enum catalogue_language language,
			 json_t *object);

#endif
