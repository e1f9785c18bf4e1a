/* Little-endian numbers in bytes, for records and frames. */
#ifndef CORE_WIRE_H
#define CORE_WIRE_H

#include <stddef.h>
#include <stdint.h>

static inline void wire_put(uint8_t *bytes, uint64_t number, size_t width)
{
	for (size_t i = 0; i < width; i++)
		bytes[i] = (uint8_t)(number >> (8 * i));
}

static inline uint64_t wire_get(const uint8_t *bytes, size_t width)
{
	uint64_t number = 0;

	/* Every row of a store comes through here. */
	switch (width) {
	case 1:
		return bytes[0];
	case 2:
		return (uint64_t)(bytes[0] | bytes[1] << 8);
	case 4:
		return bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24;
	default:
		break;
	}
	for (size_t i = width; i > 0; i--)
		number = number << 8 | bytes[i - 1];
	return number;
}

#endif
