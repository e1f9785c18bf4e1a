/* HKDF-SHA256 (RFC 5869) on libsodium's HMAC, which has none of its own before 1.0.19. */
#ifndef AGGREGATE_HKDF_H
#define AGGREGATE_HKDF_H

#include <stddef.h>
#include <stdint.h>

enum { HKDF_KEY_SIZE = 32, HKDF_OUTPUT_MAX = 255 * HKDF_KEY_SIZE };

/* Pieces that count as one string. */
struct hkdf_part {
	const void *bytes;
	size_t size;
};

void hkdf_extract(const uint8_t *salt, size_t salt_size, const struct hkdf_part *parts, size_t count,
		  uint8_t ret_key[static HKDF_KEY_SIZE]);
/* @size is up to HKDF_OUTPUT_MAX. */
void hkdf_expand(const uint8_t key[static HKDF_KEY_SIZE], const struct hkdf_part *info, size_t count, uint8_t *ret,
		 size_t size);

#endif
