#include <evenkeel/problems.h>

#include <libintl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#define MESSAGE_MAX 500 /* bytes */

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool known(const struct problems *problems, const char *link_id, const char *message)
{
	for (size_t i = 0; i < problems->count; i++) {
		const struct problem *problem = &problems->items[i];
		if (same(problem->file, problems->file) && same(problem->link_id, link_id) &&
		    same(problem->message, message))
			return true;
	}
	return false;
}

/* Somebody else's words may be endless: enough to know the place by, cut between two characters. */
static void shorten(struct text *message)
{
	size_t length = MESSAGE_MAX;

	if (message->length <= length)
		return;
	while (((unsigned char)message->bytes[length] & 0xc0) == 0x80)
		length--;
	message->bytes[length] = '\0';
	message->length = length;
	text_append(message, "…");
}

static char *copy(const char *string)
{
	return string ? mem_copy_string(string) : NULL;
}

/* @format is one of ours; a translation's conversions are compared with the original's by msgfmt --check. */
__attribute__((format(printf, 4, 0))) static void add(struct problems *problems, bool refused, const char *link_id,
						      const char *format, va_list arguments)
{
	_cleanup_(text_clear) struct text message = {0};

	text_append_va(&message, dgettext("evenkeel", format), arguments);
	shorten(&message);
	if (known(problems, link_id, text_string(&message)))
		return;
	problems->refused += refused;
	if (problems->count == PROBLEMS_MAX) {
		problems->dropped++;
		return;
	}
	problems->items = mem_grow(problems->items, problems->count + 1, sizeof(*problems->items));
	problems->items[problems->count++] = (struct problem){
		.refused = refused,
		.file = copy(problems->file),
		.link_id = copy(link_id),
		.message = mem_copy_string(text_string(&message)),
	};
}

int problems_refuse(struct problems *problems, const char *link_id, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(problems, true, link_id, format, arguments);
	va_end(arguments);
	return -1;
}

void problems_note(struct problems *problems, const char *link_id, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(problems, false, link_id, format, arguments);
	va_end(arguments);
}

void problems_clear(struct problems *problems)
{
	for (size_t i = 0; i < problems->count; i++) {
		free(problems->items[i].file);
		free(problems->items[i].link_id);
		free(problems->items[i].message);
	}
	free(problems->items);
	*problems = (struct problems){.file = problems->file};
}
