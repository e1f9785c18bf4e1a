#include <string.h>

#include "ahead.h"

enum {
	ROWS_ENOUGH = 128,        /* the page ends with the epoch that is under way then */
	POSITIONS_MAX = 4 * 1024, /* between two rows of an epoch; what is further apart the walk steps through */
};

static bool is_row_size(size_t size)
{
	return size == RECORD_SIZE + VAULT_ROW_EXTRA || size == RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA;
}

/* The epoch at hand in the stream, if it can be opened by itself. */
static void add_epoch(struct ahead_page *page, const struct stream *epochs, uint64_t serial)
{
	int64_t e = epochs->key, first_n = sqlite3_column_int64(epochs->statement, 2);
	const uint8_t *box = sqlite3_column_blob(epochs->statement, 3);

	if (!box || sqlite3_column_bytes(epochs->statement, 3) != VAULT_WRAPPED_SIZE || e < 0 || e > UINT32_MAX ||
	    first_n < 0 || page->epoch_count == AHEAD_ROWS)
		return;
	struct ahead_epoch *epoch = &page->epochs[page->epoch_count];
	*epoch = (struct ahead_epoch){.serial = serial,
				      .e = (uint32_t)e,
				      .first_n = (uint64_t)first_n,
				      .first_row = page->row_count,
				      .keys = &page->secrets->keys[page->epoch_count]};
	memcpy(epoch->box, box, VAULT_WRAPPED_SIZE);
	page->epoch_count++;
}

static bool at_border(const struct stream *epochs, int64_t key)
{
	return epochs->have && sqlite3_column_int64(epochs->statement, 2) <= key;
}

static void add_row(struct ahead_page *page, const struct stream *entries, const uint8_t *blob, size_t size,
		    size_t kept, bool known)
{
	struct ahead_row *row = &page->rows[page->row_count];

	*row = (struct ahead_row){.key = entries->key,
				  .at = (uint32_t)page->used,
				  .size = (uint32_t)size,
				  .epoch = -1,
				  .skipped = entries->skipped};
	if (kept > 0)
		memcpy(page->blobs + page->used, blob, kept);
	page->used += kept;
	if (known) {
		row->epoch = (int16_t)(page->epoch_count - 1);
		page->epochs[row->epoch].row_count++;
	}
	page->row_count++;
}

void ahead_page_read(struct ahead_page *page, struct stream *entries, struct stream *epochs, uint64_t *serial)
{
	bool known = false; /* the epoch under way is the page's last */

	page->row_count = page->epoch_count = page->used = 0;
	for (; entries->have; stream_next(entries)) {
		const uint8_t *blob = sqlite3_column_blob(entries->statement, 1);
		size_t size = blob ? (size_t)sqlite3_column_bytes(entries->statement, 1) : 0;
		size_t kept = is_row_size(size) ? size : 0;
		bool border = at_border(epochs, entries->key);
		if (page->row_count == AHEAD_ROWS || page->used + kept > AHEAD_BYTES ||
		    (border && page->row_count >= ROWS_ENOUGH))
			break;
		for (; at_border(epochs, entries->key); stream_next(epochs)) {
			size_t before = page->epoch_count;
			add_epoch(page, epochs, ++*serial);
			known = page->epoch_count > before;
		}
		add_row(page, entries, blob, size, kept, known);
	}
	page->last = !entries->have;
	page->end_skipped = entries->skipped;
}

/* False: too far apart. */
static bool step_to(struct ahead_secrets *secrets, uint64_t *n, uint64_t to)
{
	if (to < *n || to - *n > POSITIONS_MAX)
		return false;
	for (; *n <= to; ++*n)
		vault_row_step(secrets->epoch_key, *n, secrets->row_key);
	return true;
}

static void open_epoch(struct ahead_page *page, struct ahead_epoch *epoch, const struct vault_keys *vault)
{
	struct ahead_secrets *secrets = page->secrets;
	uint64_t n = epoch->first_n;

	if (vault_epoch_unwrap(vault, epoch->e, epoch->first_n, epoch->box, epoch->keys->epoch, epoch->keys->chain))
		return;
	epoch->opened = true;
	memcpy(secrets->epoch_key, epoch->keys->epoch, VAULT_KEY_SIZE);
	for (size_t i = epoch->first_row; i < epoch->first_row + epoch->row_count; i++) {
		struct ahead_row *row = &page->rows[i];
		if (!step_to(secrets, &n, (uint64_t)row->key))
			return;
		row->opened = is_row_size(row->size) &&
			      vault_row_open(secrets->row_key, epoch->e, (uint64_t)row->key, page->blobs + row->at,
					     row->size, secrets->plain + row->at) == 0;
	}
}

void ahead_page_open(struct ahead_page *page, const struct vault_keys *vault)
{
	for (size_t i = 0; i < page->epoch_count; i++)
		open_epoch(page, &page->epochs[i], vault);
}
