/* Fuzz targets on mutations of good input, the same each time. */
#ifndef TESTS_UNIT_MUTATIONS_H
#define TESTS_UNIT_MUTATIONS_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/text.h>

/* @rounds of @target, which must return 0: on each of the @seeds in turn, as it is and with one to five changes. */
void mutations_run(int rounds, int (*target)(const uint8_t *bytes, size_t size), const struct text *seeds,
		   size_t count);
/* A seed; mutations_clear ends them. */
struct text mutations_of(const char *string, size_t length);
void mutations_clear(struct text *seeds, size_t count);

#endif
