#include "stats_show.h"

#include <math.h>

#include "json_out.h"

#define KEY_COLUMNS 20
#define VALUE_COLUMNS 14

json_t *stats_figures_json(const struct stats_figure *figures, size_t count)
{
	json_t *object = json_object();

	for (size_t i = 0; i < count; i++) {
		const struct stats_figure *figure = &figures[i];
		json_object_set_new(object, figure->key,
				    figure->whole && isfinite(figure->value) ? json_integer((json_int_t)figure->value)
									     : json_out_number(figure->value));
	}
	return object;
}

void stats_append_number(struct text *text, double value)
{
	if (isfinite(value))
		text_appendf(text, "%.6g", value);
	else
		text_append(text, _("undefined"));
}

void stats_figures_page(struct page *page, const struct stats_figure *figures, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		_cleanup_(text_clear) struct text number = {0}, label = {0};
		stats_append_number(&number, figures[i].value);
		text_append_fitted(&label, figures[i].key, KEY_COLUMNS);
		text_append_fitted(&label, text_string(&number), VALUE_COLUMNS - 1);
		page_row(page, text_string(&label), KEY_COLUMNS + VALUE_COLUMNS, _(figures[i].words));
	}
}

void stats_show(const struct client *client, const struct stats_figure *figures, size_t count)
{
	struct page page = {.color = client->color, .columns = client->columns};

	if (client->json) {
		json_out_print(stats_figures_json(figures, count));
		return;
	}
	stats_figures_page(&page, figures, count);
	page_print(&page);
}
