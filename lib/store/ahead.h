/*
 * The rows of a store, read and opened ahead of the walk that verifies them. They come from the database in pages that end where an epoch
 * ends. An epoch whose box is wrapped opens without the chain before it, so pages do not depend on each other, and a second thread
 * opens some of them meanwhile.
 *
 * What was opened ahead is a guess until the walk has come to the same epoch, with the same box, and found the chain that this box names.
 * Then, and only then, it takes the plain rows from here; everything else it opens itself.
 */
#ifndef STORE_AHEAD_H
#define STORE_AHEAD_H

#include "stream.h"

struct ahead_keys {
	uint8_t epoch[VAULT_KEY_SIZE]; /* S at the epoch's first row */
	uint8_t chain[VAULT_KEY_SIZE]; /* C_e, as the box says */
};

/* An epoch, and the rows of its page that stand under it. */
struct ahead_epoch {
	uint64_t serial; /* from 1; no two of a walk have the same */
	uint32_t e;
	uint64_t first_n;
	uint8_t box[VAULT_WRAPPED_SIZE];
	size_t first_row, row_count;
	bool opened;
	struct ahead_keys *keys; /* in sodium memory */
};

/* The row at hand. All zeros: not started. */
struct ahead {
	bool have;
	bool skipped; /* rows before it could not be read */
	int64_t key;
	const uint8_t *blob; /* not to be looked at where @size is none that a row has */
	size_t size;
	const uint8_t *plain;            /* NULL: it did not open ahead */
	const struct ahead_epoch *epoch; /* NULL, or under which it stands */

	struct ahead_ring *ring;
};

/* @rows: about how many there are; few are not worth a second thread. @vault and @db are the caller's, until ahead_end. */
int ahead_start(struct ahead *ahead, struct sql_db *db, const struct vault_keys *vault, uint64_t rows,
		struct error *err);
void ahead_next(struct ahead *ahead);
/* The epoch that begins with the row at hand, if it was opened from this very box. Valid until ahead_next. */
const struct ahead_epoch *ahead_find(const struct ahead *ahead, uint32_t e, uint64_t first_n, const uint8_t *box,
				     size_t size);
void ahead_end(struct ahead *ahead);

/* One page (ahead_page.c). */
enum { AHEAD_ROWS = 192, AHEAD_BYTES = 48 * 1024 };

struct ahead_row {
	int64_t key;
	uint32_t at; /* in blobs, and in the secrets' plain */
	uint32_t size;
	int16_t epoch; /* index, or -1 */
	bool skipped, opened;
};
struct ahead_secrets {
	struct ahead_keys keys[AHEAD_ROWS];
	uint8_t epoch_key[VAULT_KEY_SIZE], row_key[VAULT_KEY_SIZE]; /* while opening */
	uint8_t plain[AHEAD_BYTES];
};
struct ahead_page {
	enum { AHEAD_FREE, AHEAD_READ, AHEAD_TAKEN, AHEAD_OPEN } state; /* under the ring's mutex */
	bool last;                                                      /* no row comes behind it */
	bool end_skipped;                                               /* behind the last row some could not be read */
	size_t row_count, epoch_count, used;
	struct ahead_row rows[AHEAD_ROWS];
	struct ahead_epoch epochs[AHEAD_ROWS];
	uint8_t blobs[AHEAD_BYTES];
	struct ahead_secrets *secrets;
};
/* Take rows from @entries and what @epochs says of them. @serial counts epochs. */
void ahead_page_read(struct ahead_page *page, struct stream *entries, struct stream *epochs, uint64_t *serial);
/* Open what can be opened; touches nothing but the page. */
void ahead_page_open(struct ahead_page *page, const struct vault_keys *vault);

#endif
