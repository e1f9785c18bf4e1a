/* What 'instrument check' says: as a page, or as one JSON object. */
#ifndef CLIENT_INSTRUMENT_CHECK_H
#define CLIENT_INSTRUMENT_CHECK_H

#include "command.h"
#include "instrument_load.h"

void instrument_page(const struct client *client, const struct instrument *instrument, const struct scores *scores);
void instrument_json(const struct instrument *instrument, const struct scores *scores);
struct json_t *instrument_score_json(const struct score *score);
struct page;
/* The scores of what was just answered, with the authors' bands and sources, and what they are not. */
void instrument_scores_page(struct page *page, const struct scores *scores);
/* By what a score was computed. */
const char *instrument_source_words(const struct score *score);
/* Whole numbers as such, others with two places. */
struct text;
void instrument_append_number(struct text *text, double number);
/* A score's value with its band, or how many answers it lacks. */
void instrument_value_words(const struct score *score, struct text *ret);
/* What was added, or why not. */
void instrument_added_page(struct page *page, const struct instrument *instrument, bool added);
/* Those that were added, and those that come along and were not. */
struct instrument_ids;
int instrument_show_list(const struct client *client, const struct instrument_ids *ids, struct error *err);
/* The problems alone, those that were refused first. */
void instrument_problems_page(struct page *page, const struct problems *problems);

#endif
