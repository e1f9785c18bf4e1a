/* What `evenkeel causes` shows, gathered once: the page, --why, the JSON and `week` say the same. The numbers: insight.h. */
#ifndef CLIENT_CAUSES_H
#define CLIENT_CAUSES_H

#include <evenkeel/insight.h>

#include <jansson.h>

#include "page.h"
#include "reading.h"

#define CAUSES_SHARE_FROM 5.0 /* n_eff from which a share is told; ASSESSMENT, section 3 */

struct causes {
	enum catalogue_language language;
	struct insight_cause causes[ID_CAUSE_COUNT]; /* ranked */
	struct insight_impact impacts[ID_IMPACT_COUNT];
	struct insight_responses responses;
};
void causes_gather(struct causes *ret, const struct client *client, const struct reading *reading);
bool causes_empty(const struct causes *causes); /* none was ever named */

json_t *causes_json(const struct causes *causes);
void causes_page(const struct causes *causes, struct page *page);
/* Its parts behind the list. */
void causes_notes(const struct causes *causes, struct page *page);
void causes_impacts(const struct causes *causes, struct page *page);
void causes_responses(const struct causes *causes, struct page *page);
/* The numbers behind each line. */
void causes_why(const struct causes *causes, struct page *page);

/* What is known of the strain that follows @cause, as a sentence without its full stop; "" where there is nothing to say. */
void causes_link_words(const struct insight_cause *cause, struct text *ret);
const char *causes_label(const struct causes *causes, uint16_t id);
/* What the list is, and what it is not. */
const char *causes_intro(void);
bool causes_any_link(const struct causes *causes);
/* Is a share told? */
bool causes_has_share(const struct insight_cause *cause);

#endif
