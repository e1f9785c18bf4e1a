#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "html_check.h"

enum { DEEPEST = 64, NAME = 32, LONGEST = 4096 };

struct reader {
	const char *markup, *at;
	char open[DEEPEST][NAME];
	int depth;
};

static void complain(const struct reader *reader, const char *what)
{
	fail_msg("%s at: %.120s", what, reader->at);
}

size_t html_count(const char *markup, const char *what)
{
	size_t count = 0;

	for (; (markup = strstr(markup, what)) != NULL; markup += strlen(what))
		count++;
	return count;
}

double html_number(const char *markup, const char *after, const char *name)
{
	char key[NAME];

	snprintf(key, sizeof key, " %s=\"", name);
	const char *at = strstr(markup, after);
	if (!at || !(at = strstr(at, key)))
		fail_msg("no %s behind %s", name, after);
	return at ? strtod(at + strlen(key), NULL) : 0;
}

static bool is_void(const char *name)
{
	return strcmp(name, "meta") == 0 || strcmp(name, "br") == 0 || strcmp(name, "col") == 0;
}

static void check_reference(const struct reader *reader, const char *value)
{
	char id[LONGEST + NAME];

	snprintf(id, sizeof id, " id=\"%s\"", value);
	if (html_count(reader->markup, id) != 1)
		complain(reader, "a reference to no id, or to several");
}

static void check_attribute(const struct reader *reader, const char *name, const char *value)
{
	char wanted[LONGEST + NAME];

	if (strcmp(name, "style") == 0 || strncmp(name, "on", 2) == 0 || strcmp(name, "src") == 0)
		complain(reader, "an attribute that a page must not have");
	if (strstr(value, "javascript:") || strstr(value, "url("))
		complain(reader, "a value that a page must not have");
	if (strcmp(name, "aria-labelledby") == 0 || strcmp(name, "aria-describedby") == 0)
		check_reference(reader, value);
	snprintf(wanted, sizeof wanted, " id=\"%s\"", value);
	if (strcmp(name, "id") == 0 && html_count(reader->markup, wanted) != 1)
		complain(reader, "an id that stands twice");
}

/* name="value" ... up to the end of the tag; returns whether the tag closes itself. */
static bool read_attributes(struct reader *reader, bool *ret_is_picture)
{
	while (*reader->at == ' ') {
		char name[NAME] = "", value[LONGEST] = "";
		int length = 0;
		sscanf(reader->at, " %31[a-zA-Z0-9:-]%n", name, &length);
		reader->at += length;
		if (length == 0)
			complain(reader, "no attribute");
		if (*reader->at != '=')
			continue; /* "open", "hidden" */
		if (reader->at[1] != '"')
			complain(reader, "a value without quotes");
		size_t size = strcspn(reader->at += 2, "\"<");
		if (reader->at[size] != '"' || size >= sizeof value)
			complain(reader, "a value without an end");
		memcpy(value, reader->at, size);
		check_attribute(reader, name, value);
		*ret_is_picture |= strcmp(name, "role") == 0 && strcmp(value, "img") == 0;
		reader->at += size + 1;
	}
	bool closed = *reader->at == '/';
	reader->at += closed;
	if (*reader->at++ != '>')
		complain(reader, "a tag without an end");
	return closed;
}

static void read_opening(struct reader *reader)
{
	char name[NAME] = "";
	int length = 0;
	bool picture = false;

	sscanf(reader->at, "<%31[a-z0-9A-Z]%n", name, &length);
	if (length == 0 || strcmp(name, "script") == 0)
		complain(reader, "a tag that a page must not have");
	reader->at += length;
	bool closed = read_attributes(reader, &picture);
	if (strcmp(name, "svg") == 0 && (!picture || strncmp(reader->at, "<title", 6) != 0))
		complain(reader, "a picture without role or title");
	if (closed || is_void(name))
		return;
	if (reader->depth == DEEPEST)
		complain(reader, "too deep");
	snprintf(reader->open[reader->depth++], NAME, "%s", name);
}

static void read_closing(struct reader *reader)
{
	char name[NAME] = "";
	int length = 0;

	sscanf(reader->at, "</%31[a-z0-9A-Z]>%n", name, &length);
	if (length == 0 || reader->depth == 0 || strcmp(reader->open[reader->depth - 1], name) != 0)
		complain(reader, "an end of what was not open");
	reader->depth--;
	reader->at += length;
}

void html_check(const char *markup)
{
	struct reader reader = {.markup = markup, .at = markup};

	while (*(reader.at += strcspn(reader.at, "<>")) != '\0') {
		if (*reader.at == '>')
			complain(&reader, "a > that opens nothing");
		else if (strncmp(reader.at, "<!DOCTYPE html>", 15) == 0)
			reader.at += 15;
		else if (strncmp(reader.at, "<style>", 7) == 0)
			reader.at = strstr(reader.at, "</style>") + 8;
		else if (reader.at[1] == '/')
			read_closing(&reader);
		else
			read_opening(&reader);
	}
	if (reader.depth)
		fail_msg("<%s> is not closed", reader.open[reader.depth - 1]);
	if (strstr(markup, "nan") || strstr(markup, "inf\""))
		complain(&reader, "a number that is none");
}
