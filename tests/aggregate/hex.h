/* Bytes written as hexadecimal digits, as published figures are; blanks between them are skipped. */
#ifndef TESTS_AGGREGATE_HEX_H
#define TESTS_AGGREGATE_HEX_H

#include <stddef.h>
#include <stdint.h>

/* Their number, which may not be above @size; -1: no hexadecimal, an odd digit, or more than that. */
long hex_read(const char *digits, uint8_t *ret, size_t size);

#endif
