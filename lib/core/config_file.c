#include <assert.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "config_internal.h"

static void copy(char ret[static CONFIG_LINE_MAX + 1], const char *string)
{
	snprintf(ret, CONFIG_LINE_MAX + 1, "%s", string);
}

static int keep_section(void *user, const char *section, const char *name, const char *value)
{
	struct config_line *line = user;

	(void)name, (void)value;
	line->kind = LINE_SECTION;
	copy(line->section, section);
	return 1;
}

static int keep_setting(void *user, const char *section, const char *name, const char *value)
{
	struct config_line *line = user;

	(void)section;
	line->kind = LINE_SETTING;
	copy(line->name, name);
	copy(line->value, value);
	return 1;
}

void config_line_read(struct config_line *line, const char *bytes)
{
	/* inih reads 199 bytes at once: one line each, the section kept here. A setting behind a section's line brings its name out. */
	char buffer[CONFIG_LINE_MAX + 8];
	bool section = bytes[strspn(bytes, " \t")] == '[';

	line->kind = LINE_EMPTY;
	snprintf(buffer, sizeof(buffer), section ? "%s\nx=1" : "%s", bytes);
	if (ini_parse_string(buffer, section ? keep_section : keep_setting, line) != 0)
		line->kind = LINE_BAD;
	if (line->kind == LINE_SETTING)
		snprintf(line->key, sizeof(line->key), "%s%s%s", line->section, line->section[0] ? "." : "",
			 line->name);
}

bool config_line_next(const char **cursor, const char *end, const char **ret_line, size_t *ret_length)
{
	if (*cursor >= end)
		return false;
	const char *newline = memchr(*cursor, '\n', (size_t)(end - *cursor));
	*ret_line = *cursor;
	*ret_length = (size_t)((newline ? newline : end) - *cursor);
	*cursor = newline ? newline + 1 : end;
	return true;
}

/* Dates of several lines of one file add up: 199 bytes hold no more than sixteen. */
static int add_dates(struct config *config, const struct config_option *option, const struct config_line *line,
		     uint64_t *gathered, struct error *err)
{
	struct config_dates *field = (struct config_dates *)((char *)config + option->offset), before = *field, added;
	size_t count;
	uint64_t bit = UINT64_C(1) << (option - config_options(&count));

	assert(count <= 64);
	if (config_set(config, line->key, line->value, err) < 0)
		return -1;
	added = *field;
	if (*gathered & bit && added.count > 0) {
		*field = before;
		if (config_dates_add(field, &added) < 0)
			return error_set(err, ERROR_FAILED, "'%s' holds more than %d days or ranges", line->key,
					 CONFIG_DATES_MAX);
	}
	*gathered = added.count > 0 ? *gathered | bit : *gathered & ~bit;
	return 0;
}

int config_line_take(struct config_line *line, const char *bytes, size_t length, struct error *err)
{
	char string[CONFIG_LINE_MAX + 1];

	if (length > CONFIG_LINE_MAX)
		return error_set(err, ERROR_FAILED, "the line is longer than %d bytes", CONFIG_LINE_MAX);
	if (!text_is_utf8(bytes, length))
		return error_set(err, ERROR_FAILED, "the line is not UTF-8 text");
	memcpy(string, bytes, length);
	string[length] = '\0';
	config_line_read(line, string);
	if (line->kind == LINE_BAD)
		return error_set(err, ERROR_FAILED,
				 "the line is neither '[section]' nor 'key = value' nor '; comment'");
	return 0;
}

static int read_line(struct config *config, struct config_line *line, const char *bytes, size_t length,
		     uint64_t *gathered, struct error *err)
{
	if (config_line_take(line, bytes, length, err) < 0)
		return -1;
	if (line->kind != LINE_SETTING)
		return 0;
	const struct config_option *option = config_find(line->key);
	if (option && option->type == CONFIG_DATES)
		return add_dates(config, option, line, gathered, err);
	return config_set(config, line->key, line->value, err);
}

int config_read(struct config *config, const char *content, size_t length, const char *file, struct error *err)
{
	struct config new = *config;
	struct config_line line = {0};
	const char *cursor = content, *end = content + length, *bytes;
	uint64_t gathered = 0; /* dates: which options had a line of this file */

	if (length >= 3 && !memcmp(content, BYTE_ORDER_MARK, 3))
		cursor += 3;
	for (int number = 1; config_line_next(&cursor, end, &bytes, &length); number++)
		if (read_line(&new, &line, bytes, length, &gathered, err) < 0)
			return error_prefix(err, "%s:%d", file, number);
	*config = new;
	return 0;
}
