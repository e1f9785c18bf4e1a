/* The transfer key in words: Crockford's base32, as the recovery code is, but marked so that nobody takes one for the other. */
#include <string.h>

#include <sodium.h>

#include <evenkeel/transfer.h>

#include "bytes.h"
#include "internal.h"

#define MARK "evk1"
enum { CHECK_SIZE = 3, WORDS = (VAULT_KEY_SIZE + CHECK_SIZE) * 8 / 5, GROUP = 4 };

_Static_assert((VAULT_KEY_SIZE + CHECK_SIZE) * 8 % 5 == 0 && WORDS % GROUP == 0, "whole characters, whole groups");
_Static_assert(TRANSFER_KEY_WORDS_SIZE == sizeof(MARK) + WORDS + WORDS / GROUP, "mark, hyphens, NUL");

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static void make_check(const uint8_t *pk, uint8_t ret[static CHECK_SIZE])
{
	static const char label[] = "evenkeel transfer key v1";
	uint8_t input[sizeof(label) - 1 + VAULT_KEY_SIZE], hash[crypto_generichash_BYTES];

	put_bytes(put_bytes(input, label, sizeof(label) - 1), pk, VAULT_KEY_SIZE);
	crypto_generichash(hash, sizeof(hash), input, sizeof(input), NULL, 0);
	memcpy(ret, hash, CHECK_SIZE);
}

void transfer_key_encode(const uint8_t pk[static VAULT_KEY_SIZE], char ret[static TRANSFER_KEY_WORDS_SIZE])
{
	uint8_t bytes[VAULT_KEY_SIZE + CHECK_SIZE];
	char *at = ret;

	memcpy(bytes, pk, VAULT_KEY_SIZE);
	make_check(pk, bytes + VAULT_KEY_SIZE);
	memcpy(at, MARK, sizeof(MARK) - 1);
	at += sizeof(MARK) - 1;
	for (size_t i = 0; i < WORDS; i++) {
		unsigned value = 0;
		for (size_t bit = 5 * i; bit < 5 * i + 5; bit++)
			value = value << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1u);
		if (i % GROUP == 0)
			*at++ = '-';
		*at++ = alphabet[value];
	}
	*at = '\0';
}

static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	c = (char)(c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c);
	const char *found = c ? strchr(alphabet, c) : NULL;
	return found ? (int)(found - alphabet) : -1;
}

static bool is_between(char c)
{
	return c == '-' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The bits of the characters behind the mark; how many there were, or -1. */
static int read_bits(const char *words, uint8_t ret[static VAULT_KEY_SIZE + CHECK_SIZE])
{
	int count = 0;

	memset(ret, 0, VAULT_KEY_SIZE + CHECK_SIZE);
	for (const char *c = words; *c; c++) {
		if (is_between(*c))
			continue;
		int value = value_of(*c);
		if (value < 0)
			return -1;
		for (int bit = 0; bit < 5 && count < WORDS; bit++)
			if (value >> (4 - bit) & 1)
				ret[(5 * count + bit) / 8] |= (uint8_t)(0x80 >> (5 * count + bit) % 8);
		count++;
	}
	return count;
}

int transfer_key_decode(const char *words, uint8_t ret_pk[static VAULT_KEY_SIZE], struct error *err)
{
	uint8_t bytes[VAULT_KEY_SIZE + CHECK_SIZE], check[CHECK_SIZE];

	while (is_between(*words))
		words++;
	if (strncasecmp(words, MARK, sizeof(MARK) - 1) != 0)
		return error_set(err, ERROR_USAGE,
				 "a transfer key begins with 'evk1-'; 'evenkeel export --show-key' shows it on the "
				 "other device");
	int count = read_bits(words + sizeof(MARK) - 1, bytes);
	if (count != WORDS)
		return error_set(err, ERROR_USAGE, "a transfer key has 14 groups of 4 digits and letters behind 'evk1-'");
	make_check(bytes, check);
	if (memcmp(check, bytes + VAULT_KEY_SIZE, CHECK_SIZE))
		return error_set(err, ERROR_USAGE, "the transfer key has a typing error; compare it group by group");
	memcpy(ret_pk, bytes, VAULT_KEY_SIZE);
	return 0;
}

int transfer_key_show(const struct store *store, char ret[static TRANSFER_KEY_WORDS_SIZE], struct error *err)
{
	if (!store->unlocked)
		return error_set(err, ERROR_LOCKED, "the store is locked");
	transfer_key_encode(store->secrets->vault.pk, ret);
	return 0;
}
