/* Every record as JSON. */
#include <string.h>

#include "export.h"
#include "instrument_move.h"
#include "instrument_questions.h"
#include "instrument_store.h"
#include "json_out.h"
#include "json_questionnaire.h"
#include "json_record.h"

/* Rows that belong to this machine's chain (from 0x40: erasure, restoring, clock) mean nothing elsewhere. */
static bool leaves(const struct record *record)
{
	return record->kind < RECORD_ERASE;
}

/* What an export is made from. */
struct source {
	const struct client *client;
	const struct reading *reading;
	struct past_all answerings;
	struct text questions;
	struct move move;
};

static void source_clear(struct source *source)
{
	past_all_clear(&source->answerings);
	text_clear(&source->questions);
	move_clear(&source->move);
}

static int source_gather(struct source *source, struct error *err)
{
	const struct paths *paths = &source->client->paths;

	return past_gather_all(source->client, source->reading, &source->answerings, err) < 0 ||
			       instrument_questions(paths, &source->questions, err) < 0 ||
			       move_prepare(paths, &source->reading->records, &source->move, err) < 0
		       ? -1
		       : 0;
}

/* Which question of which questionnaire: "mixed/q1". */
static void name_questions(const struct source *source, const struct record *record, json_t *object)
{
	json_t *list = json_object_get(object, "answers");

	for (int i = 0; sheet_is_record(record) && record_is_prompt(record) && i < record->count; i++) {
		_cleanup_(text_clear) struct text name = {0}, link_id = {0};
		uint16_t question = record->prompt.answers[i].question;
		if (!questions_find(text_string(&source->questions), question, &name, &link_id))
			continue;
		text_appendf(&name, "/%s", text_string(&link_id));
		json_object_set_new(json_array_get(list, (size_t)i), "id", json_string(text_string(&name)));
	}
}

/* What all the answers of one answering mean stands with its first record. */
static void explain(const struct source *source, const struct record *record, json_t *object)
{
	const struct instrument *instrument = NULL;

	if (!sheet_is_record(record))
		return;
	const struct past_answers *answers = past_find(&source->answerings, record->group, &instrument);
	if (answers && answers->record == record)
		json_object_set_new(object, "answering", json_answering(instrument, answers));
}

/* Where a record was first given is no part of it: a copy that was taken in elsewhere makes the same export. */
static json_t *exported(struct source *source, const struct record *record)
{
	struct record copy = *record;

	copy.flags &= (uint16_t)~RECORD_IMPORTED;
	move_renumber(&source->move, &copy);
	json_t *object = json_record(&copy, source->client->language);
	explicit_bzero(&copy, sizeof copy);
	name_questions(source, record, object);
	explain(source, record, object);
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

static void put(json_t *object, const char **between, FILE *out)
{
	fputs(*between, out);
	json_dumpf(object, out, JSON_COMPACT | JSON_PRESERVE_ORDER);
	json_decref(object);
	*between = ",\n";
}

/* One record a line, so that a diff of two exports reads well, and years of records are never in memory as JSON. */
static void put_all(struct source *source, FILE *out)
{
	const struct records *records = &source->reading->records, *rows = &source->move.rows;
	const char *between = "\n";

	fputs("{\"format\":\"evenkeel-export\",\"version\":1,\"records\":[", out);
	for (size_t i = 0; i < records->count; i++)
		if (leaves(&records->items[i]) && !is_again(source->reading, i))
			put(exported(source, &records->items[i]), &between, out);
	for (size_t i = 0; i < rows->count; i++)
		put(json_record(&rows->items[i], source->client->language), &between, out);
	fputs("\n],\n", out);
	json_questionnaires(&source->answerings, out);
	fputs("}\n", out);
}

int export_json(const struct client *client, const struct reading *reading, FILE *out, struct error *err)
{
	_cleanup_(source_clear) struct source source = {.client = client, .reading = reading};

	if (source_gather(&source, err) < 0)
		return -1;
	put_all(&source, out);
	return 0;
}
