#include <string.h>

#include "html_view.h"
#include "tip_words.h"
#include "trends.h"

/* The tips for the leading causes that `evenkeel tips` draws on this day. */
static void choose_tips(const struct insight_from *from, struct html_view *view)
{
	struct rng rng = rng_seeded((uint64_t)from->today);
	uint16_t causes[HTML_TIPS];
	size_t count = 0;

	while (count < HTML_TIPS && view->causes[count].named > 0) {
		causes[count] = view->causes[count].cause;
		count++;
	}
	view->tip_count =
		tip_choose(causes, count, from->records, from->count, from->now_ms, &rng, view->tips, HTML_TIPS);
	for (size_t i = 0; i < view->tip_count; i++) {
		view->tip_causes[i] = tip_cause(tip_entry(view->tips[i]), causes, count);
		view->ratings[i] = tip_rating(from->records, from->count, view->tips[i], from->now_ms);
	}
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
	html_causes(ret, context, view);
	html_tips(ret, context, view);
	html_scores(ret, context, view);
}
