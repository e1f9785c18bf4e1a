/* Every record as JSON. */
#include <string.h>

#include "export.h"
#include "json_out.h"
#include "json_record.h"

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
