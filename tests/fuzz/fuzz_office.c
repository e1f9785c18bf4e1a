/*
 * An office's two open files: the other party's .ekp, from a folder that others write, and its own office.json. The first byte says which: 0 an
 * .ekp; 1 one that whoever wrote it signed; 2 an office.json, in which the bytes 1 to 3 stand for keys that fit; 3 a party's name, as somebody
 * types it. What one office makes the other takes, and nothing else.
 */
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>
#include <evenkeel/refusal.h>

#include "../../client/officer/office_own.h"
#include "fuzz/fuzz.h"

enum { HEAD = 6, KEYS = 3 };

static uint8_t secret[DAP_SECRET_SIZE];
static struct office_public good[KEYS];
static char hex[KEYS][2 * OFFICE_PUBLIC_MAX + 1];

static struct office_public make(unsigned party, const char *name)
{
	static const uint8_t seed[HPKE_KEY_SIZE] = {11};
	struct office_public ret = {.party = party, .input.id = 1};
	struct hpke_pair pair;

	hpke_pair_init(&pair, seed);
	snprintf(ret.name, sizeof(ret.name), "%s", name);
	memcpy(ret.sign, secret + DAP_SECRET_SIZE - DAP_KEY_SIZE, DAP_KEY_SIZE);
	memcpy(ret.input.public_key, pair.public_key, HPKE_KEY_SIZE);
	if (party == PARTY_A)
		ret.collector = ret.input;
	office_public_sign(&ret, secret);
	return ret;
}

static void prepare(void)
{
	static const uint8_t seed[crypto_sign_SEEDBYTES] = {12};
	static const char *const names[KEYS] = {"Wellbeing", "Works council", "客 | x"};
	uint8_t bytes[OFFICE_PUBLIC_MAX], key[DAP_KEY_SIZE];

	FUZZ_CHECK(sodium_init() >= 0);
	crypto_sign_seed_keypair(key, secret, seed);
	for (unsigned i = 0; i < KEYS; i++) {
		good[i] = make(i == 1 ? PARTY_B : PARTY_A, names[i]);
		sodium_bin2hex(hex[i], sizeof(hex[i]), bytes, office_public_encode(&good[i], bytes));
	}
}

/* The name as both parties' signatures will bind it to a team. */
static void check_label(const char *name)
{
	_cleanup_(text_clear) struct text text = {0};
	struct cohort_label label;

	FUZZ_CHECK(cohort_label_make("Team", name, name, &text, NULL) == 0);
	struct cohort cohort = {.label = {(const uint8_t *)text.bytes, text.length}};
	cohort_label(&cohort, &label);
	FUZZ_CHECK(!strcmp(label.team, "Team"));
	FUZZ_CHECK(!strcmp(label.party[PARTY_A], name) && !strcmp(label.party[PARTY_B], name));
}

/* Six groups of five digits, those of this party alone. */
static void check_fingerprint(const struct office_public *party)
{
	char print[OFFICE_FINGERPRINT], other[OFFICE_FINGERPRINT];
	struct office_public signed_so = *party;

	office_fingerprint(party, print);
	for (size_t i = 0; i < OFFICE_FINGERPRINT - 1; i++)
		FUZZ_CHECK(i % 6 == 5 ? print[i] == ' ' : print[i] >= '0' && print[i] <= '9');
	FUZZ_CHECK(print[OFFICE_FINGERPRINT - 1] == '\0');
	signed_so.input.id ^= 1;
	office_fingerprint(&signed_so, other);
	FUZZ_CHECK(strcmp(print, other) != 0);
}

static void check_sealing(const struct hpke_config *config)
{
	static const uint8_t once[HPKE_KEY_SIZE] = {13};
	static const struct hpke_bytes word = {(const uint8_t *)"word", 4};
	uint8_t encapsulated[HPKE_KEY_SIZE], sealed[4 + HPKE_TAG_SIZE];

	FUZZ_CHECK(hpke_seal(config->public_key, once, word, word, word, encapsulated, sealed) == 0);
}

static int check_public(struct hpke_bytes file)
{
	struct office_public party, before;
	uint8_t again[OFFICE_PUBLIC_MAX];

	memset(&before, 0x5a, sizeof(before));
	memcpy(&party, &before, sizeof(party));
	int r = office_public_decode(file, &party);
	if (r) {
		FUZZ_CHECK(r > 0 && r < REFUSAL_COUNT_OF && refusal_words((enum refusal)r)[0]);
		FUZZ_CHECK(memcmp(&party, &before, sizeof(party)) == 0);
		return r;
	}
	FUZZ_CHECK(office_public_encode(&party, again) == file.size && memcmp(again, file.bytes, file.size) == 0);
	FUZZ_CHECK(office_check_name(party.name, NULL) == 0);
	check_label(party.name);
	check_fingerprint(&party);
	check_sealing(&party.input);
	if (party.party == PARTY_A)
		check_sealing(&party.collector);
	return 0;
}

