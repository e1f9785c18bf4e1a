/*
 * Crockford's base32, for codes that people copy by hand: five bits a character, most significant first; groups with hyphens between them
 * are written, and small letters, O for 0, I and L for 1, blanks and hyphens anywhere are read. What a code holds, and its check, is the caller's; so
 * is wiping.
 */
#ifndef EVENKEEL_BASE32_H
#define EVENKEEL_BASE32_H

#include <stddef.h>
#include <stdint.h>

enum { BASE32_BITS = 5, BASE32_GROUP = 4 };
/* Of a code of @characters, in groups, with its NUL. */
#define BASE32_CODE_SIZE(characters) ((characters) + ((characters)-1) / BASE32_GROUP + 1)

/* The @i-th five bits of @bytes, zeros after its end. */
unsigned base32_five_bits(const uint8_t *bytes, size_t size, size_t i);
/* @ret has room for BASE32_CODE_SIZE(@count). */
void base32_write(const uint8_t *values, size_t count, char *ret);

#define BASE32_FOREIGN SIZE_MAX
/* How many characters @code has, of which the first @most go into @values; BASE32_FOREIGN: one that no code has. */
size_t base32_read(const char *code, uint8_t *values, size_t most);
/* The first 8 * @size bits of @values. */
void base32_join(const uint8_t *values, uint8_t *ret, size_t size);

#endif
