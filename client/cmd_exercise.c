#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "exercise.h"
#include "json_out.h"
#include "keep.h"
#include "option.h"
#include "term.h"

static const struct command_option options[] = {
	{"show", NULL, N_("what you wrote last; asks for your passphrase")},
	{"all", NULL, N_("with --show: each time you wrote, the newest first")},
	{NULL, NULL, NULL},
};

static int find(const char *name, const struct exercise **ret, struct error *err)
{
	const struct catalogue_entry *entry = catalogue_find_name(name);
	*ret = entry ? exercise_find(entry->id) : NULL;
	if (*ret)
		return 0;
	return error_set(err, ERROR_USAGE, "there is no exercise '%s'; 'evenkeel exercise' lists them", name);
}

static int list(const struct client *client)
{
	struct page page = {.color = client->color, .columns = client->columns};
	exercise_list_page(client, &page);
	page_print(&page);
	return 0;
}

/* In one transaction: all of it is there, or nothing. */
static int store_sheet(struct client *client, struct keep_context *context, const struct exercise_sheet *sheet,
		       struct error *err)
{
	struct record *records;
	size_t count = exercise_records(sheet, &records);
	int result = keep_records(client, context, WHAT_NONE, records, count, err);
	if (result == 0)
		keep_tell_last(client, context);
	sodium_memzero(records, count * sizeof(*records));
	free(records);
	return result;
}

static int walk(struct client *client, struct keep_context *context, struct exercise_sheet *sheet, struct error *err)
{
	struct page page = {.color = client->color, .columns = client->columns};
	exercise_opening(client, sheet->exercise, &page);
	page_print(&page);
	bool whole = exercise_ask(client, sheet);
	if (exercise_answered(sheet) == 0) {
		puts(_("Nothing was answered, so nothing was stored."));
		return 0;
	}
	if (store_sheet(client, context, sheet, err) < 0)
		return -1;
	exercise_closing(client, sheet, whole, &page);
	page_print(&page);
	return 0;
}

static int begin(struct client *client, const struct exercise *exercise, struct error *err)
{
	struct keep_context context = {0};
	struct exercise_sheet sheet;
	if (!term_interactive())
		return error_set(err, ERROR_USAGE, "there is no terminal to ask on; an exercise is written in one");
	exercise_sheet_init(&sheet, exercise);
	int result = keep_begin(client, &context, err);
	if (result == 0) {
		term_hold_signals();
		result = walk(client, &context, &sheet, err);
	}
	exercise_sheet_clear(&sheet);
	keep_end(&context);
	term_let_go_signals();
	return result;
}

/* The first part of a filling of this exercise. */
static bool is_filling(const struct record *record, const struct exercise *exercise)
{
	return record->kind == RECORD_WORKSHEET && record->part == 0 && record->worksheet.exercise == exercise->id;
}

static int show(struct client *client, const struct exercise *exercise, bool all, struct error *err)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct page page = {.color = client->color, .columns = client->columns};
	if (reading_open(client, false, &reading, err) != 0)
		return -1;
	const struct record *records = reading.records.items;
	int shown = 0;
	for (size_t i = reading.records.count; i-- > 0 && (all || shown == 0);) {
		struct exercise_sheet sheet;
		if (!is_filling(&records[i], exercise))
			continue;
		exercise_sheet_init(&sheet, exercise);
		exercise_read(records, reading.records.count, &records[i], &sheet);
		exercise_show_sheet(client, &sheet, &records[i], &page);
		exercise_sheet_clear(&sheet);
		shown++;
	}
	page_print(&page);
	if (shown == 0)
		return error_set(err, ERROR_NOTHING, "nothing was written here yet; begin with 'evenkeel exercise %s'",
				 catalogue_find(exercise->id)->name);
	return reading_end(client, &reading, ERROR_NONE);
}

static int run(struct client *client, const struct command_call *call)
{
	bool shows = command_value(call, "show") != NULL, all = command_value(call, "all") != NULL;
	const struct exercise *exercise = NULL;
	struct error err = {0};
	int result = client_words(call, shows ? 1 : 0, 1, &err);
	if (result == 0 && all && !shows)
		result = error_set(&err, ERROR_USAGE, "--all goes with --show");
	if (result == 0 && call->count == 0)
		return list(client);
	if (result == 0)
		result = find(call->words[0], &exercise, &err);
	if (result == 0)
		result = shows ? show(client, exercise, all, &err) : begin(client, exercise, &err);
	return result < 0 ? client_fail(&err) : result;
}

const struct command cmd_exercise = {
	.name = "exercise",
	.args = "[NAME]",
	.summary = N_("think something through, one question at a time"),
	.help = N_("Seven short worksheets, from five to fifteen minutes; without a name it lists them. A choice takes "
		   "one key and a text one or several lines; b goes back, s skips, q stops and keeps what you wrote. "
		   "Needs no passphrase: it is sealed at the end, or when something interrupts you. With --show it "
		   "opens what you wrote before.\n"
		   "\n"
		   "  evenkeel exercise\n"
		   "  evenkeel exercise worry-inventory\n"
		   "  evenkeel exercise worry-inventory --show --all"),
	.options = options,
	.names = KIND_EXERCISE,
	.run = run,
};
