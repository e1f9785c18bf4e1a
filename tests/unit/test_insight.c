/* One series of days: level and band, direction, size, step, prompts; what is told from how much, and what stays out. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "insight_made.h"

#define FATIGUE (ID_SYMPTOM_FIRST + 4)

static void near(double got, double wanted)
{
	if (isnan(wanted) ? !isnan(got) : !(fabs(got - wanted) < 1e-9))
		fail_msg("got %.12g, wanted %.12g", got, wanted);
}

static struct insight_series series_of(const struct made *made, int days)
{
	struct insight_from from = made_from(made);
	struct insight_series series;

	insight_series(&from, false, 0, days, &series);
	return series;
}

static void nothing_is_said_of_nothing(void **state)
{
	struct made made = {0};
	_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 56);

	(void)state;
	assert_int_equal(series.all_count, 0);
	assert_int_equal(series.direction, INSIGHT_TOO_FEW);
	assert_int_equal(series.answer_days, 0);
	assert_int_equal(series.span_days, 0);
	assert_int_equal(series.last - series.first, 55);
	assert_false(series.step_found);
	near(series.level.value, NAN);
	near(series.level_low, NAN);
	near(series.baseline, NAN);
	near(series.detectable, NAN);
	near(series.compliance.share.value, NAN);
	assert_int_equal(series.compliance.shown, 0);
}

/* A line of days that goes on at @slope a day from 30, noise of @noise; every @every-th day, the last one today. */
static void make_line(struct made *made, int days, int every, double slope, double noise)
{
	made->rng = rng_seeded(11);
	for (int ago = (days - 1) * every; ago >= 0; ago -= every)
		made_day(made, MADE_TODAY - ago,
			 30 + slope * ((days - 1) * every - ago) + noise * rng_normal(&made->rng));
}

static void directions(void **state)
{
	static const struct {
		int days, every;
		double slope;
		enum insight_direction direction;
	} cases[] = {
		{40, 1, 0.8, INSIGHT_RISING},  {40, 1, -0.6, INSIGHT_FALLING}, {40, 1, 0, INSIGHT_NO_CLEAR_CHANGE},
		{28, 1, 1.5, INSIGHT_RISING},  /* 28 days from the first to the last... */
		{27, 1, 1.5, INSIGHT_TOO_FEW}, /* ...but not 27 */
		{20, 2, 1.2, INSIGHT_RISING},  /* 20 days with answers over 39... */
		{19, 2, 1.2, INSIGHT_TOO_FEW}, /* ...but not 19 over 37 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(made_clear) struct made made = {0};
		make_line(&made, cases[i].days, cases[i].every, cases[i].slope, 3);
		_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 56);
		assert_int_equal(series.answer_days, cases[i].days);
		assert_int_equal(series.span_days, (cases[i].days - 1) * cases[i].every + 1);
		if (series.direction != cases[i].direction)
			fail_msg("case %zu: %d, p %g", i, series.direction, series.trend.p_guarded);
		if (cases[i].direction == INSIGHT_TOO_FEW) {
			near(series.detectable, NAN);
			assert_false(series.step_found);
		} else {
			assert_true(series.detectable > 0);
		}
		if (cases[i].slope != 0 && cases[i].direction != INSIGHT_TOO_FEW)
			assert_true(series.trend.slope_low < cases[i].slope &&
				    cases[i].slope < series.trend.slope_high);
	}
}

/* Every day the same: there is no p, so there is nothing clear. */
static void all_the_same(void **state)
{
	_cleanup_(made_clear) struct made made = {0};

	(void)state;
	for (int ago = 39; ago >= 0; ago--)
		made_checkin(&made, MADE_TODAY - ago, 10, 1, 1, 0);
	_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 56);
	assert_int_equal(series.direction, INSIGHT_NO_CLEAR_CHANGE);
	near(series.trend.p_guarded, NAN);
	near(series.level.value, 50);
	near(series.level_low, 50);
	near(series.level_high, 50);
	assert_false(series.step_found);
}

static void a_step_is_one_and_a_rise_is_none(void **state)
{
	_cleanup_(made_clear) struct made step = {0}, line = {0};

	(void)state;
	step.rng = line.rng = rng_seeded(3);
	for (int ago = 39; ago >= 0; ago--) {
		double noise = 5 * rng_normal(&step.rng);
		made_day(&step, MADE_TODAY - ago, (ago >= 15 ? 30 : 60) + noise);
		made_day(&line, MADE_TODAY - ago, 65 - ago + noise);
	}
	_cleanup_(insight_series_clear) struct insight_series found = series_of(&step, 56), none = series_of(&line, 56);
	assert_true(found.step_found);
	assert_int_equal(found.step_date, MADE_TODAY - 14);
	assert_int_equal(found.step.index, 25);
	assert_true(fabs(found.step.before - 30) < 5 && fabs(found.step.after - 60) < 5);
	assert_true(none.step.p_guarded < 0.05); /* Pettitt alone would say so */
	assert_false(none.step_found);
	assert_int_equal(none.direction, INSIGHT_RISING);
}

/* Six days are not yet a side, on either. Days of 0 or 25, then of 100 or 75, in turn; none at the step invites it to move. */
static void a_step_has_seven_days_on_each_side(void **state)
{
	(void)state;
	for (int days = 6; days <= 7; days++) {
		for (int early = 0; early < 2; early++) {
			_cleanup_(made_clear) struct made made = {0};
			int before = early ? days : 28 - days;
			for (int day = 0; day < 28; day++) {
				bool high = day >= before, inner = high ? (day - before) % 2 : (before - 1 - day) % 2;
				made_checkin(&made, MADE_TODAY - 27 + day, 10, high ? 2 : 0, high ? 2 - inner : inner,
					     0);
			}
			_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 56);
			assert_int_equal(series.step.index, before);
			assert_true(series.step.p_guarded < 0.05);
			assert_int_equal(series.step_found, days == 7);
		}
	}
}

