#include <string.h>

#include <evenkeel/stats.h>

#include "json_out.h"
#include "stats_actions.h"
#include "stats_show.h"
#include "stats_table.h"

#define WEEKDAYS 7

static const struct stats_column columns[] = {
	{.expected = N_("a weekday: 1 (Monday) to 7"), .least = 1, .most = WEEKDAYS, .whole = true},
	{.expected = N_("a number"), .least = -1e100, .most = 1e100},
};

static void show_json(const struct stats_figure *figures, size_t count, const struct stats_cell *cells)
{
	json_t *object = stats_figures_json(figures, count), *list = json_array();

	for (int day = 0; day < WEEKDAYS; day++)
		json_array_append_new(list, json_pack("{s:i, s:I, s:o, s:o}", "weekday", day + 1, "n",
						      (json_int_t)cells[day].n, "raw", json_out_number(cells[day].raw),
						      "shrunk", json_out_number(cells[day].shrunk)));
	json_object_set_new(object, "cells", list);
	json_out_print(object);
}

static void append_cell(struct text *text, const struct stats_cell *cell, int day)
{
	_cleanup_(text_clear) struct text raw = {0}, shrunk = {0};

	stats_append_number(&raw, cell->raw);
	stats_append_number(&shrunk, cell->shrunk);
	text_appendf(text, "%-9d%8zu  ", day, cell->n);
	text_append_fitted(text, text_string(&raw), 14);
	text_append(text, text_string(&shrunk));
	text_append_char(text, '\n');
}

static void show_page(const struct client *client, const struct stats_figure *figures, size_t count,
		      const struct stats_cell *cells)
{
	struct page page = {.color = client->color, .columns = client->columns};

	stats_figures_page(&page, figures, count);
	page_blank(&page);
	page_styled(&page, PAGE_STRONG, "weekday         n  raw           shrunk");
	text_append_char(&page.text, '\n');
	for (int day = 0; day < WEEKDAYS; day++)
		append_cell(&page.text, &cells[day], day + 1);
	page_blank(&page);
	page_paragraph(&page, _("raw: the day's mean less the mean of all values; shrunk: n/(n+4) of it."), "");
	page_print(&page);
}

int stats_do_weekday(const struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(stats_table_wipe) struct stats_table table = {0};
	struct stats_cell cells[WEEKDAYS];

	if (client_words(call, 2, 2, err) < 0 ||
	    stats_table_read(call->words[1], &(struct stats_shape){columns, 2, false, false}, &table, err) < 0)
		return -1;
	struct stats_grouped *values _cleanup_free_ = mem_new(table.rows, sizeof *values);
	for (size_t i = 0; i < table.rows; i++)
		values[i] = (struct stats_grouped){(int)table.cells[2 * i], table.cells[2 * i + 1]};
	struct stats_groups groups = stats_groups(values, table.rows, WEEKDAYS, cells);
	const struct stats_figure figures[] = {
		{"h", groups.h, false, N_("Kruskal–Wallis, corrected for ties")},
		{"df", groups.df, true, N_("weekdays with values, less one")},
		{"p", groups.p, false, N_("of no difference between the weekdays")},
	};
	if (client->json)
		show_json(figures, sizeof figures / sizeof *figures, cells);
	else
		show_page(client, figures, sizeof figures / sizeof *figures, cells);
	explicit_bzero(values, table.rows * sizeof *values);
	return 0;
}
