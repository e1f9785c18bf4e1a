#include "form.h"

#include <string.h>

#include <evenkeel/text.h>

static int hex(char digit)
{
	return digit >= '0' && digit <= '9'   ? digit - '0'
	       : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
	       : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
					      : -1;
}

/* The byte at *@cursor, and past it; -1 for half an escape, and for NUL, which no text of ours can hold. */
static int next_byte(const char **cursor, const char *end)
{
	int byte = (unsigned char)*(*cursor)++;
	if (byte == '+')
		return ' ';
	if (byte == '%') {
		if (end - *cursor < 2)
			return -1;
		int high = hex((*cursor)[0]), low = hex((*cursor)[1]);
		byte = high < 0 || low < 0 ? -1 : high * 16 + low;
		*cursor += 2;
	}
	return byte > 0 ? byte : -1;
}

/* From @from to @end, in place: never longer than it was. A NUL goes behind it; its length, or -1. */
static int decode(char *from, const char *end)
{
	char *to = from;
	for (const char *cursor = from; cursor < end;) {
		int byte = next_byte(&cursor, end);
		if (byte < 0)
			return -1;
		*to++ = (char)byte;
	}
	*to = '\0';
	return text_is_utf8(from, (size_t)(to - from)) ? (int)(to - from) : -1;
}

/* NAME=VALUE between @from and @end. */
static int take(char *from, char *end, struct form *ret)
{
	char *equals = memchr(from, '=', (size_t)(end - from));
	if (equals == NULL || equals == from || ret->count == FORM_FIELDS_MAX)
		return -1;
	int length = decode(equals + 1, end);
	if (length < 0 || decode(from, equals) < 0 || form_find(ret, from) != NULL)
		return -1;
	ret->fields[ret->count++] = (struct form_field){from, equals + 1, (size_t)length};
	return 0;
}

int form_read(char *body, size_t length, struct form *ret)
{
	char *end = body + length;
	ret->count = 0;
	for (char *from = body; from < end;) {
		char *and = memchr(from, '&', (size_t)(end - from));
		char *next = and != NULL ? and+1 : end;
		if (take(from, and != NULL ? and : end, ret) < 0)
			return -1;
		from = next;
	}
	return 0;
}

const struct form_field *form_find(const struct form *form, const char *name)
{
	for (int i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return &form->fields[i];
	return NULL;
}

const char *form_value(const struct form *form, const char *name)
{
	const struct form_field *field = form_find(form, name);
	return field != NULL ? field->value : "";
}
