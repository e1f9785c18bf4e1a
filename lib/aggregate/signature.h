/*
 * Ed25519 (RFC 8032) over a message that is given piece by piece, since libsodium signs and verifies only what lies in memory as a
 * whole, and a message between the parties is as long as there are reports. Made of libsodium's own scalars and points: the bytes are
 * those of crypto_sign_detached, and accepted is exactly what crypto_sign_verify_detached accepts.
 */
#ifndef AGGREGATE_SIGNATURE_H
#define AGGREGATE_SIGNATURE_H

#include <sodium.h>

#include <evenkeel/dap.h>

/*
 * A signature needs its message twice: begin, all of it by signature_add, again, all of it once more, end. The second time must bring
 * the same bytes: two signatures with one nonce would tell the secret. So that is checked, and -1 the answer where it does not.
 */
struct signing {
	crypto_hash_sha512_state nonce_hash, challenge_hash;
	uint8_t scalar[32], prefix[32], key[DAP_KEY_SIZE];
	uint8_t nonce[32], first[crypto_hash_sha512_BYTES], point[32];
	bool again;
};
void signature_begin(struct signing *ret, const uint8_t secret[static DAP_SECRET_SIZE]);
void signature_add(struct signing *signing, const uint8_t *bytes, size_t size);
void signature_again(struct signing *signing);
/* 0; -1: the message was another one the second time. Wiped in both cases. */
int signature_end(struct signing *signing, uint8_t ret[static DAP_SIGNATURE_SIZE]);
/* For one that is not to be ended. */
void signature_clear(struct signing *signing);

/* Verifying reads it once; nothing here is secret. */
struct verifying {
	crypto_hash_sha512_state hash;
	uint8_t signature[DAP_SIGNATURE_SIZE], key[DAP_KEY_SIZE];
};
void signature_verify_begin(struct verifying *ret, const uint8_t signature[static DAP_SIGNATURE_SIZE],
			    const uint8_t key[static DAP_KEY_SIZE]);
void signature_verify_add(struct verifying *verifying, const uint8_t *bytes, size_t size);
/* 0; -1: it is not that key's of this message. */
int signature_verify_end(struct verifying *verifying);

#endif
