/*
 * usage: hpke-vectors FILE...    run files of HPKE test vectors: an object as RFC 9180's vectors have it, of which each step is compared, or
 * a list of single messages, each of which must open. A message of a list whose suite is not Evenkeel's must be refused as such; a
 * file without any of Evenkeel's own suite is "FAIL NAME suite". Other stages: "parse", or what was compared.
 */
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "../../lib/aggregate/hpke_schedule.h"
#include "vector_file.h"

static struct hpke_bytes bytes_of(const struct blob *blob)
{
	return (struct hpke_bytes){blob->bytes, blob->size};
}

/* Our word on its suite, or -1: it names none. */
static int suite_of(const json_t *object)
{
	uint64_t kem, kdf, aead;

	if (vector_number(object, "kem_id", &kem) || vector_number(object, "kdf_id", &kdf) ||
	    vector_number(object, "aead_id", &aead) || kem > UINT16_MAX || kdf > UINT16_MAX || aead > UINT16_MAX)
		return -1;
	return hpke_suite_check((uint16_t)kem, (uint16_t)kdf, (uint16_t)aead);
}

/* NULL or @name. */
static const char *differs(const json_t *object, const char *name, const uint8_t *bytes, size_t size)
{
	_cleanup_(blob_clear) struct blob wanted = {0};

	if (vector_field(object, name, &wanted))
		return "parse";
	return blob_is(&wanted, bytes, size) ? NULL : name;
}

static const char *read_key(const json_t *object, const char *name, uint8_t ret[static HPKE_KEY_SIZE])
{
	_cleanup_(blob_clear) struct blob blob = {0};

	if (vector_field(object, name, &blob) || blob.size != HPKE_KEY_SIZE)
		return "parse";
	memcpy(ret, blob.bytes, HPKE_KEY_SIZE);
	return NULL;
}

/* A pair whose private key is given: "skR" or "skRm". */
static const char *read_pair(const json_t *object, const char *private_key, const char *public_key,
			     struct hpke_pair *ret)
{
	const char *stage = read_key(object, private_key, ret->private_key);

	return stage ? stage : read_key(object, public_key, ret->public_key);
}

static const char *open_message(const json_t *message)
{
	_cleanup_(blob_clear) struct blob info = {0}, associated = {0}, sealed = {0};
	uint8_t encapsulated[HPKE_KEY_SIZE];
	struct hpke_pair pair;

	if (vector_field(message, "info", &info) || vector_field(message, "aad", &associated) ||
	    vector_field(message, "ct", &sealed) || read_pair(message, "skR", "pkR", &pair) ||
	    read_key(message, "enc", encapsulated))
		return "parse";
	uint8_t *plain _cleanup_free_ = mem_new(sealed.size, 1);
	if (hpke_open(&pair, encapsulated, bytes_of(&info), bytes_of(&associated), bytes_of(&sealed), plain))
		return "open";
	return differs(message, "pt", plain, sealed.size - HPKE_TAG_SIZE);
}

static const char *run_list(const json_t *list)
{
	size_t own = 0;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *message = json_array_get(list, i);
		int suite = suite_of(message);
		if (suite < 0)
			return "parse";
		if (suite == HPKE_FOREIGN)
			continue;
		const char *stage = open_message(message);
		if (stage)
			return stage;
		own++;
	}
	return own ? NULL : "suite";
}

/* Both sides must come to the same secret. */
static const char *run_kem(const json_t *file, const struct hpke_pair *receiver,
			   uint8_t ret_secret[static HKDF_KEY_SIZE])
{
	uint8_t seed[HPKE_KEY_SIZE], secret[HKDF_KEY_SIZE], encapsulated[HPKE_KEY_SIZE];
	struct hpke_pair derived;
	const char *stage = read_key(file, "ikmR", seed);

	if (stage)
		return stage;
	hpke_pair_init(&derived, seed);
	if ((stage = differs(file, "skRm", derived.private_key, HPKE_KEY_SIZE)) ||
	    (stage = differs(file, "pkRm", derived.public_key, HPKE_KEY_SIZE)) ||
	    (stage = read_key(file, "ikmE", seed)))
		return stage;
	hpke_pair_init(&derived, seed);
	if ((stage = differs(file, "skEm", derived.private_key, HPKE_KEY_SIZE)) ||
	    (stage = differs(file, "pkEm", derived.public_key, HPKE_KEY_SIZE)))
		return stage;
	if (hpke_encapsulate(receiver->public_key, seed, encapsulated, secret) ||
	    hpke_decapsulate(receiver, encapsulated, ret_secret))
		return "shared_secret";
	if ((stage = differs(file, "enc", encapsulated, HPKE_KEY_SIZE)) ||
	    (stage = differs(file, "shared_secret", secret, HKDF_KEY_SIZE)))
		return stage;
	return differs(file, "shared_secret", ret_secret, HKDF_KEY_SIZE);
}

