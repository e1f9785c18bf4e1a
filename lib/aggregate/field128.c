#include <evenkeel/field128.h>

#include "wide.h"

/* p, whose low half is 1: that -1/p mod 2^64 is -1 saves a multiplication in each step of Montgomery's. */
#define P_LOW UINT64_C(1)
#define P_HIGH UINT64_C(0xffffffffffffffe4)

static const struct field128 r_squared = {.low = UINT64_C(0xfffffffffffffcf1), .high = 0x5587}; /* 2^256 mod p */

struct field128 field128_select(struct field128 a, struct field128 b, uint64_t mask)
{
	return (struct field128){.low = (a.low & ~mask) | (b.low & mask), .high = (a.high & ~mask) | (b.high & mask)};
}

/* @a + @top * 2^128, which is below 2p, minus p unless that is negative. */
static struct field128 reduce(struct field128 a, uint64_t top)
{
	struct field128 less;
	uint64_t borrow = 0;

	less.low = wide_subtract(a.low, P_LOW, &borrow);
	less.high = wide_subtract(a.high, P_HIGH, &borrow);
	wide_subtract(top, 0, &borrow);
	return field128_select(less, a, wide_mask(borrow));
}

struct field128 field128_add(struct field128 a, struct field128 b)
{
	struct field128 sum;
	uint64_t carry = 0;

	sum.low = wide_add(a.low, b.low, &carry);
	sum.high = wide_add(a.high, b.high, &carry);
	return reduce(sum, carry);
}

struct field128 field128_subtract(struct field128 a, struct field128 b)
{
	struct field128 less;
	uint64_t borrow = 0, carry = 0;

	less.low = wide_subtract(a.low, b.low, &borrow);
	less.high = wide_subtract(a.high, b.high, &borrow);
	uint64_t mask = wide_mask(borrow);
	less.low = wide_add(less.low, P_LOW & mask, &carry);
	less.high = wide_add(less.high, P_HIGH & mask, &carry);
	return less;
}

/* A number below 2p, and one step of Montgomery's: (@t + @digit * @b + m * p) / 2^64 with the m that makes it divide. */
struct three {
	uint64_t low, middle, high;
};

static struct three step(struct three t, uint64_t digit, struct field128 b)
{
	uint64_t above, carry = 0;

	t.low = wide_multiply_add(digit, b.low, t.low, 0, &above);
	t.middle = wide_multiply_add(digit, b.high, t.middle, above, &above);
	t.high += above; /* (2^64 - 1) * (p - 1) + 2p is below 2^192 */

	uint64_t m = 0 - t.low;
	uint64_t carried = (t.low | m) >> 63; /* of t.low + m, which is 2^64, or 0 when both are */
	t.low = wide_multiply_add(m, P_HIGH, t.middle, carried, &above);
	t.middle = wide_add(t.high, above, &carry);
	t.high = carry;
	return t;
}

/* a * b / 2^128. */
struct field128 field128_multiply(struct field128 a, struct field128 b)
{
	struct three t = step(step((struct three){0}, a.low, b), a.high, b);

	return reduce((struct field128){.low = t.low, .high = t.middle}, t.high);
}

struct field128 field128_from(uint64_t number)
{
	return field128_multiply((struct field128){.low = number}, r_squared);
}

/* a^(p-2); the exponent is no secret. */
struct field128 field128_invert(struct field128 a)
{
	static const uint64_t exponent[2] = {P_LOW - 2, P_HIGH - 1};
	struct field128 power = field128_from(1);

	for (int bit = 127; bit >= 0; bit--) {
		power = field128_multiply(power, power);
		if (exponent[bit / 64] >> (bit % 64) & 1)
			power = field128_multiply(power, a);
	}
	return power;
}

bool field128_equal(struct field128 a, struct field128 b)
{
	uint64_t difference = (a.low ^ b.low) | (a.high ^ b.high);

	return 1 ^ ((difference | (0 - difference)) >> 63);
}

/* The number itself, and back. */
static struct field128 plain(struct field128 a)
{
	return field128_multiply(a, (struct field128){.low = 1});
}

static uint64_t get(const uint8_t bytes[static 8])
{
	uint64_t number = 0;

	for (int i = 8; i > 0; i--)
		number = number << 8 | bytes[i - 1];
	return number;
}

void field128_encode(struct field128 a, uint8_t ret[static FIELD128_SIZE])
{
	struct field128 number = plain(a);

	for (int i = 0; i < 8; i++) {
		ret[i] = (uint8_t)(number.low >> (8 * i));
		ret[8 + i] = (uint8_t)(number.high >> (8 * i));
	}
}

int field128_decode(const uint8_t bytes[static FIELD128_SIZE], struct field128 *ret)
{
	struct field128 number = {.low = get(bytes), .high = get(bytes + 8)};
	uint64_t borrow = 0;

	wide_subtract(number.low, P_LOW, &borrow);
	wide_subtract(number.high, P_HIGH, &borrow);
	number = field128_select((struct field128){0}, number, wide_mask(borrow));
	*ret = field128_multiply(number, r_squared);
	return (int)borrow - 1;
}

int field128_to_number(struct field128 a, int64_t *ret)
{
	struct field128 number = plain(a), negative = plain(field128_subtract((struct field128){0}, a));

	if (number.high == 0 && number.low <= INT64_MAX)
		*ret = (int64_t)number.low;
	else if (negative.high == 0 && negative.low <= INT64_MAX)
		*ret = -(int64_t)negative.low;
	else
		return -1;
	return 0;
}

void field128_add_vector(struct field128 *sum, const struct field128 *other, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sum[i] = field128_add(sum[i], other[i]);
}

void field128_subtract_vector(struct field128 *difference, const struct field128 *other, size_t count)
{
	for (size_t i = 0; i < count; i++)
		difference[i] = field128_subtract(difference[i], other[i]);
}

void field128_encode_vector(const struct field128 *elements, size_t count, uint8_t *ret)
{
	for (size_t i = 0; i < count; i++)
		field128_encode(elements[i], ret + i * FIELD128_SIZE);
}

int field128_decode_vector(const uint8_t *bytes, size_t count, struct field128 *ret)
{
	int r = 0;

	for (size_t i = 0; i < count; i++)
		r |= field128_decode(bytes + i * FIELD128_SIZE, &ret[i]);
	return r;
}
