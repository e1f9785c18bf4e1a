#include <assert.h>

#include <evenkeel/field128.h>

/* 7^((p-1)/2^66), which generates the subgroup of order 2^66 (draft-irtf-cfrg-vdaf-18, section 6.1), times 2^128. */
static const struct field128 generator = {.low = UINT64_C(0xf0111fb98c6b9875), .high = UINT64_C(0x50f8f7f554db309c)};
enum { GENERATOR_LOG = 66 };

/* 1/2, times 2^128: 2^127. */
static const struct field128 half = {.high = UINT64_C(1) << 63};

static bool is_power_of_two(size_t number)
{
	return number && !(number & (number - 1));
}

void field128_roots(struct field128 *ret, size_t order)
{
	struct field128 root = generator;
	int log = 0;

	assert(is_power_of_two(order));
	while ((size_t)1 << log < order)
		log++;
	for (int i = log; i < GENERATOR_LOG; i++)
		root = field128_multiply(root, root);
	ret[0] = field128_from(1);
	for (size_t i = 1; i < order; i++)
		ret[i] = field128_multiply(ret[i - 1], root);
}

/* Put each element where its index's bits, read backwards, say. */
static void reverse_bits(struct field128 *elements, size_t count)
{
	for (size_t i = 0, k = 0; i < count; i++) {
		if (i < k) {
			struct field128 swap = elements[i];
			elements[i] = elements[k];
			elements[k] = swap;
		}
		size_t bit = count >> 1;
		for (; bit && k & bit; bit >>= 1)
			k ^= bit;
		k |= bit;
	}
}

/* Cooley & Tukey 1965, decimation in time; the powers of the root's inverse are those of the root in reverse. */
static void transform(struct field128 *elements, size_t count, const struct field128 *roots, size_t order, bool inverse)
{
	assert(is_power_of_two(count) && is_power_of_two(order) && count <= order);
	reverse_bits(elements, count);
	for (size_t part = 1; part < count; part *= 2) {
		size_t stride = order / (2 * part);
		for (size_t i = 0; i < part; i++) {
			struct field128 root = roots[inverse ? (order - i * stride) % order : i * stride];
			for (size_t k = i; k < count; k += 2 * part) {
				struct field128 odd = field128_multiply(elements[k + part], root);
				elements[k + part] = field128_subtract(elements[k], odd);
				elements[k] = field128_add(elements[k], odd);
			}
		}
	}
}

void field128_ntt(struct field128 *elements, size_t count, const struct field128 *roots, size_t order)
{
	transform(elements, count, roots, order, false);
}

void field128_ntt_inverse(struct field128 *elements, size_t count, const struct field128 *roots, size_t order)
{
	struct field128 scale = field128_from(1);

	transform(elements, count, roots, order, true);
	for (size_t i = 1; i < count; i *= 2)
		scale = field128_multiply(scale, half);
	for (size_t i = 0; i < count; i++)
		elements[i] = field128_multiply(elements[i], scale);
}
