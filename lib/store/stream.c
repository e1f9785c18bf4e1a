#include <string.h>

#include "stream.h"

/* More bad keys than a page's rows in a row, each asked for by name: the rest of the table is given up. */
enum { SKIP_MAX = 100000 };

static int seek(struct stream *stream, int64_t key)
{
	sqlite3_reset(stream->statement);
	sqlite3_bind_int64(stream->statement, 1, key);
	return sqlite3_step(stream->statement);
}

static void settle(struct stream *stream, int rc)
{
	stream->skipped = false;
	for (int skips = 0; rc != SQLITE_ROW && rc != SQLITE_DONE; skips++) {
		stream->skipped = true;
		if (skips == SKIP_MAX || stream->key == INT64_MAX)
			break;
		rc = seek(stream, ++stream->key);
	}
	stream->have = rc == SQLITE_ROW;
	if (stream->have)
		stream->key = sqlite3_column_int64(stream->statement, 0);
}

int stream_start(struct stream *stream, struct sql_db *db, enum sql id, struct error *err)
{
	*stream = (struct stream){.db = db, .statement = sql_statement(db, id, err), .key = INT64_MIN};
	if (!stream->statement)
		return -1;
	int rc = seek(stream, INT64_MIN);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		stream->key = -1; /* ours begin at 0 */
	settle(stream, rc);
	return 0;
}

void stream_next(struct stream *stream)
{
	settle(stream, sqlite3_step(stream->statement));
}

void stream_end(struct stream *stream)
{
	if (stream->statement)
		sqlite3_reset(stream->statement);
}
