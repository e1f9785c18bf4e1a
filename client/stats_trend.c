#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/stats.h>

#include "stats_actions.h"
#include "stats_show.h"
#include "stats_table.h"

#define HALF_LIFE_DAYS 7.0
#define DAY_MS 86400000.0

static const struct stats_column columns[] = {
	{.expected = N_("a time: ISO 8601, or days as a number"), .least = -1e9, .most = 1e9, .time = true},
	{.expected = N_("a number"), .least = -1e100, .most = 1e100},
};

struct row {
	struct stats_point point;
	size_t place;
};

static int by_time(const void *left, const void *right)
{
	const struct row *a = left, *b = right;

	if (a->point.t < b->point.t || a->point.t > b->point.t)
		return a->point.t < b->point.t ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

/* In order of time, those of one time as the file has them. Days count from the first: so a whole day between two times is exactly 1. */
static void sort(const struct stats_table *table, struct stats_point *ret)
{
	struct row *rows _cleanup_free_ = mem_new(table->rows, sizeof *rows);

	for (size_t i = 0; i < table->rows; i++)
		rows[i] = (struct row){{table->cells[2 * i], table->cells[2 * i + 1]}, i};
	qsort(rows, table->rows, sizeof *rows, by_time);
	for (size_t i = 0; i < table->rows; i++) {
		double since = rows[i].point.t - rows[0].point.t;
		ret[i] = (struct stats_point){table->iso ? since / DAY_MS : since, rows[i].point.y};
	}
	explicit_bzero(rows, table->rows * sizeof *rows);
}

/* As of the last time. */
static struct stats_weighted level_of(const struct stats_point *points, size_t count)
{
	double *ages _cleanup_free_ = mem_new(count, sizeof *ages),
		     *values _cleanup_free_ = mem_new(count, sizeof *values);

	for (size_t i = 0; i < count; i++) {
		ages[i] = points[count - 1].t - points[i].t;
		values[i] = points[i].y;
	}
	struct stats_weighted level = stats_weighted(ages, values, count, HALF_LIFE_DAYS);
	explicit_bzero(values, count * sizeof *values);
	return level;
}

static void show(const struct client *client, const struct stats_trend *trend, const struct stats_step *step,
		 struct stats_weighted level)
{
	const struct stats_figure figures[] = {
		{"n", (double)trend->n, true, N_("values")},
		{"s", trend->s, true, N_("Mann–Kendall: pairs that rise less those that fall")},
		{"var_s", trend->var_s, false, N_("its variance without a trend, with ties")},
		{"tau_b", trend->tau_b, false, N_("Kendall's tau-b with time")},
		{"z", trend->z, false, N_("of S, with continuity correction")},
		{"p", trend->p, false, N_("two-sided")},
		{"r1", trend->r1, false, N_("lag-1 autocorrelation about Sen's line")},
		{"var_s_guarded", trend->var_s_guarded, false, N_("the variance with r1 above 0 allowed for")},
		{"p_guarded", trend->p_guarded, false, N_("two-sided, with that variance")},
		{"sen_slope_per_day", trend->slope, false, N_("Sen's slope, a day")},
		{"sen_low", trend->slope_low, false, N_("its interval (95 %), with the guarded variance: from")},
		{"sen_high", trend->slope_high, false, N_("to")},
		{"pettitt_k", step->k, true, N_("Pettitt's K, of the one most likely step")},
		{"pettitt_index", step->index ? (double)step->index : NAN, true, N_("values before the step")},
		{"pettitt_p", step->p, false, N_("its p")},
		{"pettitt_p_guarded", step->p_guarded, false, N_("its p with r1 about both means allowed for")},
		{"level", level.value, false, N_("at the last time, half-life 7 days")},
		{"n_eff", level.n_eff, false, N_("values that the level's uneven weights are worth")},
	};

	stats_show(client, figures, sizeof figures / sizeof *figures);
}

int stats_do_trend(const struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(stats_table_wipe) struct stats_table table = {0};

	if (client_words(call, 2, 2, err) < 0 ||
	    stats_table_read(call->words[1], &(struct stats_shape){columns, 2, false, false}, &table, err) < 0)
		return -1;
	struct stats_point *points _cleanup_free_ = mem_new(table.rows, sizeof *points);
	sort(&table, points);
	struct stats_trend trend = stats_trend(points, table.rows);
	struct stats_step step = stats_step(points, table.rows);
	show(client, &trend, &step, level_of(points, table.rows));
	explicit_bzero(points, table.rows * sizeof *points);
	return 0;
}
