#include "pinentry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/secret.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "child.h"

enum { LINE_MOST = 4 * PASSPHRASE_MOST }; /* each byte of a passphrase may be escaped as %XX */

bool pinentry_possible(void)
{
	const char *x11 = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
	return (x11 != NULL && *x11 != '\0') || (wayland != NULL && *wayland != '\0');
}

/* One line without its end, a byte at a time, so that nothing is read into a buffer that nobody wipes. */
static int read_line(struct child *child, char *line)
{
	size_t length = 0;
	char byte;
	while (child_read(child, &byte, 1) == 1) {
		if (byte == '\n') {
			line[length] = '\0';
			return 0;
		}
		if (length == LINE_MOST)
			return -1;
		line[length++] = byte;
	}
	return -1;
}

static int hex(char digit)
{
	return digit >= '0' && digit <= '9'   ? digit - '0'
	       : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
	       : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
					      : -1;
}

/* The bytes behind "D ", with %XX for what a line cannot hold. */
static int take_data(const char *data, struct passphrase *ret)
{
	for (; *data != '\0'; data++) {
		int byte = (unsigned char)*data;
		if (byte == '%') {
			int high = hex(data[1]), low = high < 0 ? -1 : hex(data[2]);
			if (low < 0)
				return -1;
			byte = high * 16 + low;
			data += 2;
		}
		if (ret->length > PASSPHRASE_MOST)
			return 0; /* too long: said by who checks it */
		ret->bytes[ret->length++] = (char)byte;
	}
	return 0;
}

/* Up to OK or ERR: 0, or -1. Data goes into @ret where there is one. */
static int read_answer(struct child *child, char *line, struct passphrase *ret)
{
	while (read_line(child, line) == 0) {
		if (strncmp(line, "OK", 2) == 0)
			return 0;
		if (strncmp(line, "ERR", 3) == 0)
			return -1;
		if (ret != NULL && strncmp(line, "D ", 2) == 0 && take_data(line + 2, ret) < 0)
			return -1;
	}
	return -1;
}

static int command(struct child *child, const char *verb, const char *argument, char *line, struct passphrase *ret)
{
	_cleanup_(text_clear) struct text sent = {0};
	text_append(&sent, verb);
	if (argument != NULL)
		text_append_char(&sent, ' ');
	for (; argument != NULL && *argument != '\0'; argument++)
		if (*argument == '%' || *argument == '\n')
			text_appendf(&sent, "%%%02X", (unsigned char)*argument);
		else
			text_append_char(&sent, *argument);
	text_append_char(&sent, '\n');
	return child_write(child, text_string(&sent), sent.length) < 0 ? -1 : read_answer(child, line, ret);
}

static int talk(struct child *child, const char *prompt, char *line, struct passphrase *ret)
{
	if (read_answer(child, line, NULL) < 0)
		return -1;
	command(child, "SETTITLE", "Evenkeel", line, NULL);
	command(child, "SETDESC", _("Evenkeel asks for your passphrase. It opens your answers on this computer."), line,
		NULL);
	command(child, "SETPROMPT", prompt, line, NULL);
	return command(child, "GETPIN", NULL, line, ret);
}

int pinentry_ask(const char *prompt, struct passphrase *ret, struct error *err)
{
	static const char *const words[] = {"pinentry", NULL};
	struct child child;
	if (passphrase_make_room(ret, err) < 0)
		return -1;
	char *line = secret_new(LINE_MOST + 1, NULL);
	int result = child_start(&child, words) < 0 ? -1 : 0;
	int code = -1;
	if (result == 0) {
		result = talk(&child, prompt, line, ret);
		if (result == 0)
			child_write(&child, "BYE\n", 4);
		code = child_end(&child);
	}
	sodium_free(line);
	if (result == 0)
		return passphrase_check(ret, err);
	passphrase_free(ret);
	if (code == 127)
		return error_set(err, ERROR_LOCKED,
				 "no passphrase: there is no terminal to ask on, and no 'pinentry'; install it, or "
				 "give it with EVENKEEL_PASSPHRASE_FD or EVENKEEL_PASSPHRASE_FILE");
	return error_set(err, ERROR_LOCKED, "no passphrase: the window was closed; run the command again");
}