/* With our key where its own belongs, and our signature. */
static void check_signed(struct hpke_bytes file)
{
	uint8_t copy[OFFICE_PUBLIC_MAX + 8];
	size_t at = file.size >= HEAD ? HEAD + (size_t)file.bytes[HEAD - 1] : 0;
	size_t end = file.size - DAP_SIGNATURE_SIZE;

	if (file.size > sizeof(copy) || at == 0 || at + DAP_KEY_SIZE + DAP_SIGNATURE_SIZE > file.size)
		return;
	memcpy(copy, file.bytes, file.size);
	memcpy(copy + at, good[0].sign, DAP_KEY_SIZE);
	crypto_sign_detached(copy + end, NULL, copy, end, secret);
	FUZZ_CHECK(check_public((struct hpke_bytes){copy, file.size}) != REFUSAL_SIGNATURE);
}

static bool same_party(const struct office_public *one, const struct office_public *other)
{
	uint8_t a[OFFICE_PUBLIC_MAX], b[OFFICE_PUBLIC_MAX];
	size_t size = office_public_encode(one, a);

	return office_public_encode(other, b) == size && memcmp(a, b, size) == 0;
}

static void check_same(const struct office *one, const struct office *other)
{
	FUZZ_CHECK(!strcmp(one->drop, other->drop) && !strcmp(one->exchange, other->exchange));
	FUZZ_CHECK(same_party(&one->own, &other->own));
	FUZZ_CHECK(one->has_other == other->has_other);
	FUZZ_CHECK(!one->has_other || same_party(&one->other, &other->other));
}

static int check_json(struct hpke_bytes file)
{
	static struct office office, before, again;
	_cleanup_(text_clear) struct text text = {0};

	memset(&before, 0, sizeof(before));
	memset(before.drop, 'd', 7);
	before.has_other = true;
	office = before;
	if (office_json_decode(file, &office)) {
		FUZZ_CHECK(memcmp(&office, &before, sizeof(office)) == 0);
		return -1;
	}
	FUZZ_CHECK(office.drop[0] == '/' && office.exchange[0] == '/' && office.dir[0] == '\0');
	FUZZ_CHECK(!office.has_other || office.own.party != office.other.party);
	FUZZ_CHECK(office_json_encode(&office, &text) == 0);
	again = (struct office){0};
	FUZZ_CHECK(office_json_decode((struct hpke_bytes){(const uint8_t *)text.bytes, text.length}, &again) == 0);
	check_same(&office, &again);
	return 0;
}

static void expand_json(struct hpke_bytes bytes)
{
	_cleanup_(text_clear) struct text text = {0};

	for (size_t i = 0; i < bytes.size; i++)
		if (bytes.bytes[i] >= 1 && bytes.bytes[i] <= KEYS)
			text_append(&text, hex[bytes.bytes[i] - 1]);
		else
			text_append_char(&text, (char)bytes.bytes[i]);
	check_json((struct hpke_bytes){(const uint8_t *)text_string(&text), text.length});
}

static void check_name(struct hpke_bytes bytes)
{
	_cleanup_(text_clear) struct text name = {0};
	struct error err = {0};
	uint8_t file[OFFICE_PUBLIC_MAX];

	text_append_bytes(&name, bytes.bytes, bytes.size);
	int r = office_check_name(text_string(&name), &err);
	FUZZ_CHECK((r == 0) == (err.message[0] == '\0'));
	if (strlen(text_string(&name)) > OFFICE_NAME_MAX) {
		FUZZ_CHECK(r != 0);
		return;
	}
	struct office_public party = make(PARTY_B, text_string(&name));
	size_t size = office_public_encode(&party, file);
	FUZZ_CHECK(check_public((struct hpke_bytes){file, size}) == (r ? REFUSAL_MALFORMED : 0));
}

int FUZZ_TARGET(fuzz_office)(const uint8_t *bytes, size_t size)
{
	if (hex[0][0] == '\0')
		prepare();
	if (size == 0)
		return 0;
	struct hpke_bytes rest = {bytes + 1, size - 1};
	switch (bytes[0] & 3) {
	case 0:
		check_public(rest);
		break;
	case 1:
		check_signed(rest);
		break;
	case 2:
		expand_json(rest);
		break;
	default:
		check_name(rest);
	}
	return 0;
}
