/*
 * Thai is written without blanks between words, and a line broken inside one reads badly. Where its words end is known to a dictionary, that
 * of libthai; without the library, or its dictionary, lines are broken by the spelling alone (text.h).
 */
#ifndef CLIENT_THAI_H
#define CLIENT_THAI_H

#include <stdbool.h>

#include <evenkeel/text.h>

/* Whether words can be told apart at all. */
bool thai_works(void);
/* Append @string, UTF-8, with TEXT_BREAK between the words of each Thai phrase in it. */
void thai_append_marked(struct text *text, const char *string);

#endif
