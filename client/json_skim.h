/*
 * The outside of a JSON document: where each member of the outer object and each element of one array lies, without reading what is in
 * them, so that years of records need not be in memory as objects at once. Pure.
 */
#ifndef CLIENT_JSON_SKIM_H
#define CLIENT_JSON_SKIM_H

#include <stdbool.h>
#include <stddef.h>

struct json_slice {
	const char *bytes; /* NULL = none */
	size_t length;
};

/* A file's bytes without the mark of UTF-8 and the blanks around them. */
struct json_slice json_slice_of(const void *bytes, size_t length);
bool json_slice_is(struct json_slice slice, const char *wanted);

/* Called for each member of an object (@key with its quotes) or element of an array (@key empty). Returns 0 to go on. */
typedef int (*json_skim_item)(void *context, struct json_slice key, struct json_slice value);
/* 0; what @item returned; -1: @whole is no object (array) with proper commas, brackets and strings on its outer level. */
int json_skim(struct json_slice whole, bool object, json_skim_item item, void *context);

#endif
