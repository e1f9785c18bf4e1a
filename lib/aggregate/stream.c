#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>

#include "stream.h"

static int cannot_read(struct error *err)
{
	return error_set(err, ERROR_FAILED, "a message or a temporary file cannot be read: %s", strerror(errno));
}

static int cannot_write(struct error *err)
{
	return errno == ENOSPC ? error_set(err, ERROR_FAILED, "the disk is full; make room and run the command again")
			       : error_set(err, ERROR_FAILED, "a message or a temporary file cannot be written: %s",
					   strerror(errno));
}

int stream_write_at(int fd, uint64_t at, const void *bytes, size_t size, struct error *err)
{
	const uint8_t *from = bytes;

	while (size > 0) {
		ssize_t n = pwrite(fd, from, size, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return cannot_write(err);
		from += n;
		at += (uint64_t)n;
		size -= (size_t)n;
	}
	return 0;
}

long stream_read_at(int fd, uint64_t at, void *ret, size_t size, struct error *err)
{
	size_t have = 0;

	while (have < size) {
		ssize_t n = pread(fd, (uint8_t *)ret + have, size - have, (off_t)(at + have));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cannot_read(err);
		if (n == 0)
			break;
		have += (size_t)n;
	}
	return (long)have;
}

int stream_read_all(int fd, uint64_t at, void *ret, size_t size, struct error *err)
{
	long have = stream_read_at(fd, at, ret, size, err);

	if (have < 0 || (size_t)have == size)
		return have < 0 ? -1 : 0;
	errno = EIO;
	return cannot_read(err);
}

int stream_size(int fd, uint64_t *ret, struct error *err)
{
	struct stat status;

	if (fstat(fd, &status))
		return cannot_read(err);
	*ret = (uint64_t)status.st_size;
	return 0;
}

int stream_cut(int fd, uint64_t size, struct error *err)
{
	return ftruncate(fd, (off_t)size) ? cannot_write(err) : 0;
}

int stream_shift(int fd, uint64_t at, uint64_t end, size_t by, struct error *err)
{
	uint8_t *room _cleanup_free_ = mem_new(STREAM_ROOM, 1);

	while (end > at) {
		size_t piece = end - at < STREAM_ROOM ? (size_t)(end - at) : STREAM_ROOM;
		if (stream_read_all(fd, end - piece, room, piece, err) ||
		    stream_write_at(fd, end - piece + by, room, piece, err))
			return -1;
		end -= piece;
	}
	return 0;
}

void reader_init(struct reader *ret, int fd, uint64_t at, uint64_t end, struct error *err)
{
	*ret = (struct reader){.fd = fd, .at = at, .end = end, .room = mem_new(STREAM_ROOM, 1), .err = err};
}

void reader_clear(struct reader *reader)
{
	reader->room = mem_free(reader->room);
}

uint64_t reader_left(const struct reader *reader)
{
	return reader->end - reader->at + (reader->filled - reader->next);
}

/* What is left moves to the front, more comes behind it. */
static int fill(struct reader *reader)
{
	size_t left = reader->filled - reader->next, wanted = STREAM_ROOM - left;
	uint8_t *behind = reader->room + left;

	if (wanted > reader->end - reader->at)
		wanted = (size_t)(reader->end - reader->at);
	memmove(reader->room, reader->room + reader->next, left);
	reader->next = 0;
	reader->filled = left;
	if (stream_read_all(reader->fd, reader->at, behind, wanted, reader->err) ||
	    (reader->seen && reader->seen(reader->context, reader->at, behind, wanted)))
		return -1;
	reader->at += wanted;
	reader->filled += wanted;
	return 0;
}

const uint8_t *reader_take(struct reader *reader, size_t size)
{
	assert(size <= STREAM_ROOM);
	if (reader->failed || size > reader_left(reader))
		return NULL;
	if (reader->filled - reader->next < size && fill(reader)) {
		reader->failed = true;
		return NULL;
	}
	const uint8_t *taken = reader->room + reader->next;
	reader->next += size;
	return taken;
}

int reader_rest(struct reader *reader)
{
	while (!reader->failed && reader_left(reader) > 0)
		reader_take(reader, reader_left(reader) < STREAM_ROOM ? (size_t)reader_left(reader) : STREAM_ROOM);
	return reader->failed ? -1 : 0;
}

void writer_init(struct writer *ret, int fd, uint64_t at, struct error *err)
{
	*ret = (struct writer){.fd = fd, .at = at, .room = mem_new(STREAM_ROOM, 1), .err = err};
}

int writer_flush(struct writer *writer)
{
	if (stream_write_at(writer->fd, writer->at, writer->room, writer->filled, writer->err))
		return -1;
	writer->at += writer->filled;
	writer->filled = 0;
	return 0;
}

int writer_put(struct writer *writer, const void *bytes, size_t size)
{
	const uint8_t *from = bytes;

	while (size > 0) {
		size_t piece = STREAM_ROOM - writer->filled;
		if (piece > size)
			piece = size;
		memcpy(writer->room + writer->filled, from, piece);
		writer->filled += piece;
		from += piece;
		size -= piece;
		if (writer->filled == STREAM_ROOM && writer_flush(writer))
			return -1;
	}
	return 0;
}

uint64_t writer_place(const struct writer *writer)
{
	return writer->at + writer->filled;
}

void writer_clear(struct writer *writer)
{
	writer->room = mem_free(writer->room);
}
