#include <string.h>

#include <evenkeel/shipped.h>

#include "instrument_check.h"
#include "instrument_every.h"
#include "instrument_store.h"
#include "json_out.h"
#include "page.h"

static bool is_added(const struct instrument_ids *ids, const char *name)
{
	for (size_t i = 0; i < ids->count; i++)
		if (strcmp(ids->ids[i], name) == 0)
			return true;
	return false;
}

static size_t count_questions(const struct questionnaire *questionnaire)
{
	size_t count = 0;

	for (size_t i = 0; i < questionnaire->count; i++)
		count += questionnaire->items[i].question != 0;
	return count;
}

static json_t *row_json(const struct instrument *instrument, const char *id, int weeks)
{
	const struct questionnaire *questionnaire = &instrument->questionnaire;

	return json_pack("{s:s, s:o, s:o, s:i, s:b, s:b, s:o}", "id", id, "title",
			 json_out_string(questionnaire->title), "version", json_out_string(questionnaire->version),
			 "questions", (int)count_questions(questionnaire), "scoring_file", instrument->has_scoring,
			 "sound", instrument->sound, "every_weeks", weeks ? json_integer(weeks) : json_null());
}

static void row_page(struct page *page, const struct instrument *instrument, const char *id, int weeks)
{
	_cleanup_(text_clear) struct text label = {0}, words = {0};
	size_t count = count_questions(&instrument->questionnaire);

	text_appendf(&label, "  %s", id);
	if (instrument->sound) {
		const char *title = instrument->questionnaire.title;
		text_appendf(&words, "%s%s", title ? title : "", title ? _("; ") : "");
		text_appendf(&words, dngettext("evenkeel", "%zu question", "%zu questions", (unsigned long)count),
			     count);
		if (weeks)
			text_appendf(&words,
				     dngettext("evenkeel", "; every week", "; every %d weeks", (unsigned long)weeks),
				     weeks);
	} else {
		text_append(&words, _("its files are damaged; remove it and add it again"));
	}
	page_row(page, text_string(&label), 24, text_string(&words));
}

/* Shipped ones that are not added, in the person's language. */
static void available(const struct client *client, const struct instrument_ids *ids, struct page *page, json_t *json)
{
	bool first = true;

	for (size_t i = 0; i < shipped_count(); i++) {
		const char *name = shipped_name(i);
		_cleanup_(text_clear) struct text label = {0}, words = {0};
		if (is_added(ids, name) || !instrument_comes_along(name, client->language, NULL))
			continue;
		json_array_append_new(json, json_string(name));
		text_appendf(&label, "  %s", name);
		text_appendf(&words, "evenkeel instrument add %s", name);
		if (first)
			page_heading(page, _("Come along, not added"));
		page_row(page, text_string(&label), 24, text_string(&words));
		first = false;
	}
}

int instrument_show_list(const struct client *client, const struct instrument_ids *ids, struct error *err)
{
	struct page page = {.color = client->color, .columns = client->columns};
	json_t *rows = json_array(), *others = json_array();
	int r = 0;

	page_heading(&page, _("Added questionnaires"));
	for (size_t i = 0; i < ids->count && r == 0; i++) {
		_cleanup_(instrument_clear) struct instrument instrument = {0};
		int weeks = every_weeks(client, ids->ids[i]);
		r = instrument_open(&client->paths, ids->ids[i], client->language, &instrument, err);
		if (r == 0) {
			json_array_append_new(rows, row_json(&instrument, ids->ids[i], weeks));
			row_page(&page, &instrument, ids->ids[i], weeks);
		}
	}
	if (ids->count == 0)
		page_paragraph(&page, _("none"), "  ");
	available(client, ids, &page, others);
	json_t *all = json_pack("{s:o, s:o}", "instruments", rows, "available", others);
	if (r == 0 && client->json)
		json_out_print(all);
	else
		json_decref(all);
	if (r == 0 && !client->json)
		page_print(&page);
	text_clear(&page.text);
	return r;
}