static const char *run_schedule(const json_t *file, const struct hpke_schedule *schedule)
{
	const struct {
		const char *name;
		const uint8_t *bytes;
		size_t size;
	} steps[] = {
		{"key_schedule_context", schedule->context, sizeof(schedule->context)},
		{"secret", schedule->secret, sizeof(schedule->secret)},
		{"key", schedule->key, sizeof(schedule->key)},
		{"base_nonce", schedule->nonce, sizeof(schedule->nonce)},
		{"exporter_secret", schedule->exporter, sizeof(schedule->exporter)},
	};
	const char *stage = NULL;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && !stage; i++)
		stage = differs(file, steps[i].name, steps[i].bytes, steps[i].size);
	return stage;
}

static const char *run_single(const json_t *message, const json_t *file, const struct hpke_pair *receiver,
			      struct hpke_bytes associated, struct hpke_bytes plain)
{
	_cleanup_(blob_clear) struct blob info = {0};
	uint8_t seed[HPKE_KEY_SIZE], encapsulated[HPKE_KEY_SIZE];
	size_t size = plain.size + HPKE_TAG_SIZE;
	uint8_t *sealed _cleanup_free_ = mem_new(size, 1), *again _cleanup_free_ = mem_new(plain.size, 1);

	if (vector_field(file, "info", &info) || read_key(file, "ikmE", seed))
		return "parse";
	if (hpke_seal(receiver->public_key, seed, bytes_of(&info), associated, plain, encapsulated, sealed) ||
	    differs(message, "ct", sealed, size))
		return "seal";
	if (hpke_open(receiver, encapsulated, bytes_of(&info), associated, (struct hpke_bytes){sealed, size}, again) ||
	    differs(message, "pt", again, plain.size))
		return "open";
	return NULL;
}

/* RFC 9180 lists the messages 0 to 5, 255 and 256; the nonce says which one it is. Only the first is what hpke_seal makes. */
static const char *run_message(const json_t *message, size_t index, const struct hpke_schedule *schedule,
			       const json_t *file, const struct hpke_pair *receiver)
{
	static const uint64_t numbers[] = {0, 1, 2, 3, 4, 5, 255, 256};
	_cleanup_(blob_clear) struct blob plain = {0}, associated = {0};
	uint8_t nonce[HPKE_NONCE_SIZE];

	if (index >= sizeof(numbers) / sizeof(numbers[0]) || vector_field(message, "pt", &plain) ||
	    vector_field(message, "aad", &associated))
		return "parse";
	hpke_nonce(schedule, numbers[index], nonce);
	const char *stage = differs(message, "nonce", nonce, sizeof(nonce));
	if (stage)
		return stage;
	uint8_t *sealed _cleanup_free_ = mem_new(plain.size + HPKE_TAG_SIZE, 1);
	crypto_aead_chacha20poly1305_ietf_encrypt(sealed, NULL, plain.bytes, plain.size, associated.bytes,
						  associated.size, NULL, nonce, schedule->key);
	stage = differs(message, "ct", sealed, plain.size + HPKE_TAG_SIZE);
	return stage || index > 0 ? stage
				  : run_single(message, file, receiver, bytes_of(&associated), bytes_of(&plain));
}

static const char *run_export(const json_t *export, const struct hpke_schedule *schedule)
{
	_cleanup_(blob_clear) struct blob context = {0};
	uint8_t value[HKDF_OUTPUT_MAX];
	uint64_t length;

	if (vector_field(export, "exporter_context", &context) || vector_number(export, "L", &length) ||
	    length > sizeof(value))
		return "parse";
	hpke_export(schedule, bytes_of(&context), value, length);
	return differs(export, "exported_value", value, length);
}

static const char *run_object(const json_t *file)
{
	const json_t *messages = json_object_get(file, "encryptions"), *exports = json_object_get(file, "exports");
	_cleanup_(blob_clear) struct blob info = {0};
	uint8_t secret[HKDF_KEY_SIZE];
	struct hpke_schedule schedule;
	struct hpke_pair receiver;
	uint64_t mode;

	if (suite_of(file) != 0)
		return suite_of(file) < 0 ? "parse" : "suite";
	if (!messages)
		return open_message(file);
	if (vector_number(file, "mode", &mode) || json_array_size(messages) == 0 || vector_field(file, "info", &info) ||
	    read_pair(file, "skRm", "pkRm", &receiver))
		return "parse";
	const char *stage = mode == 0 ? run_kem(file, &receiver, secret) : "suite";
	if (stage)
		return stage;
	hpke_schedule(secret, bytes_of(&info), &schedule);
	stage = run_schedule(file, &schedule);
	for (size_t i = 0; i < json_array_size(messages) && !stage; i++)
		stage = run_message(json_array_get(messages, i), i, &schedule, file, &receiver);
	for (size_t i = 0; i < json_array_size(exports) && !stage; i++)
		stage = run_export(json_array_get(exports, i), &schedule);
	return stage;
}

static const char *run(const char *name, const json_t *file)
{
	(void)name;
	return json_is_array(file) ? run_list(file) : run_object(file);
}

int main(int argc, char **argv)
{
	return vector_main(argc, argv, run);
}
