/* A stranger's table of numbers: refused with its place, or figures that keep their promises. */
#include <math.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/stats.h>

#include "../../client/stats_table.h"
#include "fuzz/fuzz.h"

#define ROWS_MOST 300

static bool is_share(double p)
{
	return isnan(p) || (p >= 0 && p <= 1);
}

static void check_trend(struct stats_point *points, size_t count)
{
	struct stats_trend trend = stats_trend(points, count);
	struct stats_step step = stats_step(points, count);

	FUZZ_CHECK(is_share(trend.p) && is_share(trend.p_guarded) && is_share(trend.rising) && is_share(step.p));
	FUZZ_CHECK(!(fabs(trend.tau_b) > 1 + 1e-12) && !(trend.var_s_guarded < trend.var_s));
	FUZZ_CHECK(!(trend.slope_low > trend.slope_high));
	/* Two times that are all but one make slopes beyond all numbers. */
	if (isfinite(trend.slope_low) && isfinite(trend.slope_high))
		FUZZ_CHECK(trend.slope_low <= trend.slope && trend.slope <= trend.slope_high);
	FUZZ_CHECK(count < 2 ? step.index == 0 : step.index > 0 && step.index < count);
	for (size_t i = 0; i < count; i++)
		points[i].y = -points[i].y;
	FUZZ_CHECK(stats_trend(points, count).s == -trend.s);
}

/* What is in order of time, as the command brings it. */
static void look_at_points(const struct stats_table *table)
{
	struct stats_point *points _cleanup_free_ = mem_new(table->rows, sizeof *points);
	size_t count = 0;

	for (size_t i = 0; i < table->rows && count < ROWS_MOST; i++) {
		const double *row = table->cells + 2 * i;
		if (count == 0 || row[0] >= points[count - 1].t)
			points[count++] = (struct stats_point){row[0], row[1]};
	}
	check_trend(points, count);
}

static void look_at_items(const struct stats_table *table)
{
	struct stats_alpha alpha = stats_alpha(table->cells, table->rows, table->columns);

	FUZZ_CHECK(alpha.n <= table->rows && !(alpha.alpha > 1 + 1e-9) && !(alpha.sd < 0));
}

int FUZZ_TARGET(fuzz_stats)(const uint8_t *bytes, size_t size)
{
	static const struct stats_column columns[] = {
		{.expected = "a time", .least = -1e9, .most = 1e9, .time = true},
		{.expected = "a number", .least = -1e9, .most = 1e9},
	};
	const struct stats_shape shapes[] = {{columns, 2, false, false}, {columns + 1, 1, true, true}};

	for (int i = 0; i < 2; i++) {
		_cleanup_(stats_table_wipe) struct stats_table table = {0};
		char *copy _cleanup_free_ = mem_new(size + 1, 1);
		struct error err = {0};
		memcpy(copy, bytes, size);
		if (stats_table_parse(copy, size, "it", &shapes[i], &table, &err) < 0)
			FUZZ_CHECK(strncmp(err.message, "'it'", 4) == 0);
		else if (i == 0)
			look_at_points(&table);
		else
			look_at_items(&table);
	}
	return 0;
}
