/* Files that hold a person's answers: read whole into memory that is wiped, written whole or not at all and for their owner alone. */
#ifndef CLIENT_FILES_H
#define CLIENT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include <evenkeel/error.h>

struct file_bytes {
	uint8_t *bytes;
	size_t size, capacity;
};
/* "-" is stdin. */
int file_bytes_read(const char *path, struct file_bytes *ret, struct error *err);
/* The same; one of more than @most bytes is refused. */
int file_bytes_read_most(const char *path, size_t most, struct file_bytes *ret, struct error *err);
/* The same where others may have put anything: a plain file alone, not through a link, and never waiting for a pipe. 0; 1: there is none; -1. */
int file_bytes_read_plain(const char *path, size_t most, struct file_bytes *ret, struct error *err);
void file_bytes_wipe(struct file_bytes *file);

/* Files that are too large for memory. A descriptor that is none is -1. */
void file_close(int *fd);
/* Such a plain file, read once, from front to back, into @to, which is empty. 0; 1: there is none; -1, also where it has more than @most bytes. */
int file_copy_plain(const char *path, size_t most, int to, struct error *err);
/* A file of one's own without a name, in the directory @dir; gone with its descriptor. -1. */
int file_nameless(const char *dir, struct error *err);
/* Are all bytes of the file there those of @fd? False, too, where there is none or none that is plain. */
bool file_is_same(const char *path, int fd);
/* As file_write_bytes, of all bytes of @fd. */
int file_write_copy(const char *path, int fd, mode_t mode, struct error *err);

/* What fills a file: 0, or -1 with @err set. Failing writes on @out need no notice. */
typedef int (*file_writer)(void *context, FILE *out, struct error *err);
/*
 * A new file, made durable, that takes @path's place in one step. Until then it has no name where the file system can do so; elsewhere it
 * lies beside @path, and goes when a signal ends the program, or, after kill -9, with the next one written. Only a plain file is ever replaced.
 */
int file_write_whole(const char *path, file_writer write, void *context, struct error *err);
/* The same of bytes that are there already, for those whom @mode names, too. */
int file_write_bytes(const char *path, const void *bytes, size_t size, mode_t mode, struct error *err);
/* As file_write_whole, over a link, too, which a plain file then replaces. */
int file_replace_whole(const char *path, file_writer write, void *context, struct error *err);
/* The directory that holds @path, made durable: after @path was made or took its place. -1 with errno. */
int file_sync_directory_of(const char *path);
/* The second way of the two, by itself. */
int file_write_beside(const char *path, file_writer write, void *context, struct error *err);

#endif
