/* What a party tells the other about itself. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "office_own.h"
#include "party_digits.h"

static const char magic[] = "EKP1";
enum { MAGIC = sizeof(magic) - 1, HEAD = MAGIC + 2 };

static struct party_terms terms_of(const struct office_public *party)
{
	return (struct party_terms){party->party, party->name, party->sign, &party->input, &party->collector};
}

/* All that is signed. */
static size_t put_terms(const struct office_public *party, uint8_t ret[static OFFICE_PUBLIC_MAX])
{
	struct party_terms terms = terms_of(party);

	return party_terms_encode(&terms, ret);
}

void office_public_sign(struct office_public *party, const uint8_t secret[static DAP_SECRET_SIZE])
{
	uint8_t terms[OFFICE_PUBLIC_MAX];

	crypto_sign_detached(party->signature, NULL, terms, put_terms(party, terms), secret);
}

size_t office_public_encode(const struct office_public *party, uint8_t ret[static OFFICE_PUBLIC_MAX])
{
	size_t size = put_terms(party, ret);

	memcpy(ret + size, party->signature, DAP_SIGNATURE_SIZE);
	return size + DAP_SIGNATURE_SIZE;
}

/* What turns a line's direction round, so that a name reads as another one. */
static bool is_steering(uint32_t c)
{
	return c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* As part of a cohort's label it has to stand there whole. */
static bool is_name(const char *name)
{
	size_t length = strlen(name);
	const char *cursor = name;

	if (length == 0 || name[0] == ' ' || name[length - 1] == ' ' || !text_is_utf8(name, length))
		return false;
	while (*cursor != '\0') {
		uint32_t c = text_next(&cursor);
		if (c < ' ' || c == '|' || (c >= 0x7f && c < 0xa0) || is_steering(c))
			return false;
	}
	return true;
}

int office_check_name(const char *name, struct error *err)
{
	if (strlen(name) <= OFFICE_NAME_MAX && is_name(name))
		return 0;
	return error_set(err, ERROR_USAGE,
			 "the party's name has 1 to %d bytes of UTF-8, without '|', control characters or blanks "
			 "around it; it is what people "
			 "read",
			 OFFICE_NAME_MAX);
}

static int take_config(const uint8_t *at, struct hpke_config *ret)
{
	int r = hpke_config_decode((struct hpke_bytes){at, HPKE_CONFIG_SIZE}, ret);

	if (r < 0)
		return REFUSAL_MALFORMED;
	/* Nothing could be sealed for it, which would only come out once people send. */
	return r == HPKE_FOREIGN || !hpke_key_is_usable(ret->public_key) ? REFUSAL_SUITE : 0;
}

static int take_keys(const uint8_t *at, struct office_public *ret)
{
	memcpy(ret->sign, at, DAP_KEY_SIZE);
	int r = take_config(at + DAP_KEY_SIZE, &ret->input);
	if (r == 0 && ret->party == PARTY_A)
		r = take_config(at + DAP_KEY_SIZE + HPKE_CONFIG_SIZE, &ret->collector);
	return r;
}

static size_t keys_size(unsigned party)
{
	return DAP_KEY_SIZE + (party == PARTY_A ? 2 : 1) * HPKE_CONFIG_SIZE;
}

int office_public_decode(struct hpke_bytes file, struct office_public *ret)
{
	struct office_public party = {0};

	if (file.size < HEAD || memcmp(file.bytes, magic, MAGIC) != 0)
		return REFUSAL_VERSION;
	party.party = file.bytes[MAGIC];
	size_t length = file.bytes[MAGIC + 1];
	if ((party.party != PARTY_A && party.party != PARTY_B) || length > OFFICE_NAME_MAX ||
	    file.size != HEAD + length + keys_size(party.party) + DAP_SIGNATURE_SIZE)
		return REFUSAL_MALFORMED;
	memcpy(party.name, file.bytes + HEAD, length);
	if (strlen(party.name) != length || !is_name(party.name))
		return REFUSAL_MALFORMED;
	int r = take_keys(file.bytes + HEAD + length, &party);
	size_t signed_size = file.size - DAP_SIGNATURE_SIZE;
	if (r == 0 && crypto_sign_verify_detached(file.bytes + signed_size, file.bytes, signed_size, party.sign))
		r = REFUSAL_SIGNATURE;
	if (r)
		return r;
	memcpy(party.signature, file.bytes + signed_size, DAP_SIGNATURE_SIZE);
	*ret = party;
	return 0;
}

void office_fingerprint(const struct office_public *party, char ret[static OFFICE_FINGERPRINT])
{
	struct party_terms terms = terms_of(party);

	party_digits(&terms, ret);
}

const char *office_party_word(unsigned party)
{
	return party == PARTY_A ? "office" : "second";
}
