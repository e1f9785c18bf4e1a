/*
 * The vault: every derivation and every box of the store's formats, as pure functions over libsodium. Nothing here
 * touches a file or draws a random number but where it says so: nonces, salts and seeds are arguments, so that a test
 * can fix them.
 *
 * Integers in keys' inputs and in what is authenticated are little-endian. What each function makes: design/STORE.md,
 * section 2. Keys lie in the caller's sodium memory; what these functions need on the way they wipe.
 */
#ifndef EVENKEEL_VAULT_H
#define EVENKEEL_VAULT_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>

#define VAULT_MASTER_SIZE 16 /* M */
#define VAULT_KEY_SIZE 32
#define VAULT_NONCE_SIZE 24
#define VAULT_TAG_SIZE 16
#define VAULT_SALT_SIZE 16
#define VAULT_ROW_EXTRA (VAULT_NONCE_SIZE + VAULT_TAG_SIZE)
#define VAULT_SEALED_SIZE 81   /* 0x01 | crypto_box_seal(32 bytes, pk) */
#define VAULT_WRAPPED_SIZE 105 /* 0x02 | nonce | AEAD(Kr, 64 bytes) */
#define VAULT_MARK_PLAIN_SIZE 48
#define VAULT_MARK_SIZE (VAULT_NONCE_SIZE + VAULT_MARK_PLAIN_SIZE + VAULT_TAG_SIZE)
#define VAULT_CODE_SIZE 35 /* as RECOVERY_CODE_SIZE: 7 groups of 4, hyphens, NUL */
#define VAULT_AUTHORITY_SIZE 16

/* What follows from M. */
struct vault_keys {
	uint8_t root[VAULT_KEY_SIZE];
	uint8_t pk[VAULT_KEY_SIZE];
	uint8_t sk[VAULT_KEY_SIZE];
	uint8_t reader[VAULT_KEY_SIZE]; /* Kr: wraps, authority, mark */
};

/* Start libsodium. Call before anything else here. */
int vault_start(struct error *err);

/* Argon2id13 with @ops passes over @mem_kib KiB. -1: not enough memory. The caller has checked the limits. */
int vault_passphrase_key(const char *passphrase, size_t length, uint32_t ops, uint32_t mem_kib,
			 const uint8_t salt[static VAULT_SALT_SIZE], uint8_t ret_key[static VAULT_KEY_SIZE],
			 struct error *err);
void vault_derive(const uint8_t master[static VAULT_MASTER_SIZE], struct vault_keys *ret);

/* XChaCha20-Poly1305-IETF; @ret holds size + VAULT_TAG_SIZE, or size - VAULT_TAG_SIZE bytes. Opening: -1 when it does
 * not verify. */
void vault_seal(const uint8_t key[static VAULT_KEY_SIZE], const uint8_t nonce[static VAULT_NONCE_SIZE], const void *aad,
		size_t aad_size, const void *plain, size_t size, uint8_t *ret);
int vault_open(const uint8_t key[static VAULT_KEY_SIZE], const uint8_t nonce[static VAULT_NONCE_SIZE], const void *aad,
	       size_t aad_size, const uint8_t *sealed, size_t size, void *ret);

/* C_0 of generation @g. */
void vault_chain_start(const uint8_t root[static VAULT_KEY_SIZE], uint32_t g, uint8_t ret_chain[static VAULT_KEY_SIZE]);
/* C_e becomes C_{e+1}; @ret_tail is epoch e's first T. */
void vault_chain_step(uint8_t chain[static VAULT_KEY_SIZE], uint32_t e, uint8_t ret_tail[static VAULT_KEY_SIZE]);
/* S of epoch @e from C_e and S0. */
void vault_epoch_key(const uint8_t chain[static VAULT_KEY_SIZE], const uint8_t seed[static VAULT_KEY_SIZE], uint32_t e,
		     uint64_t first_n, uint8_t ret_key[static VAULT_KEY_SIZE]);
