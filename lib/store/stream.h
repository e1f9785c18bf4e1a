/* A table read in order of its key. A page that cannot be read is jumped over; @skipped then says so once. */
#ifndef STORE_STREAM_H
#define STORE_STREAM_H

#include "internal.h"

struct stream {
	struct sql_db *db;
	sqlite3_stmt *statement;
	int64_t key;
	bool have;    /* a row is at hand, under @key */
	bool skipped; /* rows before it could not be read */
};
int stream_start(struct stream *stream, struct sql_db *db, enum sql id, struct error *err);
void stream_next(struct stream *stream);
void stream_end(struct stream *stream);

#endif
