/* The stores that are measured: check-ins of years, or worksheets, side by side in one directory. */
#ifndef BENCH_STORES_H
#define BENCH_STORES_H

#include <stdbool.h>

#include <evenkeel/store.h>

#include "figures.h"

#define STORES_PASSPHRASE "a passphrase for measuring"

enum { STORES_PER_DAY = 20, STORES_PATH = 512 };

/* Where they lie from now on. */
void stores_begin(const char *directory);
/* The path of one, or of a file in it; good until the call after next. */
const char *stores_path(const char *name, const char *file);
/* The @n-th record, for stores_make. */
void stores_checkin(uint64_t n, struct record *ret);
void stores_worksheet(uint64_t n, struct record *ret);
void stores_make(const char *name, uint64_t rows, unsigned per_epoch, enum store_flag flags,
		 void (*record)(uint64_t n, struct record *ret));
struct store *stores_open(const char *name, bool unlock);
/* A full read, of which all must come. @ret_to_last, if not NULL: until the last row came. */
struct took stores_scan(struct store *store, uint64_t rows, struct took *ret_to_last);
/* Open it, read it once, close it: its boxes are wrapped then. */
void stores_read_once(const char *name, uint64_t rows);

#endif
