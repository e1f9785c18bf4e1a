#include <string.h>

#include "json_skim.h"

struct cursor {
	const char *at, *end;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct cursor *cursor)
{
	while (cursor->at < cursor->end && is_blank(*cursor->at))
		cursor->at++;
}

static bool take(struct cursor *cursor, char c)
{
	skip_blanks(cursor);
	if (cursor->at == cursor->end || *cursor->at != c)
		return false;
	cursor->at++;
	return true;
}

/* Past a string's closing quote. */
static bool skip_string(struct cursor *cursor)
{
	for (cursor->at++; cursor->at < cursor->end; cursor->at++) {
		if (*cursor->at == '\\')
			cursor->at++;
		else if (*cursor->at == '"')
			return cursor->at++, true;
	}
	cursor->at = cursor->end; /* a backslash at the very end leads one too far */
	return false;
}

/* Past one value: to the comma or bracket behind it. Brackets inside only need to balance; whoever reads the value looks closer. */
static bool skip_value(struct cursor *cursor, struct json_slice *ret)
{
	size_t depth = 0;

	skip_blanks(cursor);
	const char *start = cursor->at, *last = start;
	while (cursor->at < cursor->end) {
		char c = *cursor->at;
		if (depth == 0 && (c == ',' || c == ']' || c == '}' || c == ':'))
			break;
		if (c == '"') {
			if (!skip_string(cursor))
				return false;
			last = cursor->at;
			continue;
		}
		if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
		cursor->at++;
		if (!is_blank(c))
			last = cursor->at;
	}
	*ret = (struct json_slice){start, (size_t)(last - start)};
	return depth == 0 && ret->length > 0;
}

static bool take_key(struct cursor *cursor, struct json_slice *ret)
{
	skip_blanks(cursor);
	const char *start = cursor->at;
	if (start == cursor->end || *start != '"' || !skip_string(cursor))
		return false;
	*ret = (struct json_slice){start, (size_t)(cursor->at - start)};
	return take(cursor, ':');
}

struct json_slice json_slice_of(const void *bytes, size_t length)
{
	struct json_slice ret = {bytes, length};

	if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		ret = (struct json_slice){ret.bytes + 3, length - 3};
	while (ret.length > 0 && is_blank(*ret.bytes))
		ret = (struct json_slice){ret.bytes + 1, ret.length - 1};
	while (ret.length > 0 && is_blank(ret.bytes[ret.length - 1]))
		ret.length--;
	return ret;
}

bool json_slice_is(struct json_slice slice, const char *wanted)
{
	return slice.length == strlen(wanted) && memcmp(slice.bytes, wanted, slice.length) == 0;
}

int json_skim(struct json_slice whole, bool object, json_skim_item item, void *context)
{
	struct cursor cursor = {whole.bytes, whole.bytes + whole.length};
	struct json_slice key = {0}, value;
	char close = object ? '}' : ']';

	if (!take(&cursor, object ? '{' : '['))
		return -1;
	bool done = take(&cursor, close);
	while (!done) {
		if ((object && !take_key(&cursor, &key)) || !skip_value(&cursor, &value))
			return -1;
		int r = item(context, key, value);
		if (r)
			return r;
		done = take(&cursor, close);
		if (!done && !take(&cursor, ','))
			return -1;
	}
	skip_blanks(&cursor);
	return cursor.at == cursor.end ? 0 : -1;
}
