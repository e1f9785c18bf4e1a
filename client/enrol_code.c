#include "enrol_code.h"

#include <string.h>

#include <sodium.h>

/* 52 characters hold the key's 256 bits, and four zero bits; the others the first twenty bits of the check hash. */
enum { KEY_CHARACTERS = 52 };

static void set_values(const uint8_t *key, uint8_t ret[static ENROL_CODE_CHARACTERS])
{
	static const char label[] = "evenkeel enrolment v1";
	uint8_t input[sizeof(label) - 1 + DAP_KEY_SIZE], hash[crypto_generichash_BYTES];

	memcpy(input, label, sizeof(label) - 1);
	memcpy(input + sizeof(label) - 1, key, DAP_KEY_SIZE);
	crypto_generichash(hash, sizeof(hash), input, sizeof(input), NULL, 0);
	for (size_t i = 0; i < KEY_CHARACTERS; i++)
		ret[i] = (uint8_t)base32_five_bits(key, DAP_KEY_SIZE, i);
	for (size_t i = KEY_CHARACTERS; i < ENROL_CODE_CHARACTERS; i++)
		ret[i] = (uint8_t)base32_five_bits(hash, sizeof(hash), i - KEY_CHARACTERS);
}

void enrol_code_encode(const uint8_t key[static DAP_KEY_SIZE], char ret[static ENROL_CODE_SIZE])
{
	uint8_t values[ENROL_CODE_CHARACTERS];

	set_values(key, values);
	base32_write(values, sizeof(values), ret);
}

int enrol_code_decode(const char *code, uint8_t ret[static DAP_KEY_SIZE], struct error *err)
{
	uint8_t values[ENROL_CODE_CHARACTERS], wanted[ENROL_CODE_CHARACTERS], key[DAP_KEY_SIZE];
	size_t count = base32_read(code, values, sizeof(values));

	if (count == BASE32_FOREIGN)
		return error_set(
			err, ERROR_FAILED,
			"the enrolment code has a character that no code has; it uses digits and letters only");
	if (count != sizeof(values))
		return error_set(err, ERROR_FAILED,
				 "the enrolment code has %zu characters instead of %d (14 groups of 4)", count,
				 ENROL_CODE_CHARACTERS);
	base32_join(values, key, sizeof(key));
	set_values(key, wanted);
	if (memcmp(values, wanted, sizeof(values)) != 0)
		return error_set(err, ERROR_FAILED, "the enrolment code has a typing error; compare it group by group");
	memcpy(ret, key, sizeof(key));
	return 0;
}
