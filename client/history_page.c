#include <evenkeel/mem.h>
#include <evenkeel/worksheet.h>

#include "exercise.h"
#include "history.h"
#include "instrument_questions.h"
#include "json_out.h"
#include "json_record.h"
#include "term.h"
#include "words.h"

#define WHAT_WIDTH 24 /* "  09:40  questionnaire  " */

static bool starts_text(const struct history *history, const struct record *part)
{
	return worksheet_is_first(history->reading->records.items, history->reading->records.count, part);
}

/* The whole text that begins with @part. */
static json_t *joined(const struct history *history, const struct record *part)
{
	_cleanup_(text_wipe) struct text text = {0};

	worksheet_join(history->reading->records.items, history->reading->records.count, part, &text);
	return json_stringn(text_string(&text), text.length);
}

/* An exercise's texts by name; its choices stand in its first part. */
static json_t *fields_json(const struct history *history, const struct history_entry *entry)
{
	json_t *fields = json_object();

	for (const struct record *part = entry->record; part; part = history_next_part(history, entry, part)) {
		const struct exercise *exercise = exercise_find(part->worksheet.exercise);
		_cleanup_(text_clear) struct text name = {0};
		struct exercise_item item;
		if (!starts_text(history, part) || !exercise ||
		    !exercise_item_find(exercise, part->worksheet.field, &item) || part->worksheet.length == 0)
			continue;
		exercise_item_name(&item, &name);
		json_object_set_new(fields, text_string(&name), joined(history, part));
	}
	return fields;
}

static bool is_questionnaire(const struct history_entry *entry)
{
	return record_is_prompt(entry->record) && entry->record->prompt.form == FORM_INSTRUMENT;
}

/* "" when it is none, or nobody knows which. */
static void questionnaire_name(const struct history *history, const struct history_entry *entry, struct text *ret)
{
	_cleanup_(text_clear) struct text link_id = {0};

	if (is_questionnaire(entry) && entry->record->count > 0)
		questions_find(text_string(&history->questions), entry->record->prompt.answers[0].question, ret,
			       &link_id);
}

static json_t *entry_json(const struct history *history, const struct history_entry *entry)
{
	_cleanup_(text_clear) struct text time = {0}, name = {0};
	json_t *object = json_object(), *body = json_record(entry->record, history->client->language);

	words_iso(&time, entry->record->wall_ms, entry->record->zone_min);
	json_object_set_new(object, "time", json_string(text_string(&time)));
	json_object_set_new(object, "day", json_out_date(entry->date));
	json_object_set_new(object, "withdrawn", json_boolean(entry->withdrawn));
	json_object_set_new(object, "late", json_boolean(entry->record->flags & RECORD_LATE));
	json_object_update(object, body);
	questionnaire_name(history, entry, &name);
	if (name.length > 0)
		json_object_set_new(object, "questionnaire", json_string(text_string(&name)));
	json_t *answers = json_object_get(object, "answers");
	const struct record *part = entry->record;
	while ((part = history_next_part(history, entry, part))) {
		json_t *more =
			record_is_prompt(part) ? json_record_answers(part, history->client->language) : json_array();
		if (answers)
			json_array_extend(answers, more);
		json_decref(more);
		if (part->kind == RECORD_WORKSHEET && !part->worksheet.exercise && starts_text(history, part))
			json_object_set_new(object, "note", joined(history, part));
	}
	if (entry->record->kind == RECORD_WORKSHEET && !entry->record->worksheet.exercise)
		json_object_set_new(object, "text", joined(history, entry->record));
	else if (entry->record->kind == RECORD_WORKSHEET)
		json_object_set_new(object, "fields", fields_json(history, entry));
	json_decref(body);
	return object;
}

json_t *history_json(const struct history *history)
{
	json_t *list = json_array();

	for (size_t i = 0; i < history->count; i++)
		json_array_append_new(list, entry_json(history, &history->entries[i]));
	return json_pack("{s:o}", "entries", list);
}

static void separate(struct text *ret, const char *between)
{
	if (ret->length > 0)
		text_append(ret, between);
}

static const char *label_of(uint16_t id, enum catalogue_language language)
{
	const char *label = catalogue_text(id, TEXT_LABEL, language);
	const struct catalogue_entry *entry = catalogue_find(id);

	return label ? label : entry ? entry->name : _("a question of a newer version");
}

/* "weighs most: overload", "response: gathering facts": what was chosen from a list. */
static void choice_words(uint16_t question, enum catalogue_language language, struct text *ret)
{
	const struct catalogue_entry *entry = catalogue_find(question);

	separate(ret, " · ");
	if (entry && entry->kind == KIND_CAUSE)
		text_appendf(ret, _("weighs most: %s"), label_of(question, language));
	else
		text_appendf(ret, _("response: %s"), label_of(question, language));
}

