#include <stdbool.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/base32.h>
#include <evenkeel/vault.h>

/*
 * 26 characters of 5 bits hold M's 128, most significant first, and two zero bits; 2 more hold the first ten bits of
 * the check hash.
 */
enum { CODE_MASTER_CHARACTERS = 26, CODE_CHARACTERS = 28 };

_Static_assert(VAULT_CODE_SIZE == BASE32_CODE_SIZE(CODE_CHARACTERS), "groups, hyphens between them, NUL");

static void set_check(const uint8_t *master, uint8_t ret[static 2])
{
	static const char label[] = "evenkeel code v1";
	uint8_t input[sizeof(label) - 1 + VAULT_MASTER_SIZE], hash[crypto_generichash_BYTES];

	memcpy(input, label, sizeof(label) - 1);
	memcpy(input + sizeof(label) - 1, master, VAULT_MASTER_SIZE);
	crypto_generichash(hash, sizeof(hash), input, sizeof(input), NULL, 0);
	ret[0] = (uint8_t)base32_five_bits(hash, sizeof(hash), 0);
	ret[1] = (uint8_t)base32_five_bits(hash, sizeof(hash), 1);
	sodium_memzero(input, sizeof(input));
	sodium_memzero(hash, sizeof(hash));
}

static void set_values(const uint8_t *master, uint8_t ret[static CODE_CHARACTERS])
{
	for (size_t i = 0; i < CODE_MASTER_CHARACTERS; i++)
		ret[i] = (uint8_t)base32_five_bits(master, VAULT_MASTER_SIZE, i);
	set_check(master, ret + CODE_MASTER_CHARACTERS);
}

void vault_code_encode(const uint8_t master[static VAULT_MASTER_SIZE], char ret_code[static VAULT_CODE_SIZE])
{
	uint8_t values[CODE_CHARACTERS];

	set_values(master, values);
	base32_write(values, CODE_CHARACTERS, ret_code);
	sodium_memzero(values, sizeof(values));
}

static int read_characters(const char *code, uint8_t values[static CODE_CHARACTERS], struct error *err)
{
	size_t count = base32_read(code, values, CODE_CHARACTERS);

	if (count == BASE32_FOREIGN)
		return error_set(err, ERROR_LOCKED,
				 "the recovery code has a character that no code has; it uses digits and letters only");
	if (count != CODE_CHARACTERS)
		return error_set(err, ERROR_LOCKED,
				 "the recovery code has %zu characters instead of %d (7 groups of 4)", count,
				 CODE_CHARACTERS);
	return 0;
}

int vault_code_decode(const char *code, uint8_t ret_master[static VAULT_MASTER_SIZE], struct error *err)
{
	uint8_t values[CODE_CHARACTERS] = {0}, wanted[CODE_CHARACTERS], master[VAULT_MASTER_SIZE];

	if (read_characters(code, values, err)) {
		sodium_memzero(values, sizeof(values));
		return -1;
	}
	base32_join(values, master, sizeof(master));
	/* The two bits behind M's, and the check. */
	set_values(master, wanted);
	bool good = sodium_memcmp(values, wanted, sizeof(values)) == 0;
	if (good)
		memcpy(ret_master, master, VAULT_MASTER_SIZE);
	sodium_memzero(values, sizeof(values));
	sodium_memzero(wanted, sizeof(wanted));
	sodium_memzero(master, sizeof(master));
	return good ? 0
		    : error_set(err, ERROR_LOCKED, "the recovery code has a typing error; compare it group by group");
}
