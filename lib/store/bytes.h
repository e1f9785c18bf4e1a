/* Little-endian integers in byte strings: append at a cursor, read at a place. */
#ifndef STORE_BYTES_H
#define STORE_BYTES_H

#include <stdint.h>
#include <string.h>

static inline uint8_t *put_bytes(uint8_t *at, const void *bytes, size_t size)
{
	memcpy(at, bytes, size);
	return at + size;
}

static inline uint8_t *put_number(uint8_t *at, uint64_t value, int size)
{
	for (int i = 0; i < size; i++)
		*at++ = (uint8_t)(value >> (8 * i));
	return at;
}

static inline uint8_t *put_u16(uint8_t *at, uint16_t value)
{
	return put_number(at, value, 2);
}

static inline uint8_t *put_u32(uint8_t *at, uint32_t value)
{
	return put_number(at, value, 4);
}

static inline uint8_t *put_u64(uint8_t *at, uint64_t value)
{
	return put_number(at, value, 8);
}

static inline uint64_t get_number(const uint8_t *at, int size)
{
	uint64_t value = 0;

	for (int i = size; i-- > 0;)
		value = value << 8 | at[i];
	return value;
}

static inline uint16_t get_u16(const uint8_t *at)
{
	return (uint16_t)get_number(at, 2);
}

static inline uint32_t get_u32(const uint8_t *at)
{
	return (uint32_t)get_number(at, 4);
}

static inline uint64_t get_u64(const uint8_t *at)
{
	return get_number(at, 8);
}

#endif
