/* A view for pages with all that there can be, at its longest: every cause named and linked, every impact up, three tips, six scores, people
 * to talk to; and texts that would break a page if they were not escaped. */
#ifndef TESTS_UNIT_HTML_MADE_H
#define TESTS_UNIT_HTML_MADE_H

#include "../../client/html_view.h"

#define HTML_MADE_SCORES 6
#define HTML_MADE_TODAY 20518 /* Friday 6 March 2026 */
#define HTML_MADE_TEXT "<b>\"PHQ\" & 'co'</b>"

struct html_made {
	struct html_view view;
	struct html_score scores[HTML_MADE_SCORES];
	struct support support;
};
void html_made(struct html_made *ret);
void html_made_clear(struct html_made *made);

#endif
