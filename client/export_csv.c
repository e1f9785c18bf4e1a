/* Answers, texts and scores as a table. */
#include <stdio.h>
#include <string.h>

#include <evenkeel/worksheet.h>

#include "csv.h"
#include "exercise.h"
#include "instrument_past.h"
#include "instrument_store.h"
#include "json_record.h"
#include "term.h"
#include "words.h"

static void put_quoted(const char *text, FILE *out)
{
	putc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', out);
		putc(*text, out);
	}
	putc('"', out);
}

void csv_put(const char *text, FILE *out)
{
	if (text && strpbrk(text, "\",\r\n"))
		put_quoted(text, out);
	else if (text)
		fputs(text, out);
}

void csv_name(const char *name, struct text *ret)
{
	if (*name && strchr("=+-@\t\r", *name))
		text_append_char(ret, '\'');
	text_append(ret, name);
}

static void put_words(const char *text, FILE *out)
{
	if (text && *text)
		put_quoted(text, out);
}

void csv_head(FILE *out)
{
	fputs("time,form,outcome,late,question,value,label,code,text\n", out);
}

void csv_write(const struct csv_line *line, FILE *out)
{
	fprintf(out, "%s,%s,%s,%d,", line->time, line->form ? line->form : "", line->outcome ? line->outcome : "",
		line->late);
	csv_put(line->question, out);
	putc(',', out);
	csv_put(line->value, out);
	putc(',', out);
	put_words(line->label, out);
	putc(',', out);
	csv_put(line->code, out);
	putc(',', out);
	put_words(line->text, out);
	putc('\n', out);
}

static const char *number(unsigned value, char ret[static 12])
{
	snprintf(ret, 12, "%u", value);
	return ret;
}

static void write_answers(const struct client *client, const struct record *record, const char *when, FILE *out)
{
	char value[12], question[12];

	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		const struct catalogue_entry *entry = catalogue_find(answer->question);
		if (!answer->question || answer->value == RECORD_UNANSWERED)
			continue;
		snprintf(value, sizeof(value), "%d", answer->value);
		csv_write(&(struct csv_line){.time = when,
					     .form = record_form_name(record->prompt.form),
					     .outcome = record_kind_name(record->kind),
					     .late = record->flags & RECORD_LATE,
					     .question = entry ? entry->name : number(answer->question, question),
					     .value = value,
					     .label = record_step_words(answer, client->language),
					     .text = entry ? catalogue_text(entry->id, TEXT_LABEL, client->language)
							   : NULL},
			  out);
	}
	explicit_bzero(value, sizeof(value));
}

/* An exercise's choices, each a line as an answer is. */
static void write_choices(const struct client *client, const struct record *record, const char *words, const char *when,
			  FILE *out)
{
	const struct exercise *exercise = exercise_find(record->worksheet.exercise);
	char place[12];
	uint16_t item_number;
	uint8_t value;

	while (exercise_next_choice(&words, &item_number, &value)) {
		_cleanup_(text_clear) struct text name = {0};
		struct exercise_item item;
		if (!exercise_item_find(exercise, item_number, &item))
			continue;
		text_appendf(&name, "%s.", catalogue_find(exercise->id)->name);
		exercise_item_name(&item, &name);
		bool worded = value >= 1 && value <= item.field->choice_count;
		csv_write(&(struct csv_line){.time = when,
					     .form = "exercise",
					     .outcome = record_kind_name(RECORD_ANSWERED),
					     .late = record->flags & RECORD_LATE,
					     .question = text_string(&name),
					     .value = number(value, place),
					     .label = worded ? item.field->choices[value - 1].text[client->language]
							     : NULL,
					     .code = worded ? item.field->choices[value - 1].name : NULL,
					     .text = item.field->words.text[client->language]},
			  out);
	}
	explicit_bzero(place, sizeof(place));
}

/* A note or an exercise's field, whole. */
static void write_text(const struct client *client, const struct reading *reading, const struct record *record,
		       const char *when, FILE *out)
{
	_cleanup_(text_wipe) struct text text = {0};
	_cleanup_(text_clear) struct text name = {0};
	const struct catalogue_entry *exercise = catalogue_find(record->worksheet.exercise);
	const struct exercise *known = exercise_find(record->worksheet.exercise);
	struct exercise_item item;
	char field[12];

	if (!worksheet_is_first(reading->records.items, reading->records.count, record))
		return;
	worksheet_join(reading->records.items, reading->records.count, record, &text);
	if (known && record->worksheet.field == 0) {
		write_choices(client, record, text_string(&text), when, out);
		return;
	}
	if (text.length == 0)
		return; /* a field that was left empty */
	text_append(&name, exercise ? exercise->name : "");
	bool named = known && exercise_item_find(known, record->worksheet.field, &item);
	if (named) {
		text_append(&name, ".");
		exercise_item_name(&item, &name);
	}
	csv_write(&(struct csv_line){.time = when,
				     .form = record->worksheet.exercise ? "exercise" : "note",
				     .outcome = record_kind_name(RECORD_ANSWERED),
				     .late = record->flags & RECORD_LATE,
				     .question = text_string(&name),
				     .value = number(record->worksheet.field, field),
				     .label = text_string(&text),
				     .text = named ? item.field->words.text[client->language] : NULL},
		  out);
}

int export_csv(const struct client *client, const struct reading *reading, FILE *out, struct error *err)
{
	_cleanup_(past_all_clear) struct past_all all = {0};
	_cleanup_(text_clear) struct text questions = {0};

	if (past_gather_all(client, reading, &all, err) < 0 ||
	    instrument_questions(&client->paths, &questions, err) < 0)
		return -1;
	csv_head(out);
	for (size_t i = 0; i < reading->records.count; i++) {
		_cleanup_(text_clear) struct text when = {0};
		const struct record *record = &reading->records.items[i];
		if (csv_questionnaire(reading, &all, text_string(&questions), record, out))
			continue;
		words_iso(&when, record->wall_ms, record->zone_min);
		if (record_is_prompt(record))
			write_answers(client, record, text_string(&when), out);
		else if (record->kind == RECORD_WORKSHEET)
			write_text(client, reading, record, text_string(&when), out);
	}
	return 0;
}
