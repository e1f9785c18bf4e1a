/* The sentences of `trends`: what is said of which numbers, and from how many. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "../../client/trends.h"

#define TODAY 20518 /* 2026-03-06 */

static struct day_mean days[] = {{TODAY - 39, 40, 2}, {TODAY - 1, 60, 2}};

/* A month of days with answers, in which nothing is clear. */
static struct trends plain(void)
{
	return (struct trends){.language = CATALOGUE_EN,
			       .series = {.first = TODAY - 55,
					  .last = TODAY,
					  .all = days,
					  .all_count = 2,
					  .level = {50, 8},
					  .level_low = 41.6,
					  .level_high = 58.4,
					  .baseline = NAN,
					  .direction = INSIGHT_NO_CLEAR_CHANGE,
					  .answer_days = 31,
					  .span_days = 40,
					  .trend = {.p_guarded = 0.4},
					  .detectable = 12.4,
					  .compliance = {60, 45, {0.75, 0.627, 0.842}}}};
}

/* The rows, with runs of blanks and line ends as one blank. */
static void rows_of(const struct trends *trends, char *ret, size_t size)
{
	struct page page = {.columns = 80};
	size_t filled = 0;

	trends_rows(trends, &page);
	for (const char *c = text_string(&page.text); *c && filled + 1 < size; c++) {
		bool blank = *c == ' ' || *c == '\n';
		if (!blank || (filled > 0 && ret[filled - 1] != ' '))
			ret[filled++] = blank ? ' ' : *c;
	}
	ret[filled] = '\0';
	text_clear(&page.text);
}

static void assert_says(const struct trends *trends, const char *wanted)
{
	char rows[4096];

	rows_of(trends, rows, sizeof rows);
	if (!strstr(rows, wanted))
		fail_msg("'%s' is not in '%s'", wanted, rows);
}

static void assert_silent(const struct trends *trends, const char *unwanted)
{
	char rows[4096];

	rows_of(trends, rows, sizeof rows);
	if (strstr(rows, unwanted))
		fail_msg("'%s' is in '%s'", unwanted, rows);
}

static void test_level(void **state)
{
	(void)state;
	struct trends trends = plain();

	assert_says(&trends, "Level now 50 of 100, around “Somewhat” (95 %: 42 to 58); rests on about 8 days");
	assert_silent(&trends, "Your usual");
	assert_silent(&trends, "newest answer");
	trends.series.baseline = 38;
	assert_says(&trends, "Your usual 38 of 100, around “Somewhat”: the middle of your days before");
	trends.series.level.n_eff = 2.99;
	assert_says(&trends, "Level now not told yet");
	trends.series.level.n_eff = 3;
	days[1].date = TODAY - 15;
	assert_says(&trends, "; your newest answer is from Thursday 19 February");
	days[1].date = TODAY - 1;
}

static void test_directions(void **state)
{
	(void)state;
	struct trends trends = plain();
	struct insight_series *series = &trends.series;

	assert_says(&trends,
		    "Direction no clear change; 31 days with answers over 40 days would show a rise or fall of "
		    "12 points about half the time");
	series->trend.p_guarded = NAN;
	assert_says(&trends, "Direction no change: each day was like the others");

	series->direction = INSIGHT_FALLING;
	series->trend = (struct stats_trend){.slope = -0.3, .slope_low = -0.5, .slope_high = -0.1, .p_guarded = 0.01};
	assert_says(&trends, "Direction falling, by about 8 points of 100 in four weeks (95 %: 3 to 14)");
	series->direction = INSIGHT_RISING;
	series->trend = (struct stats_trend){.slope = 0.035, .slope_low = -0.01, .slope_high = 0.5, .p_guarded = 0.01};
	assert_says(&trends, "rising, by about 1 point of 100 in four weeks (95 %: 0 to 14)");
	series->trend.slope = 0;
	assert_says(&trends, "rising, by less than a point in four weeks");
	series->item = ID_STRESS;
	series->trend.tau_b = 0.314;
	series->trend.rising = 0.46;
	assert_says(&trends,
		    "rising; of all pairs of an earlier and a later day the later was higher in 46 % (tau-b +0.31)");

	series->direction = INSIGHT_TOO_FEW;
	series->answer_days = 19;
	assert_says(&trends, "Direction 19 of 20 days so far; until then ups and downs say little");
	series->answer_days = 20;
	series->span_days = 27;
	assert_says(&trends, "Direction answers over 27 of 28 days so far");
	series->review = true;
	series->item = 0;
	series->answer_days = 12;
	assert_says(&trends, "Direction 12 of 20 reviews so far");
}

static void test_a_step_stands_instead(void **state)
{
	(void)state;
	struct trends trends = plain();

	trends.series.direction = INSIGHT_RISING;
	trends.series.step_found = true;
	trends.series.step_date = TODAY - 14;
	trends.series.step = (struct stats_step){.index = 19, .before = 30.4, .after = 55.5};
	assert_says(&trends,
		    "Step since about Friday 20 February: 56 of 100 on average, before that 30 (12 and 19 days with "
		    "answers");
	assert_silent(&trends, "Direction");
	assert_silent(&trends, "rising");
}

/* Beside every direction; a share from ten prompts on. */
static void test_prompts(void **state)
{
	(void)state;
	struct trends trends = plain();
	struct compliance *compliance = &trends.series.compliance;

	assert_says(&trends, "Check-ins 45 of 60 answered, 75 % (63 to 84); a day without answers is a gap");
	*compliance = (struct compliance){10, 9, {0.9, 0.596, 0.982}};
	assert_says(&trends, "9 of 10 answered, 90 % (60 to 98)");
	compliance->shown = 9;
	trends.series.unasked = 2;
	assert_says(&trends, "Check-ins 9 of 9 answered, 2 more unasked");
	assert_silent(&trends, "90 %");
	compliance->shown = compliance->answered = 0;
	assert_says(&trends, "Check-ins 2 answered, all unasked");
	trends.series.unasked = 0;
	assert_says(&trends, "Check-ins none in this time");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_level),
		cmocka_unit_test(test_directions),
		cmocka_unit_test(test_a_step_stands_instead),
		cmocka_unit_test(test_prompts),
	};

	return cmocka_run_group_tests_name("trends in words", tests, NULL, NULL);
}
