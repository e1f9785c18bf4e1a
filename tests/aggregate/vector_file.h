/* Files of test vectors: JSON whose byte strings are lower-case hexadecimal. */
#ifndef TESTS_AGGREGATE_VECTOR_FILE_H
#define TESTS_AGGREGATE_VECTOR_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct blob {
	uint8_t *bytes;
	size_t size;
};

void blob_clear(struct blob *blob);
bool blob_is(const struct blob *blob, const uint8_t *bytes, size_t size);

/* "foo" of "dir/foo.json". The caller frees it. */
char *vector_name(const char *path);
/* NULL: not readable, or no JSON. */
json_t *vector_load(const char *path);
/* -1: it is no string of hexadecimal digits. */
int vector_hex(const json_t *value, struct blob *ret);
int vector_field(const json_t *object, const char *name, struct blob *ret);
/* -1: no such number, or one below 0. */
int vector_number(const json_t *object, const char *name, uint64_t *ret);

/* Run each file and print its line: "ok NAME", or "FAIL NAME STAGE" with what @run returned. 1 when there was such a one, 2 without files. */
int vector_main(int argc, char **argv, const char *(*run)(const char *name, const json_t *file));

#endif