/* As trend.h computes it, day by day; shown from n_eff 3. */
static void levels_are_those_of_each_day(void **state)
{
	static const int dates[] = {-30, -29, -25, -24, -23, -10, -3, -2, 0};
	_cleanup_(made_clear) struct made made = {0};
	int shown = 0;

	(void)state;
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
		made_checkin(&made, MADE_TODAY + dates[i], 10, i % 3, (i + 1) % 3, 0);
	_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 14);
	assert_int_equal(series.all_count, 9);
	assert_int_equal(series.from, 5); /* what lies before the window is there for the level */
	for (size_t i = 0; i < series.all_count; i++) {
		struct trend_level level = trend_level(series.all, i + 1, series.all[i].date);
		bool enough = level.n_eff >= 3;
		near(series.levels[i], enough ? level.value : NAN);
		assert_int_equal(isnan(series.lows[i]), !enough);
		shown += enough;
		if (enough)
			assert_true(series.lows[i] < level.value && level.value < series.highs[i] &&
				    series.lows[i] >= 0 && series.highs[i] <= 100);
	}
	assert_true(shown > 0 && shown < 8);
	near(series.level.value, trend_level(series.all, 9, MADE_TODAY).value);
	near(series.level.n_eff, trend_level(series.all, 9, MADE_TODAY).n_eff);
}

/* A mean's band: four days of 25, 75, 50, 50, the newest weighing most. With equal weights it were 50 -+ 3.18 * 20.4 / 2. */
static void the_band_is_a_mean_s(void **state)
{
	static const int stress[] = {0, 2, 1, 1};
	_cleanup_(made_clear) struct made made = {0};
	double w = exp2(-1.0 / 7), weights = 1 + w + w * w + w * w * w;

	(void)state;
	for (int i = 0; i < 4; i++)
		made_checkin(&made, MADE_TODAY - 3 + i, 10, stress[i], 1, 0);
	_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 14);
	double mean = (50 + 50 * w + 75 * w * w + 25 * w * w * w) / weights, n = series.level.n_eff;
	double spread = (50 - mean) * (50 - mean) * (1 + w) + (75 - mean) * (75 - mean) * w * w +
			(25 - mean) * (25 - mean) * w * w * w;
	double half = stats_t_quantile(0.975, n - 1) * sqrt(spread / weights / (n - 1));
	near(series.level.value, mean);
	near(series.level_high, mean + half);
	near(series.level_low, mean - half);
	assert_true(half > 25 && half < 35);
}

/* How often the band holds the level that the days were drawn around: also where a hard day leaves something for the next. */
static void the_band_holds_the_level(void **state)
{
	static const double lasts[] = {0, 0.5};
	int people = 200;

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		int held = 0;
		for (int person = 0; person < people; person++) {
			_cleanup_(made_clear) struct made made = {.rng = rng_seeded((uint64_t)person)};
			double strain = 0, keep = lasts[k];
			for (int ago = 55; ago >= 0; ago--) {
				strain = keep * strain + sqrt(1 - keep * keep) * 12 * rng_normal(&made.rng);
				if (ago % 7 < 5)
					made_day(&made, MADE_TODAY - ago, 50 + strain);
			}
			_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 56);
			held += series.level_low <= 50 && series.level_high >= 50;
		}
		if (held < people * 92 / 100)
			fail_msg("of %d bands %d hold the level, where %g lasts", people, held, lasts[k]);
	}
}

