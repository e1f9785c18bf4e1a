#include <evenkeel/mem.h>

#include "ledger_db.h"
#include "stream.h"

static sqlite3_blob *open_answer(struct ledger *ledger, int64_t row, int writing, struct error *err)
{
	sqlite3_blob *blob = NULL;

	if (sqlite3_blob_open(ledger->db, "main", "opening", "resp", row, writing, &blob) == SQLITE_OK)
		return blob;
	ledger_sql_error(ledger, err);
	sqlite3_blob_close(blob);
	return NULL;
}

static size_t piece_of(uint64_t left)
{
	return left < STREAM_ROOM ? (size_t)left : STREAM_ROOM;
}

static int write_piece(struct ledger *ledger, sqlite3_blob *blob, const struct role_answer *answer, uint64_t at,
		       uint8_t *room, struct error *err)
{
	size_t piece = piece_of(answer->size - at);
	const uint8_t *bytes = answer->bytes ? answer->bytes + at : room;

	if (!answer->bytes && stream_read_all(answer->fd, at, room, piece, err))
		return -1;
	return sqlite3_blob_write(blob, bytes, (int)piece, (int)at) == SQLITE_OK ? 0 : ledger_sql_error(ledger, err);
}

int ledger_write_answer(struct ledger *ledger, const struct role_answer *answer, struct error *err)
{
	sqlite3_blob *blob = open_answer(ledger, sqlite3_last_insert_rowid(ledger->db), 1, err);
	uint8_t *room _cleanup_free_ = mem_new(STREAM_ROOM, 1);
	int r = blob ? 0 : -1;

	for (uint64_t at = 0; at < answer->size && r == 0; at += STREAM_ROOM)
		r = write_piece(ledger, blob, answer, at, room, err);
	if (blob && sqlite3_blob_close(blob) != SQLITE_OK && r == 0)
		r = ledger_sql_error(ledger, err);
	return r;
}

int ledger_read_answer(struct ledger *ledger, int64_t row, int fd, struct error *err)
{
	sqlite3_blob *blob = open_answer(ledger, row, 0, err);
	uint8_t *room _cleanup_free_ = mem_new(STREAM_ROOM, 1);
	int r = blob ? stream_cut(fd, 0, err) : -1;
	uint64_t size = blob ? (uint64_t)sqlite3_blob_bytes(blob) : 0;

	for (uint64_t at = 0; at < size && r == 0; at += STREAM_ROOM) {
		size_t piece = piece_of(size - at);
		if (sqlite3_blob_read(blob, room, (int)piece, (int)at) != SQLITE_OK)
			r = ledger_sql_error(ledger, err);
		else
			r = stream_write_at(fd, at, room, piece, err);
	}
	sqlite3_blob_close(blob);
	/* Half of an answer never comes back. */
	if (r)
		stream_cut(fd, 0, NULL);
	return r;
}
