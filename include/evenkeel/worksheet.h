/*
 * Worksheet texts over records: a text longer than one record holds is split between two characters over several, which are stored in
 * one transaction, and joined again when it is read. Pieces of one text have the same group, exercise and field, and follow each other
 * by their part numbers. A missing piece is never papered over: the ellipsis stands in its place and the join says so.
 */
#ifndef EVENKEEL_WORKSHEET_H
#define EVENKEEL_WORKSHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/record.h>
#include <evenkeel/text.h>

#define WORKSHEET_TEXT_MAX 8192 /* bytes of UTF-8 in one text */
/* A piece ends at most three bytes early, so that no character is cut. */
#define WORKSHEET_PIECES_MAX ((WORKSHEET_TEXT_MAX + RECORD_TEXT_MAX - 4) / (RECORD_TEXT_MAX - 3))

/*
 * Make the records of @text, which is UTF-8 and at most WORKSHEET_TEXT_MAX bytes long; none for an empty one. Fills kind, catalogue,
 * exercise, field and text; the caller sets time, group, part and parts. Returns how many were filled.
 */
size_t worksheet_split(uint16_t exercise, uint16_t field, const char *text, size_t length,
		       struct record ret[static WORKSHEET_PIECES_MAX]);

/* Among @records, which are in order of time: is @record the first piece that is there of its text? */
bool worksheet_is_first(const struct record *records, size_t count, const struct record *record);
/* Append the whole text that @record is a piece of. False when pieces are missing; an ellipsis stands in their place. */
bool worksheet_join(const struct record *records, size_t count, const struct record *record, struct text *ret);

#endif
