#include "instrument_every.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "instrument_actions.h"
#include "page.h"
#include "stop.h"
#include "term.h"

#define EVERY "every"
enum { DAYS = 7, LINE_MOST = 40 };

/* "4 2026-03-06": every four weeks, the first beginning then. */
struct every {
	int weeks;
	int32_t from;
};

int every_parse(const char *words, int *ret_weeks, struct error *err)
{
	char digits[8] = "";
	size_t length = strlen(words);
	long weeks;

	if (strcmp(words, "off") == 0) {
		*ret_weeks = 0;
		return 0;
	}
	if (length > 1 && words[length - 1] == 'w')
		length--;
	if (length < sizeof(digits))
		memcpy(digits, words, length);
	if (client_number(digits, "the number of weeks", 1, EVERY_WEEKS_MOST, &weeks, err) < 0)
		return error_set(err, ERROR_USAGE,
				 "'%s' is neither 'off' nor a number of weeks from 1 to %d, as in '4w'", words,
				 EVERY_WEEKS_MOST);
	*ret_weeks = (int)weeks;
	return 0;
}

static bool read_every(const struct client *client, const char *id, struct every *ret)
{
	_cleanup_(text_clear) struct text path = instrument_path(&client->paths, id, EVERY);
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	char line[LINE_MOST + 1] = "", day[DATE_SIZE] = "", rest;

	if (access(text_string(&path), F_OK) != 0 ||
	    file_bytes_read_most(text_string(&path), LINE_MOST, &file, NULL) < 0 || file.size == 0)
		return false;
	memcpy(line, file.bytes, file.size);
	return sscanf(line, "%2d %10[0-9-]%c", &ret->weeks, day, &rest) == 3 && rest == '\n' && ret->weeks >= 1 &&
	       ret->weeks <= EVERY_WEEKS_MOST && date_parse(day, &ret->from) == 0;
}

static int write_every(void *context, FILE *out, struct error *err)
{
	const struct every *every = context;
	char day[DATE_SIZE];

	(void)err;
	date_format(every->from, day);
	fprintf(out, "%d %s\n", every->weeks, day);
	return 0;
}

int every_set(const struct client *client, const char *id, int weeks, struct error *err)
{
	struct every every = {weeks, stop_today(client)};

	if (instrument_known(&client->paths, id, err) < 0)
		return -1;
	_cleanup_(text_clear) struct text path = instrument_path(&client->paths, id, EVERY);
	if (weeks > 0)
		return file_write_whole(text_string(&path), write_every, &every, err);
	if (unlink(text_string(&path)) && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", text_string(&path), strerror(errno));
	return 0;
}

int every_weeks(const struct client *client, const char *id)
{
	struct every every;

	return read_every(client, id, &every) ? every.weeks : 0;
}

static bool is_due(const struct client *client, const char *id)
{
	struct every every;

	if (!read_every(client, id, &every))
		return false;
	int32_t days = stop_today(client) - every.from;
	return days >= 0 && days % (every.weeks * DAYS) < DAYS;
}

void every_due(const struct client *client, struct instrument_ids *ret)
{
	size_t kept = 0;

	if (instrument_list(&client->paths, ret, NULL) < 0)
		return;
	for (size_t i = 0; i < ret->count; i++) {
		if (is_due(client, ret->ids[i]))
			ret->ids[kept++] = ret->ids[i];
		else
			free(ret->ids[i]);
	}
	ret->count = kept;
}

static bool accepts(const struct client *client, const char *id)
{
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_clear) struct text words = {0};

	text_appendf(&words, _("It is the turn of %s this week."), id);
	page_blank(&page);
	page_paragraph(&page, text_string(&words), "");
	page_styled(&page, PAGE_QUIET, _("  ENTER answer it now  s skip it"));
	text_append(&page.text, "\n");
	page_print(&page);
	fputs("> ", stdout);
	int key = term_key();
	bool yes = key == '\n' || key == '\r';
	puts(yes ? _("answer it") : _("skipped"));
	return yes;
}

int every_offer(struct client *client)
{
	_cleanup_(instrument_ids_clear) struct instrument_ids due = {0};
	struct error err = {0};
	int code = 0;

	every_due(client, &due);
	for (size_t i = 0; i < due.count; i++)
		if (accepts(client, due.ids[i]) && instrument_answer(client, due.ids[i], NULL, false, &err) < 0)
			code = client_fail(&err);
	return code;
}
