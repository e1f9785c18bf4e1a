/*
 * Files read and written from front to back in large pieces: what lies in memory does not grow with them. Places are offsets, so a
 * descriptor's own position plays no part and one file may be read at several places. A failure is said in words, once, and -1.
 */
#ifndef AGGREGATE_STREAM_H
#define AGGREGATE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>

enum { STREAM_ROOM = 1 << 16 };

/* All of it, or -1. */
int stream_write_at(int fd, uint64_t at, const void *bytes, size_t size, struct error *err);
/* As many bytes as there are; -1. */
long stream_read_at(int fd, uint64_t at, void *ret, size_t size, struct error *err);
/* All of it, or -1. */
int stream_read_all(int fd, uint64_t at, void *ret, size_t size, struct error *err);
int stream_size(int fd, uint64_t *ret, struct error *err);
/* An empty file, or as long as @size. */
int stream_cut(int fd, uint64_t size, struct error *err);
/* The bytes from @at to @end further back by @by. */
int stream_shift(int fd, uint64_t at, uint64_t end, size_t by, struct error *err);

struct reader {
	int fd;
	uint64_t at, end; /* what was not read yet */
	size_t next, filled;
	uint8_t *room;
	bool failed;
	struct error *err;
	/* Told of all bytes in their order; may be NULL. -1: that failed. */
	int (*seen)(void *context, uint64_t at, const uint8_t *bytes, size_t size);
	void *context;
};
/* Of the bytes from @at to @end. */
void reader_init(struct reader *ret, int fd, uint64_t at, uint64_t end, struct error *err);
/* The next @size bytes (STREAM_ROOM at most), valid until the next call; NULL: there are fewer, or reading failed. */
const uint8_t *reader_take(struct reader *reader, size_t size);
uint64_t reader_left(const struct reader *reader);
/* To its end. -1: it could not be read, or has become shorter. */
int reader_rest(struct reader *reader);
void reader_clear(struct reader *reader);

struct writer {
	int fd;
	uint64_t at; /* in the file, without what still waits */
	size_t filled;
	uint8_t *room;
	struct error *err;
};
/* From @at on. */
void writer_init(struct writer *ret, int fd, uint64_t at, struct error *err);
int writer_put(struct writer *writer, const void *bytes, size_t size);
/* Where the next byte comes to lie. */
uint64_t writer_place(const struct writer *writer);
int writer_flush(struct writer *writer);
void writer_clear(struct writer *writer);

#endif
