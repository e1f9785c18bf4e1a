/* Small private files, read and replaced whole, and the checks that every file of a store passes first. */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/paths.h>

#define FILE_ABSENT 1

/* DIR/NAME. */
int file_path(const char *dir, const char *name, char ret[static PATH_SIZE], struct error *err);
/* 0: a regular file of ours, no symlink; FILE_ABSENT; -1: something else, named. */
int file_check(const char *path, struct error *err);
/* 0: a directory of ours that nobody else can look into, no symlink; FILE_ABSENT; -1. */
int file_check_directory(const char *path, struct error *err);
/* At most @capacity bytes; a longer file sets *@ret_size to capacity + 1. 0, FILE_ABSENT, -1. */
int file_read(const char *path, uint8_t *ret, size_t capacity, size_t *ret_size, struct error *err);
/* Write DIR/NAME.tmp, fsync, rename over DIR/NAME, fsync the directory. */
int file_replace(const char *dir, const char *name, const uint8_t *bytes, size_t size, struct error *err);
int file_sync_directory(const char *dir, struct error *err);
/* The directory that holds @path: after @path was made or removed. One that we may not read is left to the system. */
int file_sync_parent(const char *path, struct error *err);

#endif
