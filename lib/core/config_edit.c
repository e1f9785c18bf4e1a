#include <stdio.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "config_internal.h"

/* One edit on its way: what is to be written, and where the file's lines have got to. */
struct edit {
	const char *key, *value;
	char section[CONFIG_LINE_MAX + 1], name[CONFIG_LINE_MAX + 1]; /* of @key */
	struct text *ret;
	bool written;
};

static void put_line(struct text *ret, const char *name, const char *value, size_t length, const char *comment)
{
	text_appendf(ret, "%s = ", name);
	text_append_bytes(ret, value, length);
	text_append(ret, comment);
	text_append_char(ret, '\n');
}

/* The setting's line under the name @name; a list too long for one line in several, broken at its commas. */
static void put_setting(struct edit *edit, const char *name, const char *comment)
{
	const char *value = edit->value;
	size_t room = CONFIG_LINE_MAX - strlen(name) - 3;

	if (strlen(value) + strlen(comment) > room && *comment) {
		text_appendf(edit->ret, "%s\n", comment + strspn(comment, " \t"));
		comment = "";
	}
	while (strlen(value) > room) {
		size_t length = room;
		while (length > 0 && value[length] != ',')
			length--;
		if (length == 0)
			break;
		put_line(edit->ret, name, value, length, "");
		value += length + 1;
		value += strspn(value, " ");
	}
	put_line(edit->ret, name, value, strlen(value), comment);
	edit->written = true;
}

/* The comment at a line's end, with the blanks before it; "" if there is none. */
static const char *comment_of(const char *string)
{
	for (const char *c = string; *c; c++)
		if (*c == ';' && c > string && (c[-1] == ' ' || c[-1] == '\t')) {
			while (c > string && (c[-1] == ' ' || c[-1] == '\t'))
				c--;
			return c;
		}
	return "";
}

/* Copy one line, or put the new one in its place. Further lines that set the same key go: the new value is the whole. */
static void edit_line(struct edit *edit, struct config_line *line, const char *bytes, size_t length)
{
	char string[CONFIG_LINE_MAX + 1];

	line->kind = LINE_BAD;
	if (length <= CONFIG_LINE_MAX && !memchr(bytes, '\0', length)) {
		memcpy(string, bytes, length);
		string[length] = '\0';
		string[strcspn(string, "\r")] = '\0';
		config_line_read(line, string);
	}
	if (line->kind != LINE_SETTING || strcmp(line->key, edit->key) != 0) {
		text_append_bytes(edit->ret, bytes, length);
		text_append_char(edit->ret, '\n');
	} else if (!edit->written) {
		put_setting(edit, line->name, comment_of(string));
	}
}

/* Where a key that stands nowhere yet goes: behind the last setting of its section, else -1. */
static ptrdiff_t place_of(const struct edit *edit, const char *content, bool *ret_present)
{
	struct config_line line = {0};
	const char *cursor = content, *end = content + strlen(content), *bytes;
	ptrdiff_t place = -1;
	size_t length;

	*ret_present = false;
	while (config_line_next(&cursor, end, &bytes, &length)) {
		char string[CONFIG_LINE_MAX + 1];
		if (length > CONFIG_LINE_MAX)
			continue;
		memcpy(string, bytes, length);
		string[length] = '\0';
		config_line_read(&line, string);
		if (line.kind == LINE_SETTING && !strcmp(line.key, edit->key))
			*ret_present = true;
		if (line.kind != LINE_EMPTY && line.kind != LINE_BAD && !strcmp(line.section, edit->section))
			place = cursor - content;
	}
	return place;
}

static void split_key(struct edit *edit)
{
	const char *dot = strchr(edit->key, '.');

	if (dot)
		snprintf(edit->section, sizeof(edit->section), "%.*s", (int)(dot - edit->key), edit->key);
	snprintf(edit->name, sizeof(edit->name), "%s", dot ? dot + 1 : edit->key);
}

void config_edit(const char *content, const char *key, const char *value, struct text *ret)
{
	struct edit edit = {.key = key, .value = value, .ret = ret};
	struct config_line line = {0};
	const char *start = content, *end = content + strlen(content), *bytes;
	bool present;
	size_t length;

	split_key(&edit);
	if (!strncmp(start, "\xef\xbb\xbf", 3)) {
		text_append_bytes(ret, start, 3);
		start += 3;
	}
	ptrdiff_t place = place_of(&edit, start, &present);
	/* A key without a section can only stand before the first one. */
	if (!present && place < 0 && !edit.section[0]) {
		put_setting(&edit, edit.name, "");
		if (start < end)
			text_append_char(ret, '\n');
	}
	for (const char *cursor = start; config_line_next(&cursor, end, &bytes, &length);) {
		edit_line(&edit, &line, bytes, length);
		if (!present && !edit.written && cursor - start == place)
			put_setting(&edit, edit.name, "");
	}
	if (edit.written)
		return;
	text_appendf(ret, "%s[%s]\n", start < end ? "\n" : "", edit.section);
	put_setting(&edit, edit.name, "");
}
