#include "instrument_ask.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choice.h"
#include "page.h"
#include "term.h"

/* Beyond it a double no longer holds every whole number. */
#define WHOLE_MOST 9007199254740992.0

struct walk {
	const struct client *client;
	struct instrument_sheet *sheet;
	size_t shown; /* the display or group whose words stand above; SIZE_MAX = none */
};

/* The whole items of the questionnaire in words: how far on it is. Those that answers close are left out as soon as they are. */
static void progress(const struct instrument_sheet *sheet, size_t item, struct text *ret)
{
	size_t at = 0, of = 0;

	for (size_t i = 0; i < sheet->questionnaire->count; i++) {
		of += sheet_asks(sheet, i);
		at += sheet_asks(sheet, i) && i <= item;
	}
	/* TRANSLATORS: the question's number, of how many */
	text_appendf(ret, _("%zu of %zu"), at, of);
}

static void show_words(struct walk *walk, size_t item)
{
	struct page page = {.color = walk->client->color,
			    .columns = walk->client->columns < 80 ? walk->client->columns : 80};

	page_blank(&page);
	page_paragraph(&page, walk->sheet->questionnaire->items[item].text, "");
	page_print(&page);
	walk->shown = item;
}

/* The words of the group, or what else the questionnaire says before this question, where they do not stand above already. */
static void introduce(struct walk *walk, size_t item)
{
	const struct questionnaire *questionnaire = walk->sheet->questionnaire;
	size_t words = SIZE_MAX;

	for (size_t i = item; i-- > 0 && words == SIZE_MAX;) {
		const struct questionnaire_item *before = &questionnaire->items[i];
		bool says = (before->type == ITEM_DISPLAY && before->parent == questionnaire->items[item].parent) ||
			    (before->type == ITEM_GROUP && i == questionnaire->items[item].parent);
		if (says && *before->text && !before->hidden && walk->sheet->open[i])
			words = i;
	}
	if (words != SIZE_MAX && words != walk->shown)
		show_words(walk, words);
}

static void take_option(struct walk *walk, size_t item, size_t option)
{
	sheet_add(walk->sheet, (struct questionnaire_answer){.item = item, .option = option});
}

static int put_several(struct walk *walk, size_t item, const struct choice *choice, int most)
{
	int places[CHOICE_MOST];
	int count = choice_numbers(walk->client, choice, most, places);

	if (count >= 0 || count == CHOICE_SKIP)
		sheet_drop(walk->sheet, item);
	for (int i = 0; i < count; i++)
		take_option(walk, item, (size_t)places[i]);
	explicit_bzero(places, sizeof(places));
	return count;
}

static int put_one(struct walk *walk, size_t item, const struct choice *choice)
{
	int place = choice_key(walk->client, choice);

	if (place >= 0 || place == CHOICE_SKIP)
		sheet_drop(walk->sheet, item);
	if (place >= 0)
		take_option(walk, item, (size_t)place);
	return place;
}

static int put_choice(struct walk *walk, size_t item, struct choice *choice)
{
	const struct questionnaire_item *about = &walk->sheet->questionnaire->items[item];

	choice->count = (int)about->option_count;
	choice->first = about->option_count == 10 ? 0 : 1;
	for (size_t i = 0; i < about->option_count; i++)
		choice->labels[i] = about->options[i].text;
	if (about->repeats)
		return put_several(walk, item, choice, choice->count);
	return about->option_count <= 10 ? put_one(walk, item, choice) : put_several(walk, item, choice, 1);
}

static int put_boolean(struct walk *walk, size_t item, struct choice *choice)
{
	choice->count = 2;
	choice->labels[0] = _("no");
	choice->labels[1] = _("yes");
	int place = choice_key(walk->client, choice);
	if (place >= 0 || place == CHOICE_SKIP)
		sheet_drop(walk->sheet, item);
	if (place >= 0)
		sheet_add(walk->sheet,
			  (struct questionnaire_answer){.item = item, .option = SIZE_MAX, .number = place});
	return place;
}

