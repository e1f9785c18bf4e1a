/* What 'evenkeel stats' prints: figures by their keys, as JSON or one a line with words beside them. Undefined is null, or said so. */
#ifndef CLIENT_STATS_SHOW_H
#define CLIENT_STATS_SHOW_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "command.h"
#include "page.h"

struct stats_figure {
	const char *key;
	double value;      /* NAN = undefined */
	bool whole;        /* printed as a whole number */
	const char *words; /* N_(what it is) */
};

json_t *stats_figures_json(const struct stats_figure *figures, size_t count);
void stats_figures_page(struct page *page, const struct stats_figure *figures, size_t count);
/* One or the other, as the person asked. */
void stats_show(const struct client *client, const struct stats_figure *figures, size_t count);

/* For a page: six digits, or "undefined". */
void stats_append_number(struct text *text, double value);

#endif
