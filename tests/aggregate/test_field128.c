/*
 * The field's arithmetic against plain double-and-add, at its edges and at random places; polynomials against their values one by one.
 * Built twice: with the compiler's 128-bit integers, and without them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/field128.h>
#include <evenkeel/rng.h>

__extension__ typedef unsigned __int128 number;

#define P (((number)UINT64_C(0xffffffffffffffe4) << 64) + 1)

enum { ROUNDS = 20000, LARGEST = 64 };

static number add(number a, number b)
{
	number sum = a + b;

	return sum < a || sum >= P ? sum - P : sum;
}

static number multiply(number a, number b)
{
	number product = 0;

	for (; b; b >>= 1, a = add(a, a))
		product = b & 1 ? add(product, a) : product;
	return product;
}

static number power(number a, number exponent)
{
	number product = 1;

	for (; exponent; exponent >>= 1, a = multiply(a, a))
		product = exponent & 1 ? multiply(product, a) : product;
	return product;
}

static void put(number n, uint8_t ret[FIELD128_SIZE])
{
	for (int i = 0; i < FIELD128_SIZE; i++)
		ret[i] = (uint8_t)(n >> (8 * i));
}

static struct field128 element(number n)
{
	uint8_t bytes[FIELD128_SIZE];
	struct field128 ret;

	put(n, bytes);
	assert_int_equal(field128_decode(bytes, &ret), 0);
	return ret;
}

static number value(struct field128 a)
{
	uint8_t bytes[FIELD128_SIZE];
	number n = 0;

	field128_encode(a, bytes);
	for (int i = FIELD128_SIZE - 1; i >= 0; i--)
		n = n << 8 | bytes[i];
	return n;
}

static number draw(struct rng *rng)
{
	number n = (number)rng_next(rng) << 64 | rng_next(rng);

	return n < P ? n : n - P;
}

/* Where a carry, a borrow or a reduction turns. */
static const number edges[] = {0,
			       1,
			       2,
			       3,
			       27,
			       28,
			       UINT32_MAX,
			       (number)1 << 32,
			       UINT64_MAX,
			       (number)1 << 64,
			       ((number)1 << 64) + 1,
			       ((number)27 << 64) + UINT64_MAX,
			       (number)1 << 66,
			       (number)1 << 127,
			       P / 2,
			       P / 2 + 1,
			       P - ((number)1 << 64),
			       P - 3,
			       P - 2,
			       P - 1};
enum { EDGES = sizeof(edges) / sizeof(edges[0]) };

static void compare(number a, number b)
{
	struct field128 x = element(a), y = element(b);

	assert_true(value(field128_add(x, y)) == add(a, b));
	assert_true(value(field128_subtract(x, y)) == add(a, b ? P - b : 0));
	assert_true(value(field128_multiply(x, y)) == multiply(a, b));
	assert_true(field128_equal(x, y) == (a == b));
	assert_true(value(field128_select(x, y, 0)) == a && value(field128_select(x, y, UINT64_MAX)) == b);
}

static void arithmetic(void **state)
{
	struct rng rng = rng_seeded(128);

	(void)state;
	for (int i = 0; i < EDGES; i++)
		for (int k = 0; k < EDGES; k++)
			compare(edges[i], edges[k]);
	for (int i = 0; i < ROUNDS; i++) {
		number a = draw(&rng);
		compare(a, draw(&rng));
		compare(a, edges[i % EDGES]);
		compare(edges[i % EDGES], a);
	}
}

static void laws(void **state)
{
	struct rng rng = rng_seeded(129);

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct field128 a = element(draw(&rng)), b = element(draw(&rng)), c = element(draw(&rng));
		assert_true(field128_equal(field128_multiply(a, field128_add(b, c)),
					   field128_add(field128_multiply(a, b), field128_multiply(a, c))));
		assert_true(field128_equal(field128_multiply(field128_multiply(a, b), c),
					   field128_multiply(a, field128_multiply(b, c))));
		assert_true(field128_equal(field128_subtract(field128_add(a, b), b), a));
	}
}

static void inverses(void **state)
{
	struct rng rng = rng_seeded(130);

	(void)state;
	assert_true(value(field128_invert(element(0))) == 0);
	for (int i = 1; i < EDGES; i++)
		assert_true(multiply(value(field128_invert(element(edges[i]))), edges[i]) == 1);
	for (int i = 0; i < 500; i++) {
		number a = draw(&rng);
		assert_true(multiply(value(field128_invert(element(a))), a) == 1);
	}
}