static void put_line_question(const struct walk *walk, const struct choice *choice, const char *hint)
{
	struct page page = {.color = walk->client->color,
			    .columns = walk->client->columns < 80 ? walk->client->columns : 80};

	choice_heading(&page, choice);
	page_styled(&page, PAGE_QUIET, hint);
	text_append(&page.text, "\n");
	page_print(&page);
}

/* "7", "7.5", "7,5" */
static bool parse_number(char *words, bool whole, double *ret)
{
	char *comma = strchr(words, ','), *end;

	if (comma)
		*comma = '.';
	double number = strtod(words, &end);
	end += strspn(end, " \t");
	if (end == words || *end || !isfinite(number) || strpbrk(words, "xXnN"))
		return false;
	if (whole && (number != floor(number) || fabs(number) > WHOLE_MOST))
		return false;
	*ret = number;
	return true;
}

/* A line, or what its one letter means. */
static int read_line(struct text *ret)
{
	fputs("> ", stdout);
	if (term_line(ret, RECORD_TEXT_MAX) < 0)
		return CHOICE_QUIT;
	return choice_control(text_string(ret));
}

static int put_number(struct walk *walk, size_t item, const struct choice *choice)
{
	bool whole = walk->sheet->questionnaire->items[item].type == ITEM_INTEGER;
	double number;

	put_line_question(walk, choice, _("  a number; ENTER alone for none  b back  q stop here"));
	for (;;) {
		_cleanup_(text_wipe) struct text line = {0};
		int result = read_line(&line);
		bool none = line.length == 0 || result == CHOICE_SKIP;
		if (result == CHOICE_QUIT || result == CHOICE_BACK)
			return result;
		if (!none && !parse_number(line.bytes, whole, &number)) {
			puts(whole ? _("A whole number, as in 7:") : _("A number, as in 7 or 7.5:"));
			continue;
		}
		sheet_drop(walk->sheet, item);
		if (!none)
			sheet_add(walk->sheet,
				  (struct questionnaire_answer){.item = item, .option = SIZE_MAX, .number = number});
		number = 0;
		return 0;
	}
}

static int put_text(struct walk *walk, size_t item, const struct choice *choice)
{
	_cleanup_(text_wipe) struct text line = {0};

	put_line_question(walk, choice, _("  one line; ENTER alone for none  b back  q stop here"));
	int result = read_line(&line);
	if (result == CHOICE_QUIT || result == CHOICE_BACK)
		return result;
	sheet_drop(walk->sheet, item);
	if (line.length > 0 && result != CHOICE_SKIP)
		sheet_add(walk->sheet, (struct questionnaire_answer){.item = item,
								     .option = SIZE_MAX,
								     .words = mem_copy_string(text_string(&line))});
	return 0;
}

static int put_item(struct walk *walk, size_t item)
{
	const struct questionnaire_item *about = &walk->sheet->questionnaire->items[item];
	_cleanup_(text_clear) struct text above = {0};

	introduce(walk, item);
	progress(walk->sheet, item, &above);
	struct choice choice = {.above = text_string(&above), .text = *about->text ? about->text : about->link_id};
	switch (about->type) {
	case ITEM_CHOICE:
		return put_choice(walk, item, &choice);
	case ITEM_BOOLEAN:
		return put_boolean(walk, item, &choice);
	case ITEM_TEXT:
		return put_text(walk, item, &choice);
	default:
		return put_number(walk, item, &choice);
	}
}

static size_t next_item(const struct instrument_sheet *sheet, size_t from)
{
	while (from < sheet->questionnaire->count && !sheet_asks(sheet, from))
		from++;
	return from;
}

static size_t item_before(const struct instrument_sheet *sheet, size_t item)
{
	for (size_t i = item; i-- > 0;)
		if (sheet_asks(sheet, i))
			return i;
	return item;
}

bool instrument_ask(const struct client *client, struct instrument_sheet *sheet)
{
	struct walk walk = {.client = client, .sheet = sheet, .shown = SIZE_MAX};
	size_t i = next_item(sheet, 0);

	while (i < sheet->questionnaire->count) {
		int result = put_item(&walk, i);
		if (result == CHOICE_QUIT)
			return false;
		i = result == CHOICE_BACK ? item_before(sheet, i) : next_item(sheet, i + 1);
	}
	return true;
}
