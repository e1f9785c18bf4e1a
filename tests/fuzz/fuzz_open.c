/*
 * What a browser, or somebody else, sends to evenkeel-open: a form is taken whole and means the same when it is sent again, and no head of
 * a request gets a page without the cookie, whatever else stands in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "../../client/open/form.h"
#include "../../client/open/guard.h"
#include "fuzz/fuzz.h"

static void check_field(const struct form *form, const struct form_field *field, const char *body, size_t size)
{
	FUZZ_CHECK(field->name >= body && field->value > field->name && field->value + field->length <= body + size);
	FUZZ_CHECK(strlen(field->value) == field->length && text_is_utf8(field->value, field->length));
	FUZZ_CHECK(text_is_utf8(field->name, strlen(field->name)) && form_find(form, field->name) == field);
}

static void escape(struct text *ret, const char *string)
{
	for (; *string; string++)
		text_appendf(ret, "%%%02X", (unsigned char)*string);
}

static void check_form(const char *bytes, size_t size)
{
	_cleanup_(text_clear) struct text again = {0};
	struct form form, back;
	char *body = mem_new(size + 1, 1);

	memcpy(body, bytes, size);
	if (form_read(body, size, &form) == 0) {
		for (int i = 0; i < form.count; i++) {
			check_field(&form, &form.fields[i], body, size);
			text_append(&again, i ? "&" : "");
			escape(&again, form.fields[i].name);
			text_append(&again, "=");
			escape(&again, form.fields[i].value);
		}
		text_append(&again, "");
		/* A name may be escaped to nothing by nobody: then it was refused. */
		FUZZ_CHECK(form_read(again.bytes, again.length, &back) == 0 && back.count == form.count);
		for (int i = 0; i < form.count; i++)
			FUZZ_CHECK(strcmp(form_value(&back, form.fields[i].name), form.fields[i].value) == 0);
	}
	free(body);
}

/* The next line of *@cursor, which is cut there; NULL for an empty one: the header is not there. */
static const char *next_line(char **cursor)
{
	char *line = *cursor, *end = strchr(line, '\n');

	*cursor = end ? end + 1 : line + strlen(line);
	if (end)
		*end = '\0';
	return *line ? line : NULL;
}

static void check_head(const char *bytes, size_t size)
{
	struct guard guard = {.port = 7, .token_is_good = true};
	char *lines = mem_new(size + 1, 1), *cursor = lines, word[GUARD_HEX];
	const char *page = NULL;

	memset(guard.session, 0x5a, sizeof guard.session);
	memset(guard.token, 0xa5, sizeof guard.token);
	snprintf(guard.place, sizeof guard.place, "%032d", 0);
	memcpy(lines, bytes, size);
	struct guard_request request = {.post = size & 1};
	request.target = next_line(&cursor);
	request.host = next_line(&cursor);
	request.origin = next_line(&cursor);
	request.fetch_site = next_line(&cursor);
	request.fetch_dest = next_line(&cursor);
	request.cookie = next_line(&cursor);
	enum guard_verdict verdict = guard_check(&guard, &request, &page);
	guard_hex(guard.session, word);
	if (verdict == GUARD_PAGE) {
		FUZZ_CHECK(request.cookie && strcasestr(request.cookie, word) && !strcmp(request.host, "127.0.0.1:7"));
		FUZZ_CHECK(page > request.target && page <= request.target + strlen(request.target));
		FUZZ_CHECK(!request.fetch_site || strcmp(request.fetch_site, "cross-site") != 0);
	}
	FUZZ_CHECK((verdict == GUARD_WELCOME) == !guard.token_is_good);
	free(lines);
}

int FUZZ_TARGET(fuzz_open)(const uint8_t *bytes, size_t size)
{
	check_form((const char *)bytes, size);
	check_head((const char *)bytes, size);
	return 0;
}
