#include "enrol_code.h"

#include <string.h>

#include <sodium.h>

/* The key and what binds it fill 56 characters; the last four are the first twenty bits of the check's hash. */
enum { HELD = DAP_KEY_SIZE + ENROL_BOUND_SIZE, HELD_CHARACTERS = HELD * 8 / BASE32_BITS };

/* Labels of one length, so that neither hash is ever of the other's bytes. */
static void hash(const char label[static 28], const uint8_t key[static DAP_KEY_SIZE], const uint8_t *more, size_t size,
		 uint8_t ret[static crypto_generichash_BYTES])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, crypto_generichash_BYTES);
	crypto_generichash_update(&state, (const uint8_t *)label, strlen(label));
	crypto_generichash_update(&state, key, DAP_KEY_SIZE);
	crypto_generichash_update(&state, more, size);
	crypto_generichash_final(&state, ret, crypto_generichash_BYTES);
}

static void bound_of(const uint8_t key[static DAP_KEY_SIZE], const struct cohort *cohort,
		     uint8_t ret[static ENROL_BOUND_SIZE])
{
	uint8_t terms[COHORT_TERMS_SIZE], bound[crypto_generichash_BYTES];

	cohort_terms(cohort, terms);
	hash("evenkeel enrolment terms v2", key, terms, sizeof(terms), bound);
	memcpy(ret, bound, ENROL_BOUND_SIZE);
}

static void set_values(const struct enrol_code *code, uint8_t ret[static ENROL_CODE_CHARACTERS])
{
	uint8_t held[HELD], check[crypto_generichash_BYTES];

	memcpy(held, code->key, DAP_KEY_SIZE);
	memcpy(held + DAP_KEY_SIZE, code->bound, ENROL_BOUND_SIZE);
	hash("evenkeel enrolment check v2", code->key, code->bound, ENROL_BOUND_SIZE, check);
	for (size_t i = 0; i < HELD_CHARACTERS; i++)
		ret[i] = (uint8_t)base32_five_bits(held, sizeof(held), i);
	for (size_t i = HELD_CHARACTERS; i < ENROL_CODE_CHARACTERS; i++)
		ret[i] = (uint8_t)base32_five_bits(check, sizeof(check), i - HELD_CHARACTERS);
}

void enrol_code_encode(const uint8_t key[static DAP_KEY_SIZE], const struct cohort *cohort,
		       char ret[static ENROL_CODE_SIZE])
{
	struct enrol_code code;
	uint8_t values[ENROL_CODE_CHARACTERS];

	memcpy(code.key, key, DAP_KEY_SIZE);
	bound_of(key, cohort, code.bound);
	set_values(&code, values);
	base32_write(values, sizeof(values), ret);
}

int enrol_code_decode(const char *code, struct enrol_code *ret, struct error *err)
{
	uint8_t values[ENROL_CODE_CHARACTERS], wanted[ENROL_CODE_CHARACTERS], held[HELD];
	size_t count = base32_read(code, values, sizeof(values));
	struct enrol_code got;

	if (count == BASE32_FOREIGN)
		return error_set(
			err, ERROR_FAILED,
			"the enrolment code has a character that no code has; it uses digits and letters only");
	if (count != sizeof(values))
		return error_set(err, ERROR_FAILED,
				 "the enrolment code has %zu characters instead of %d (15 groups of 4)", count,
				 ENROL_CODE_CHARACTERS);
	base32_join(values, held, sizeof(held));
	memcpy(got.key, held, DAP_KEY_SIZE);
	memcpy(got.bound, held + DAP_KEY_SIZE, ENROL_BOUND_SIZE);
	set_values(&got, wanted);
	if (memcmp(values, wanted, sizeof(values)) != 0)
		return error_set(err, ERROR_FAILED, "the enrolment code has a typing error; compare it group by group");
	*ret = got;
	return 0;
}

bool enrol_code_is_for(const struct enrol_code *code, const struct cohort *cohort)
{
	uint8_t bound[ENROL_BOUND_SIZE];

	bound_of(code->key, cohort, bound);
	return memcmp(code->bound, bound, sizeof(bound)) == 0;
}