static void a_baseline_takes_twenty_days(void **state)
{
	(void)state;
	for (int days = 19; days <= 20; days++) {
		_cleanup_(made_clear) struct made made = {0};
		made_checkin(&made, MADE_TODAY - 28 - 364, 10, 2, 2, 0); /* more than a year before: forgotten */
		for (int i = days - 1; i >= 0; i--)
			made_checkin(&made, MADE_TODAY - 28 - i, 10, i < 11 ? 1 : 0, i < 11 ? 1 : 0, 0);
		for (int ago = 27; ago >= 0; ago--)
			made_checkin(&made, MADE_TODAY - ago, 10, 2, 2, 0);
		_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 28);
		near(series.baseline, days == 20 ? 50 : NAN);
	}
}

static void prompts_in_the_window(void **state)
{
	_cleanup_(made_clear) struct made made = {0};

	(void)state;
	made_missed(&made, MADE_TODAY - 14, 10); /* before the window */
	made_missed(&made, MADE_TODAY - 13, 10);
	made_missed(&made, MADE_TODAY - 13, 3); /* in the night: the day before */
	made_checkin(&made, MADE_TODAY - 2, 10, 1, 1, 0);
	made_checkin(&made, MADE_TODAY - 2, 12, 1, 1, 0)->flags = RECORD_LATE;
	made_checkin(&made, MADE_TODAY - 1, 10, 1, 1, 0)->prompt.origin = ORIGIN_SELF;
	made_checkin(&made, MADE_TODAY - 1, 12, 1, 1, 0);
	made_withdraw(&made);
	made_checkin(&made, MADE_TODAY, 9, RECORD_UNANSWERED, RECORD_UNANSWERED, 0)->kind = RECORD_HELD;
	_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 14);
	assert_int_equal(series.compliance.shown, 3);
	assert_int_equal(series.compliance.answered, 1);
	assert_int_equal(series.unasked, 1);
	near(series.compliance.share.low, share_wilson(1, 3, Z_95).low);
	assert_int_equal(series.answer_days, 2); /* late and withdrawn stay out */
}

/* One item, and one of the reviews: their own days, their own prompts. */
static void items_and_reviews(void **state)
{
	_cleanup_(made_clear) struct made made = {0};
	struct insight_series item, review;

	(void)state;
	for (int week = 11; week >= 0; week--) {
		made_checkin(&made, MADE_TODAY - 7 * week - 1, 10, 0, 2, 0);
		made_review(&made, MADE_TODAY - 7 * week, ID_IMPACT_FIRST, SCALE_F5, week % 5);
	}
	struct insight_from from = made_from(&made);
	insight_series(&from, false, FATIGUE, 56, &item);
	insight_series(&from, true, ID_IMPACT_FIRST, 84, &review);
	assert_int_equal(item.answer_days, 8);
	near(item.all[item.from].mean, 100);
	assert_int_equal(item.compliance.answered, 8);
	assert_int_equal(review.answer_days, 12);
	near(review.all[review.all_count - 1].mean, 0);
	assert_int_equal(review.compliance.answered, 12);
	assert_int_equal(review.direction, INSIGHT_TOO_FEW);
	near(review.levels[11], NAN); /* a week apart they never make up three days */
	insight_series_clear(&item);
	insight_series_clear(&review);
}

/* A night shift in Honolulu, then a morning in Tokyo: days are those of where the answer was given. */
static void zones(void **state)
{
	_cleanup_(made_clear) struct made made = {.zone_min = -600};

	(void)state;
	made_checkin(&made, MADE_TODAY - 1, 2, 2, 2, 0); /* the shift of the day before */
	made.zone_min = 540;
	made_checkin(&made, MADE_TODAY, 8, 0, 0, 0);
	_cleanup_(insight_series_clear) struct insight_series series = series_of(&made, 3);
	assert_int_equal(series.answer_days, 2);
	assert_int_equal(series.all[series.from].date, MADE_TODAY - 2);
	assert_int_equal(series.all[series.from + 1].date, MADE_TODAY);
	assert_int_equal(series.compliance.answered, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_said_of_nothing),
		cmocka_unit_test(directions),
		cmocka_unit_test(all_the_same),
		cmocka_unit_test(a_step_is_one_and_a_rise_is_none),
		cmocka_unit_test(a_step_has_seven_days_on_each_side),
		cmocka_unit_test(levels_are_those_of_each_day),
		cmocka_unit_test(the_band_is_a_mean_s),
		cmocka_unit_test(the_band_holds_the_level),
		cmocka_unit_test(a_baseline_takes_twenty_days),
		cmocka_unit_test(prompts_in_the_window),
		cmocka_unit_test(items_and_reviews),
		cmocka_unit_test(zones),
	};

	return cmocka_run_group_tests_name("insight", tests, NULL, NULL);
}
