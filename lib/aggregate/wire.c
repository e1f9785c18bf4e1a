#include <string.h>

#include "wire.h"

uint8_t *wire_put(uint8_t *at, uint64_t number, int size)
{
	for (int i = size; i-- > 0;)
		*at++ = (uint8_t)(number >> (8 * i));
	return at;
}

uint8_t *wire_put_bytes(uint8_t *at, const void *bytes, size_t size)
{
	if (size)
		memcpy(at, bytes, size);
	return at + size;
}

uint64_t wire_get(const uint8_t *at, int size)
{
	uint64_t number = 0;

	for (int i = 0; i < size; i++)
		number = number << 8 | at[i];
	return number;
}

void wire_append(struct text *text, uint64_t number, int size)
{
	uint8_t bytes[8];

	wire_put(bytes, number, size);
	text_append_bytes(text, bytes, (size_t)size);
}

const uint8_t *wire_take(struct hpke_bytes *rest, size_t size)
{
	const uint8_t *taken = rest->bytes;

	if (size > rest->size)
		return NULL;
	*rest = (struct hpke_bytes){taken + size, rest->size - size};
	return taken;
}

bool wire_take_number(struct hpke_bytes *rest, int size, uint64_t *ret)
{
	const uint8_t *taken = wire_take(rest, (size_t)size);

	if (taken)
		*ret = wire_get(taken, size);
	return taken != NULL;
}

bool wire_take_block(struct hpke_bytes *rest, int size, struct hpke_bytes *ret)
{
	struct hpke_bytes left = *rest;
	uint64_t length;
	const uint8_t *taken;

	if (!wire_take_number(&left, size, &length) || length > left.size || !(taken = wire_take(&left, length)))
		return false;
	*ret = (struct hpke_bytes){taken, length};
	*rest = left;
	return true;
}
