/* What 'instrument check' says: as a page, or as one JSON object. */
#ifndef CLIENT_INSTRUMENT_CHECK_H
#define CLIENT_INSTRUMENT_CHECK_H

#include "command.h"
#include "instrument_load.h"

void instrument_page(const struct client *client, const struct instrument *instrument, const struct scores *scores);
void instrument_json(const struct instrument *instrument, const struct scores *scores);
/* The problems alone, those that were refused first. */
struct page;
void instrument_problems_page(struct page *page, const struct problems *problems);

#endif
