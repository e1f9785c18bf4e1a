/* Where every known answer starts from: M = 00 01 ..., S0 = 20 21 ..., nonces 40 41 ..., salt 60 61 ... */
#ifndef TEST_FIXED_H
#define TEST_FIXED_H

#include <evenkeel/vault.h>

struct fixed {
	uint8_t master[VAULT_MASTER_SIZE], seed[VAULT_KEY_SIZE], nonce[VAULT_NONCE_SIZE], salt[VAULT_SALT_SIZE];
	struct vault_keys vault;
	uint8_t chain[VAULT_KEY_SIZE]; /* of generation 0 */
};
extern struct fixed fixed;

/* Bytes @first, @first + 1, ... */
void fixed_count_up(uint8_t *bytes, size_t size, uint8_t first);
/* Fill it, for cmocka. */
int fixed_prepare(void **state);

#endif
