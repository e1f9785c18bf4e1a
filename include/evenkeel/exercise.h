/*
 * The guided exercises: short worksheets that are data (schema/exercises.tsv and its texts), and one engine that walks through any of
 * them. Pure: which field comes next, how far one is, what is stored, what was stored. Knows no terminal.
 *
 * A field belongs to no round, or is asked in rounds: once for each subject ("my job", "my position", ...), or up to so many times
 * until its round's first field stays empty. Its stored number is its own number + 256 * the round, from round 0 on. A sheet is
 * stored as worksheet records of one group: field 0 holds all choices as "NUMBER=VALUE" words, so that their count shows nowhere, and
 * each text is a field of its own, empty where nothing was written, so that the count of records does not tell that either.
 */
#ifndef EVENKEEL_EXERCISE_H
#define EVENKEEL_EXERCISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/record.h>
#include <evenkeel/text.h>
#include <evenkeel/worksheet.h>

#define EXERCISE_ITEMS_MAX 40
#define EXERCISE_CAUSES_MAX 4
#define EXERCISE_TEXT_MAX WORKSHEET_TEXT_MAX /* bytes of one field */

enum exercise_kind { EXERCISE_CHOICE, EXERCISE_LINE, EXERCISE_LINES };

/* A stable name for exports, and what a person reads. */
struct exercise_words {
	const char *name;
	const char *text[CATALOGUE_LANGUAGES];
	const char *hint[CATALOGUE_LANGUAGES]; /* an example; NULL = none */
};
struct exercise_rounds {
	bool each; /* once for each subject; else counted, with one subject that says what is counted */
	int count; /* rounds at most */
	const struct exercise_words *subjects;
};
struct exercise_field {
	uint16_t number; /* 1 ... 255 */
	struct exercise_words words;
	enum exercise_kind kind;
	const struct exercise_words *choices; /* values 1 ... choice_count */
	int choice_count;
	uint16_t when;        /* asked only if this choice of the same round ... */
	unsigned when_values; /* ... has one of these values, a bit each; when = 0: always */
	const struct exercise_rounds *rounds;
};
struct exercise {
	uint16_t id;
	int minutes;
	uint16_t causes[EXERCISE_CAUSES_MAX]; /* that it fits; zero-terminated when shorter */
	const struct exercise_field *fields;
	int field_count;
	struct exercise_words occasion; /* when it helps, in half a line */
	struct exercise_words closing;  /* what to do with it */
};
const struct exercise *exercise_list(size_t *ret_count);
const struct exercise *exercise_find(uint16_t id);
bool exercise_fits(const struct exercise *exercise, uint16_t cause);

/* A field in one of its rounds. */
struct exercise_item {
	const struct exercise_field *field;
	int round;
};
uint16_t exercise_item_number(const struct exercise_item *item);
/* "fear.job", "owner.2", "fact": stable, for exports. */
void exercise_item_name(const struct exercise_item *item, struct text *ret);
/* Whose number this is; false when the exercise has none (a newer version's). */
bool exercise_item_find(const struct exercise *exercise, uint16_t number, struct exercise_item *ret);

struct exercise_sheet {
	const struct exercise *exercise;
	size_t count;
	struct exercise_item items[EXERCISE_ITEMS_MAX]; /* in the order in which they are asked */
	uint8_t choices[EXERCISE_ITEMS_MAX];            /* 0 = none */
	struct text texts[EXERCISE_ITEMS_MAX];
};
void exercise_sheet_init(struct exercise_sheet *sheet, const struct exercise *exercise);
void exercise_sheet_clear(struct exercise_sheet *sheet); /* overwrites what was written */

bool exercise_applies(const struct exercise_sheet *sheet, size_t item);
bool exercise_is_answered(const struct exercise_sheet *sheet, size_t item); /* and applies */
size_t exercise_answered(const struct exercise_sheet *sheet);
/* The next item that applies, from @item on; the sheet's count behind the last. */
size_t exercise_from(const struct exercise_sheet *sheet, size_t item);
/* The last that applies before @item; @item itself where there is none. */
size_t exercise_before(const struct exercise_sheet *sheet, size_t item);
/* "3 of 12": what is decided not to come is not counted. */
void exercise_progress(const struct exercise_sheet *sheet, size_t item, int *ret_at, int *ret_of);

/* The sheet's records, of one group: kind, part, parts, catalogue and text are filled. An array that the caller wipes and frees. */
size_t exercise_records(const struct exercise_sheet *sheet, struct record **ret);
/* Fill @sheet from the records of @first's group; @records are in order of time. Fields that its exercise has not are left out. */
void exercise_read(const struct record *records, size_t count, const struct record *first,
		   struct exercise_sheet *sheet);
/* The next NUMBER=VALUE of field 0's text at *@cursor; false behind the last, or where it is none. */
bool exercise_next_choice(const char **cursor, uint16_t *ret_number, uint8_t *ret_value);

#endif