static void answer_words(const struct record_answer *answer, enum catalogue_language language, struct text *ret)
{
	const char *step = record_step_words(answer, language);

	if (answer->value == RECORD_UNANSWERED || answer->scale == SCALE_RANK ||
	    (answer->scale == SCALE_C && !answer->value))
		return;
	if (answer->scale == SCALE_C) {
		choice_words(answer->question, language, ret);
		return;
	}
	separate(ret, " · ");
	if (answer->question != ID_VALENCE)
		text_appendf(ret, _("%s: "), label_of(answer->question, language));
	if (step)
		text_append(ret, step);
	else
		text_appendf(ret, "%d", answer->value);
}

/* A review's causes, the heaviest first, whatever part they stand in. */
static void ranked_words(const struct history *history, const struct history_entry *entry, struct text *ret)
{
	uint16_t causes[4] = {0};

	for (const struct record *part = entry->record; part; part = history_next_part(history, entry, part)) {
		for (int i = 0; record_is_prompt(part) && i < part->count; i++) {
			const struct record_answer *answer = &part->prompt.answers[i];
			if (answer->scale == SCALE_RANK && answer->value >= 1 && answer->value <= 3)
				causes[answer->value] = answer->question;
		}
	}
	for (int rank = 1; rank <= 3; rank++) {
		if (!causes[rank])
			continue;
		text_append(ret, rank == 1 ? (ret->length ? " · " : "") : _(", "));
		if (rank == 1)
			text_appendf(ret, _("weighed most: %s"), label_of(causes[rank], history->client->language));
		else
			text_append(ret, label_of(causes[rank], history->client->language));
	}
}

static void part_words(const struct history *history, const struct record *part, struct text *ret)
{
	if (record_is_prompt(part)) {
		for (int i = 0; i < part->count; i++)
			answer_words(&part->prompt.answers[i], history->client->language, ret);
	} else if (part->kind == RECORD_WORKSHEET && starts_text(history, part)) {
		_cleanup_(text_wipe) struct text text = {0};
		bool whole =
			worksheet_join(history->reading->records.items, history->reading->records.count, part, &text);
		separate(ret, " · ");
		text_appendf(ret, _("“%s”"), text_string(&text));
		if (!whole)
			text_append(ret, _(" (a part is missing)"));
	}
}

static const char *held_words(uint8_t held)
{
	static const char *const words[] = {
		[HELD_NONE] = N_("not shown"),
		[HELD_CALL] = N_("not shown: you were on a call"),
		[HELD_BUSY] = N_("not shown: you were busy"),
		[HELD_DND] = N_("not shown: notifications were off"),
		[HELD_LOCKED] = N_("not shown: the screen was locked"),
		[HELD_ASLEEP] = N_("not shown: the computer slept"),
		[HELD_OFF_HOURS] = N_("not shown: outside working hours"),
		[HELD_PAUSED] = N_("not shown: you had paused"),
		[HELD_AWAY] = N_("not shown: you were away"),
		[HELD_OTHER_PROMPT] = N_("not shown: another prompt stood open"),
	};

	return _(words[held < sizeof words / sizeof *words ? held : HELD_NONE]);
}

static const char *silence_words(const struct record *record)
{
	switch (record->kind) {
	case RECORD_SKIPPED:
		return _("skipped");
	case RECORD_DISMISSED:
		return _("closed without an answer");
	case RECORD_EXPIRED:
		return _("ran out without an answer");
	case RECORD_HELD:
		return held_words(record->prompt.hold);
	default:
		return _("could not be shown");
	}
}

const char *history_form_words(const struct record *record)
{
	if (record->kind == RECORD_WORKSHEET)
		return record->worksheet.exercise ? _("exercise") : _("note");
	if (record->kind == RECORD_TIP_FEEDBACK)
		return _("tip");
	if (record->kind == RECORD_CONTRIBUTION)
		return _("contribution");
	switch (record->prompt.form) {
	case FORM_MOMENTARY:
		return _("check-in");
	case FORM_REVIEW:
		return _("review");
	case FORM_HARD_CALL:
		return _("hard call");
	default:
		return _("questionnaire");
	}
}

static void tip_words(const struct record *record, enum catalogue_language language, struct text *ret)
{
	static const char *const verdicts[] = {N_("rated"), N_("helped"), N_("did not help"), N_("untried")};
	const char *tip = catalogue_tip_text(record->tip.tip, language);
	uint8_t verdict = record->tip.verdict;

	text_appendf(ret, "%s: %s", _(verdicts[verdict < 4 ? verdict : 0]),
		     tip ? tip : label_of(record->tip.tip, language));
}

