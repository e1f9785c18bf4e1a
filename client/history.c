#include <stdlib.h>

#include "history.h"
#include "instrument_store.h"

/* What became of each group: the best outcome, and whether it was taken back. */
struct fate {
	uint32_t group;
	uint8_t rank; /* 2 answered, 1 partial, 0 the rest */
	bool withdrawn;
};

static uint8_t rank_of(const struct record *record)
{
	return record->kind == RECORD_ANSWERED ? 2 : record->kind == RECORD_PARTIAL ? 1 : 0;
}

static int compare(const void *a, const void *b)
{
	const struct fate *left = a, *right = b;

	return left->group < right->group ? -1 : left->group > right->group;
}

/* Sorted by group, one of each. */
static struct fate *gather_fates(const struct record *records, size_t count, size_t *ret_count)
{
	struct fate *fates = mem_new(count + 1, sizeof *fates);
	size_t filled = 0;

	for (size_t i = 0; i < count; i++) {
		bool back = records[i].kind == RECORD_WITHDRAWN;
		fates[i] = (struct fate){.group = back ? records[i].withdrawn.group : records[i].group,
					 .rank = back ? 0 : rank_of(&records[i]),
					 .withdrawn = back};
	}
	qsort(fates, count, sizeof *fates, compare);
	for (size_t i = 0; i < count; i++) {
		struct fate *last = filled ? &fates[filled - 1] : NULL;
		if (!last || last->group != fates[i].group) {
			fates[filled++] = fates[i];
			continue;
		}
		last->rank = fates[i].rank > last->rank ? fates[i].rank : last->rank;
		last->withdrawn |= fates[i].withdrawn;
	}
	*ret_count = filled;
	return fates;
}

static bool is_entry(const struct record *record)
{
	if (record_is_prompt(record))
		return record->part == 0;
	return record->kind == RECORD_BREAK || record->kind == RECORD_TIP_FEEDBACK ||
	       record->kind == RECORD_CONTRIBUTION || (record->kind == RECORD_WORKSHEET && record->part == 0);
}

void history_gather(struct history *ret, const struct client *client, const struct reading *reading, int days)
{
	size_t since = reading_since(reading, days), count = reading->records.count, fate_count;
	const struct record *records = reading->records.items;
	struct fate *fates = gather_fates(records + since, count - since, &fate_count);

	*ret = (struct history){.client = client, .reading = reading, .from = since};
	/* Without the list a questionnaire has no name; its answers count all the same. */
	instrument_questions(&client->paths, &ret->questions, NULL);
	ret->entries = mem_new(count - since + 1, sizeof *ret->entries);
	for (size_t i = since; i < count; i++) {
		struct fate key = {.group = records[i].group};
		const struct fate *fate = bsearch(&key, fates, fate_count, sizeof *fates, compare);
		if (!is_entry(&records[i]) ||
		    (fate && record_is_prompt(&records[i]) && rank_of(&records[i]) < fate->rank))
			continue;
		ret->entries[ret->count++] = (struct history_entry){.record = &records[i],
								    .date = reading_day(reading, &records[i]),
								    .withdrawn = fate && fate->withdrawn};
	}
	free(fates);
}

void history_clear(struct history *history)
{
	free(history->entries);
	text_clear(&history->questions);
	*history = (struct history){0};
}

const struct record *history_next_part(const struct history *history, const struct history_entry *entry,
				       const struct record *part)
{
	const struct record *end = history->reading->records.items + history->reading->records.count;

	/* Parts share an instant, so they stand close together. */
	for (const struct record *next = part + 1; next < end && next->wall_ms == part->wall_ms; next++) {
		if (next->group == entry->record->group && next->part > part->part)
			return next;
	}
	return NULL;
}
