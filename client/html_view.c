#include <string.h>

#include "html_view.h"
#include "tips.h"
#include "trends.h"

_Static_assert(HTML_TIPS == TIPS_SHOWN, "as many tips as the terminal shows");

/* The tips that `evenkeel tips` draws on this day. */
static void choose_tips(const struct insight_from *from, struct html_view *view)
{
	struct tips_choice choice = {0};

	tips_choose_from(from, (uint64_t)from->today, &choice);
	view->tip_count = choice.count;
	for (size_t i = 0; i < choice.count; i++) {
		view->tips[i] = choice.tips[i];
		view->tip_causes[i] = tips_cause_of(&choice, tips_tip(choice.tips[i]));
		view->ratings[i] = choice.ratings[i];
	}
	view->organisations = tips_are_organisations(&choice);
}

void html_view(const struct insight_from *from, int days, struct html_view *ret)
{
	*ret = (struct html_view){.country = "", .when_days = days ? days : TRENDS_WHEN_DAYS};
	insight_series(from, false, 0, days ? days : TRENDS_DAYS, &ret->strain);
	insight_series(from, true, 0, days ? days : TRENDS_REVIEW_DAYS, &ret->reviews);
	insight_breaks(from, ret->when_days, &ret->breaks);
	insight_when(from, ret->when_days, &ret->when);
	insight_causes(from, ret->causes);
	insight_impacts(from, ret->impacts);
	insight_responses(from, &ret->responses);
	choose_tips(from, ret);
}

void html_view_clear(struct html_view *view)
{
	insight_series_clear(&view->strain);
	insight_series_clear(&view->reviews);
	insight_breaks_clear(&view->breaks);
	explicit_bzero(view, sizeof *view);
}

void html_insight(struct text *ret, const struct html_context *context, const struct html_view *view)
{
	html_support(ret, view);
	html_level(ret, context, view);
	html_when(ret, context, view);
	html_reviews(ret, context, view);
	html_scores(ret, context, view);
	html_causes(ret, context, view);
	html_tips(ret, context, view);
}