/* Which one, and how much of it; the words themselves: evenkeel exercise NAME --show. */
static void exercise_words(const struct history *history, const struct history_entry *entry, struct text *ret)
{
	const struct exercise *exercise = exercise_find(entry->record->worksheet.exercise);
	struct exercise_sheet sheet;

	text_append(ret, label_of(entry->record->worksheet.exercise, history->client->language));
	if (!exercise)
		return;
	exercise_sheet_init(&sheet, exercise);
	exercise_read(history->reading->records.items, history->reading->records.count, entry->record, &sheet);
	int answered = (int)exercise_answered(&sheet);
	exercise_sheet_clear(&sheet);
	text_append(ret, " · ");
	text_appendf(ret, dngettext("evenkeel", "%d answer", "%d answers", (unsigned long)answered), answered);
}

/* Which one, and how much of it; its scores: evenkeel instrument show ID. A question of several answers counts once. */
static void questionnaire_words(const struct history *history, const struct history_entry *entry, struct text *ret)
{
	uint16_t last = 0;
	int answered = 0;

	questionnaire_name(history, entry, ret);
	for (const struct record *part = entry->record; part; part = history_next_part(history, entry, part)) {
		for (int i = 0; record_is_prompt(part) && i < part->count; i++) {
			const struct record_answer *answer = &part->prompt.answers[i];
			if (answer->value != RECORD_UNANSWERED && answer->question != last)
				answered++, last = answer->question;
		}
	}
	separate(ret, " · ");
	text_appendf(ret, dngettext("evenkeel", "%d answer", "%d answers", (unsigned long)answered), answered);
}

static void entry_words(const struct history *history, const struct history_entry *entry, struct text *ret)
{
	enum catalogue_language language = history->client->language;

	if (entry->record->kind == RECORD_TIP_FEEDBACK)
		tip_words(entry->record, language, ret);
	else if (entry->record->kind == RECORD_CONTRIBUTION)
		text_append(ret, _("sent to the team's counts"));
	else if (record_is_prompt(entry->record) && entry->record->prompt.form == FORM_HARD_CALL)
		text_append(ret, _("logged"));
	else if (is_questionnaire(entry))
		questionnaire_words(history, entry, ret);
	else if (entry->record->kind == RECORD_WORKSHEET && entry->record->worksheet.exercise)
		exercise_words(history, entry, ret);
	else
		for (const struct record *part = entry->record; part; part = history_next_part(history, entry, part))
			part_words(history, part, ret);
	ranked_words(history, entry, ret);
	if (ret->length == 0 && record_is_prompt(entry->record))
		text_append(ret, silence_words(entry->record));
	if (entry->record->kind == RECORD_PARTIAL)
		text_append(ret, _(" (not finished)"));
	if (entry->record->flags & RECORD_LATE)
		text_append(ret, _(" (answered late: not in the trend)"));
	if (entry->withdrawn)
		text_append(ret, _(" (taken back: not in any figure)"));
}

struct breaks {
	int due, taken, natural, skipped, held;
};

static void count_break(struct breaks *breaks, const struct record_pause *pause)
{
	breaks->due++;
	breaks->taken += (pause->outcome & BREAK_TAKEN) != 0;
	breaks->natural += (pause->outcome & BREAK_NATURAL) != 0;
	breaks->skipped += (pause->outcome & BREAK_SKIPPED) != 0;
	breaks->held += (pause->outcome & BREAK_HELD) != 0;
}

static void breaks_line(const struct breaks *breaks, struct page *page)
{
	_cleanup_(text_clear) struct text label = {0}, words = {0};

	if (breaks->due == 0)
		return;
	text_appendf(&label, "         %s", _("breaks"));
	text_appendf(&words, _("%d of %d taken"), breaks->taken, breaks->due);
	if (breaks->natural)
		text_appendf(&words, _(", %d unasked"), breaks->natural);
	if (breaks->skipped)
		text_appendf(&words, _(", %d skipped"), breaks->skipped);
	if (breaks->held)
		text_appendf(&words, _(", %d not shown"), breaks->held);
	page_row(page, text_string(&label), WHAT_WIDTH, text_string(&words));
}

static void entry_line(const struct history *history, const struct history_entry *entry, struct page *page)
{
	_cleanup_(text_clear) struct text label = {0}, words = {0};

	text_append(&label, "  ");
	words_clock(&label, entry->record->wall_ms, entry->record->zone_min);
	text_appendf(&label, "  %s", history_form_words(entry->record));
	entry_words(history, entry, &words);
	page_row(page, text_string(&label), WHAT_WIDTH, text_string(&words));
}

void history_page(const struct history *history, struct page *page)
{
	struct breaks breaks = {0};

	for (size_t i = 0; i < history->count; i++) {
		const struct history_entry *entry = &history->entries[i];
		if (i == 0 || entry->date != history->entries[i - 1].date) {
			_cleanup_(text_clear) struct text day = {0};
			breaks_line(&breaks, page);
			breaks = (struct breaks){0};
			words_weekday(&day, entry->date, history->reading->today);
			page_heading(page, text_string(&day));
		}
		if (entry->record->kind == RECORD_BREAK)
			count_break(&breaks, &entry->record->pause);
		else
			entry_line(history, entry, page);
	}
	breaks_line(&breaks, page);
}
