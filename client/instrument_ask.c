#include "instrument_ask.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choice.h"
#include "page.h"
#include "term.h"

struct walk {
	const struct client *client;
	struct instrument_sheet *sheet;
	size_t shown; /* the display or group whose words stand above; SIZE_MAX = none */
};

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

/* "7", "7.5", "7,5" at *@words, which moves past it and the blanks behind it. */
static bool take_number(char **words, bool whole, double *ret)
{
	char *end;
	size_t length = strcspn(*words, " \t");
	char *comma = memchr(*words, ',', length);

	if (comma)
		*comma = '.';
	double number = strtod(*words, &end);
	if (end == *words || end != *words + length || isnan(number) || strcspn(*words, "xXnN") < length)
		return false;
	if (fabs(number) > QUESTIONNAIRE_NUMBER_MAX || (whole && number != floor(number)))
		return false;
	*words = end + strspn(end, " \t");
	*ret = number;
	return true;
}

/* Numbers with blanks between, as many as may be answered. How many, 0 for an empty line; -1 where something else stands there. */
static int parse_numbers(char *words, const struct questionnaire_item *item, double ret[static SHEET_NUMBERS_MOST])
{
	int count = 0, most = item->repeats ? SHEET_NUMBERS_MOST : 1;

	words += strspn(words, " \t");
	while (*words) {
		if (count == most || !take_number(&words, item->type == ITEM_INTEGER, &ret[count]))
			return -1;
		count++;
	}
	return count;
}

/* A line, or what its one letter means. */
static int read_line(struct text *ret)
{
	fputs("> ", stdout);
	if (term_line(ret, RECORD_TEXT_MAX) < 0)
		return CHOICE_QUIT;
	return choice_control(text_string(ret));
}

static void ask_for_numbers(const struct questionnaire_item *item)
{
	bool whole = item->type == ITEM_INTEGER;

	if (item->repeats)
		printf(whole ? _("Up to %d whole numbers, as in 7 12:") : _("Up to %d numbers, as in 7 or 7.5 12:"),
		       SHEET_NUMBERS_MOST);
	else
		fputs(whole ? _("A whole number, as in 7:") : _("A number, as in 7 or 7.5:"), stdout);
	putchar('\n');
}

/* The line's numbers, asked for until they are such; below 0: an enum choice_result. */
static int read_numbers(const struct questionnaire_item *item, double ret[static SHEET_NUMBERS_MOST])
{
	for (;;) {
		_cleanup_(text_wipe) struct text line = {0};
		int result = read_line(&line);
		if (result < 0)
			return result;
		int count = line.length > 0 ? parse_numbers(line.bytes, item, ret) : 0;
		if (count >= 0)
			return count;
		ask_for_numbers(item);
	}
}

static int put_number(struct walk *walk, size_t item, const struct choice *choice)
{
	const struct questionnaire_item *about = &walk->sheet->questionnaire->items[item];
	double numbers[SHEET_NUMBERS_MOST];

	put_line_question(walk, choice,
			  about->repeats ? _("  numbers, a blank between; ENTER alone for none  b back  q stop here")
					 : _("  a number; ENTER alone for none  b back  q stop here"));
	int count = read_numbers(about, numbers);
	if (count >= 0 || count == CHOICE_SKIP)
		sheet_drop(walk->sheet, item);
	for (int i = 0; i < count; i++)
		sheet_add(walk->sheet,
			  (struct questionnaire_answer){.item = item, .option = SIZE_MAX, .number = numbers[i]});
	explicit_bzero(numbers, sizeof(numbers));
	return count;
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
	size_t at, of;

	introduce(walk, item);
	/* Those that answers close are left out as soon as they are. */
	sheet_progress(walk->sheet, item, &at, &of);
	/* TRANSLATORS: the question's number, of how many */
	text_appendf(&above, _("%zu of %zu"), at, of);
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
	while (from < sheet->questionnaire->count && !sheet_asks_now(sheet, from))
		from++;
	return from;
}

static size_t item_before(const struct instrument_sheet *sheet, size_t item)
{
	for (size_t i = item; i-- > 0;)
		if (sheet_asks_now(sheet, i))
			return i;
	return item;
}

size_t instrument_ask(const struct client *client, struct instrument_sheet *sheet)
{
	struct walk walk = {.client = client, .sheet = sheet, .shown = SIZE_MAX};
	size_t i = next_item(sheet, 0);

	while (i < sheet->questionnaire->count) {
		int result = put_item(&walk, i);
		if (result == CHOICE_QUIT)
			return i;
		i = result == CHOICE_BACK ? item_before(sheet, i) : next_item(sheet, i + 1);
	}
	return i;
}
