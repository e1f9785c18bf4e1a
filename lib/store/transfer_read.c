/* Reading the sealed export: all of it or nothing. */
#include <string.h>

#include "bytes.h"
#include "internal.h"
#include "transfer_file.h"

static int check_costs(const uint8_t *header, struct error *err)
{
	uint32_t ops = get_u32(header + AT_OPS), mem_kib = get_u32(header + AT_MEMORY);
	uint16_t flags = get_u16(header + AT_FLAGS);

	if (header[AT_ALGORITHM] != KEYS_ARGON2ID13 || flags & ~KEYS_TEST_KDF)
		return error_set(err, ERROR_FAILED,
				 "the file derives its key in a way that this version does not know");
	bool fits = flags ? ops == KEYS_TEST_OPS && mem_kib == KEYS_TEST_MEM_KIB
			  : ops >= OPS_MIN && ops <= OPS_MAX && mem_kib >= MEM_KIB_MIN && mem_kib <= MEM_KIB_MAX;
	if (!fits)
		return error_set(err, ERROR_FAILED, "the file asks for a key derivation beyond what is allowed");
	return sodium_is_zero(header + AT_BOX, BOX_SIZE)
		       ? 0
		       : error_set(err, ERROR_FAILED, "the file is damaged: its header does not fit together");
}

static int check_way(const uint8_t *header, struct error *err)
{
	if (get_u16(header + AT_RESERVED))
		return error_set(err, ERROR_FAILED, "the file is damaged: its header does not fit together");
	if (header[AT_WAY] == TRANSFER_PASSPHRASE)
		return check_costs(header, err);
	if (header[AT_WAY] != TRANSFER_DEVICE || header[AT_ALGORITHM] || get_u16(header + AT_FLAGS) ||
	    !sodium_is_zero(header + AT_OPS, AT_BOX - AT_OPS))
		return error_set(err, ERROR_FAILED, "the file is locked in a way that this version does not know");
	return 0;
}

int transfer_look(const uint8_t *bytes, size_t size, enum transfer_way *ret_way, struct error *err)
{
	uint8_t checksum[CHECKSUM_SIZE];

	if (vault_start(err))
		return -1;
	if (size < AT_VERSION || memcmp(bytes, TRANSFER_MAGIC, 8) != 0)
		return error_set(err, ERROR_FAILED, "this is no sealed export of Evenkeel"), TRANSFER_FOREIGN;
	if (size >= AT_WAY && get_u16(bytes + AT_VERSION) > TRANSFER_VERSION)
		return error_set(err, ERROR_FAILED,
				 "the file was made by a newer version of Evenkeel (its format is %u, this program "
				 "knows %d); update this one",
				 (unsigned)get_u16(bytes + AT_VERSION), TRANSFER_VERSION);
	if (size < TRANSFER_HEADER_SIZE + TRANSFER_CHUNK_SIZE)
		return error_set(err, ERROR_FAILED, "the file is cut short; copy it again");
	crypto_generichash(checksum, sizeof(checksum), bytes, AT_CHECKSUM, NULL, 0);
	if (memcmp(checksum, bytes + AT_CHECKSUM, sizeof(checksum)) || get_u16(bytes + AT_VERSION) != TRANSFER_VERSION)
		return error_set(err, ERROR_FAILED, "the file is damaged: its header was changed; copy it again");
	if (check_way(bytes, err))
		return -1;
	*ret_way = bytes[AT_WAY];
	return 0;
}

static int pull(struct transfer_secrets *secrets, const uint8_t *cipher, size_t size, const uint8_t *aad,
		size_t aad_size, uint8_t *ret_tag)
{
	return crypto_secretstream_xchacha20poly1305_pull(&secrets->stream, secrets->plain, NULL, ret_tag, cipher, size,
							  aad, aad_size);
}

/* Start the stream; false: it is another key's. */
static bool begin(struct transfer_secrets *secrets, const uint8_t *bytes)
{
	uint8_t tag;

	return crypto_secretstream_xchacha20poly1305_init_pull(&secrets->stream, bytes + AT_STREAM, secrets->key) ==
		       0 &&
	       pull(secrets, bytes + AT_PROOF, STREAM_EXTRA, bytes, AT_PROOF, &tag) == 0 && tag == 0;
}

static bool fits(const uint8_t *bytes, const uint8_t key[static VAULT_KEY_SIZE])
{
	struct transfer_secrets *secrets = secret_new(sizeof(*secrets), NULL);

	memcpy(secrets->key, key, VAULT_KEY_SIZE);
	bool good = begin(secrets, bytes);
	sodium_free(secrets);
	return good;
}

static int look_for(const uint8_t *bytes, size_t size, enum transfer_way wanted, struct error *err)
{
	enum transfer_way way;

	if (transfer_look(bytes, size, &way, err))
		return -1;
	if (way == wanted)
		return 0;
	if (way == TRANSFER_DEVICE)
		return error_set(err, ERROR_FAILED, "the file was made for one device; no passphrase opens it");
	return error_set(err, ERROR_FAILED, "the file opens with a passphrase, not with a device's key");
}

