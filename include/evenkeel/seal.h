/*
 * The file `seal`: how far the chain has come, in two slots of which one always survives a power cut. Whoever writes a
 * row needs it, and it bears witness of how many rows there are. It lies outside the database, whose log would keep
 * replaced keys readable; its bytes go through SQLite's default VFS, so that what a test does to the database's files
 * happens to it too. A struct seal holds keys: keep it in sodium memory.
 */
#ifndef EVENKEEL_SEAL_H
#define EVENKEEL_SEAL_H

#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/instant.h>
#include <evenkeel/vault.h>

#define SEAL_FILE "seal"
#define SEAL_SLOT_SIZE 160
#define SEAL_SECOND_SLOT 4096
#define SEAL_FILE_SIZE (SEAL_SECOND_SLOT + SEAL_SLOT_SIZE)

struct seal {
	uint64_t counter;
	uint32_t g, e; /* generation; the next epoch */
	uint64_t n;    /* the next row */
	uint8_t chain[VAULT_KEY_SIZE];
	uint8_t tail[VAULT_KEY_SIZE];
	uint8_t pk[VAULT_KEY_SIZE];
};

#define SEAL_ABSENT 1 /* no file, or neither slot is whole */

void seal_encode(const struct seal *seal, uint8_t ret[static SEAL_SLOT_SIZE]);
/* -1: not a whole slot. */
int seal_decode(const uint8_t bytes[static SEAL_SLOT_SIZE], struct seal *ret);

/* 0, SEAL_ABSENT, -1 (a read error, which says nothing about the seal). @ret_mtime_ms may be NULL. */
int seal_read(const char *path, struct seal *ret, int64_t *ret_mtime_ms, struct error *err);
/* Write both slots, the one of counter mod 2 first, each durable before the next; then set the file's times to @now. */
int seal_write(const char *path, const struct seal *seal, struct instant now, struct error *err);

#endif
