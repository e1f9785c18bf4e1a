/* The noise that a party adds to its share: its exact distribution, its seeds, and where it goes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/blur.h>
#include <evenkeel/rng.h>
#include <evenkeel/stats.h>

static struct blur_stream stream_of(uint8_t seed)
{
	uint8_t bytes[BLUR_SEED_SIZE] = {seed, 's', 'e', 'e', 'd'};
	struct blur_stream stream;

	blur_stream_init(&stream, bytes);
	return stream;
}

/* Words as they were written down; after the last one the test fails. */
struct script {
	const uint32_t *words;
	size_t left;
};

static void play(void *context, uint8_t *ret, size_t size)
{
	struct script *script = context;

	assert_int_equal(size, 4);
	assert_true(script->left > 0);
	for (int i = 0; i < 4; i++)
		ret[i] = (uint8_t)(*script->words >> 8 * i);
	script->words++;
	script->left--;
}

static int64_t draw_from(const uint32_t *words, size_t count, size_t *ret_left)
{
	struct script script = {words, count};
	struct blur_source source = {play, &script};
	int64_t drawn = blur_draw(&source);

	*ret_left = script.left;
	return drawn;
}

/* 2^32 is 3 * 1431655765 + 1: of all words one, 0, is thrown away; what is left falls into three equal parts. */
static void uniform_is_exact(void **state)
{
	static const uint32_t words[] = {0, 1, 2, 3, 0, 0, UINT32_MAX};
	struct script script = {words, 7};
	struct blur_source source = {play, &script};

	(void)state;
	assert_int_equal(blur_uniform(&source, 3), 1);
	assert_int_equal(script.left, 5);
	assert_int_equal(blur_uniform(&source, 3), 2);
	assert_int_equal(blur_uniform(&source, 3), 0);
	assert_int_equal(blur_uniform(&source, 3), 0);
	assert_int_equal(script.left, 0);
	/* A bound that divides 2^32 throws nothing away, and the highest keeps all but one half. */
	for (uint32_t word = 0; word < 8; word++) {
		script = (struct script){&word, 1};
		assert_int_equal(blur_uniform(&source, 4), word % 4);
	}
	static const uint32_t high[] = {0x7ffffffe, 0x7fffffff};
	script = (struct script){high, 2};
	assert_int_equal(blur_uniform(&source, 0x80000001), 0x7fffffff);
	assert_int_equal(script.left, 0);
}

/* Each branch by hand. A word of 6 is 0 for 1, 2 and 3; one of 7 is 1 for 2 and 3; 5 is 1 for 2 and 2 for 3. */
static void draws_by_hand(void **state)
{
	/* k = 1, 2 and out at 2, even: no success. Fair sign: positive. */
	static const uint32_t zero[] = {6, 7, 6};
	/* The same with a negative sign is -0: all anew, and the next is 0. */
	static const uint32_t minus_zero[] = {6, 7, 7, 6, 7, 6};
	/* Out at 3, odd: a success; then none; negative. */
	static const uint32_t minus_one[] = {6, 6, 7, 6, 7, 7};
	static const uint32_t two[] = {6, 6, 7, 6, 6, 5, 6, 7, 6};
	size_t left;

	(void)state;
	assert_int_equal(draw_from(zero, 3, &left), 0);
	assert_int_equal(left, 0);
	assert_int_equal(draw_from(minus_zero, 6, &left), 0);
	assert_int_equal(left, 0);
	assert_int_equal(draw_from(minus_one, 6, &left), -1);
	assert_int_equal(left, 0);
	assert_int_equal(draw_from(two, 9, &left), 2);
	assert_int_equal(left, 0);
}

enum { DRAWS = 1000000, BINS = 21, FURTHEST = 10 };

/* P(x) = e^-|x| (1 - 1/e) / (1 + 1/e), what is beyond 9 together on each side. */
static double probability(int x)
{
	double weight = (1 - exp(-1)) / (1 + exp(-1)), p = exp(-abs(x)) * weight;

	return abs(x) < FURTHEST ? p : p / (1 - exp(-1));
}

static double chi_square(const long counts[static BINS])
{
	double sum = 0;

	for (int i = 0; i < BINS; i++) {
		double expected = DRAWS * probability(i - FURTHEST);
		assert_true(expected > 5);
		sum += (counts[i] - expected) * (counts[i] - expected) / expected;
	}
	return sum;
}

