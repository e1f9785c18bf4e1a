#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/zone.h>

#include "json_out.h"

/* The size stands before each block, aligned as malloc aligns. */
#define AHEAD _Alignof(max_align_t)

static void *allocate(size_t size)
{
	char *block = size > SIZE_MAX - AHEAD ? NULL : malloc(size + AHEAD);

	if (!block)
		return NULL;
	memcpy(block, &size, sizeof size);
	return block + AHEAD;
}

static void wipe_free(void *memory)
{
	size_t size;

	if (!memory)
		return;
	char *block = (char *)memory - AHEAD;
	memcpy(&size, block, sizeof size);
	explicit_bzero(block, size + AHEAD);
	free(block);
}

void json_out_init(void)
{
	json_set_alloc_funcs(allocate, wipe_free);
}

json_t *json_out_number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

json_t *json_out_string(const char *string)
{
	return string ? json_string(string) : json_null();
}

json_t *json_out_date(int32_t date)
{
	char words[DATE_SIZE];

	date_format(date, words);
	return json_string(words);
}

void json_out_print(json_t *object)
{
	json_dumpf(object, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(object);
}

void json_out_free(json_t **object)
{
	json_decref(*object);
}
