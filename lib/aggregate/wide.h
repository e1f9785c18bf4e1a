/*
 * 64-bit numbers whose sums and products have more bits than 64, in the same time for all of them. Where the compiler has no 128-bit
 * integer, or FIELD128_NARROW says to do without, products are made of 32-bit halves.
 */
#ifndef AGGREGATE_WIDE_H
#define AGGREGATE_WIDE_H

#include <stdint.h>

#if defined(__SIZEOF_INT128__) && !defined(FIELD128_NARROW)

__extension__ typedef unsigned __int128 wide;

static inline uint64_t wide_add(uint64_t a, uint64_t b, uint64_t *carry)
{
	wide sum = (wide)a + b + *carry;

	*carry = (uint64_t)(sum >> 64);
	return (uint64_t)sum;
}

static inline uint64_t wide_subtract(uint64_t a, uint64_t b, uint64_t *borrow)
{
	wide difference = (wide)a - b - *borrow;

	*borrow = (uint64_t)(difference >> 64) & 1;
	return (uint64_t)difference;
}

/* @a * @b + @c + @d, which has no more than 128 bits. */
static inline uint64_t wide_multiply_add(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t *ret_high)
{
	wide sum = (wide)a * b + c + d;

	*ret_high = (uint64_t)(sum >> 64);
	return (uint64_t)sum;
}

#else

static inline uint64_t wide_add(uint64_t a, uint64_t b, uint64_t *carry)
{
	uint64_t sum = a + b + *carry;

	*carry = ((a & b) | ((a | b) & ~sum)) >> 63;
	return sum;
}

static inline uint64_t wide_subtract(uint64_t a, uint64_t b, uint64_t *borrow)
{
	uint64_t difference = a - b - *borrow;

	*borrow = ((~a & b) | ((~a | b) & difference)) >> 63;
	return difference;
}

static inline uint64_t wide_multiply_add(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t *ret_high)
{
	uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX), high = (a >> 32) * (b >> 32), carry = 0;
	uint64_t one = (a >> 32) * (b & UINT32_MAX), other = (a & UINT32_MAX) * (b >> 32);
	uint64_t middle = (low >> 32) + (one & UINT32_MAX) + (other & UINT32_MAX);

	high += (one >> 32) + (other >> 32) + (middle >> 32);
	low = wide_add((low & UINT32_MAX) | middle << 32, c, &carry);
	high += carry;
	carry = 0;
	low = wide_add(low, d, &carry);
	*ret_high = high + carry;
	return low;
}

#endif

/* All ones for 1, 0 for 0; the compiler may not guess which and branch. */
static inline uint64_t wide_mask(uint64_t bit)
{
	uint64_t mask = 0 - bit;

	__asm__("" : "+r"(mask));
	return mask;
}

#endif
