/* The formats that anyone can read. */
#include <string.h>

#include <evenkeel/worksheet.h>

#include "exercise.h"
#include "export.h"
#include "json_out.h"
#include "json_record.h"
#include "term.h"
#include "words.h"

/* Rows that belong to this machine's chain (from 0x40: erasure, restoring, clock) mean nothing elsewhere. */
static bool leaves(const struct record *record)
{
	return record->kind < RECORD_ERASE;
}

/* Where a record was first given is no part of it: a copy that was taken in elsewhere makes the same export. */
static json_t *exported(const struct record *record, enum catalogue_language language)
{
	struct record copy = *record;

	copy.flags &= (uint16_t)~RECORD_IMPORTED;
	json_t *object = json_record(&copy, language);
	explicit_bzero(&copy, sizeof copy);
	return object;
}

/* The same in every byte, at the same moment: a section of a review that was sealed twice. Import takes such a record once. */
static bool is_again(const struct reading *reading, size_t i)
{
	const struct record *records = reading->records.items;
	uint8_t bytes[2][RECORD_WORKSHEET_SIZE] = {{0}};
	bool again = false;

	record_encode(&records[i], bytes[0]);
	for (size_t k = i; !again && k-- > 0 && records[k].wall_ms == records[i].wall_ms;) {
		if (records[k].group != records[i].group || records[k].kind != records[i].kind)
			continue;
		record_encode(&records[k], bytes[1]);
		again = memcmp(bytes[0], bytes[1], record_size(&records[i])) == 0;
	}
	explicit_bzero(bytes, sizeof bytes);
	return again;
}

/* One record a line, so that a diff of two exports reads well, and years of records are never in memory as JSON. */
void export_json(const struct client *client, const struct reading *reading, FILE *out)
{
	const char *between = "\n";

	fputs("{\"format\":\"evenkeel-export\",\"version\":1,\"records\":[", out);
	for (size_t i = 0; i < reading->records.count; i++) {
		if (!leaves(&reading->records.items[i]) || is_again(reading, i))
			continue;
		json_t *object = exported(&reading->records.items[i], client->language);
		fputs(between, out);
		json_dumpf(object, out, JSON_COMPACT | JSON_PRESERVE_ORDER);
		json_decref(object);
		between = ",\n";
	}
	fputs("\n]}\n", out);
}

/* RFC 4180: quoted, quotes doubled. */
static void write_quoted(const char *text, FILE *out)
{
	putc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', out);
		putc(*text, out);
	}
	putc('"', out);
}

static void write_answers(const struct client *client, const struct record *record, const char *when, FILE *out)
{
	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		const struct catalogue_entry *entry = catalogue_find(answer->question);
		const char *words = record_step_words(answer, client->language);
		const char *form = record_form_name(record->prompt.form);
		if (!answer->question || answer->value == RECORD_UNANSWERED)
			continue;
		fprintf(out, "%s,%s,%s,%d,", when, form ? form : "", record_kind_name(record->kind),
			record->flags & RECORD_LATE ? 1 : 0);
		if (entry)
			fprintf(out, "%s,", entry->name);
		else
			fprintf(out, "%d,", answer->question);
		fprintf(out, "%d,%s\n", answer->value, words ? words : "");
	}
}

/* An exercise's choices, each a line as an answer is. */
static void write_choices(const struct client *client, const struct record *record, const char *words, const char *when,
			  FILE *out)
{
	const struct exercise *exercise = exercise_find(record->worksheet.exercise);
	uint16_t number;
	uint8_t value;

	while (exercise_next_choice(&words, &number, &value)) {
		_cleanup_(text_clear) struct text name = {0};
		struct exercise_item item;
		if (!exercise_item_find(exercise, number, &item))
			continue;
		exercise_item_name(&item, &name);
		bool worded = value >= 1 && value <= item.field->choice_count;
		fprintf(out, "%s,exercise,answered,%d,%s.%s,%d,", when, record->flags & RECORD_LATE ? 1 : 0,
			catalogue_find(exercise->id)->name, text_string(&name), value);
		write_quoted(worded ? item.field->choices[value - 1].text[client->language] : "", out);
		putc('\n', out);
	}
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

	if (!worksheet_is_first(reading->records.items, reading->records.count, record))
		return;
	worksheet_join(reading->records.items, reading->records.count, record, &text);
	if (known && record->worksheet.field == 0) {
		write_choices(client, record, text_string(&text), when, out);
		return;
	}
	if (text.length == 0)
		return; /* a field that was left empty */
	fprintf(out, "%s,%s,answered,%d,", when, record->worksheet.exercise ? "exercise" : "note",
		record->flags & RECORD_LATE ? 1 : 0);
	fprintf(out, "%s", exercise ? exercise->name : "");
	if (known && exercise_item_find(known, record->worksheet.field, &item)) {
		exercise_item_name(&item, &name);
		fprintf(out, ".%s", text_string(&name));
	}
	fprintf(out, ",%d,", record->worksheet.field);
	write_quoted(text_string(&text), out);
	putc('\n', out);
}

void export_csv(const struct client *client, const struct reading *reading, FILE *out)
{
	fputs("time,form,outcome,late,question,value,label\n", out);
	for (size_t i = 0; i < reading->records.count; i++) {
		_cleanup_(text_clear) struct text when = {0};
		const struct record *record = &reading->records.items[i];
		words_iso(&when, record->wall_ms, record->zone_min);
		if (record_is_prompt(record))
			write_answers(client, record, text_string(&when), out);
		else if (record->kind == RECORD_WORKSHEET)
			write_text(client, reading, record, text_string(&when), out);
	}
}
