#include "stop.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "note.h"
#include "page.h"
#include "term.h"

int32_t stop_today(const struct client *client)
{
	return zone_day(&client->zone, instant_floor_div(client->now.wall_ms, 1000),
			(int32_t)client->config.day_start_min * 60);
}

void stop_keep(const struct client *client, const struct stop_form *form, const struct stop *stop)
{
	char line[NOTE_MOST], print[10] = "";

	if (form->print)
		snprintf(print, sizeof(print), " %08" PRIx32, form->print);
	snprintf(line, sizeof(line), "%08" PRIx32 " %02zu %08" PRIx32 "%s", stop->group, stop->next,
		 (uint32_t)stop->day, print);
	note_keep(&client->paths, form->name, line);
}

static bool read_line(const char *line, struct stop *ret, uint32_t *ret_print)
{
	unsigned group, next, day, print = 0;
	char rest;
	int fields = sscanf(line, "%8x %5u %8x %8x%c", &group, &next, &day, &print, &rest);

	*ret = (struct stop){group, next, (int32_t)day};
	*ret_print = print;
	return fields == 3 || fields == 4;
}

bool stop_find(const struct client *client, const struct stop_form *form, struct stop *ret)
{
	char line[NOTE_MOST + 2];
	uint32_t print;

	if (!note_find(&client->paths, form->name, line) || !read_line(line, ret, &print) || print != form->print)
		return false;
	int64_t age = (int64_t)stop_today(client) - ret->day;
	return ret->group != 0 && ret->next < form->count && age >= 0 && age <= 1;
}

void stop_forget(const struct client *client, const struct stop_form *form)
{
	struct stop stop;

	if (form->print == 0 || stop_find(client, form, &stop))
		note_forget(&client->paths, form->name);
}

void stop_forget_all(const struct client *client)
{
	note_forget(&client->paths, STOP_REVIEW);
	note_forget(&client->paths, STOP_QUESTIONNAIRE);
}

void stop_words(const struct client *client, const struct stop *stop, size_t at, size_t of, struct text *ret)
{
	if (stop->day == stop_today(client))
		text_appendf(ret, _("You stopped at %zu of %zu today."), at, of);
	else
		text_appendf(ret, _("You stopped at %zu of %zu yesterday."), at, of);
}

bool stop_goes_on(const struct client *client, const struct stop *stop, size_t at, size_t of)
{
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_clear) struct text where = {0};

	stop_words(client, stop, at, of, &where);
	page_paragraph(&page, text_string(&where), "");
	page_styled(&page, PAGE_QUIET, _("  ENTER go on  n begin anew, which takes those answers back"));
	text_append(&page.text, "\n");
	page_print(&page);
	fputs("> ", stdout);
	int key = term_key();
	bool anew = key == 'n' || key == 'N';
	puts(anew ? _("begin anew") : _("go on"));
	return !anew;
}
