#include <string.h>

#include <evenkeel/stats.h>

#include "stats_actions.h"
#include "stats_show.h"
#include "stats_table.h"

static const struct stats_column columns[] = {
	{.expected = N_("a number"), .least = -1e100, .most = 1e100},
	{.expected = N_("0 or 1"), .least = 0, .most = 1, .whole = true},
	{.expected = N_("a number"), .least = -1e100, .most = 1e100},
};

static void show(const struct client *client, const struct stats_link *link)
{
	const struct stats_figure figures[] = {
		{"n", (double)link->n, true, N_("pairs")},
		{"n_with", (double)link->n_with, true, N_("with the cause")},
		{"n_without", (double)link->n_without, true, N_("without it")},
		{"b", link->b, false, N_("least squares: the next value is so much higher after the cause")},
		{"se", link->se, false, N_("its standard error")},
		{"prior_sd", link->prior_sd, false, N_("half the standard deviation of the next values")},
		{"mean", link->mean, false, N_("b, shrunk towards 0 by a normal prior with that deviation")},
		{"sd", link->sd, false, N_("its standard deviation")},
		{"low", link->low, false, N_("its interval (90 %): from")},
		{"high", link->high, false, N_("to")},
		{"p_above_zero", link->p_above_zero, false, N_("the probability that it is above 0")},
		{"p", link->p, false, N_("two-sided, of b / se, for 'stats bh'")},
	};

	stats_show(client, figures, sizeof figures / sizeof *figures);
}

int stats_do_links(const struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(stats_table_wipe) struct stats_table table = {0};

	if (client_words(call, 2, 2, err) < 0 ||
	    stats_table_read(call->words[1], &(struct stats_shape){columns, 3, false, false}, &table, err) < 0)
		return -1;
	struct stats_pair *pairs _cleanup_free_ = mem_new(table.rows, sizeof *pairs);
	for (size_t i = 0; i < table.rows; i++) {
		const double *row = table.cells + 3 * i;
		pairs[i] = (struct stats_pair){.now = row[0], .next = row[2], .cause = row[1] > 0};
	}
	struct stats_link link = stats_link(pairs, table.rows);
	show(client, &link);
	explicit_bzero(pairs, table.rows * sizeof *pairs);
	return 0;
}
