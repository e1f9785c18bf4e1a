#include "command.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "page.h"
#include "term.h"

enum { MESSAGE_COLUMNS = 80 };

static int row_of(const struct command_call *call, const char *name)
{
	const struct command_option *rows = call->command->options;
	for (int row = 0; rows != NULL && rows[row].name != NULL; row++)
		if (strcmp(rows[row].name, name) == 0)
			return row;
	assert(!"an option that the command's table lacks");
	abort();
}

const char *command_value(const struct command_call *call, const char *name)
{
	return call->values[row_of(call, name)];
}

const char *command_next_value(const struct command_call *call, const char *name, int *cursor)
{
	int row = row_of(call, name);
	while (*cursor < call->given_count) {
		const struct command_given *given = &call->given[(*cursor)++];
		if (given->row == row)
			return given->value;
	}
	return NULL;
}

/* A line as it is for a file or a pipe; broken between words where a terminal shows it. */
static void put(FILE *stream, const struct text *line)
{
	_cleanup_(text_clear) struct text wrapped = {0};
	int columns = term_columns();

	if (isatty(fileno(stream)))
		page_wrap(&wrapped, text_string(line), columns < MESSAGE_COLUMNS ? columns : MESSAGE_COLUMNS, "");
	fputs(text_string(wrapped.length > 0 ? &wrapped : line), stream);
}

void client_say(const char *message)
{
	_cleanup_(text_clear) struct text line = {0};

	fflush(stdout); /* so that output and message keep their order */
	text_appendf(&line, "evenkeel: %s\n", message);
	put(stderr, &line);
}

void client_tell(const char *format, ...)
{
	_cleanup_(text_clear) struct text line = {0};
	va_list arguments;

	va_start(arguments, format);
	text_append_va(&line, format, arguments);
	va_end(arguments);
	put(stdout, &line);
}

int client_fail(const struct error *err)
{
	client_say(err->message);
	return err->kind == ERROR_NONE ? ERROR_FAILED : (int)err->kind;
}

int client_number(const char *word, const char *what, long minimum, long maximum, long *ret, struct error *err)
{
	char *end;
	errno = 0;
	long number = strtol(word, &end, 10);
	bool plain = *word == '-' || (*word >= '0' && *word <= '9');
	if (!plain || *end != '\0' || errno != 0 || number < minimum || number > maximum)
		return error_set(err, ERROR_USAGE, "'%s' is no number for %s: %ld to %ld", word, what, minimum,
				 maximum);
	*ret = number;
	return 0;
}

int client_cause(const char *word, uint16_t *ret, struct error *err)
{
	const struct catalogue_entry *entry = catalogue_find_name(word);
	if (entry == NULL || entry->kind != KIND_CAUSE)
		return error_set(err, ERROR_USAGE, "there is no cause '%s'; 'evenkeel causes --json' lists them all",
				 word);
	*ret = entry->id;
	return 0;
}

int client_minutes(const char *word, long maximum, int32_t *ret, struct error *err)
{
	int64_t seconds;
	if (config_duration(word, 60, &seconds) < 0 || seconds < 60 || seconds % 60 != 0 || seconds / 60 > maximum)
		return error_set(err, ERROR_USAGE, "'%s' is no time: whole minutes from 1 to %ld, as in '10' or '2h'",
				 word, maximum);
	*ret = (int32_t)(seconds / 60);
	return 0;
}

int client_words(const struct command_call *call, int minimum, int maximum, struct error *err)
{
	const char *name = call->command->name;
	if (call->count > maximum)
		return error_set(err, ERROR_USAGE, "'%s' is one word too many; see 'evenkeel %s --help'",
				 call->words[maximum], name);
	if (call->count < minimum)
		return error_set(err, ERROR_USAGE, "a word is missing: evenkeel %s %s", name,
				 call->command->args != NULL ? call->command->args : "");
	return 0;
}
