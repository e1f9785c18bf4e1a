/*
 * What the reading commands share: open, unlock, load all records, say what the read found, and find a window of days in them.
 * And what each of them ends with: the exit code and, when the answers are a reason to, whom to talk to.
 * Damage never hides what can be read: the records that opened are shown, the finding goes to stderr, and the exit code is 5.
 */
#ifndef CLIENT_READING_H
#define CLIENT_READING_H

#include <evenkeel/records.h>
#include <evenkeel/trend.h>

#include "command.h"
#include "json_out.h"

struct reading {
	struct records records;
	bool demo;
	int exit_code; /* ERROR_NONE, or ERROR_DAMAGED where something does not read */
	int32_t day_start_s;
	int32_t today;   /* Evenkeel's day now */
	unsigned safety; /* bits of enum safety_rule that hold over the records */
};

/* Load all from an unlocked store, and say on stderr what the read found. */
int reading_load(struct client *client, struct store *store, bool with_withdrawn, struct reading *ret,
		 struct error *err);
/* Reviews that were answered in several goes become one: what people read. An export of everything keeps them as they are. */
void reading_join(struct reading *reading);
/* All three: unlock, load, join. */
int reading_open(struct client *client, bool with_withdrawn, struct reading *ret, struct error *err);
/* The same from a store that is unlocked already. */
int reading_from(struct client *client, struct store *store, bool with_withdrawn, struct reading *ret,
		 struct error *err);
/* What every reading command ends with, once its page is out: the notice of whom to talk to, where it is called for and the output is no
 * JSON (that carries it by itself). Returns the exit code: damage before @code. */
int reading_end(const struct client *client, const struct reading *reading, int code);
/* Print @object, with `support` {shown, because[]} beside its own keys. */
void reading_print_json(const struct reading *reading, json_t *object);
void reading_clear(struct reading *reading);

/* Evenkeel's day of @record, by its own zone. */
int32_t reading_day(const struct reading *reading, const struct record *record);
/* The first record of the last @days days, today among them. */
size_t reading_since(const struct reading *reading, int days);

/* What cannot be read, in words on stderr: one line a finding, @most at most. */
void reading_findings(const struct store_report *report, int most);

#endif
