#include <stdlib.h>
#include <string.h>

#include <evenkeel/stats.h>

#include "stats_actions.h"
#include "stats_show.h"
#include "stats_table.h"

/* The ends of an item's scale, where they were given. */
struct scale {
	bool given;
	double least, most;
};

static int parse_scale(const struct command_call *call, struct scale *ret, struct error *err)
{
	const char *least = command_value(call, "min"), *most = command_value(call, "max");

	ret->given = least && most;
	if (!least && !most && !command_value(call, "reverse"))
		return 0;
	if (!least || !most)
		return error_set(err, ERROR_USAGE, "--min and --max belong together, and --reverse needs both");
	if (!stats_number(least, &ret->least) || !stats_number(most, &ret->most) || !(ret->least < ret->most))
		return error_set(err, ERROR_USAGE, "--min and --max are numbers, the first one less than the second");
	return 0;
}

/* An item counted the other way round: the higher answer becomes the lower one. */
static void reverse(struct stats_table *table, size_t item, const struct scale *scale)
{
	for (size_t row = 0; row < table->rows; row++) {
		double *cell = &table->cells[row * table->columns + item];
		*cell = scale->least + scale->most - *cell;
	}
}

static int reverse_all(struct stats_table *table, const char *list, const struct scale *scale, struct error *err)
{
	bool *done _cleanup_free_ = mem_new(table->columns, sizeof *done);

	for (const char *word = list; *word; word += strspn(word, ",")) {
		char *end;
		unsigned long item = *word >= '0' && *word <= '9' ? strtoul(word, &end, 10) : 0;
		if (item == 0 || (*end && *end != ','))
			return error_set(err, ERROR_USAGE,
					 "--reverse takes the numbers of items, the first one is 1: "
					 "--reverse 4,5");
		if (table->columns && item > table->columns)
			return error_set(err, ERROR_USAGE, "--reverse: there is no item %lu, the file has %zu", item,
					 table->columns);
		if (table->columns && !done[item - 1])
			reverse(table, item - 1, scale);
		if (table->columns)
			done[item - 1] = true;
		word = end;
	}
	return 0;
}

static void show(const struct client *client, const struct stats_alpha *alpha)
{
	const struct stats_figure figures[] = {
		{"n", (double)alpha->n, true, N_("complete rows")},
		{"alpha", alpha->alpha, false, N_("Cronbach's alpha")},
		{"sd", alpha->sd, false, N_("standard deviation of the sums")},
		{"sem", alpha->sem, false, N_("standard error of measurement")},
		{"rci_95", alpha->rci_95, false, N_("least change of a sum beyond measurement noise, 95 %")},
	};

	stats_show(client, figures, sizeof figures / sizeof *figures);
}

int stats_do_alpha(const struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(stats_table_wipe) struct stats_table table = {0};
	const char *list = command_value(call, "reverse");
	struct scale scale = {0};

	if (client_words(call, 2, 2, err) < 0 || parse_scale(call, &scale, err) < 0)
		return -1;
	struct stats_column item = {.expected = scale.given ? N_("a number from --min to --max") : N_("a number"),
				    .least = scale.given ? scale.least : -1e100,
				    .most = scale.given ? scale.most : 1e100};
	if (stats_table_read(call->words[1], &(struct stats_shape){&item, 1, true, true}, &table, err) < 0 ||
	    (list && reverse_all(&table, list, &scale, err) < 0))
		return -1;
	struct stats_alpha alpha = stats_alpha(table.cells, table.rows, table.columns);
	show(client, &alpha);
	return 0;
}
