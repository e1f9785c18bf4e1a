#include <string.h>

#include <sodium.h>

#include "hex.h"

long hex_read(const char *digits, uint8_t *ret, size_t size)
{
	const char *end;
	size_t count;

	if (sodium_hex2bin(ret, size, digits, strlen(digits), " ", &count, &end) || *end)
		return -1;
	return (long)count;
}
