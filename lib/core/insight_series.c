#include <math.h>
#include <stdlib.h>

#include <evenkeel/mem.h>
#include <evenkeel/trend_item.h>

#include "insight_internal.h"
#include "median.h"

#define BEFORE_DAYS 364 /* how far the level and the baseline look back behind the window */
#define BASELINE_RECENT 28
#define BASELINE_LEAST 20
#define STEP_EACH 7
#define ALPHA 0.05
#define HALF_LIFE_DAYS 7.0 /* trend_level's */

static size_t gather(const struct insight_from *from, const struct insight_series *series, struct day_mean **ret)
{
	_cleanup_(insight_part_clear) struct insight_part part = insight_part(from, series->first - BEFORE_DAYS);

	if (series->item)
		return trend_item_days(part.records, part.count, series->item, series->review, from->day_start_s, ret);
	return trend_days(part.records, part.count, series->review, from->day_start_s, ret);
}

/* What trend_level computes, carried on from day to day, with the weighted spread beside it (West 1979). */
struct moving {
	double weights, squares, mean, spread;
};

static void add_day(struct moving *moving, double days_since, double value)
{
	double decay = exp2(-days_since / HALF_LIFE_DAYS), apart;

	moving->weights = moving->weights * decay + 1;
	moving->squares = moving->squares * decay * decay + 1;
	apart = value - moving->mean;
	moving->mean += apart / moving->weights;
	moving->spread = moving->spread * decay + apart * (value - moving->mean);
}

/* How much wider a mean's variance is for days that hang together: the trend's own guard, once there are days enough to know it. */
static double guard_of(const struct insight_series *series)
{
	bool known = series->direction != INSIGHT_TOO_FEW && series->trend.var_s > 0;

	return known ? series->trend.var_s_guarded / series->trend.var_s : 1;
}

/* 95 % band of a weighted mean: as many free values as the weights are worth, less the one that the mean takes. */
static double half_band(const struct moving *moving, double n_eff, double guard)
{
	double variance = moving->spread / moving->weights * n_eff / (n_eff - 1) * guard;

	return stats_t_quantile(0.975, n_eff - 1) * sqrt(variance / n_eff);
}

static void put_levels(struct insight_series *series)
{
	struct moving moving = {0};
	double guard = guard_of(series);

	series->levels = mem_new(series->all_count + 1, sizeof *series->levels);
	series->lows = mem_new(series->all_count + 1, sizeof *series->lows);
	series->highs = mem_new(series->all_count + 1, sizeof *series->highs);
	series->level = (struct trend_level){NAN, 0};
	series->level_low = series->level_high = NAN;
	for (size_t i = 0; i < series->all_count; i++) {
		add_day(&moving, i ? (double)series->all[i].date - series->all[i - 1].date : 0, series->all[i].mean);
		series->level = (struct trend_level){moving.mean, moving.weights * moving.weights / moving.squares};
		bool shown = series->level.n_eff >= INSIGHT_LEVEL_N_EFF;
		double half = shown ? half_band(&moving, series->level.n_eff, guard) : NAN;
		series->levels[i] = shown ? moving.mean : NAN;
		series->lows[i] = series->level_low = shown ? fmax(moving.mean - half, 0) : NAN;
		series->highs[i] = series->level_high = shown ? fmin(moving.mean + half, 100) : NAN;
	}
}

static void put_baseline(struct insight_series *series)
{
	double *values _cleanup_free_ = mem_new(series->all_count + 1, sizeof *values);
	size_t count = 0;

	for (size_t i = 0; i < series->all_count; i++) {
		int32_t ago = series->last - series->all[i].date;
		if (ago >= BASELINE_RECENT && ago < BASELINE_RECENT + BEFORE_DAYS)
			values[count++] = series->all[i].mean;
	}
	series->baseline = count >= BASELINE_LEAST ? median(values, count) : NAN;
}

static double squares_about_means(const struct stats_point *points, size_t count, const struct stats_step *step)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		double apart = points[i].y - (i < step->index ? step->before : step->after);
		sum += apart * apart;
	}
	return sum;
}

static double squares_about_line(const struct stats_point *points, size_t count)
{
	double t = 0, y = 0, tt = 0, ty = 0, yy = 0;

	for (size_t i = 0; i < count; i++) {
		t += points[i].t / (double)count;
		y += points[i].y / (double)count;
	}
	for (size_t i = 0; i < count; i++) {
		double dt = points[i].t - t, dy = points[i].y - y;
		tt += dt * dt;
		ty += dt * dy;
		yy += dy * dy;
	}
	return tt > 0 ? yy - ty * ty / tt : yy;
}

/*
 * Pettitt's test also answers to a slow rise. A step is told where it says more about the days than a straight line does, by Schwarz 1978
 * (BIC), the step's place counting as one more thing that was fitted.
 */
static bool fits_better(const struct stats_point *points, size_t count, const struct stats_step *step)
{
	double about_means = squares_about_means(points, count, step);

	return (double)count * log(about_means / squares_about_line(points, count)) + log((double)count) < 0;
}

static void put_step(const struct stats_point *points, size_t count, struct insight_series *series)
{
	series->step = stats_step(points, count);
	series->step_found = series->direction != INSIGHT_TOO_FEW && series->step.p_guarded < ALPHA &&
			     series->step.index >= STEP_EACH && count - series->step.index >= STEP_EACH &&
			     fits_better(points, count, &series->step);
	if (series->step_found)
		series->step_date = (int32_t)points[series->step.index].t;
}

static enum insight_direction direction_of(const struct insight_series *series)
{
	if (series->answer_days < INSIGHT_ANSWER_DAYS || series->span_days < INSIGHT_SPAN_DAYS)
		return INSIGHT_TOO_FEW;
	if (!(series->trend.p_guarded < ALPHA))
		return INSIGHT_NO_CLEAR_CHANGE;
	return series->trend.s > 0 ? INSIGHT_RISING : INSIGHT_FALLING;
}

static void put_direction(struct insight_series *series)
{
	size_t count = series->all_count - series->from;
	struct stats_point *points _cleanup_free_ = mem_new(count + 1, sizeof *points);

	for (size_t i = 0; i < count; i++)
		points[i] =
			(struct stats_point){series->all[series->from + i].date, series->all[series->from + i].mean};
	series->answer_days = (int)count;
	series->span_days = count ? series->all[series->all_count - 1].date - series->all[series->from].date + 1 : 0;
	series->trend = stats_trend(points, count);
	series->direction = direction_of(series);
	/* A slope as far from none as its interval reaches is beyond the test's limit as often as not. */
	series->detectable = series->direction == INSIGHT_TOO_FEW
				     ? NAN
				     : (series->trend.slope_high - series->trend.slope_low) / 2 * series->span_days;
	put_step(points, count, series);
}

void insight_series(const struct insight_from *from, bool review, uint16_t item, int days, struct insight_series *ret)
{
	struct insight_series series = {
		.review = review, .item = item, .first = from->today - days + 1, .last = from->today};

	series.all_count = gather(from, &series, &series.all);
	while (series.from < series.all_count && series.all[series.from].date < series.first)
		series.from++;
	put_direction(&series);
	put_levels(&series);
	put_baseline(&series);
	insight_prompts(from, review, series.first, &series);
	*ret = series;
}

void insight_series_clear(struct insight_series *series)
{
	free(series->all);
	free(series->levels);
	free(series->lows);
	free(series->highs);
	*series = (struct insight_series){0};
}
