#include "option.h"

#include <stdlib.h>
#include <string.h>

const struct command_option option_globals[] = {
	{"store", "DIR", N_("use the store in DIR, for example a demo")},
	{"json", NULL, N_("print one JSON object instead of a page")},
	{"no-color", NULL, N_("no colour, as with NO_COLOR and when piped")},
	{"help", NULL, N_("say what a command does, with an example")},
	{"version", NULL, N_("print the version")},
	{0},
};

enum { WORD_LONGEST = 40 };

int option_distance(const char *a, const char *b)
{
	int rows[3][WORD_LONGEST + 1];
	size_t a_length = strlen(a), b_length = strlen(b);
	if (a_length > WORD_LONGEST || b_length > WORD_LONGEST)
		return WORD_LONGEST;
	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = (int)j;
	for (size_t i = 1; i <= a_length; i++) {
		int *row = rows[i % 3], *above = rows[(i - 1) % 3], *two_above = rows[(i + 1) % 3];
		row[0] = (int)i;
		for (size_t j = 1; j <= b_length; j++) {
			int best = above[j - 1] + (a[i - 1] != b[j - 1]);
			best = above[j] + 1 < best ? above[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
			if (swapped && two_above[j - 2] + 1 < best)
				best = two_above[j - 2] + 1;
			row[j] = best;
		}
	}
	return rows[a_length % 3][b_length];
}

/* Close enough to be what was meant. */
static bool near(const char *word, const char *name)
{
	size_t length = strlen(word);
	if (length >= 3 && strncmp(word, name, length) == 0)
		return true;
	return option_distance(word, name) <= (length <= 4 ? 1 : 2);
}

static void keep_nearest(const char *word, const char *name, const char **best)
{
	if (near(word, name) && (*best == NULL || option_distance(word, name) < option_distance(word, *best)))
		*best = name;
}

const struct command *option_find_command(const struct command *const *list, const char *name)
{
	for (; *list != NULL; list++)
		if (strcmp((*list)->name, name) == 0)
			return *list;
	return NULL;
}

static int unknown_command(const struct command *const *list, const char *word, struct error *err)
{
	const char *best = NULL;
	for (const struct command *const *row = list; *row != NULL; row++)
		keep_nearest(word, (*row)->name, &best);
	if (best != NULL)
		return error_set(err, ERROR_USAGE, "there is no command '%s'; did you mean '%s'?", word, best);
	return error_set(err, ERROR_USAGE, "there is no command '%s'; 'evenkeel --help' lists them", word);
}

/* The row for the option @name of @length bytes in @table, or -1. */
static int find_row(const struct command_option *table, const char *name, size_t length)
{
	for (int row = 0; table != NULL && table[row].name != NULL; row++)
		if (strlen(table[row].name) == length && memcmp(table[row].name, name, length) == 0)
			return row;
	return -1;
}

static int unknown_option(const struct command *command, const char *word, const char *name, struct error *err)
{
	const char *best = NULL;
	const struct command_option *tables[] = {option_globals, command == NULL ? NULL : command->options};
	for (int i = 0; i < 2; i++)
		for (const struct command_option *row = tables[i]; row != NULL && row->name != NULL; row++)
			if (strlen(row->name) > 1)
				keep_nearest(name, row->name, &best);
	if (best != NULL)
		return error_set(err, ERROR_USAGE, "there is no option '%s' here; did you mean '--%s'?", word, best);
	if (command == NULL)
		return error_set(err, ERROR_USAGE, "there is no option '%s' here; see 'evenkeel --help'", word);
	return error_set(err, ERROR_USAGE, "there is no option '%s' here; see 'evenkeel %s --help'", word,
			 command->name);
}

struct cursor {
	const struct command *const *list;
	int argc, at;
	char **argv;
	bool words_only; /* after "--" */
};

/* The value of option @word, which is described by @row: after '=', or the next argument. */
static int take_value(struct cursor *cursor, const char *word, const char *equals, const struct command_option *row,
		      const char **ret, struct error *err)
{
	if (row->argument == NULL) {
		if (equals != NULL)
			return error_set(err, ERROR_USAGE, "'--%s' takes no value", row->name);
		*ret = "";
		return 0;
	}
	if (equals != NULL) {
		*ret = equals + 1;
		return 0;
	}
	if (cursor->at + 1 >= cursor->argc)
		return error_set(err, ERROR_USAGE, "'%s' needs a value: %s %s", word, word, row->argument);
	*ret = cursor->argv[++cursor->at];
	return 0;
}

static void set_global(struct option_line *line, const char *name, const char *value)
{
	if (strcmp(name, "store") == 0)
		line->store = value;
	line->json |= strcmp(name, "json") == 0;
	line->no_color |= strcmp(name, "no-color") == 0;
	line->help |= strcmp(name, "help") == 0;
	line->version |= strcmp(name, "version") == 0;
}

static int take_option(struct cursor *cursor, struct option_line *line, struct error *err)
{
	const char *word = cursor->argv[cursor->at];
	bool is_long = word[1] == '-';
	const char *name = word + (is_long ? 2 : 1);
	const char *equals = is_long ? strchr(name, '=') : NULL;
	size_t length = equals != NULL ? (size_t)(equals - name) : strlen(name);
	const char *value;
	if (strcmp(word, "-h") == 0) {
		line->help = true;
		return 0;
	}
	const struct command_option *own = line->command == NULL ? NULL : line->command->options;
	int row = is_long == (length > 1) ? find_row(own, name, length) : -1;
	if (row >= 0) {
		if (take_value(cursor, word, equals, &own[row], &value, err) < 0)
			return -1;
		line->call.values[row] = value;
		line->call.given[line->call.given_count++] = (struct command_given){row, value};
		return 0;
	}
	row = is_long ? find_row(option_globals, name, length) : -1;
	if (row < 0)
		return unknown_option(line->command, word, name, err);
	if (take_value(cursor, word, equals, &option_globals[row], &value, err) < 0)
		return -1;
	if (*value == '\0' && option_globals[row].argument != NULL)
		return error_set(err, ERROR_USAGE, "'--%s' needs a value: --%s %s", option_globals[row].name,
				 option_globals[row].name, option_globals[row].argument);
	set_global(line, option_globals[row].name, value);
	return 0;
}

static int take_word(struct cursor *cursor, struct option_line *line, struct error *err)
{
	const char *word = cursor->argv[cursor->at];
	if (line->command != NULL) {
		line->call.words[line->call.count++] = word;
		return 0;
	}
	if (strcmp(word, "help") == 0 && !line->help) {
		line->help = true;
		return 0;
	}
	line->command = option_find_command(cursor->list, word);
	line->call.command = line->command;
	return line->command == NULL ? unknown_command(cursor->list, word, err) : 0;
}

int option_parse(const struct command *const *list, int argc, char **argv, struct option_line *ret, struct error *err)
{
	struct option_line line = {.call.words = mem_new((size_t)argc + 1, sizeof(char *)),
				   .call.given = mem_new((size_t)argc + 1, sizeof(struct command_given))};
	struct cursor cursor = {.list = list, .argc = argc, .argv = argv};
	int result = 0;
	for (cursor.at = 1; cursor.at < argc && result == 0; cursor.at++) {
		const char *word = argv[cursor.at];
		if (!cursor.words_only && strcmp(word, "--") == 0)
			cursor.words_only = true;
		else if (!cursor.words_only && word[0] == '-' && word[1] != '\0')
			result = take_option(&cursor, &line, err);
		else
			result = take_word(&cursor, &line, err);
	}
	if (result == 0 && line.json && line.command != NULL && !line.command->json && !line.help && !line.version)
		result = error_set(err, ERROR_USAGE, "'evenkeel %s' has no --json", line.command->name);
	if (result < 0) {
		option_line_clear(&line);
		return -1;
	}
	*ret = line;
	return 0;
}

void option_line_clear(struct option_line *line)
{
	free(line->call.words);
	free(line->call.given);
	*line = (struct option_line){0};
}
