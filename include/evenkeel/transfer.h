/*
 * Moving records between machines: the sealed export file, and taking records in. A file is opened by a passphrase or, when it was
 * made for one device, by that device's own store; it says nothing about what is in it but its rough size, and nothing about where it
 * came from. Reading gives every record or none: a file that was cut, changed or added to is refused whole.
 *
 * The file. Integers are little-endian, reserved bytes zero and checked.
 *
 *   0    8  "EVKEXPRT"
 *   8    2  version 1; a higher one is refused before anything else is looked at
 *   10   1  way: 1 passphrase, 2 for a device
 *   11   1  algorithm: 2 Argon2id13 with way 1, else 0
 *   12   2  flags: 1 test KDF (1 op, 8 KiB; stores made for tests)
 *   14   2  0
 *   16   4  ops      way 1: 3 ... 16, else 0
 *   20   4  mem KiB  way 1: 256 MiB ... 1 GiB, else 0
 *   24  16  salt     way 1, else 0
 *   40  80  way 2: crypto_box_seal(stream key, the device's public key), else 0
 *   120 24  header of crypto_secretstream_xchacha20poly1305
 *   144 17  the stream's first message: empty, tag 0, authenticated with bytes 0 ... 143. It tells a wrong key from a damaged file
 *   161 16  BLAKE2b-128 of bytes 0 ... 160: damage to the header, before a key is derived
 *   177     chunks of 4,113 bytes, each a message of 4,096: u16 bytes used | u16 0 | records one behind the other | zeros.
 *           Tag FINAL on the last and only there; nothing follows it. At least one chunk.
 *
 * With way 1 the stream key is Argon2id13(passphrase, salt). Records are those of record.h in order of time, of the kinds below 0x40, with
 * flag 2 (imported) taken away: where a record was first given is nobody's business, and a copy of a copy is the same file.
 */
#ifndef EVENKEEL_TRANSFER_H
#define EVENKEEL_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/records.h>
#include <evenkeel/vault.h>

#define TRANSFER_VERSION 1
#define TRANSFER_HEADER_SIZE 177
#define TRANSFER_CHUNK_PLAIN 4096
#define TRANSFER_CHUNK_SIZE (TRANSFER_CHUNK_PLAIN + 17)

enum transfer_way { TRANSFER_PASSPHRASE = 1, TRANSFER_DEVICE = 2 };

/*
 * A store's transfer key: what another device needs to seal a file for this one. It is the public key in words that can be typed, with a
 * check; it leaves the machine only because the person shows it. "evk1-" and 14 groups of 4: 256 bits, and 24 of the check.
 */
#define TRANSFER_KEY_WORDS_SIZE 75
/* The store must be unlocked, so that what is shown is sure to be its own. */
int transfer_key_show(const struct store *store, char ret[static TRANSFER_KEY_WORDS_SIZE], struct error *err);
void transfer_key_encode(const uint8_t pk[static VAULT_KEY_SIZE], char ret[static TRANSFER_KEY_WORDS_SIZE]);
/* Small letters, blanks and missing hyphens are fine. -1 says what is wrong; ERROR_USAGE. */
int transfer_key_decode(const char *words, uint8_t ret_pk[static VAULT_KEY_SIZE], struct error *err);

/* Whom a file is for: a passphrase, or where @pk is set a device. */
struct transfer_for {
	const char *passphrase;
	size_t length;
	bool test_kdf;
	const uint8_t *pk;
};
typedef int (*transfer_sink)(void *context, const uint8_t *bytes, size_t size, struct error *err);
/* Write the file piece by piece. The records of the kinds from 0x40 are left out. */
int transfer_write(const struct transfer_for *whom, const struct record *records, size_t count, transfer_sink sink,
		   void *context, struct error *err);

/* Positive outcomes of reading. */
enum transfer_outcome {
	TRANSFER_FOREIGN = 1,   /* no sealed export at all */
	TRANSFER_WRONG_KEY = 2, /* another passphrase, or made for another device */
};
/* Look at the header, derive nothing: 0 with the way in @ret_way, TRANSFER_FOREIGN, or -1 (damaged, newer, costs beyond the limits). */
int transfer_look(const uint8_t *bytes, size_t size, enum transfer_way *ret_way, struct error *err);
/* The stream's key, from a passphrase or with an unlocked store's keys. 0, TRANSFER_WRONG_KEY with a message, -1. */
int transfer_key_of_passphrase(const uint8_t *bytes, size_t size, const char *passphrase, size_t length,
			       uint8_t ret_key[static VAULT_KEY_SIZE], struct error *err);
int transfer_key_of_store(const uint8_t *bytes, size_t size, const struct store *store,
			  uint8_t ret_key[static VAULT_KEY_SIZE], struct error *err);
/* All records of the file, or none. records_clear gives them back. */
int transfer_read(const uint8_t *bytes, size_t size, const uint8_t key[static VAULT_KEY_SIZE], struct records *ret,
		  struct error *err);

struct transfer_tally {
	size_t read, added, present; /* present: in the store already, or twice in the file */
};
/*
 * Take records into an unlocked store: each flagged imported, those left out that are there already. One transaction: all or none.
 * @records are changed. The kinds from 0x40 are refused. @ret_report is the store's state before. 0, STORE_BUSY, -1.
 */
int transfer_import(struct store *store, struct records *records, struct instant now, int16_t zone_min,
		    struct transfer_tally *ret, struct store_report *ret_report, struct error *err);

#endif
