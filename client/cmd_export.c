#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "json_out.h"
#include "json_record.h"
#include "reading.h"
#include "words.h"

static const struct command_option options[] = {
	{"format", "NAME", N_("json: everything, for import; csv: the answers, for a spreadsheet")},
	{"o", "FILE", N_("into this file, which only you can read; without it to the output")},
	{NULL, NULL, NULL},
};

/* Rows that belong to this machine's chain (from 0x40: erasure, restoring, clock) mean nothing elsewhere. */
static bool leaves(const struct record *record)
{
	return record->kind < RECORD_ERASE;
}

/* One record a line, so that a diff of two exports reads well, and years of records are never in memory as JSON. */
static void write_json(const struct client *client, const struct reading *reading, FILE *out)
{
	const char *between = "\n";

	fputs("{\"format\":\"evenkeel-export\",\"version\":1,\"records\":[", out);
	for (size_t i = 0; i < reading->records.count; i++) {
		if (!leaves(&reading->records.items[i]))
			continue;
		json_t *object = json_record(&reading->records.items[i], client->language);
		fputs(between, out);
		json_dumpf(object, out, JSON_COMPACT | JSON_PRESERVE_ORDER);
		json_decref(object);
		between = ",\n";
	}
	fputs("\n]}\n", out);
}

static void write_csv_answers(const struct client *client, const struct record *record, FILE *out)
{
	_cleanup_(text_clear) struct text when = {0};

	words_iso(&when, record->wall_ms, record->zone_min);
	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		const struct catalogue_entry *entry = catalogue_find(answer->question);
		const char *words = record_step_words(answer, client->language);
		const char *form = record_form_name(record->prompt.form);
		if (!answer->question || answer->value == RECORD_UNANSWERED)
			continue;
		fprintf(out, "%s,%s,%s,%d,", text_string(&when), form ? form : "", record_kind_name(record->kind),
			record->flags & RECORD_LATE ? 1 : 0);
		if (entry)
			fprintf(out, "%s,", entry->name);
		else
			fprintf(out, "%d,", answer->question);
		fprintf(out, "%d,%s\n", answer->value, words ? words : "");
	}
}

static void write_csv(const struct client *client, const struct reading *reading, FILE *out)
{
	fputs("time,form,outcome,late,question,value,label\n", out);
	for (size_t i = 0; i < reading->records.count; i++) {
		if (record_is_prompt(&reading->records.items[i]))
			write_csv_answers(client, &reading->records.items[i], out);
	}
}

typedef void (*writer)(const struct client *client, const struct reading *reading, FILE *out);
static const struct format {
	const char *name;
	writer write;
	bool withdrawn; /* what was taken back goes along, with the record that says so */
} formats[] = {{"json", write_json, true}, {"csv", write_csv, false}};

static const struct format *find_format(const char *name, struct error *err)
{
	if (!name) {
		error_set(err, ERROR_USAGE, "which format? --format json or csv");
		return NULL;
	}
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	error_set(err, ERROR_USAGE, "there is no format '%s'; there are json and csv", name);
	return NULL;
}

/* A file that appears whole or not at all: written beside its place, made durable, and renamed into it. */
static int write_file(const struct client *client, const struct reading *reading, writer write, const char *path,
		      struct error *err)
{
	_cleanup_(text_clear) struct text beside = {0};

	text_appendf(&beside, "%s.new-XXXXXX", path);
	int fd = mkstemp(beside.bytes);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out)
		return error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(errno));
	write(client, reading, out);
	bool written = fchmod(fd, 0600) == 0 && !ferror(out) && fflush(out) == 0 && fsync(fd) == 0;
	int reason = errno;
	if (fclose(out) == 0 && written && rename(text_string(&beside), path) == 0)
		return 0;
	if (written)
		reason = errno;
	unlink(text_string(&beside));
	return error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(reason));
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	const char *path = command_value(call, "o");
	struct error err = {0};

	if (client_words(call, 0, 0, &err) != 0)
		return client_fail(&err);
	const struct format *format = find_format(command_value(call, "format"), &err);
	if (!format || reading_open(client, format->withdrawn, &reading, &err) != 0)
		return client_fail(&err);
	json_out_init();
	if (!path)
		format->write(client, &reading, stdout);
	else if (write_file(client, &reading, format->write, path, &err) != 0)
		return client_fail(&err);
	else
		fprintf(stderr, _("evenkeel: '%s' is not encrypted: whoever gets this file can read your answers\n"),
			path);
	return reading.exit_code;
}

const struct command cmd_export = {
	.name = "export",
	.args = "",
	.summary = N_("your records in a form other programs read"),
	.help = N_("Writes out your own records. The result is readable by anyone who gets hold of it. json holds "
		   "every field; csv holds "
		   "one answer a line. Asks for your passphrase.\n"
		   "\n"
		   "  evenkeel export --format json -o answers.json\n"
		   "  evenkeel export --format csv > answers.csv"),
	.options = options,
	.run = run,
};
