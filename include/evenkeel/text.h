/*
 * Text: the only growable string, and the width of UTF-8 on a terminal.
 *
 * A struct text that is all zeros is an empty text. Text is UTF-8; what is not is shown as U+FFFD, never passed on raw.
 */
#ifndef EVENKEEL_TEXT_H
#define EVENKEEL_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *bytes;     /* NUL-terminated once anything was appended; else NULL */
	size_t length;   /* bytes without the NUL */
	size_t capacity; /* bytes allocated */
};

void text_clear(struct text *text);
/* The text as a C string; "" for an empty one. Valid until the text changes. */
const char *text_string(const struct text *text);

void text_append(struct text *text, const char *string);
void text_append_bytes(struct text *text, const void *bytes, size_t length);
void text_append_char(struct text *text, char c);
void text_append_repeat(struct text *text, const char *string, size_t times);
void text_appendf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_append_va(struct text *text, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

/* Read the code point at *@cursor and move past it; 0 at the end, U+FFFD (one byte consumed) for a malformed one. */
uint32_t text_next(const char **cursor);
bool text_is_utf8(const char *bytes, size_t length);

/*
 * Columns that a terminal gives to a code point or a string: 2 for East Asian wide and fullwidth, 0 for combining marks
 * (Thai vowels and tones among them) and controls. Tables from Unicode 15's EastAsianWidth.txt and DerivedGeneralCategory.txt,
 * condensed to the scripts that Evenkeel is written in and what a person may type in a note.
 */
int text_columns_of(uint32_t code_point);
int text_columns(const char *string);

/* Append @string padded with blanks, or cut with an ellipsis, to exactly @columns. Here and below control characters are left out and
 * what is no UTF-8 becomes U+FFFD, so no stored text can steer a terminal. */
void text_append_fitted(struct text *text, const char *string, int columns);

/*
 * Append @string broken into lines of at most @columns, each with @indent before it and a newline after it. Breaks at blanks,
 * and between any two wide characters except before closing and behind opening punctuation; Thai, which has no blanks inside a phrase,
 * is broken at any base character when a line is full, or, if the string has TEXT_BREAK in it, only there. A path ("/…", "'/…", "“/…") is never
 * broken: a longer one makes its line longer.
 */
#define TEXT_BREAK "\u200b" /* ZERO WIDTH SPACE: a line may break here; never shown */
void text_append_wrapped(struct text *text, const char *string, int columns, const char *indent);

#endif
