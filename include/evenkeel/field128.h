/*
 * The field that shares of a contribution live in: integers modulo p = 2^128 - 7*2^66 + 1 (draft-irtf-cfrg-vdaf-18, section 6.1),
 * whose multiplicative group has a subgroup of order 2^66, so that polynomials go to and from their values fast.
 *
 * Everything here takes the same time for all values: no branch and no index depends on one. Elements are held multiplied by 2^128
 * (Montgomery 1985), always below p; on the wire they are 16 bytes, little-endian, and what is p or more is refused.
 */
#ifndef EVENKEEL_FIELD128_H
#define EVENKEEL_FIELD128_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIELD128_SIZE 16

struct field128 {
	uint64_t low, high;
};

struct field128 field128_from(uint64_t number);
struct field128 field128_add(struct field128 a, struct field128 b);
struct field128 field128_subtract(struct field128 a, struct field128 b);
struct field128 field128_multiply(struct field128 a, struct field128 b);
/* By Fermat; 0 gives 0. */
struct field128 field128_invert(struct field128 a);
bool field128_equal(struct field128 a, struct field128 b);
/* @b where @mask is all ones, @a where it is 0. */
struct field128 field128_select(struct field128 a, struct field128 b, uint64_t mask);

void field128_encode(struct field128 a, uint8_t ret[static FIELD128_SIZE]);
/* -1: p or more; *@ret is 0 then, so that nothing is read that was never set. */
int field128_decode(const uint8_t bytes[static FIELD128_SIZE], struct field128 *ret);
/* The element as a number between -2^63 and 2^63, for sums that are small; -1: it is not. Of what may be known: this one branches. */
int field128_to_number(struct field128 a, int64_t *ret);

void field128_add_vector(struct field128 *sum, const struct field128 *other, size_t count);
void field128_subtract_vector(struct field128 *difference, const struct field128 *other, size_t count);
void field128_encode_vector(const struct field128 *elements, size_t count, uint8_t *ret);
/* -1 when any is p or more; all are looked at. */
int field128_decode_vector(const uint8_t *bytes, size_t count, struct field128 *ret);

/*
 * A polynomial's values. @roots are the powers 0 ... @order-1 of a root of unity of order @order, as field128_roots makes them; @count
 * and @order are powers of two, @count divides @order. Values and coefficients are in their natural order.
 */
void field128_roots(struct field128 *ret, size_t order);
/* From @count coefficients to the values at the powers of the root of order @count, in place. */
void field128_ntt(struct field128 *elements, size_t count, const struct field128 *roots, size_t order);
/* And back. */
void field128_ntt_inverse(struct field128 *elements, size_t count, const struct field128 *roots, size_t order);

#endif
