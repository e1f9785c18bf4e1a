/* Files that hold a person's answers: read whole into memory that is wiped, written whole or not at all and for their owner alone. */
#ifndef CLIENT_FILES_H
#define CLIENT_FILES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <evenkeel/error.h>

struct file_bytes {
	uint8_t *bytes;
	size_t size, capacity;
};
/* "-" is stdin. */
int file_bytes_read(const char *path, struct file_bytes *ret, struct error *err);
void file_bytes_wipe(struct file_bytes *file);

/* What fills a file: 0, or -1 with @err set. Failing writes on @out need no notice. */
typedef int (*file_writer)(void *context, FILE *out, struct error *err);
/* A new file beside @path, made durable, then renamed over it. Only a plain file is ever replaced. */
int file_write_whole(const char *path, file_writer write, void *context, struct error *err);

#endif