static void bytes(void **state)
{
	static const number refused[] = {P, P + 1, P + UINT64_MAX, ~(number)0};
	struct field128 vector[3];
	uint8_t three[3 * FIELD128_SIZE] = {1};
	struct rng rng = rng_seeded(131);

	(void)state;
	for (int i = 0; i < EDGES; i++)
		assert_true(value(element(edges[i])) == edges[i]);
	for (int i = 0; i < ROUNDS; i++) {
		number a = draw(&rng);
		assert_true(value(element(a)) == a);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct field128 ret = element(7);
		uint8_t at[FIELD128_SIZE];
		put(refused[i], at);
		assert_int_equal(field128_decode(at, &ret), -1);
		assert_true(value(ret) == 0);
		/* In a vector, wherever it stands. */
		for (int k = 0; k < 3; k++) {
			memset(three, 1, sizeof(three));
			put(refused[i], three + k * FIELD128_SIZE);
			assert_int_equal(field128_decode_vector(three, 3, vector), -1);
		}
	}
	for (int i = 0; i < 3; i++)
		put(edges[EDGES - 1 - i], three + i * FIELD128_SIZE);
	uint8_t again[sizeof(three)];
	assert_int_equal(field128_decode_vector(three, 3, vector), 0);
	field128_encode_vector(vector, 3, again);
	assert_memory_equal(again, three, sizeof(three));
}

static void numbers(void **state)
{
	static const int64_t fit[] = {0, 1, -1, 300, -40, INT64_MAX, -INT64_MAX};
	static const number not [] = {(number)INT64_MAX + 1, P - INT64_MAX - 1, (number)1 << 64, P / 2, UINT64_MAX};
	int64_t got = 5;

	(void)state;
	assert_true(value(field128_from(0)) == 0 && value(field128_from(UINT64_MAX)) == UINT64_MAX);
	for (size_t i = 0; i < sizeof(fit) / sizeof(fit[0]); i++) {
		struct field128 a = field128_from((uint64_t)(fit[i] < 0 ? -fit[i] : fit[i]));
		a = fit[i] < 0 ? field128_subtract(element(0), a) : a;
		assert_int_equal(field128_to_number(a, &got), 0);
		assert_true(got == fit[i]);
	}
	got = 5;
	for (size_t i = 0; i < sizeof(not ) / sizeof(not [0]); i++)
		assert_int_equal(field128_to_number(element(not [i]), &got), -1);
	assert_true(got == 5);
}

static void vectors(void **state)
{
	struct field128 a[EDGES], b[EDGES];

	(void)state;
	for (int i = 0; i < EDGES; i++) {
		a[i] = element(edges[i]);
		b[i] = element(edges[EDGES - 1 - i]);
	}
	field128_add_vector(a, b, EDGES);
	for (int i = 0; i < EDGES; i++)
		assert_true(value(a[i]) == add(edges[i], edges[EDGES - 1 - i]));
	field128_subtract_vector(a, b, EDGES);
	for (int i = 0; i < EDGES; i++)
		assert_true(value(a[i]) == edges[i]);
}

static void roots_of_unity(void **state)
{
	struct field128 roots[LARGEST];

	(void)state;
	for (size_t order = 1; order <= LARGEST; order *= 2) {
		number root = power(7, (P - 1) / order);
		field128_roots(roots, order);
		for (size_t i = 0; i < order; i++)
			assert_true(value(roots[i]) == power(root, i));
		assert_true(power(root, order) == 1 && (order == 1 || power(root, order / 2) == P - 1));
	}
}

static number value_at(const number *coefficients, size_t count, number x)
{
	number sum = 0;

	for (size_t i = count; i > 0; i--)
		sum = add(multiply(sum, x), coefficients[i - 1]);
	return sum;
}

static void polynomials(void **state)
{
	struct field128 roots[LARGEST], elements[LARGEST];
	number coefficients[LARGEST];
	struct rng rng = rng_seeded(132);

	(void)state;
	field128_roots(roots, LARGEST);
	for (size_t count = 1; count <= LARGEST; count *= 2) {
		number root = power(7, (P - 1) / count);
		for (size_t i = 0; i < count; i++) {
			coefficients[i] = i % 5 ? draw(&rng) : edges[i % EDGES];
			elements[i] = element(coefficients[i]);
		}
		field128_ntt(elements, count, roots, LARGEST);
		for (size_t i = 0; i < count; i++)
			assert_true(value(elements[i]) == value_at(coefficients, count, power(root, i)));
		field128_ntt_inverse(elements, count, roots, LARGEST);
		for (size_t i = 0; i < count; i++)
			assert_true(value(elements[i]) == coefficients[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arithmetic),     cmocka_unit_test(laws),        cmocka_unit_test(inverses),
		cmocka_unit_test(bytes),          cmocka_unit_test(numbers),     cmocka_unit_test(vectors),
		cmocka_unit_test(roots_of_unity), cmocka_unit_test(polynomials),
	};

	return cmocka_run_group_tests_name("field128", tests, NULL, NULL);
}