static void distribution(void **state)
{
	struct blur_stream stream = stream_of(1);
	struct blur_source source = blur_stream_source(&stream);
	long counts[BINS] = {0};
	double whole = 0, squares = 0;

	(void)state;
	for (int i = 0; i < BINS; i++)
		whole += probability(i - FURTHEST);
	assert_true(fabs(whole - 1) < 1e-12);
	for (int i = 0; i < DRAWS; i++) {
		int64_t drawn = blur_draw(&source), both = drawn + blur_draw(&source);
		int bin = (int)(drawn < -FURTHEST ? -FURTHEST : drawn > FURTHEST ? FURTHEST : drawn);
		counts[bin + FURTHEST]++;
		squares += (double)(both * both);
	}
	double chi = chi_square(counts), p = stats_chi_square_above(chi, BINS - 1), sigma = sqrt(squares / DRAWS);
	print_message("# %d draws: chi-square %.1f of %d degrees of freedom, p = %.3f; sigma of two %.4f\n", DRAWS, chi,
		      BINS - 1, p, sigma);
	/* Neither too far from it nor too near to be random. */
	assert_true(p > 0.001 && p < 0.999);
	/* sqrt(2 * 2 e^-1 / (1 - e^-1)^2) = 1.9190, with an error of about 0.0025. */
	double exact = sqrt(4 * exp(-1)) / (1 - exp(-1));
	assert_true(fabs(exact - 1.919) < 0.0005);
	assert_true(fabs(sigma - exact) < 0.01);
	/* The same test does see noise that is a little off: each seventieth draw moved by one. */
	for (int i = 0; i < BINS - 1; i++) {
		long moved = counts[i] / 70;
		counts[i] -= moved;
		counts[i + 1] += moved;
	}
	assert_true(stats_chi_square_above(chi_square(counts), BINS - 1) < 1e-6);
}

static void same_seed_same_draws(void **state)
{
	struct blur_stream a = stream_of(7), b = stream_of(7), c = stream_of(8);
	struct blur_source from_a = blur_stream_source(&a), from_b = blur_stream_source(&b),
			   from_c = blur_stream_source(&c);
	int differ = 0;
	uint8_t bytes[1200], pieces[1200];

	(void)state;
	for (int i = 0; i < 2000; i++) {
		int64_t drawn = blur_draw(&from_a);
		assert_int_equal(drawn, blur_draw(&from_b));
		differ += drawn != blur_draw(&from_c);
	}
	assert_true(differ > 500);
	/* However it is asked: over the end of blocks, and in pieces. */
	from_a.draw(from_a.context, bytes, sizeof(bytes));
	for (size_t at = 0; at < sizeof(pieces);) {
		size_t piece = 1 + at % 7;
		if (piece > sizeof(pieces) - at)
			piece = sizeof(pieces) - at;
		from_b.draw(from_b.context, pieces + at, piece);
		at += piece;
	}
	assert_memory_equal(bytes, pieces, sizeof(bytes));
	/* What was given out is nowhere in it any more. */
	assert_null(memmem(&a, sizeof(a), bytes + sizeof(bytes) - 8, 8));
	blur_stream_clear(&a);
	for (size_t i = 0; i < sizeof(a); i++)
		assert_int_equal(((const uint8_t *)&a)[i], 0);
}

/* Shares are any elements; their noise goes through the edge of the field both ways and comes out as the very draws. */
static void share_gets_noise(void **state)
{
	struct blur_stream stream = stream_of(3), again = stream_of(3);
	struct blur_source source = blur_stream_source(&stream), draws = blur_stream_source(&again);
	struct rng rng = rng_seeded(3);
	int negative = 0, positive = 0;

	(void)state;
	for (int round = 0; round < 20; round++) {
		struct field128 share[48], plain[48];
		for (int i = 0; i < 48; i++)
			plain[i] = share[i] = i % 2 ? field128_from(rng_next(&rng)) : field128_from(0);
		blur_share(&source, share);
		field128_subtract_vector(share, plain, 48);
		for (int i = 0; i < 48; i++) {
			int64_t noise, wanted = i < 43 ? blur_draw(&draws) : 0;
			assert_int_equal(field128_to_number(share[i], &noise), 0);
			assert_int_equal(noise, wanted);
			negative += noise < 0;
			positive += noise > 0;
		}
	}
	assert_true(negative > 100 && positive > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uniform_is_exact), cmocka_unit_test(draws_by_hand),
		cmocka_unit_test(distribution),     cmocka_unit_test(same_seed_same_draws),
		cmocka_unit_test(share_gets_noise),
	};

	return cmocka_run_group_tests_name("blur", tests, NULL, NULL);
}
