/* What a stranger does to a store's database, told by the bytes of a fuzzer: edits by SQL, or bytes of the file itself. */
#ifndef ROWS_EDIT_H
#define ROWS_EDIT_H

#include "rows_base.h"

/* What is left of the fuzzer's bytes. */
struct rows_input {
	const uint8_t *bytes;
	size_t size;
};

/* The next byte, or 0. */
uint8_t rows_take(struct rows_input *input);
/* Rows, epochs and chains, as an intruder would. */
void rows_edit_sql(struct rows_image *image, struct rows_input *input);
/* Bytes at places, and perhaps a shorter file: the last edit says so. */
void rows_edit_bytes(struct rows_image *image, struct rows_input *input);

#endif
