/* 'instrument show': earlier scores, and whether the last two lie further apart than such a scale moves by itself. */
#include <math.h>
#include <string.h>

#include "instrument_actions.h"
#include "instrument_check.h"
#include "instrument_past.h"
#include "instrument_store.h"
#include "json_out.h"
#include "page.h"
#include "words.h"

enum { LABEL_WIDTH = 24 };

/* The last two times that one score was computed. */
struct change {
	const struct scoring_score *rule; /* NULL: nothing is published with it */
	double from, to, least;           /* @least: NAN when SD or alpha are not published */
	bool known;
};

static const struct scoring_score *find_rule(const struct instrument *instrument, const char *name)
{
	for (size_t i = 0; instrument->has_scoring && i < instrument->scoring.score_count; i++)
		if (strcmp(instrument->scoring.scores[i].name, name) == 0)
			return &instrument->scoring.scores[i];
	return NULL;
}

static struct change find_change(const struct instrument *instrument, const struct past *past, size_t score)
{
	struct change change = {.least = NAN};
	int found = 0;

	for (size_t i = past->count; i-- > 0 && found < 2;) {
		const struct score *one = &past->items[i].scores.items[score];
		if (one->scored)
			*(found++ == 0 ? &change.to : &change.from) = one->value;
	}
	change.known = found == 2;
	if (past->count > 0)
		change.rule = find_rule(instrument, past->items[0].scores.items[score].name);
	if (change.rule && !scoring_least_change(change.rule, &change.least))
		change.least = NAN;
	return change;
}

static bool is_beyond(const struct change *change)
{
	return fabs(change->to - change->from) > change->least;
}

void instrument_value_words(const struct score *score, struct text *ret)
{
	if (!score->scored) {
		text_appendf(ret, _("not scored (%zu of %zu answered)"), score->answered, score->items);
		return;
	}
	instrument_append_number(ret, score->value);
	if (score->band)
		text_appendf(ret, "  %s", score->band);
}

static void change_row(struct page *page, const struct change *change)
{
	_cleanup_(text_clear) struct text words = {0}, least = {0};
	double apart = change->to - change->from;

	if (!change->known)
		return;
	text_append(&words, apart > 0 ? "+" : apart < 0 ? "−" : "");
	instrument_append_number(&words, fabs(apart));
	if (apart == 0) {
		text_append(&words, _(": no change"));
	} else if (isnan(change->least)) {
		text_append(&words, _(": how much of this is measurement noise is not published with it"));
	} else {
		instrument_append_number(&least, change->least);
		/* TRANSLATORS: behind a number: "+7: ..." */
		text_appendf(&words,
			     is_beyond(change) ? _(": more than measurement noise (%s)")
					       : _(": within what such a scale moves by itself (%s)"),
			     text_string(&least));
		if (change->rule->change_source)
			text_appendf(&words, "%s%s", _("; "), change->rule->change_source);
	}
	page_row(page, _("  since the time before"), LABEL_WIDTH, text_string(&words));
}

static void score_rows(const struct reading *reading, const struct instrument *instrument, const struct past *past,
		       size_t score, struct page *page)
{
	const struct score *first = &past->items[0].scores.items[score];
	struct change change = find_change(instrument, past, score);

	page_heading(page, first->title ? first->title : first->name);
	for (size_t i = 0; i < past->count; i++) {
		_cleanup_(text_clear) struct text label = {0}, words = {0};
		text_append(&label, "  ");
		words_day(&label, reading_day(reading, past->items[i].record), reading->today);
		instrument_value_words(&past->items[i].scores.items[score], &words);
		page_row(page, text_string(&label), LABEL_WIDTH, text_string(&words));
	}
	change_row(page, &change);
	page_row(page, _("  source"), LABEL_WIDTH, instrument_source_words(first));
}

static void others_row(const struct past *past, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	if (past->others == 0)
		return;
	text_appendf(&words,
		     dngettext("evenkeel", "%zu answering of another version of it is not shown here.",
			       "%zu answerings of another version of it are not shown here.",
			       (unsigned long)past->others),
		     past->others);
	page_blank(page);
	page_paragraph(page, text_string(&words), "");
}

