/*
 * TurboSHAKE128 (RFC 9861, section 2): any number of bytes in, any number out; and on it XofTurboShake128
 * (draft-irtf-cfrg-vdaf-18, section 6.2.1), which turns seeds into more seeds and into elements of the field. Which bytes are
 * absorbed does not show in the time that it takes.
 */
#ifndef EVENKEEL_TURBOSHAKE_H
#define EVENKEEL_TURBOSHAKE_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/field128.h>

struct turboshake128 {
	uint64_t lanes[25];
	size_t at; /* bytes of the block that were absorbed or squeezed */
};

void turboshake128_init(struct turboshake128 *shake);
void turboshake128_absorb(struct turboshake128 *shake, const void *bytes, size_t size);
/* No more comes; @domain is D, from 0x01 to 0x7f. */
void turboshake128_finish(struct turboshake128 *shake, uint8_t domain);
void turboshake128_squeeze(struct turboshake128 *shake, uint8_t *ret, size_t size);
void turboshake128_clear(struct turboshake128 *shake);

#define XOF_SEED_SIZE 32

/* @tag is the domain separation tag, below 65536 bytes; @seed_size below 256. Absorb the binder after it, if there is one, then xof_finish. */
void xof_init(struct turboshake128 *xof, const uint8_t *seed, size_t seed_size, const uint8_t *tag, size_t tag_size);
void xof_finish(struct turboshake128 *xof);
/* The next @count elements. A draw that is p or more is thrown away, so that all elements are equally likely. */
void xof_elements(struct turboshake128 *xof, struct field128 *ret, size_t count);

#endif
