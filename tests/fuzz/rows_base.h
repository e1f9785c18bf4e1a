/*
 * Stores as they lie on disk, for fuzz_rows to spoil: made once by the program itself, with the same random numbers in each run, so that what
 * was found stays found.
 */
#ifndef ROWS_BASE_H
#define ROWS_BASE_H

#include <stdbool.h>

#include <evenkeel/store.h>
#include <evenkeel/vault.h>

#define ROWS_PASSPHRASE "a passphrase for fuzzing"

enum { ROWS_MAX = 64, ROWS_KINDS = 3, ROWS_FILES = 3 };

struct rows_image {
	uint8_t *bytes;
	size_t size;
};

/* A store as it lies on disk, and what is in it. */
struct rows_base {
	struct rows_image files[ROWS_FILES]; /* the database first */
	uint8_t rows[ROWS_MAX][RECORD_WORKSHEET_SIZE];
	size_t sizes[ROWS_MAX]; /* 0: erased */
	uint64_t count;
	bool attested;
};

/* Sealed boxes; or wrapped ones, a mark and sealed ones behind them; or a chain that began without the person, too. */
const struct rows_base *rows_base(unsigned kind);
/* The directory of the store under test. */
const char *rows_dir(void);
/* Put the files of @base there, and @database for its own. */
void rows_lay(const struct rows_base *base, const struct rows_image *database);
/* The secret keys of all bases, and the random numbers begun anew. */
const struct vault_keys *rows_keys(void);
void rows_random_from(uint64_t seed);
/* The @n-th record of a base, and its time. */
struct record rows_record(uint64_t n);
struct instant rows_at(uint64_t n);

#endif
