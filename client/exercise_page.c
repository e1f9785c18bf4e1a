#include <string.h>

#include "exercise.h"
#include "term.h"
#include "words.h"

const char *exercise_label(const struct exercise *exercise, enum catalogue_language language)
{
	return catalogue_text(exercise->id, TEXT_LABEL, language);
}

static const char *name_of(const struct exercise *exercise)
{
	return catalogue_find(exercise->id)->name;
}

void exercise_round_words(const struct exercise_item *item, enum catalogue_language language, struct text *ret)
{
	const struct exercise_rounds *rounds = item->field->rounds;

	if (rounds && rounds->each)
		text_append(ret, rounds->subjects[item->round].text[language]);
	else if (rounds)
		text_appendf(ret, "%s %d", rounds->subjects[0].text[language], item->round + 1);
}

static void minutes_words(int minutes, struct text *ret)
{
	text_appendf(ret, dngettext("evenkeel", "%d minute", "%d minutes", (unsigned long)minutes), minutes);
}

void exercise_list_page(const struct client *client, struct page *page)
{
	size_t count;
	const struct exercise *list = exercise_list(&count);

	page_heading(page, _("Guided exercises"));
	for (size_t i = 0; i < count; i++) {
		_cleanup_(text_clear) struct text minutes = {0};
		minutes_words(list[i].minutes, &minutes);
		text_append(&page->text, "  ");
		text_append_fitted(&page->text, name_of(&list[i]), 17);
		text_append_fitted(&page->text, text_string(&minutes), 12);
		text_appendf(&page->text, "%s\n", list[i].occasion.text[client->language]);
	}
	page_blank(page);
	page_paragraph(page, _("Begin one with 'evenkeel exercise handover'; no passphrase is needed."), "");
	page_paragraph(page, _("'evenkeel exercise handover --show' opens what you wrote, with your passphrase."), "");
}

void exercise_opening(const struct client *client, const struct exercise *exercise, struct page *page)
{
	_cleanup_(text_clear) struct text title = {0};

	text_appendf(&title, "%s · ", exercise_label(exercise, client->language));
	minutes_words(exercise->minutes, &title);
	page_heading(page, text_string(&title));
	page_paragraph(page, catalogue_text(exercise->id, TEXT_EXPLANATION, client->language), "");
	page_blank(page);
	page_paragraph(page,
		       _("One question at a time. You can leave any of them empty, and stop whenever the next call "
			 "comes in: what you wrote is kept. Only you can open it."),
		       "");
}

/* What the person wrote last: the thing to do next. */
static const struct text *last_text(const struct exercise_sheet *sheet)
{
	for (size_t i = sheet->count; i-- > 0;)
		if (sheet->texts[i].length > 0 && exercise_is_answered(sheet, i))
			return &sheet->texts[i];
	return NULL;
}

/* Each line of a text a paragraph of its own. */
static void written(const char *text, struct page *page)
{
	while (*text) {
		_cleanup_(text_wipe) struct text line = {0};
		size_t length = strcspn(text, "\n");
		text_append_bytes(&line, text, length);
		page_paragraph(page, text_string(&line), "  ");
		text += length + (text[length] == '\n');
	}
}

void exercise_closing(const struct client *client, const struct exercise_sheet *sheet, bool whole, struct page *page)
{
	const struct exercise *exercise = sheet->exercise;
	const struct text *last = last_text(sheet);
	_cleanup_(text_clear) struct text show = {0}, tips = {0};

	page_blank(page);
	page_paragraph(page, _("Thank you. What you wrote is sealed; only you can open it."), "");
	if (whole) {
		page_heading(page, _("What to do with it"));
		page_paragraph(page, exercise->closing.text[client->language], "");
	}
	if (whole && last) {
		page_heading(page, _("To take along, in your words"));
		written(text_string(last), page);
	}
	page_blank(page);
	text_appendf(&show, _("'evenkeel exercise %s --show' opens it again, 'evenkeel undo' takes it back."),
		     name_of(exercise));
	page_paragraph(page, text_string(&show), "");
	text_appendf(&tips, _("Tips that fit: evenkeel tips --cause %s"), catalogue_find(exercise->causes[0])->name);
	page_paragraph(page, text_string(&tips), "");
}

/* The choices of one round beside each other. */
static void choices_line(const struct exercise_sheet *sheet, size_t *item, enum catalogue_language language,
			 struct page *page)
{
	const struct exercise_item *first = &sheet->items[*item];
	_cleanup_(text_clear) struct text words = {0};

	for (; *item < sheet->count && sheet->items[*item].round == first->round &&
	       sheet->items[*item].field->rounds == first->field->rounds &&
	       sheet->items[*item].field->kind == EXERCISE_CHOICE;
	     ++*item) {
		const struct exercise_field *field = sheet->items[*item].field;
		if (!exercise_is_answered(sheet, *item))
			continue;
		text_append(&words, words.length ? " · " : "");
		text_append(&words, field->choices[sheet->choices[*item] - 1].text[language]);
		if (!field->rounds) {
			++*item;
			break;
		}
	}
	--*item;
	if (words.length)
		page_paragraph(page, text_string(&words), "  ");
}

static bool begins_round(const struct exercise_sheet *sheet, size_t item, size_t last)
{
	return last == sheet->count || sheet->items[item].round != sheet->items[last].round ||
	       sheet->items[item].field->rounds != sheet->items[last].field->rounds;
}

void exercise_show_sheet(const struct client *client, const struct exercise_sheet *sheet, const struct record *record,
			 struct page *page)
{
	struct zone zone = zone_fixed(record->zone_min * 60);
	int32_t second, today = zone_date(&client->zone, instant_floor_div(client->now.wall_ms, 1000), &second);
	_cleanup_(text_clear) struct text title = {0};
	size_t last = sheet->count;

	text_appendf(&title, "%s · ", exercise_label(sheet->exercise, client->language));
	words_weekday(&title, zone_date(&zone, instant_floor_div(record->wall_ms, 1000), &second), today);
	text_append(&title, ", ");
	words_clock(&title, record->wall_ms, record->zone_min);
	page_heading(page, text_string(&title));
	for (size_t i = 0; i < sheet->count; i++) {
		_cleanup_(text_clear) struct text round = {0};
		const struct exercise_field *field = sheet->items[i].field;
		if (!exercise_is_answered(sheet, i))
			continue;
		exercise_round_words(&sheet->items[i], client->language, &round);
		if (field->rounds && begins_round(sheet, i, last))
			page_paragraph(page, text_string(&round), "");
		else if (!field->rounds)
			page_paragraph(page, field->words.text[client->language], "");
		last = i;
		if (field->kind == EXERCISE_CHOICE)
			choices_line(sheet, &i, client->language, page);
		else
			written(text_string(&sheet->texts[i]), page);
	}
}

void exercise_hint(const struct client *client, const uint16_t *causes, size_t cause_count, struct page *page)
{
	size_t count;
	const struct exercise *list = exercise_list(&count);

	for (size_t c = 0; c < cause_count; c++) {
		for (size_t i = 0; i < count; i++) {
			_cleanup_(text_clear) struct text words = {0}, minutes = {0};
			if (!exercise_fits(&list[i], causes[c]))
				continue;
			minutes_words(list[i].minutes, &minutes);
			/* TRANSLATORS: a cause, an exercise's name, "8 minutes" */
			text_appendf(&words, _("To think it through (%s): evenkeel exercise %s, %s"),
				     catalogue_text(causes[c], TEXT_LABEL, client->language), name_of(&list[i]),
				     text_string(&minutes));
			page_paragraph(page, text_string(&words), "");
			return;
		}
	}
}
