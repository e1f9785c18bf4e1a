#include <math.h>

#include <evenkeel/rng.h>

static uint64_t splitmix(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

struct rng rng_seeded(uint64_t seed)
{
	struct rng rng;

	for (int i = 0; i < 4; i++)
		rng.state[i] = splitmix(&seed);
	return rng;
}

struct rng rng_stream(uint64_t seed, uint64_t stream)
{
	uint64_t mixed = stream;

	return rng_seeded(seed ^ splitmix(&mixed));
}

uint64_t rng_next(struct rng *rng)
{
	uint64_t *s = rng->state;
	uint64_t result = rotate(s[1] * 5, 7) * 9, shifted = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = rotate(s[3], 45);
	return result;
}

uint64_t rng_below(struct rng *rng, uint64_t bound)
{
	/* Draws under 2^64 mod bound would be counted once too often. */
	uint64_t least = -bound % bound, draw;

	do
		draw = rng_next(rng);
	while (draw < least);
	return draw % bound;
}

double rng_unit(struct rng *rng)
{
	return (double)(rng_next(rng) >> 11) * 0x1p-53;
}

double rng_normal(struct rng *rng)
{
	/* Box & Muller 1958; 1 - u keeps the logarithm's argument above zero. */
	double radius = sqrt(-2 * log(1 - rng_unit(rng)));

	return radius * cos(2 * 3.14159265358979323846 * rng_unit(rng));
}

void rng_shuffle_u16(struct rng *rng, uint16_t *items, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t k = (size_t)rng_below(rng, i);
		uint16_t swap = items[i - 1];
		items[i - 1] = items[k];
		items[k] = swap;
	}
}
