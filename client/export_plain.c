/* The formats that anyone can read. */
#include <string.h>

#include <evenkeel/worksheet.h>

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

/* One record a line, so that a diff of two exports reads well, and years of records are never in memory as JSON. */
void export_json(const struct client *client, const struct reading *reading, FILE *out)
{
	const char *between = "\n";

	fputs("{\"format\":\"evenkeel-export\",\"version\":1,\"records\":[", out);
	for (size_t i = 0; i < reading->records.count; i++) {
		if (!leaves(&reading->records.items[i]))
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

/* A note or an exercise's field, whole. */
static void write_text(const struct reading *reading, const struct record *record, const char *when, FILE *out)
{
	_cleanup_(text_wipe) struct text text = {0};
	const struct catalogue_entry *exercise = catalogue_find(record->worksheet.exercise);

	if (!worksheet_is_first(reading->records.items, reading->records.count, record))
		return;
	worksheet_join(reading->records.items, reading->records.count, record, &text);
	fprintf(out, "%s,%s,answered,%d,", when, record->worksheet.exercise ? "exercise" : "note",
		record->flags & RECORD_LATE ? 1 : 0);
	fprintf(out, "%s,%d,", exercise ? exercise->name : "", record->worksheet.field);
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
			write_text(reading, record, text_string(&when), out);
	}
}
