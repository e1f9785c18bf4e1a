/* An overview as a table, a line a figure. Names, reasons and directions are the stable ones, in no language; the caution has a line, too. */
#include <evenkeel/mem.h>

#include "csv.h"
#include "overview_parts.h"
#include "team_caution.h"

/* Whose lines they are, and of which window. */
struct table {
	const struct overview *overview;
	const struct overview_team *team;
	const char *name, *window;
	FILE *out;
};

static void line(const struct table *table, const char *item, const char *value, const char *margin,
		 enum release_reason reason)
{
	const char *const fields[] = {table->name, table->window, item, value, margin, release_reason_name(reason)};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (i)
			putc(',', table->out);
		csv_put(fields[i], table->out);
	}
	putc('\n', table->out);
}

static void word(const struct table *table, const char *item, const char *value)
{
	line(table, item, value, NULL, RELEASE_SHOWN);
}

/* Which cohorts of several together are not in it. */
static void missing_lines(const struct table *table, const char *item, uint64_t missing)
{
	for (size_t i = 0; i < table->team->part_count && i < RELEASE_LEAVES_MAX; i++) {
		_cleanup_(text_clear) struct text name = {0};
		if (!(missing >> i & 1))
			continue;
		csv_name(table->overview->teams[table->team->parts[i]].name, &name);
		word(table, item, text_string(&name));
	}
}

static void mean_line(const struct table *table, const struct release_mean *mean)
{
	_cleanup_(text_clear) struct text item = {0}, value = {0}, margin = {0};

	overview_name(RELEASE_MEAN, &item);
	if (mean->reason == RELEASE_SHOWN) {
		text_appendf(&value, "%.1f", mean->tenths / 10.0);
		text_appendf(&margin, "%.1f", mean->margin_tenths / 10.0);
	}
	line(table, text_string(&item), text_string(&value), text_string(&margin), mean->reason);
}

static void share_line(const struct table *table, const struct release_figures *figures, unsigned cell)
{
	const struct release_share *share = &figures->cells[cell];
	_cleanup_(text_clear) struct text item = {0}, value = {0}, margin = {0}, missing = {0};

	overview_name(cell, &item);
	if (share->reason == RELEASE_SHOWN) {
		text_appendf(&value, "%d", share->points);
		text_appendf(&margin, "%d", share->margin);
	}
	line(table, text_string(&item), text_string(&value), text_string(&margin), share->reason);
	text_appendf(&missing, "missing.%s", text_string(&item));
	if (share->missing != figures->missing)
		missing_lines(table, text_string(&missing), share->missing);
}

static void band_line(const struct table *table, const char *item, const char *name, enum release_reason reason)
{
	line(table, item, name, NULL, reason);
}

static void window_lines(const struct table *table, const struct overview_window *window)
{
	const struct release_figures *figures = &window->figures;

	band_line(table, "people", release_people_name(figures->people), figures->reason);
	band_line(table, "participation", release_participation_name(figures->participation), figures->reason);
	band_line(table, "countersigned",
		  figures->reason != RELEASE_SHOWN ? NULL
		  : window->countersigned          ? "yes"
						   : "no",
		  figures->reason);
	missing_lines(table, "missing", figures->missing);
	mean_line(table, &figures->stress);
	for (unsigned cell = 0; cell < RELEASE_CELLS; cell++)
		if (overview_has(cell))
			share_line(table, figures, cell);
	for (unsigned i = 0; i < figures->causes.count; i++)
		share_line(table, figures, figures->causes.cells[i]);
}

/* Of the newest window beside those before it. */
static void trend_lines(const struct table *table)
{
	const struct overview_team *team = table->team;

	for (unsigned i = 0; i < RELEASE_ITEMS; i++) {
		_cleanup_(text_clear) struct text item = {0};
		if (!overview_told(team, i))
			continue;
		text_append(&item, "trend.");
		overview_name(i, &item);
		word(table, text_string(&item), release_direction_name(team->trends[i]));
	}
	for (size_t i = 0; i < RELEASE_MEASURES; i++)
		if (team->measures[i])
			word(table, "measure", catalogue_find(release_measures[i].measure)->name);
}

static void team_lines(const struct overview *overview, const struct overview_team *team, FILE *out)
{
	_cleanup_(text_clear) struct text team_name = {0}, caution = {0};

	csv_name(team->name, &team_name);
	struct table table = {.overview = overview, .team = team, .name = text_string(&team_name), .out = out};
	team_caution(&team->label, team->floor, &caution);
	word(&table, "caution", text_string(&caution));
	for (size_t i = 0; i < team->count; i++) {
		_cleanup_(text_clear) struct text name = {0};
		overview_window_name(&team->windows[i].figures, &name);
		table.window = text_string(&name);
		window_lines(&table, &team->windows[i]);
		if (i == team->newest)
			trend_lines(&table);
		table.window = NULL;
	}
}

void overview_csv(const struct overview *overview, FILE *out)
{
	fputs("cohort,window,item,value,margin,suppressed\n", out);
	for (size_t i = 0; i < overview->count; i++)
		team_lines(overview, &overview->teams[i], out);
}
