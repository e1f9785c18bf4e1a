/*
 * One line of a file in the manner of the settings: "[section]", "name = value", "; comment". What reads such a file takes it line by line,
 * so that each fault has its line's number. The library below reads 199 bytes of a line and 49 of a section's name.
 */
#ifndef EVENKEEL_CONFIG_LINE_H
#define EVENKEEL_CONFIG_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include <evenkeel/config.h>

enum line_kind { LINE_EMPTY, LINE_SECTION, LINE_SETTING, LINE_BAD };
struct config_line {
	enum line_kind kind;
	char section[CONFIG_LINE_MAX + 1]; /* in force at this line; after it for LINE_SECTION */
	char name[CONFIG_LINE_MAX + 1];    /* as it stands in the line */
	char key[2 * CONFIG_LINE_MAX + 2]; /* "section.name" */
	char value[CONFIG_LINE_MAX + 1];
};
/* Read one line (a C string of at most CONFIG_LINE_MAX bytes); @line->section is the one in force before it. */
void config_line_read(struct config_line *line, const char *bytes);
/* The same for @length bytes of a file; -1: too long, no UTF-8, or no line of such a file. */
int config_line_take(struct config_line *line, const char *bytes, size_t length, struct error *err);
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
/* The next line at *@cursor, without its newline; false at the end. */
bool config_line_next(const char **cursor, const char *end, const char **ret_line, size_t *ret_length);

#endif
