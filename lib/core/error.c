#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <evenkeel/error.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

/* A message cut by its buffer must not end inside a UTF-8 character. */
static void end_at_character(char *message)
{
	size_t end = strlen(message);
	size_t start = end;

	while (start > 0 && ((unsigned char)message[start - 1] & 0xc0) == 0x80)
		start--;
	if (start == 0 || (unsigned char)message[start - 1] < 0xc0)
		return;
	unsigned char lead = (unsigned char)message[start - 1];
	size_t needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	if (end - (start - 1) < needed)
		message[start - 1] = '\0';
}

int error_set(struct error *err, enum error_kind kind, const char *format, ...)
{
	char message[sizeof(err->message)]; /* of its own: an argument may be the old message */
	va_list arguments;

	if (!err)
		return -1;
	/* The formats are our own; a translation's conversions are compared with the original's by msgfmt --check. */
	const char *translated = dgettext("evenkeel", format);
	err->kind = kind;
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), translated, arguments);
	va_end(arguments);
	end_at_character(message);
	memcpy(err->message, message, strlen(message) + 1);
	return -1;
}

int error_prefix(struct error *err, const char *format, ...)
{
	_cleanup_(text_clear) struct text message = {0};
	va_list arguments;

	if (!err)
		return -1;
	va_start(arguments, format);
	text_append_va(&message, format, arguments);
	va_end(arguments);
	text_append(&message, ": ");
	text_append(&message, err->message);
	size_t length = message.length < sizeof(err->message) ? message.length : sizeof(err->message) - 1;
	memcpy(err->message, message.bytes, length);
	err->message[length] = '\0';
	end_at_character(err->message);
	return -1;
}
