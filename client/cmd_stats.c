#include <string.h>

#include <evenkeel/stats.h>
#include <evenkeel/trend.h>

#include "json_out.h"
#include "stats_actions.h"
#include "stats_show.h"
#include "stats_table.h"

#define SHARE_HALF_LIFE_DAYS 28.0

static const struct command_option options[] = {
	{"reverse", "N,N", N_("with 'alpha': these items count the other way round")},
	{"min", "N", N_("with 'alpha': the least answer")},
	{"max", "N", N_("with 'alpha': the greatest answer")},
	{0},
};

/* CONF of 1 and more is meant in percent. */
static int parse_confidence(const char *word, double *ret, struct error *err)
{
	if (!stats_number(word, ret) || *ret <= 0 || *ret == 1 || *ret >= 100)
		return error_set(err, ERROR_USAGE, "'%s' is no confidence: 0.95, or 95 for percent", word);
	if (*ret > 1)
		*ret /= 100;
	return 0;
}

static int wilson(const struct client *client, const struct command_call *call, struct error *err)
{
	double x, n, confidence;

	if (client_words(call, 4, 4, err) < 0)
		return -1;
	if (!stats_number(call->words[1], &x) || !stats_number(call->words[2], &n) || x < 0 || n < x)
		return error_set(err, ERROR_USAGE, "X and N are numbers, X of N: from 0 to N");
	if (parse_confidence(call->words[3], &confidence, err) < 0)
		return -1;
	struct share share = share_wilson(x, n, -stats_normal_quantile((1 - confidence) / 2));
	const struct stats_figure figures[] = {{"low", share.low, false, N_("Wilson's interval of the share: from")},
					       {"high", share.high, false, N_("to")}};
	stats_show(client, figures, sizeof figures / sizeof *figures);
	return 0;
}

static int share(const struct client *client, const struct command_call *call, struct error *err)
{
	static const struct stats_column columns[] = {
		{.expected = N_("an age in days, 0 or more"), .least = 0, .most = 1e9},
		{.expected = N_("0 or 1"), .least = 0, .most = 1, .whole = true},
	};
	_cleanup_(stats_table_wipe) struct stats_table table = {0};

	if (client_words(call, 2, 2, err) < 0 ||
	    stats_table_read(call->words[1], &(struct stats_shape){columns, 2, false, false}, &table, err) < 0)
		return -1;
	double *ages _cleanup_free_ = mem_new(table.rows, sizeof *ages);
	double *values _cleanup_free_ = mem_new(table.rows, sizeof *values);
	for (size_t i = 0; i < table.rows; i++) {
		ages[i] = table.cells[2 * i];
		values[i] = table.cells[2 * i + 1];
	}
	struct stats_weighted weighted = stats_weighted(ages, values, table.rows, SHARE_HALF_LIFE_DAYS);
	struct share interval = share_wilson(weighted.value * weighted.n_eff, weighted.n_eff, Z_90);
	const struct stats_figure figures[] = {
		{"share", weighted.value, false, N_("of the weights, half-life 28 days")},
		{"n_eff", weighted.n_eff, false, N_("answers that the uneven weights are worth")},
		{"low", interval.low, false, N_("Wilson's interval (90 %): from")},
		{"high", interval.high, false, N_("to")},
	};
	stats_show(client, figures, sizeof figures / sizeof *figures);
	explicit_bzero(values, table.rows * sizeof *values);
	return 0;
}

static void show_q(const struct client *client, const double *q, size_t count)
{
	struct page page = {.color = client->color, .columns = client->columns};
	json_t *list = client->json ? json_array() : NULL;

	for (size_t i = 0; i < count; i++) {
		if (list)
			json_array_append_new(list, json_out_number(q[i]));
		else {
			stats_append_number(&page.text, q[i]);
			text_append_char(&page.text, '\n');
		}
	}
	if (list)
		json_out_print(json_pack("{s:o}", "q", list));
	page_print(&page);
}

static int bh(const struct client *client, const struct command_call *call, struct error *err)
{
	static const struct stats_column column = {.expected = N_("a p, from 0 to 1"), .least = 0, .most = 1};
	_cleanup_(stats_table_wipe) struct stats_table table = {0};

	if (client_words(call, 2, 2, err) < 0 ||
	    stats_table_read(call->words[1], &(struct stats_shape){&column, 1, false, true}, &table, err) < 0)
		return -1;
	double *q _cleanup_free_ = mem_new(table.rows, sizeof *q);
	stats_bh(table.cells, table.rows, q);
	show_q(client, q, table.rows);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(const struct client *client, const struct command_call *call, struct error *err);
} actions[] = {{"trend", stats_do_trend}, {"wilson", wilson}, {"share", share},
	       {"links", stats_do_links}, {"bh", bh},         {"weekday", stats_do_weekday},
	       {"alpha", stats_do_alpha}};

static int refuse_options(const struct command_call *call, struct error *err)
{
	if (call->given_count == 0 || strcmp(call->words[0], "alpha") == 0)
		return 0;
	return error_set(err, ERROR_USAGE, "'--%s' belongs to 'alpha'", options[call->given[0].row].name);
}

static int run(struct client *client, const struct command_call *call)
{
	struct error err = {0};

	json_out_init();
	if (client_words(call, 1, 4, &err) < 0)
		return client_fail(&err);
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (strcmp(call->words[0], actions[i].name) == 0)
			return refuse_options(call, &err) < 0 || actions[i].run(client, call, &err) < 0
				       ? client_fail(&err)
				       : 0;
	error_set(&err, ERROR_USAGE, "'%s' is not one of trend, wilson, share, links, bh, weekday, alpha",
		  call->words[0]);
	return client_fail(&err);
}

const struct command cmd_stats = {
	.name = "stats",
	.args = "trend|wilson|share|links|bh|weekday|alpha",
	.summary = N_("the statistics by themselves, to check them against other software"),
	.help = N_(
		"What 'trends' and 'causes' compute, of numbers in a file instead of your answers: needs no store and "
		"no passphrase. The manual page names each figure's source.\n"
		"\n"
		"Files have one row a line, a tab between columns; '-' is stdin. A line that begins with # is left "
		"out, "
		"and so is a row with an empty cell or NA. What cannot be computed is undefined, in --json null.\n"
		"\n"
		"  trend FILE          TIME and value; TIME in ISO 8601 or days as numbers\n"
		"  wilson X N CONF     the interval of X of N, with CONF 0.95 or 0.9\n"
		"  share FILE          age in days, and 0 or 1\n"
		"  links FILE          value now, cause 0 or 1, next value\n"
		"  bh FILE             one p a line; prints Benjamini and Hochberg's q\n"
		"  weekday FILE        weekday 1 to 7, and value\n"
		"  alpha FILE          one row a person, one column an item\n"
		"\n"
		"  evenkeel stats wilson 8 10 0.95\n"
		"  evenkeel stats trend days.tsv --json\n"
		"  evenkeel stats alpha answers.tsv --reverse 4,5 --min 0 --max 4"),
	.options = options,
	.json = true,
	.run = run,
};
