#include "choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"
#include "term.h"

static int digits_of(const struct choice *choice)
{
	int last = choice->first + choice->count - 1;
	return last >= 100 ? 3 : choice->count > 10 ? 2 : 1;
}

static void append_label(const struct choice *choice, int place, struct text *ret)
{
	text_appendf(ret, "%*d %s", digits_of(choice), choice->first + place, choice->labels[place]);
}

static void append_labels(struct page *page, const struct choice *choice)
{
	_cleanup_(text_clear) struct text line = {0};
	for (int i = 0; i < choice->count; i++) {
		text_append(&line, "  ");
		append_label(choice, i, &line);
		text_append(&line, " ");
	}
	if (text_columns(text_string(&line)) <= page->columns && choice->count <= 5) {
		text_appendf(&page->text, "%s\n", text_string(&line));
		return;
	}
	for (int i = 0; i < choice->count; i++) {
		_cleanup_(text_clear) struct text digits = {0};
		text_appendf(&digits, "  %*d", digits_of(choice), choice->first + i);
		page_row(page, text_string(&digits), 3 + digits_of(choice), choice->labels[i]);
	}
}

void choice_heading(struct page *page, const struct choice *choice)
{
	text_append(&page->text, "\n");
	if (choice->above != NULL) {
		page_styled(page, PAGE_QUIET, choice->above);
		text_append(&page->text, "\n");
	}
	if (choice->title != NULL) {
		page_styled(page, PAGE_STRONG, choice->title);
		text_append(&page->text, "\n");
	}
	page_paragraph(page, choice->text, "");
}

static void put_question(const struct client *client, const struct choice *choice, const char *hint)
{
	struct page page = {.color = client->color, .columns = client->columns < 80 ? client->columns : 80};
	choice_heading(&page, choice);
	append_labels(&page, choice);
	page_styled(&page, PAGE_QUIET, hint);
	text_append(&page.text, "\n");
	page_print(&page);
	fputs("> ", stdout);
	fflush(stdout);
}

/* What control keys mean, in any case. */
static int control(int key)
{
	switch (key) {
	case 'b':
	case 'B':
	case 127: /* backspace */
	case 8:
		return CHOICE_BACK;
	case 's':
	case 'S':
		return CHOICE_SKIP;
	case 'q':
	case 'Q':
	case -1:
		return CHOICE_QUIT;
	default:
		return 1;
	}
}

int choice_control(const char *line)
{
	return line[0] != '\0' && line[1] == '\0' && control(line[0]) < 0 ? control(line[0]) : 1;
}

static const char *control_words(int result)
{
	return result == CHOICE_BACK ? _("back") : result == CHOICE_SKIP ? _("skipped") : _("stopped here");
}

int choice_key(const struct client *client, const struct choice *choice)
{
	put_question(client, choice, choice->must ? _("  q stop here") : _("  b back  s skip  q stop here"));
	for (;;) {
		int key = term_key();
		int place = key - '0' - choice->first;
		if (place >= 0 && place < choice->count) {
			puts(choice->labels[place]);
			return place;
		}
		if (control(key) == CHOICE_QUIT || (control(key) < 0 && !choice->must)) {
			puts(control_words(control(key)));
			return control(key);
		}
	}
}

/* Numbers apart by blanks or commas. -1: something else, out of range, twice, or too many. */
static int parse_numbers(const struct choice *choice, const char *line, int most, int *ret)
{
	int count = 0;
	for (;;) {
		line += strspn(line, " ,\t");
		if (*line == '\0')
			return count;
		char *end;
		long number = strtol(line, &end, 10);
		long place = number - choice->first;
		if (end == line || place < 0 || place >= choice->count || count == most)
			return -1;
		for (int i = 0; i < count; i++)
			if (ret[i] == place)
				return -1;
		ret[count++] = (int)place;
		line = end;
	}
}

int choice_numbers(const struct client *client, const struct choice *choice, int most, int *ret)
{
	put_question(client, choice,
		     most == 1 ? _("  its number, then ENTER; ENTER alone for none  b back  q stop here")
			       : _("  numbers, then ENTER; ENTER alone for none  b back  q stop here"));
	for (;;) {
		_cleanup_(text_wipe) struct text line = {0};
		if (term_line(&line, 4 * CHOICE_MOST) < 0)
			return CHOICE_QUIT;
		const char *words = text_string(&line);
		if (choice_control(words) < 0)
			return choice_control(words);
		int count = parse_numbers(choice, words, most, ret);
		if (count >= 0)
			return count;
		if (most == 1)
			printf(_("One number from %d to %d:"), choice->first, choice->first + choice->count - 1);
		else
			printf(_("Up to %d different numbers from %d to %d, as in '3 1':"), most, choice->first,
			       choice->first + choice->count - 1);
		fputs("\n> ", stdout);
	}
}
