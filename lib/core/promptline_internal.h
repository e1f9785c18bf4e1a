/* A cursor over one line, and the escapes both directions share. */
#ifndef CORE_PROMPTLINE_INTERNAL_H
#define CORE_PROMPTLINE_INTERNAL_H

#include <stdbool.h>

#include <evenkeel/promptline.h>

/* Append @string so that the line, begun at *@ret's @start, stays within PROMPTLINE_MAX with its newline: '\n' and '\\' (and with @word
 * blanks) escaped, controls and what is no UTF-8 left out, cut at a character. */
void promptline_append(struct text *ret, size_t start, const char *string, bool word);
/* Undo the escapes of @length bytes into @ret (@size with the NUL). -1: a stray escape, no UTF-8, a control, too long. */
int promptline_unescape(const char *bytes, size_t length, bool word, char *ret, size_t size);
/* The length of @word when @line begins with it and a blank or its end follows; else 0. */
size_t promptline_word(const char *line, size_t length, const char *word);
/* @length bytes as a decimal number of at most nine digits, no sign, no leading zero; -1 if they are none. */
int32_t promptline_number(const char *bytes, size_t length);

#endif
