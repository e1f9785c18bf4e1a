#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "term.h"

enum { SPEC = 12, DIGITS = 64 };

static const char *entity(uint32_t point)
{
	switch (point) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Controls, and marks that turn or isolate the direction of what stands around them (Unicode's Bidi_Control, as far as they can embed). */
static bool is_left_out(uint32_t point)
{
	return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7f && point < 0xa0) ||
	       (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) || point == 0xfeff ||
	       (point & 0xfffe) == 0xfffe;
}

static void put_escaped(struct text *ret, const char *string)
{
	const char *from = string;
	uint32_t point;

	while ((point = text_next(&string)) != 0) {
		const char *name = entity(point);
		if (name)
			text_append(ret, name);
		else if (point == 0xfffd)
			text_append_bytes(ret, "\xef\xbf\xbd", 3);
		else if (!is_left_out(point))
			text_append_bytes(ret, from, (size_t)(string - from));
		from = string;
	}
}

static void put_double(struct text *ret, const char *spec, double value)
{
	char digits[DIGITS];

	assert(isfinite(value)); /* what is undefined is said in words */
	text_append_bytes(ret, digits, (size_t)snprintf(digits, sizeof digits, spec, value));
}

static void put_int(struct text *ret, const char *spec, int value)
{
	char digits[DIGITS];

	text_append_bytes(ret, digits, (size_t)snprintf(digits, sizeof digits, spec, value));
}

void html_write(struct text *ret, const char *markup, ...)
{
	va_list arguments;

	va_start(arguments, markup);
	for (;;) {
		size_t plain = strcspn(markup, "%");
		text_append_bytes(ret, markup, plain);
		markup += plain;
		if (*markup == '\0')
			break;
		char spec[SPEC];
		size_t length = strspn(markup + 1, "0123456789.") + 2;
		assert(length < SPEC);
		memcpy(spec, markup, length);
		spec[length] = '\0';
		switch (spec[length - 1]) {
		case 's':
			put_escaped(ret, va_arg(arguments, const char *));
			break;
		case 'd':
			put_int(ret, spec, va_arg(arguments, int));
			break;
		case 'f':
			put_double(ret, spec, va_arg(arguments, double));
			break;
		case '%':
			text_append_bytes(ret, "%", 1);
			break;
		default:
			assert(!"a hole that html_write does not know");
			abort();
		}
		markup += length;
	}
	va_end(arguments);
}
