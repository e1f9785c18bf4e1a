/* Tips for what was named most, chosen and told the same on the terminal and on the page. */
#ifndef CLIENT_TIPS_H
#define CLIENT_TIPS_H

#include <evenkeel/insight.h>
#include <evenkeel/tip.h>

#include <jansson.h>

#include "page.h"
#include "reading.h"

#define TIPS_SHOWN 3 /* tips, and causes they are for */

struct tips_choice {
	uint16_t causes[TIPS_SHOWN];
	size_t cause_count;
	uint16_t tips[TIPS_SHOWN];
	struct tip_rating ratings[TIPS_SHOWN];
	size_t count;
};
/* For the causes that @choice holds already, else for those named most. The same @seed draws the same. */
void tips_choose_from(const struct insight_from *from, uint64_t seed, struct tips_choice *choice);
void tips_choose(const struct reading *reading, int64_t now_ms, uint64_t seed, struct tips_choice *choice);
/* NULL where @id is no tip's. */
const struct catalogue_tip *tips_tip(uint16_t id);
/* The one of the leading causes that the tip is shown for. */
uint16_t tips_cause_of(const struct tips_choice *choice, const struct catalogue_tip *tip);
/* One of the causes is the organisation's to mend. */
bool tips_are_organisations(const struct tips_choice *choice);
/* "overload · 5 minutes · at the desk" */
void tips_title(const struct catalogue_tip *tip, uint16_t cause, enum catalogue_language language, struct text *ret);
void tips_step_words(const struct catalogue_tip *tip, enum catalogue_language language, struct text *ret);
/* What to say where the causes are the organisation's. */
const char *tips_organisation_words(void);
void tips_rating_words(const struct tip_rating *rating, struct text *ret);

/* All of @choice, on the terminal and for scripts. */
void tips_page(const struct client *client, const struct tips_choice *choice, struct page *page);
json_t *tips_json(const struct client *client, const struct tips_choice *choice);

#endif
