#include <stdbool.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/vault.h>

/*
 * 26 characters of 5 bits hold M's 128, most significant first, and two zero bits; 2 more hold the first ten bits of
 * the check hash.
 */
enum { CODE_BITS = 5, CODE_MASTER_CHARACTERS = 26, CODE_CHARACTERS = 28, CODE_GROUP = 4 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

_Static_assert(VAULT_CODE_SIZE == CODE_CHARACTERS + CODE_CHARACTERS / CODE_GROUP, "groups, hyphens between them, NUL");

/* The @i-th five bits of @bytes, zeros after its end. */
static unsigned five_bits(const uint8_t *bytes, size_t size, size_t i)
{
	unsigned value = 0;

	for (size_t bit = i * CODE_BITS; bit < (i + 1) * CODE_BITS; bit++)
		value = value << 1 | (bit / 8 < size ? bytes[bit / 8] >> (7 - bit % 8) & 1u : 0u);
	return value;
}

static void check_bits(const uint8_t *master, unsigned ret[static 2])
{
	static const char label[] = "evenkeel code v1";
	uint8_t input[sizeof(label) - 1 + VAULT_MASTER_SIZE], hash[crypto_generichash_BYTES];

	memcpy(input, label, sizeof(label) - 1);
	memcpy(input + sizeof(label) - 1, master, VAULT_MASTER_SIZE);
	crypto_generichash(hash, sizeof(hash), input, sizeof(input), NULL, 0);
	ret[0] = five_bits(hash, sizeof(hash), 0);
	ret[1] = five_bits(hash, sizeof(hash), 1);
	sodium_memzero(input, sizeof(input));
	sodium_memzero(hash, sizeof(hash));
}

void vault_code_encode(const uint8_t master[static VAULT_MASTER_SIZE], char ret_code[static VAULT_CODE_SIZE])
{
	unsigned check[2];
	char *at = ret_code;

	check_bits(master, check);
	for (size_t i = 0; i < CODE_CHARACTERS; i++) {
		if (i > 0 && i % CODE_GROUP == 0)
			*at++ = '-';
		*at++ = alphabet[i < CODE_MASTER_CHARACTERS ? five_bits(master, VAULT_MASTER_SIZE, i)
							    : check[i - CODE_MASTER_CHARACTERS]];
	}
	*at = '\0';
	sodium_memzero(check, sizeof(check));
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

static int read_characters(const char *code, uint8_t values[static CODE_CHARACTERS], struct error *err)
{
	size_t count = 0;

	for (const char *c = code; *c; c++) {
		if (*c == '-' || *c == ' ' || *c == '\t' || *c == '\n' || *c == '\r')
			continue;
		int value = value_of(*c);
		if (value < 0)
			return error_set(
				err, ERROR_LOCKED,
				"the recovery code has a character that no code has; it uses digits and letters only");
		if (count < CODE_CHARACTERS)
			values[count] = (uint8_t)value;
		count++;
	}
	if (count != CODE_CHARACTERS)
		return error_set(err, ERROR_LOCKED,
				 "the recovery code has %zu characters instead of %d (7 groups of 4)", count,
				 CODE_CHARACTERS);
	return 0;
}

int vault_code_decode(const char *code, uint8_t ret_master[static VAULT_MASTER_SIZE], struct error *err)
{
	uint8_t values[CODE_CHARACTERS] = {0}, master[VAULT_MASTER_SIZE] = {0};
	unsigned check[2];

	if (read_characters(code, values, err)) {
		sodium_memzero(values, sizeof(values));
		return -1;
	}
	for (size_t bit = 0; bit < 8 * VAULT_MASTER_SIZE; bit++)
		if (values[bit / CODE_BITS] >> (CODE_BITS - 1 - bit % CODE_BITS) & 1)
			master[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	check_bits(master, check);
	bool good = (values[CODE_MASTER_CHARACTERS - 1] & 3) == 0 && values[CODE_MASTER_CHARACTERS] == check[0] &&
		    values[CODE_MASTER_CHARACTERS + 1] == check[1];
	if (good)
		memcpy(ret_master, master, VAULT_MASTER_SIZE);
	sodium_memzero(values, sizeof(values));
	sodium_memzero(master, sizeof(master));
	sodium_memzero(check, sizeof(check));
	return good ? 0
		    : error_set(err, ERROR_LOCKED, "the recovery code has a typing error; compare it group by group");
}
