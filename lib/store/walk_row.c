#include <stddef.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "walk.h"

static void note_bad(struct walk *walk, enum finding_reason reason, int suspect)
{
	WALK_GROW(walk->bad, walk->bad_count, walk->bad_capacity);
	walk->bad[walk->bad_count++] = (struct bad_row){.n = walk->n, .reason = reason, .suspect = suspect};
}

/* The key of the place at hand, from S as it was where a key was last asked for. */
static const uint8_t *row_key(struct walk *walk)
{
	struct walk_secrets *secrets = walk->secrets;

	for (; walk->key_n <= walk->n; walk->key_n++)
		vault_row_step(secrets->epoch_key, walk->key_n, secrets->row_key);
	return secrets->row_key;
}

/* Keep the key of this place, and what stands there. */
static int keep_suspect(struct walk *walk, const uint8_t *blob, size_t size)
{
	struct suspect *suspect = &walk->suspects[walk->suspect_count];

	*suspect = (struct suspect){.e = walk->e - 1, .n = walk->n, .size = size};
	if (size)
		memcpy(suspect->blob, blob, size);
	memcpy(walk->secrets->suspect_keys[walk->suspect_count], row_key(walk), VAULT_KEY_SIZE);
	return walk->suspect_count++;
}

/* A row that does not open with the key of its place: perhaps it opens with another's. */
static void note_suspect(struct walk *walk, const uint8_t *blob, size_t size)
{
	bool room = walk->suspect_count < SUSPECTS_MAX && size <= sizeof(walk->suspects[0].blob);

	note_bad(walk, REASON_ROW, room ? keep_suspect(walk, blob, size) : -1);
}

void walk_gap(struct walk *walk)
{
	struct gap *last = walk->gap_count ? &walk->gaps[walk->gap_count - 1] : NULL;
	bool unreadable = walk->entries.skipped;

	/* Some places only: most gaps are erasures, and room for rows in wrong places has to stay. */
	if (walk->epoch == WALK_EPOCH && walk->suspect_count < SUSPECTS_MAX / 2)
		keep_suspect(walk, NULL, 0);
	if (last && last->rows.last + 1 == walk->n && last->unreadable == unreadable) {
		last->rows.last = walk->n;
		return;
	}
	WALK_GROW(walk->gaps, walk->gap_count, walk->gap_capacity);
	walk->gaps[walk->gap_count++] = (struct gap){.rows = {walk->n, walk->n}, .unreadable = unreadable};
}

/* Time runs back only behind a CLOCK record; what was stored later says so itself. */
static void check_time(struct walk *walk, const struct record *record)
{
	if (record->flags & (RECORD_IMPORTED | RECORD_DELAYED))
		return;
	if (walk->have_time && record->kind != RECORD_CLOCK && record->wall_ms < walk->last_ms - STORE_CLOCK_BACK_MS)
		findings_add(walk->report, REASON_TIME, walk->n, walk->n);
	walk->have_time = true;
	walk->last_ms = record->wall_ms;
}

static void note_authority(struct walk *walk, const struct record *record)
{
	struct authority authority = {
		.kind = record->kind, .rows = {record->range.first, record->range.last}, .n = walk->n};
	uint8_t mac[VAULT_AUTHORITY_SIZE];

	vault_authority(walk->vault, record->kind, record->range.first, record->range.last, walk->n, mac);
	if (sodium_memcmp(mac, record->range.mac, sizeof(mac)) || record->range.first > record->range.last ||
	    record->range.last >= walk->n) {
		WALK_GROW(walk->unproven, walk->unproven_count, walk->unproven_capacity);
		walk->unproven[walk->unproven_count++] = authority;
		return;
	}
	WALK_GROW(walk->authorities, walk->authority_count, walk->authority_capacity);
	walk->authorities[walk->authority_count++] = authority;
}

static bool kind_fits(const struct record *record, size_t size)
{
	return record->kind == RECORD_WORKSHEET ? size == RECORD_WORKSHEET_SIZE : size == RECORD_SIZE;
}

static void look_at(struct walk *walk, const uint8_t *plain, size_t size)
{
	struct record *record = &walk->secrets->record;
	int r = record_decode(plain, size, record, NULL);

	if (r < 0 || (r == 0 && !kind_fits(record, size))) {
		note_bad(walk, REASON_CONTENT, -1);
		return;
	}
	if (r == RECORD_NEWER)
		findings_add(walk->report, REASON_NEWER, walk->n, walk->n);
	if (record->kind == RECORD_ERASE || record->kind == RECORD_RESTORE)
		note_authority(walk, record);
	check_time(walk, record);
	if (walk->row)
		walk->stopped = walk->row(walk->context, walk->n, record);
}

/* The plain row, opened ahead if it was under the epoch that the walk is in; NULL when it does not open here. */
static const uint8_t *open_row(struct walk *walk)
{
	const struct ahead *row = &walk->entries;
	struct walk_secrets *secrets = walk->secrets;

	if (row->plain && walk->serial && row->epoch->serial == walk->serial)
		return row->plain;
	return vault_row_open(row_key(walk), walk->e - 1, walk->n, row->blob, row->size, secrets->plain)
		       ? NULL
		       : secrets->plain;
}

void walk_row(struct walk *walk)
{
	const uint8_t *blob = walk->entries.blob;
	size_t size = walk->entries.size;

	if (walk->epoch != WALK_EPOCH) {
		note_bad(walk, walk->epoch == WALK_NO_EPOCH ? REASON_NO_EPOCH : REASON_EPOCH, -1);
		return;
	}
	if (size != RECORD_SIZE + VAULT_ROW_EXTRA && size != RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA) {
		note_bad(walk, REASON_ROW, -1);
		return;
	}
	const uint8_t *plain = open_row(walk);
	if (!plain) {
		note_suspect(walk, blob, size);
		return;
	}
	walk->epoch_opened++;
	walk->report->records++;
	look_at(walk, plain, size - VAULT_ROW_EXTRA);
	/* What is behind a check-in's body was never written. */
	sodium_memzero(&walk->secrets->record, size == RECORD_SIZE + VAULT_ROW_EXTRA
						       ? offsetof(struct record, raw) + RECORD_SIZE
						       : sizeof(walk->secrets->record));
}
