/*
 * What Evenkeel can tell, as parts of a page: each writes a section with its picture, the same figures in words for a screen reader, and
 * a table of them. Nothing in a picture depends on colour, and nothing is drawn where nothing was answered. The words are the terminal's.
 */
#ifndef CLIENT_HTML_VIEW_H
#define CLIENT_HTML_VIEW_H

#include <evenkeel/insight.h>
#include <evenkeel/support.h>
#include <evenkeel/tip.h>

#include "html.h"

#define HTML_TIPS 3

/* One score of an added questionnaire, as it was answered last; the strings are the caller's. */
struct html_score {
	const char *questionnaire, *score, *value;
	int32_t date;
};

struct html_view {
	struct insight_series strain, reviews;
	struct insight_breaks breaks;
	struct insight_when when;
	int when_days; /* what breaks and when look back on */
	struct insight_cause causes[ID_CAUSE_COUNT];
	struct insight_impact impacts[ID_IMPACT_COUNT];
	struct insight_responses responses;

	uint16_t tips[HTML_TIPS], tip_causes[HTML_TIPS]; /* and what each is for */
	struct tip_rating ratings[HTML_TIPS];
	size_t tip_count;
	bool organisations; /* a leading cause is not for one person to mend */

	const struct html_score *scores;
	size_t score_count;
	const struct support *support; /* NULL: the answers are no reason to name people to talk to */
	const char *country;           /* whose help lines; "" = not known */
};
/* All that comes from records: the series of @days (0: as `evenkeel trends` has them), and what is told beside them. html_view_clear ends
 * it. */
void html_view(const struct insight_from *from, int days, struct html_view *ret);
void html_view_clear(struct html_view *view);

/* All parts below, in their order; on paper two pages. */
void html_insight(struct text *ret, const struct html_context *context, const struct html_view *view);

void html_support(struct text *ret, const struct html_view *view);
void html_level(struct text *ret, const struct html_context *context, const struct html_view *view);
void html_when(struct text *ret, const struct html_context *context, const struct html_view *view);
void html_causes(struct text *ret, const struct html_context *context, const struct html_view *view);
void html_reviews(struct text *ret, const struct html_context *context, const struct html_view *view);
void html_scores(struct text *ret, const struct html_context *context, const struct html_view *view);
void html_tips(struct text *ret, const struct html_context *context, const struct html_view *view);

#endif
