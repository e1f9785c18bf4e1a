/* The sealed export's bytes, shared by its writer and its reader. Layout: evenkeel/transfer.h. */
#ifndef STORE_TRANSFER_FILE_H
#define STORE_TRANSFER_FILE_H

#include <sodium.h>

#include <evenkeel/keys.h>
#include <evenkeel/transfer.h>

enum {
	AT_VERSION = 8,
	AT_WAY = 10,
	AT_ALGORITHM = 11,
	AT_FLAGS = 12,
	AT_RESERVED = 14,
	AT_OPS = 16,
	AT_MEMORY = 20,
	AT_SALT = 24,
	AT_BOX = 40,
	AT_STREAM = 120,
	AT_PROOF = 144,
	AT_CHECKSUM = 161,
	BOX_SIZE = crypto_box_SEALBYTES + VAULT_KEY_SIZE,
	STREAM_SIZE = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	STREAM_EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES,
	CHECKSUM_SIZE = 16,
	CHUNK_HEAD = 4, /* u16 used | u16 0 */
	/* As for a key file. */
	OPS_MIN = 3,
	OPS_MAX = 16,
	MEM_KIB_MIN = 256 * 1024,
	MEM_KIB_MAX = 1024 * 1024,
};

_Static_assert(AT_BOX + BOX_SIZE == AT_STREAM && AT_STREAM + STREAM_SIZE == AT_PROOF, "header");
_Static_assert(AT_PROOF + STREAM_EXTRA == AT_CHECKSUM, "header");
_Static_assert(AT_CHECKSUM + CHECKSUM_SIZE == TRANSFER_HEADER_SIZE, "header");
_Static_assert(TRANSFER_CHUNK_PLAIN + STREAM_EXTRA == TRANSFER_CHUNK_SIZE, "chunk");
_Static_assert(VAULT_KEY_SIZE == crypto_secretstream_xchacha20poly1305_KEYBYTES, "stream key");

#define TRANSFER_MAGIC "EVKEXPRT"

/* Everything secret of a file being written or read; in sodium memory. */
struct transfer_secrets {
	crypto_secretstream_xchacha20poly1305_state stream;
	uint8_t key[VAULT_KEY_SIZE];
	uint8_t plain[TRANSFER_CHUNK_PLAIN];
	uint8_t bytes[RECORD_WORKSHEET_SIZE];
	struct record record;
};

#endif