static void unscored_rows(const struct reading *reading, const struct past *past, struct page *page)
{
	page_heading(page, _("Answered"));
	for (size_t i = 0; i < past->count; i++) {
		_cleanup_(text_clear) struct text label = {0}, words = {0};
		int answered = (int)sheet_answered(&past->items[i].sheet);
		text_append(&label, "  ");
		words_day(&label, reading_day(reading, past->items[i].record), reading->today);
		text_appendf(&words, dngettext("evenkeel", "%d answer", "%d answers", (unsigned long)answered),
			     answered);
		page_row(page, text_string(&label), LABEL_WIDTH, text_string(&words));
	}
}

static void show_page(const struct client *client, const struct reading *reading, const struct instrument *instrument,
		      const struct past *past)
{
	struct page page = {.color = client->color, .columns = client->columns};
	const struct questionnaire *questionnaire = &instrument->questionnaire;
	const struct scores *last = past->count > 0 ? &past->items[past->count - 1].scores : NULL;

	page_heading(&page, questionnaire->title ? questionnaire->title : questionnaire->id);
	for (size_t i = 0; last && i < last->count; i++)
		score_rows(reading, instrument, past, i, &page);
	if (last && last->count == 0)
		unscored_rows(reading, past, &page);
	others_row(past, &page);
	if (last && last->count > 0) {
		page_blank(&page);
		page_paragraph(&page, _("Scores and bands are their authors'. They are not a diagnosis."), "");
	}
	page_print(&page);
}

static json_t *answers_json(const struct reading *reading, const struct past_answers *answers)
{
	_cleanup_(text_clear) struct text time = {0};
	json_t *scores = json_array();

	words_iso(&time, answers->record->wall_ms, answers->record->zone_min);
	for (size_t i = 0; i < answers->scores.count; i++)
		json_array_append_new(scores, instrument_score_json(&answers->scores.items[i]));
	return json_pack("{s:s, s:o, s:b, s:i, s:o, s:b}", "time", text_string(&time), "day",
			 json_out_date(reading_day(reading, answers->record)), "complete", past_is_complete(answers),
			 "answered", (int)sheet_answered(&answers->sheet), "scores", scores, "safety",
			 answers->scores.safety);
}

static json_t *change_json(const struct instrument *instrument, const struct past *past, size_t score)
{
	struct change change = find_change(instrument, past, score);
	bool judged = change.known && !isnan(change.least);

	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "name", past->items[0].scores.items[score].name, "from",
			 json_out_number(change.known ? change.from : NAN), "to",
			 json_out_number(change.known ? change.to : NAN), "change",
			 json_out_number(change.known ? change.to - change.from : NAN), "least_change",
			 json_out_number(change.least), "beyond_noise",
			 judged ? json_boolean(is_beyond(&change)) : json_null());
}

static void show_json(const struct reading *reading, const struct instrument *instrument, const struct past *past)
{
	json_t *answers = json_array(), *changes = json_array();

	for (size_t i = 0; i < past->count; i++)
		json_array_append_new(answers, answers_json(reading, &past->items[i]));
	for (size_t i = 0; past->count > 0 && i < past->items[0].scores.count; i++)
		json_array_append_new(changes, change_json(instrument, past, i));
	reading_print_json(reading, json_pack("{s:s, s:o, s:o, s:o, s:i}", "id", instrument->questionnaire.id, "title",
					      json_out_string(instrument->questionnaire.title), "answers", answers,
					      "changes", changes, "other_versions", (int)past->others));
}

int instrument_past(struct client *client, const char *id, struct error *err)
{
	_cleanup_(instrument_clear) struct instrument instrument = {0};
	_cleanup_(reading_clear) struct reading reading = {0};
	_cleanup_(past_clear) struct past past = {0};

	json_out_init();
	if (instrument_open_sound(&client->paths, id, client->language, &instrument, err) < 0 ||
	    reading_open(client, false, &reading, err) < 0 ||
	    past_gather(client, &reading, &instrument, &past, err) < 0)
		return -1;
	if (client->json)
		show_json(&reading, &instrument, &past);
	else if (past.count + past.others > 0)
		show_page(client, &reading, &instrument, &past);
	if (past.count + past.others > 0)
		return reading_end(client, &reading, 0);
	return error_set(err, ERROR_NOTHING, "it was not answered yet; 'evenkeel instrument answer %s' does it", id);
}
