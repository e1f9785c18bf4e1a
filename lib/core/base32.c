#include <string.h>

#include <evenkeel/base32.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

unsigned base32_five_bits(const uint8_t *bytes, size_t size, size_t i)
{
	unsigned value = 0;

	for (size_t bit = i * BASE32_BITS; bit < (i + 1) * BASE32_BITS; bit++)
		value = value << 1 | (bit / 8 < size ? bytes[bit / 8] >> (7 - bit % 8) & 1u : 0u);
	return value;
}

void base32_write(const uint8_t *values, size_t count, char *ret)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && i % BASE32_GROUP == 0)
			*ret++ = '-';
		*ret++ = alphabet[values[i]];
	}
	*ret = '\0';
}

/* The value of a typed character, or -1. Crockford: what looks alike counts as the digit. */
static int value_of(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	const char *found = c ? strchr(alphabet, c) : NULL;
	return found ? (int)(found - alphabet) : -1;
}

size_t base32_read(const char *code, uint8_t *values, size_t most)
{
	size_t count = 0;

	for (const char *c = code; *c; c++) {
		if (*c == '-' || *c == ' ' || *c == '\t' || *c == '\n' || *c == '\r')
			continue;
		int value = value_of(*c);
		if (value < 0)
			return BASE32_FOREIGN;
		if (count < most)
			values[count] = (uint8_t)value;
		count++;
	}
	return count;
}

void base32_join(const uint8_t *values, uint8_t *ret, size_t size)
{
	memset(ret, 0, size);
	for (size_t bit = 0; bit < 8 * size; bit++)
		if (values[bit / BASE32_BITS] >> (BASE32_BITS - 1 - bit % BASE32_BITS) & 1)
			ret[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
}