int transfer_key_of_passphrase(const uint8_t *bytes, size_t size, const char *passphrase, size_t length,
			       uint8_t ret_key[static VAULT_KEY_SIZE], struct error *err)
{
	if (look_for(bytes, size, TRANSFER_PASSPHRASE, err) ||
	    vault_passphrase_key(passphrase, length, get_u32(bytes + AT_OPS), get_u32(bytes + AT_MEMORY),
				 bytes + AT_SALT, ret_key, err))
		return -1;
	if (fits(bytes, ret_key))
		return 0;
	sodium_memzero(ret_key, VAULT_KEY_SIZE);
	return error_set(err, ERROR_LOCKED, "wrong passphrase for this file"), TRANSFER_WRONG_KEY;
}

int transfer_key_of_store(const uint8_t *bytes, size_t size, const struct store *store,
			  uint8_t ret_key[static VAULT_KEY_SIZE], struct error *err)
{
	const struct vault_keys *vault = &store->secrets->vault;

	if (!store->unlocked)
		return error_set(err, ERROR_LOCKED, "the store is locked");
	if (look_for(bytes, size, TRANSFER_DEVICE, err))
		return -1;
	if (crypto_box_seal_open(ret_key, bytes + AT_BOX, BOX_SIZE, vault->pk, vault->sk) == 0 && fits(bytes, ret_key))
		return 0;
	sodium_memzero(ret_key, VAULT_KEY_SIZE);
	return error_set(err, ERROR_LOCKED,
			 "the file was made for another device, or for this one before its keys were changed; make it "
			 "again with the key that 'evenkeel export --show-key' shows here"),
	       TRANSFER_WRONG_KEY;
}

static int read_record(struct transfer_secrets *secrets, const uint8_t *bytes, size_t left, size_t *ret_size,
		       struct records *records, struct error *err)
{
	/* The kind says the size. */
	secrets->record.kind = left > 1 ? bytes[1] : 0;
	size_t size = record_size(&secrets->record);

	if (left < size || record_decode(bytes, size, &secrets->record, err) < 0)
		return error_set(err, ERROR_FAILED, "the file holds a record that this version cannot read");
	if (secrets->record.kind >= RECORD_ERASE || secrets->record.flags & RECORD_IMPORTED)
		return error_set(err, ERROR_FAILED, "the file holds a record that belongs in no export");
	records_add(records, &secrets->record);
	*ret_size = size;
	return 0;
}

static int read_chunk(struct transfer_secrets *secrets, struct records *records, struct error *err)
{
	const uint8_t *at = secrets->plain + CHUNK_HEAD, *end = secrets->plain + TRANSFER_CHUNK_PLAIN;
	size_t used = get_u16(secrets->plain), size = 0;

	if (used > TRANSFER_CHUNK_PLAIN - CHUNK_HEAD || get_u16(secrets->plain + 2) ||
	    !sodium_is_zero(at + used, (size_t)(end - at) - used))
		return error_set(err, ERROR_FAILED, "the file holds something that no export has");
	for (end = at + used; at < end; at += size)
		if (read_record(secrets, at, (size_t)(end - at), &size, records, err))
			return -1;
	return 0;
}

static int read_stream(struct transfer_secrets *secrets, const uint8_t *bytes, size_t size, struct records *records,
		       struct error *err)
{
	uint8_t tag = 0;

	if (!begin(secrets, bytes))
		return error_set(err, ERROR_LOCKED, "this key does not open the file");
	for (size_t at = TRANSFER_HEADER_SIZE; tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	     at += TRANSFER_CHUNK_SIZE) {
		if (size - at < TRANSFER_CHUNK_SIZE)
			return error_set(err, ERROR_FAILED, "the file is cut short; copy it again");
		if (pull(secrets, bytes + at, TRANSFER_CHUNK_SIZE, NULL, 0, &tag))
			return error_set(err, ERROR_FAILED, "the file is damaged or was changed; copy it again");
		if (tag && tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL)
			return error_set(err, ERROR_FAILED, "the file holds something that no export has");
		if (tag && size - at != TRANSFER_CHUNK_SIZE)
			return error_set(err, ERROR_FAILED,
					 "something was added to the end of the file; copy it again");
		if (read_chunk(secrets, records, err))
			return -1;
	}
	return 0;
}

int transfer_read(const uint8_t *bytes, size_t size, const uint8_t key[static VAULT_KEY_SIZE], struct records *ret,
		  struct error *err)
{
	struct records records = {0};
	enum transfer_way way;

	if (transfer_look(bytes, size, &way, err))
		return -1;
	struct transfer_secrets *secrets = secret_new(sizeof(*secrets), NULL);
	memcpy(secrets->key, key, VAULT_KEY_SIZE);
	int r = read_stream(secrets, bytes, size, &records, err);
	sodium_free(secrets);
	if (r)
		records_clear(&records);
	else
		*ret = records;
	return r;
}