/* S becomes S'; @ret_row_key is K_n. */
void vault_row_step(uint8_t epoch_key[static VAULT_KEY_SIZE], uint64_t n, uint8_t ret_row_key[static VAULT_KEY_SIZE]);
void vault_tail_step(uint8_t tail[static VAULT_KEY_SIZE], uint64_t n);

/* A row's blob: nonce | AEAD, size + VAULT_ROW_EXTRA bytes. */
void vault_row_seal(const uint8_t row_key[static VAULT_KEY_SIZE], uint32_t e, uint64_t n,
		    const uint8_t nonce[static VAULT_NONCE_SIZE], const uint8_t *record, size_t size,
		    uint8_t *ret_blob);
/* @size is the blob's. -1: it does not open. */
int vault_row_open(const uint8_t row_key[static VAULT_KEY_SIZE], uint32_t e, uint64_t n, const uint8_t *blob,
		   size_t size, uint8_t *ret_record);

/* 0x01 | crypto_box_seal: S0 or a generation's C_0 for @pk. Draws an ephemeral key from libsodium. */
void vault_box_seal(const uint8_t secret[static VAULT_KEY_SIZE], const uint8_t pk[static VAULT_KEY_SIZE],
		    uint8_t ret_box[static VAULT_SEALED_SIZE]);
int vault_box_open(const struct vault_keys *keys, const uint8_t box[static VAULT_SEALED_SIZE],
		   uint8_t ret_secret[static VAULT_KEY_SIZE]);

/* 0x02 boxes under Kr: an epoch's S and C_e ... */
void vault_epoch_wrap(const struct vault_keys *keys, uint32_t e, uint64_t first_n,
		      const uint8_t nonce[static VAULT_NONCE_SIZE], const uint8_t epoch_key[static VAULT_KEY_SIZE],
		      const uint8_t chain[static VAULT_KEY_SIZE], uint8_t ret_box[static VAULT_WRAPPED_SIZE]);
int vault_epoch_unwrap(const struct vault_keys *keys, uint32_t e, uint64_t first_n,
		       const uint8_t box[static VAULT_WRAPPED_SIZE], uint8_t ret_epoch_key[static VAULT_KEY_SIZE],
		       uint8_t ret_chain[static VAULT_KEY_SIZE]);
/* ... and an accepted generation's C_0. */
void vault_chain_wrap(const struct vault_keys *keys, uint32_t g, uint32_t first_e, uint64_t first_n,
		      const uint8_t nonce[static VAULT_NONCE_SIZE], const uint8_t chain[static VAULT_KEY_SIZE],
		      uint8_t ret_box[static VAULT_WRAPPED_SIZE]);
int vault_chain_unwrap(const struct vault_keys *keys, uint32_t g, uint32_t first_e, uint64_t first_n,
		       const uint8_t box[static VAULT_WRAPPED_SIZE], uint8_t ret_chain[static VAULT_KEY_SIZE]);

/* h of the mark at a position. */
void vault_mark_hash(const struct vault_keys *keys, uint32_t g, uint32_t e, uint64_t n,
		     const uint8_t chain[static VAULT_KEY_SIZE], const uint8_t tail[static VAULT_KEY_SIZE],
		     uint8_t ret_hash[static VAULT_KEY_SIZE]);
/* mac16 of an ERASE or RESTORE record at row @n. */
void vault_authority(const struct vault_keys *keys, uint8_t kind, uint64_t first, uint64_t last, uint64_t n,
		     uint8_t ret_mac[static VAULT_AUTHORITY_SIZE]);

/* The recovery code: M and ten check bits in Crockford's base32. */
void vault_code_encode(const uint8_t master[static VAULT_MASTER_SIZE], char ret_code[static VAULT_CODE_SIZE]);
/* Takes small letters, O for 0, I and L for 1, blanks and hyphens anywhere. -1: says whether length, a character or the
 * check is wrong. */
int vault_code_decode(const char *code, uint8_t ret_master[static VAULT_MASTER_SIZE], struct error *err);

#endif
