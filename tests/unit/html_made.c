#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "html_made.h"

enum { DAYS = 56, REVIEWS = 26, CONTACTS = 3 };

/* Five days a week, and one week without answers. */
static void make_series(struct insight_series *series, bool review, int days)
{
	*series = (struct insight_series){.review = review,
					  .last = HTML_MADE_TODAY,
					  .first = HTML_MADE_TODAY - days + 1,
					  .all = mem_new((size_t)days, sizeof *series->all),
					  .levels = mem_new((size_t)days, sizeof *series->levels),
					  .lows = mem_new((size_t)days, sizeof *series->lows),
					  .highs = mem_new((size_t)days, sizeof *series->highs),
					  .level = {61, 11},
					  .level_low = 48,
					  .level_high = 74,
					  .baseline = 44,
					  .direction = INSIGHT_NO_CLEAR_CHANGE,
					  .answer_days = 35,
					  .span_days = 55,
					  .detectable = 12,
					  .compliance = {73, 55, {.75, .64, .84}},
					  .unasked = 3};
	series->trend.p_guarded = 0.4;
	for (int i = 0; i < days; i++) {
		if (review ? i % 7 != 6 : i % 7 > 4 || i / 7 == 3)
			continue;
		size_t at = series->all_count++;
		series->all[at] = (struct day_mean){series->first + i, 20 + i * 61 % 70, 1 + i % 3};
		series->levels[at] = 40 + i / 3.0;
		series->lows[at] = series->levels[at] - 9;
		series->highs[at] = series->levels[at] + 9;
	}
}

static void make_when(struct insight_when *when)
{
	when->enough = true;
	when->span_days = 182;
	when->weekdays.p = when->hours.p = 0.01;
	for (int day = 0; day < 7; day++) {
		when->weekday[day].shrunk = 3 * day - 9;
		for (int hour = 0; hour < 24; hour++) {
			when->hour[hour].shrunk = hour - 12;
			when->cells[day][hour].n = day + hour;
			when->cells[day][hour].mean = day + hour ? (day * 24 + hour) % 101 : NAN;
		}
	}
}

static void make_breaks(struct insight_breaks *breaks)
{
	*breaks = (struct insight_breaks){.days_with = 20,
					  .days_without = 15,
					  .enough = true,
					  .difference = {40, 55, -15, -22, -8, 30},
					  .days = mem_new(DAYS, sizeof *breaks->days),
					  .count = DAYS};
	for (int i = 0; i < DAYS; i++)
		breaks->days[i] = (struct insight_break_day){HTML_MADE_TODAY - DAYS + 1 + i, i % 5, i % 5};
	for (int i = 0; i < DAYS; i += 2)
		breaks->days[i].taken /= 2;
}

static void make_causes(struct html_view *view)
{
	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		view->causes[i] =
			(struct insight_cause){.cause = (uint16_t)(ID_CAUSE_FIRST + i),
					       .named = 40 - i,
					       .asked = 80,
					       .n_eff = 40,
					       .share = {.5 - i * .03, .4 - i * .025, .6 - i * .03},
					       .state = i % 3 ? INSIGHT_LINK_POSSIBLE : INSIGHT_LINKED,
					       .link = {.n = 70, .mean = 5, .low = i % 3 == 1 ? 1 : -4, .high = 12},
					       .q = .05};
	for (int i = 0; i < ID_IMPACT_COUNT; i++)
		view->impacts[i] = (struct insight_impact){(uint16_t)(ID_IMPACT_FIRST + i), 8, 75, 25, true};
	view->responses = (struct insight_responses){7, 5, {.58, .35, .78}, ID_FUTILE_FIRST, 3};
}

/* The longest ones there are. */
static void make_tips(struct html_view *view)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	for (int place = 0; place < HTML_TIPS; place++) {
		size_t longest = 0;
		for (size_t i = 0; i < count; i++) {
			size_t length = strlen(catalogue_tip_text(tips[i].id, CATALOGUE_EN)) +
					strlen(catalogue_tip_first_step(tips[i].id, CATALOGUE_EN));
			bool taken = tips[i].id == view->tips[0] || tips[i].id == view->tips[1];
			if (length <= longest || taken || !tips[i].causes[0])
				continue;
			longest = length;
			view->tips[place] = tips[i].id;
			view->tip_causes[place] = tips[i].causes[0];
		}
		view->ratings[place] = (struct tip_rating){.helped = 5, .rated = 7};
	}
	view->tip_count = HTML_TIPS;
	view->organisations = true;
}

static void make_support(struct support *support)
{
	support->contacts = mem_new(CONTACTS, sizeof *support->contacts);
	support->count = CONTACTS;
	for (int i = 0; i < CONTACTS; i++) {
		snprintf(support->contacts[i].name, sizeof support->contacts[i].name, "Line %d %s", i, HTML_MADE_TEXT);
		snprintf(support->contacts[i].phone, sizeof support->contacts[i].phone, "0000 %d", i);
	}
}

void html_made(struct html_made *ret)
{
	struct html_view *view = &ret->view;

	*ret = (struct html_made){.view = {.country = "", .when_days = 182}};
	make_series(&view->strain, false, DAYS);
	make_series(&view->reviews, true, 7 * REVIEWS);
	make_when(&view->when);
	make_breaks(&view->breaks);
	make_causes(view);
	make_tips(view);
	make_support(&ret->support);
	for (int i = 0; i < HTML_MADE_SCORES; i++)
		ret->scores[i] = (struct html_score){HTML_MADE_TEXT, "Score " HTML_MADE_TEXT, "12  " HTML_MADE_TEXT,
						     HTML_MADE_TODAY - i};
	view->scores = ret->scores;
	view->score_count = HTML_MADE_SCORES;
	view->support = &ret->support;
}

void html_made_clear(struct html_made *made)
{
	html_view_clear(&made->view);
	support_clear(&made->support);
}
