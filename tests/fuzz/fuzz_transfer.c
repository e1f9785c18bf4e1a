/* A sealed export from a stranger: any header, and any content under a good key. What is taken makes the same records again. */
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>
#include <evenkeel/transfer.h>

#include "fuzz/fuzz.h"

static const char passphrase[] = "fuzz";

static int collect(void *context, const uint8_t *bytes, size_t size, struct error *err)
{
	(void)err;
	text_append_bytes(context, bytes, size);
	return 0;
}

static void write_records(const struct records *records, struct text *ret)
{
	struct transfer_for whom = {.passphrase = passphrase, .length = 4, .test_kdf = true};

	FUZZ_CHECK(transfer_write(&whom, records->items, records->count, collect, ret, NULL) == 0);
	FUZZ_CHECK(ret->length >= TRANSFER_HEADER_SIZE + TRANSFER_CHUNK_SIZE);
	FUZZ_CHECK((ret->length - TRANSFER_HEADER_SIZE) % TRANSFER_CHUNK_SIZE == 0);
}

static int read_back(const struct text *file, struct records *ret)
{
	uint8_t key[VAULT_KEY_SIZE];
	struct error err = {0};
	int r = transfer_key_of_passphrase((const uint8_t *)file->bytes, file->length, passphrase, 4, key, &err);

	if (r == 0)
		r = transfer_read((const uint8_t *)file->bytes, file->length, key, ret, &err);
	FUZZ_CHECK(r == 0 || err.message[0]);
	return r;
}

static void check_records(const struct records *records)
{
	uint8_t bytes[RECORD_WORKSHEET_SIZE], again[RECORD_WORKSHEET_SIZE];
	_cleanup_(text_clear) struct text file = {0};
	struct records back = {0};

	for (size_t i = 0; i < records->count; i++) {
		FUZZ_CHECK(record_check(&records->items[i], NULL) >= 0 && records->items[i].kind < RECORD_ERASE);
		FUZZ_CHECK(!(records->items[i].flags & RECORD_IMPORTED));
	}
	write_records(records, &file);
	FUZZ_CHECK(read_back(&file, &back) == 0 && back.count == records->count);
	for (size_t i = 0; i < back.count; i++) {
		record_encode(&records->items[i], bytes);
		record_encode(&back.items[i], again);
		FUZZ_CHECK(memcmp(bytes, again, sizeof(bytes)) == 0);
	}
	records_clear(&back);
}

/* The bytes as a file, once with its checksum put right so that the rest of the header is looked at. */
static void check_file(const uint8_t *bytes, size_t size)
{
	uint8_t *copy _cleanup_free_ = mem_new(size + 1, 1);
	struct records records = {0};
	enum transfer_way way;

	for (int round = 0; round < 2; round++) {
		memcpy(copy, bytes, size);
		if (round == 1 && size >= TRANSFER_HEADER_SIZE)
			crypto_generichash(copy + 161, 16, copy, 161, NULL, 0);
		struct text file = {.bytes = (char *)copy, .length = size};
		struct error err = {0};
		int r = transfer_look(copy, size, &way, &err);
		FUZZ_CHECK(r == 0 || err.message[0]);
		/* Costs that pass are a key file's; only the tests' are cheap enough to be tried here. */
		if (r == 0 && way == TRANSFER_PASSPHRASE && copy[12] == 1 && read_back(&file, &records) == 0)
			check_records(&records);
		records_clear(&records);
	}
}

/* The bytes as what a good key opens. */
static void check_content(const uint8_t *bytes, size_t size)
{
	crypto_secretstream_xchacha20poly1305_state stream;
	uint8_t key[VAULT_KEY_SIZE], plain[TRANSFER_CHUNK_PLAIN], chunk[TRANSFER_CHUNK_SIZE];
	_cleanup_(text_clear) struct text file = {0};
	struct records records = {0};

	write_records(&records, &file);
	uint8_t *header = (uint8_t *)file.bytes;
	file.length = TRANSFER_HEADER_SIZE;
	FUZZ_CHECK(vault_passphrase_key(passphrase, 4, 1, 8, header + 24, key, NULL) == 0);
	crypto_secretstream_xchacha20poly1305_init_push(&stream, header + 120, key);
	crypto_secretstream_xchacha20poly1305_push(&stream, header + 144, NULL, NULL, 0, header, 144, 0);
	crypto_generichash(header + 161, 16, header, 161, NULL, 0);
	do {
		size_t part = size < sizeof(plain) ? size : sizeof(plain);
		memset(plain, 0, sizeof(plain));
		memcpy(plain, bytes, part);
		bytes += part;
		size -= part;
		crypto_secretstream_xchacha20poly1305_push(&stream, chunk, NULL, plain, sizeof(plain), NULL, 0,
							   size ? 0 : 3);
		text_append_bytes(&file, chunk, sizeof(chunk));
	} while (size > 0);
	if (read_back(&file, &records) == 0)
		check_records(&records);
	records_clear(&records);
}

int FUZZ_TARGET(fuzz_transfer)(const uint8_t *bytes, size_t size)
{
	if (size == 0 || vault_start(NULL))
		return 0;
	if (bytes[0] & 1)
		check_content(bytes + 1, size - 1);
	else
		check_file(bytes + 1, size - 1);
	return 0;
}
