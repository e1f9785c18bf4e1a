/* The desktop's autostart: client/data/evenkeeld.desktop.in with the place of the daemon in it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>
#include <evenkeel/text.h>

#include "files.h"
#include "service.h"

#define PLACE "@BINDIR@/evenkeeld"

/* A word of an Exec line: the quotes and backslashes of a command line, inside those of a text (Desktop Entry Specification). */
static void append_word(const char *word, struct text *ret)
{
	text_append_char(ret, '"');
	for (; *word != '\0'; word++) {
		if (*word == '\\')
			text_append(ret, "\\\\\\");
		else if (strchr("\"`$", *word) != NULL)
			text_append(ret, "\\\\");
		else if (*word == '%')
			text_append_char(ret, '%');
		text_append_char(ret, *word);
	}
	text_append_char(ret, '"');
}

static void append_line(const char *line, size_t length, const char *program, struct text *ret)
{
	const char *place = memmem(line, length, PLACE, strlen(PLACE));
	if (place == NULL) {
		text_append_bytes(ret, line, length);
		return;
	}
	text_append_bytes(ret, line, (size_t)(place - line));
	if (strncmp(line, "Exec=", 5) == 0)
		append_word(program, ret);
	else
		text_append(ret, program);
	place += strlen(PLACE);
	text_append_bytes(ret, place, length - (size_t)(place - line));
}

static int write_entry(void *context, FILE *out, struct error *err)
{
	static const char entry[] =
#include "evenkeeld.desktop.h"
		;
	_cleanup_(text_clear) struct text content = {0};
	const char *end;
	(void)err;
	for (const char *line = entry; (end = strchr(line, '\n')) != NULL; line = end + 1)
		append_line(line, (size_t)(end + 1 - line), context, &content);
	fwrite(content.bytes, 1, content.length, out);
	return 0;
}

/* Beside the settings' directory: $XDG_CONFIG_HOME/autostart */
static int find_directory(const struct paths *paths, char ret[static PATH_SIZE], struct error *err)
{
	size_t length = strlen(paths->config), known = strlen("/evenkeel/evenkeel.conf");
	if (snprintf(ret, PATH_SIZE, "%.*s/autostart", (int)(length - known), paths->config) >= PATH_SIZE - 32)
		return error_set(err, ERROR_FAILED, "the path of the settings is too long: '%s'", paths->config);
	return 0;
}

int autostart_find(const struct paths *paths, char ret_path[static PATH_SIZE], bool *ret_there, struct error *err)
{
	if (find_directory(paths, ret_path, err) < 0)
		return -1;
	strcat(ret_path, "/evenkeeld.desktop");
	*ret_there = access(ret_path, F_OK) == 0;
	return 0;
}

int autostart_write(const struct paths *paths, char ret_path[static PATH_SIZE], struct error *err)
{
	char directory[PATH_SIZE], program[PATH_SIZE];
	bool there;
	if (find_directory(paths, directory, err) < 0 || autostart_find(paths, ret_path, &there, err) < 0)
		return -1;
	if (there)
		return 0;
	if (process_helper("evenkeeld", program, sizeof(program), err) < 0)
		return -1;
	if (mkdir(directory, 0700) < 0 && errno != EEXIST)
		return error_set(err, ERROR_FAILED, "cannot make '%s': %s", directory, strerror(errno));
	return file_write_whole(ret_path, write_entry, program, err);
}
