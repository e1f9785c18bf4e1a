/* Writing the sealed export. */
#include <string.h>

#include "bytes.h"
#include "internal.h"
#include "transfer_file.h"

struct writer {
	struct transfer_secrets *secrets;
	uint8_t header[TRANSFER_HEADER_SIZE];
	size_t used;
	transfer_sink sink;
	void *context;
};

static int lock_with_passphrase(struct writer *writer, const struct transfer_for *whom, struct error *err)
{
	uint32_t ops = whom->test_kdf ? KEYS_TEST_OPS : KEYS_OPS;
	uint32_t mem_kib = whom->test_kdf ? KEYS_TEST_MEM_KIB : KEYS_MEM_KIB;
	uint8_t *header = writer->header;

	header[AT_WAY] = TRANSFER_PASSPHRASE;
	header[AT_ALGORITHM] = KEYS_ARGON2ID13;
	put_u16(header + AT_FLAGS, whom->test_kdf ? KEYS_TEST_KDF : 0);
	put_u32(header + AT_OPS, ops);
	put_u32(header + AT_MEMORY, mem_kib);
	randombytes_buf(header + AT_SALT, VAULT_SALT_SIZE);
	return vault_passphrase_key(whom->passphrase, whom->length, ops, mem_kib, header + AT_SALT,
				    writer->secrets->key, err);
}

static int lock_for_device(struct writer *writer, const uint8_t *pk, struct error *err)
{
	writer->header[AT_WAY] = TRANSFER_DEVICE;
	crypto_secretstream_xchacha20poly1305_keygen(writer->secrets->key);
	if (crypto_box_seal(writer->header + AT_BOX, writer->secrets->key, VAULT_KEY_SIZE, pk))
		return error_set(err, ERROR_USAGE, "this transfer key is no device's key");
	return 0;
}

static void push(struct writer *writer, const uint8_t *plain, size_t size, uint8_t tag, const uint8_t *aad,
		 size_t aad_size, uint8_t *ret)
{
	crypto_secretstream_xchacha20poly1305_push(&writer->secrets->stream, ret, NULL, plain, size, aad, aad_size,
						   tag);
}

static int write_header(struct writer *writer, const struct transfer_for *whom, struct error *err)
{
	uint8_t *header = writer->header;

	put_u16(put_bytes(header, TRANSFER_MAGIC, 8), TRANSFER_VERSION);
	if (whom->pk ? lock_for_device(writer, whom->pk, err) : lock_with_passphrase(writer, whom, err))
		return -1;
	crypto_secretstream_xchacha20poly1305_init_push(&writer->secrets->stream, header + AT_STREAM,
							writer->secrets->key);
	push(writer, NULL, 0, 0, header, AT_PROOF, header + AT_PROOF);
	crypto_generichash(header + AT_CHECKSUM, CHECKSUM_SIZE, header, AT_CHECKSUM, NULL, 0);
	return writer->sink(writer->context, header, sizeof(writer->header), err);
}

static int flush(struct writer *writer, uint8_t tag, struct error *err)
{
	uint8_t chunk[TRANSFER_CHUNK_SIZE], *plain = writer->secrets->plain;

	put_u16(plain, (uint16_t)writer->used);
	memset(plain + CHUNK_HEAD + writer->used, 0, TRANSFER_CHUNK_PLAIN - CHUNK_HEAD - writer->used);
	push(writer, plain, TRANSFER_CHUNK_PLAIN, tag, NULL, 0, chunk);
	writer->used = 0;
	return writer->sink(writer->context, chunk, sizeof(chunk), err);
}

static int add(struct writer *writer, const struct record *record, struct error *err)
{
	struct transfer_secrets *secrets = writer->secrets;
	size_t size = record_size(record);

	if (writer->used + size > TRANSFER_CHUNK_PLAIN - CHUNK_HEAD && flush(writer, 0, err))
		return -1;
	secrets->record = *record;
	secrets->record.flags &= (uint16_t)~RECORD_IMPORTED;
	record_encode(&secrets->record, secrets->bytes);
	memcpy(secrets->plain + CHUNK_HEAD + writer->used, secrets->bytes, size);
	writer->used += size;
	return 0;
}

static int write_all(struct writer *writer, const struct transfer_for *whom, const struct record *records, size_t count,
		     struct error *err)
{
	if (write_header(writer, whom, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (records[i].kind < RECORD_ERASE && add(writer, &records[i], err))
			return -1;
	return flush(writer, crypto_secretstream_xchacha20poly1305_TAG_FINAL, err);
}

int transfer_write(const struct transfer_for *whom, const struct record *records, size_t count, transfer_sink sink,
		   void *context, struct error *err)
{
	struct writer writer = {.sink = sink, .context = context};

	if (vault_start(err))
		return -1;
	writer.secrets = secret_new(sizeof(*writer.secrets), NULL);
	int r = write_all(&writer, whom, records, count, err);
	sodium_free(writer.secrets);
	return r;
}
