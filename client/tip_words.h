/* A tip in words: what it is for, how long and where, its first step, how it did. The same on the terminal and on a page. */
#ifndef CLIENT_TIP_WORDS_H
#define CLIENT_TIP_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/text.h>
#include <evenkeel/tip.h>

const struct catalogue_tip *tip_entry(uint16_t id); /* NULL: there is none of this id */
/* The first of @causes that it is for; else the one it was written for. */
uint16_t tip_cause(const struct catalogue_tip *tip, const uint16_t *causes, size_t count);

void tip_title(const struct catalogue_tip *tip, uint16_t cause, enum catalogue_language language, struct text *ret);
void tip_step(const struct catalogue_tip *tip, enum catalogue_language language, struct text *ret);
void tip_rating_words(const struct tip_rating *rating, struct text *ret);

/* Is one of @causes the organisation's or the market's? Then no tip for one person mends it, and a page should say so. */
bool tip_is_organisations(const uint16_t *causes, size_t count);
const char *tip_organisation_words(void);

#endif
