#include <stdio.h>
#include <string.h>

#include "choice.h"
#include "exercise.h"
#include "term.h"

static int put_choice(const struct client *client, struct exercise_sheet *sheet, size_t i, struct choice *choice)
{
	const struct exercise_field *field = sheet->items[i].field;
	choice->first = 1;
	choice->count = field->choice_count;
	for (int k = 0; k < field->choice_count; k++)
		choice->labels[k] = field->choices[k].text[client->language];
	int place = choice_key(client, choice);
	if (place >= 0)
		sheet->choices[i] = (uint8_t)(place + 1);
	else if (place == CHOICE_SKIP)
		sheet->choices[i] = 0;
	return place;
}

static void quiet_lines(struct page *page, const char *words)
{
	_cleanup_(text_wipe) struct text wrapped = {0};
	text_append_wrapped(&wrapped, words, page->columns, "  ");
	page_styled(page, PAGE_QUIET, text_string(&wrapped));
}

static const char *keys_words(enum exercise_kind kind, bool written)
{
	if (written)
		return _("  ENTER alone keeps what stands there  b back  s empty it  q stop here");
	return kind == EXERCISE_LINE ? _("  one line; ENTER alone for none  b back  q stop here")
				     : _("  lines as you like; an empty one ends it  b back  q stop here");
}

static void put_text_question(const struct client *client, const struct exercise_sheet *sheet, size_t i,
			      const struct choice *choice)
{
	struct page page = {.color = client->color, .columns = client->columns < 80 ? client->columns : 80};
	const struct exercise_item *item = &sheet->items[i];
	const struct exercise_rounds *rounds = item->field->rounds;
	const char *hint = item->field->words.hint[client->language];
	if (hint == NULL && rounds != NULL && rounds->each)
		hint = rounds->subjects[item->round].hint[client->language];
	choice_heading(&page, choice);
	if (hint != NULL)
		quiet_lines(&page, hint);
	if (sheet->texts[i].length > 0)
		page_paragraph(&page, text_string(&sheet->texts[i]), "  | ");
	page_styled(&page, PAGE_QUIET, keys_words(item->field->kind, sheet->texts[i].length > 0));
	text_append(&page.text, "\n");
	page_print(&page);
}

/* Lines until an empty one; a key on a line of its own, first. 0, or an enum choice_result. */
static int read_lines(bool several, struct text *ret)
{
	for (;;) {
		_cleanup_(text_wipe) struct text line = {0};
		fputs("> ", stdout);
		if (term_line(&line, 4 * EXERCISE_TEXT_MAX) < 0)
			return CHOICE_QUIT;
		if (ret->length == 0 && choice_control(text_string(&line)) < 0)
			return choice_control(text_string(&line));
		if (line.length == 0)
			return 0;
		if (ret->length + line.length + 1 > EXERCISE_TEXT_MAX) {
			puts(_("There is no more room here; this line was left out."));
			return 0;
		}
		text_append(ret, ret->length > 0 ? "\n" : "");
		text_append_bytes(ret, line.bytes, line.length);
		if (!several)
			return 0;
	}
}

static int put_text(const struct client *client, struct exercise_sheet *sheet, size_t i, const struct choice *choice)
{
	_cleanup_(text_wipe) struct text text = {0};
	put_text_question(client, sheet, i, choice);
	int result = read_lines(sheet->items[i].field->kind == EXERCISE_LINES, &text);
	if (text.length == 0 && result != CHOICE_SKIP)
		return result;
	text_wipe(&sheet->texts[i]);
	sheet->texts[i] = text;
	text = (struct text){0};
	return result;
}

static int put_item(const struct client *client, struct exercise_sheet *sheet, size_t i)
{
	_cleanup_(text_clear) struct text above = {0}, title = {0};
	const struct exercise_field *field = sheet->items[i].field;
	int at, of;
	exercise_progress(sheet, i, &at, &of);
	exercise_round_words(&sheet->items[i], client->language, &title);
	/* TRANSLATORS: the question's number, of how many */
	text_appendf(&above, _("%zu of %zu"), (size_t)at, (size_t)of);
	struct choice choice = {.above = text_string(&above),
				.title = title.length > 0 ? text_string(&title) : NULL,
				.text = field->words.text[client->language]};
	return field->kind == EXERCISE_CHOICE ? put_choice(client, sheet, i, &choice)
					      : put_text(client, sheet, i, &choice);
}

bool exercise_ask(const struct client *client, struct exercise_sheet *sheet)
{
	size_t i = exercise_from(sheet, 0);
	while (i < sheet->count) {
		int result = put_item(client, sheet, i);
		if (result == CHOICE_QUIT)
			return false;
		i = result == CHOICE_BACK ? exercise_before(sheet, i) : exercise_from(sheet, i + 1);
	}
	return true;
}
