#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

void text_clear(struct text *text)
{
	if (!text)
		return;
	free(text->bytes);
	*text = (struct text){0};
}

const char *text_string(const struct text *text)
{
	return text->bytes ? text->bytes : "";
}

static void reserve(struct text *text, size_t more)
{
	size_t needed = text->length + more + 1;

	if (needed <= text->capacity)
		return;
	size_t capacity = text->capacity ? text->capacity : 64;
	while (capacity < needed)
		capacity *= 2;
	/* By hand, since realloc would leave the old bytes behind, which may be answers. */
	char *bigger = mem_new(capacity, 1);
	if (text->length)
		memcpy(bigger, text->bytes, text->length);
	if (text->bytes)
		explicit_bzero(text->bytes, text->capacity);
	free(text->bytes);
	text->bytes = bigger;
	text->capacity = capacity;
}

void text_append_bytes(struct text *text, const void *bytes, size_t length)
{
	reserve(text, length);
	if (length)
		memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	text->bytes[text->length] = '\0';
}

void text_append(struct text *text, const char *string)
{
	text_append_bytes(text, string, strlen(string));
}

void text_append_char(struct text *text, char c)
{
	text_append_bytes(text, &c, 1);
}

void text_append_repeat(struct text *text, const char *string, size_t times)
{
	for (size_t i = 0; i < times; i++)
		text_append(text, string);
}

void text_append_va(struct text *text, const char *format, va_list arguments)
{
	va_list again;

	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		return;
	reserve(text, (size_t)length);
	vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
	text->length += (size_t)length;
}

void text_appendf(struct text *text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_append_va(text, format, arguments);
	va_end(arguments);
}
