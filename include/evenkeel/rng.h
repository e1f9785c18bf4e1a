/*
 * Repeatable random numbers for draws that a seed must reproduce: question draws, check-in times, tips, the demo.
 * xoshiro256** (Blackman & Vigna 2018) seeded by splitmix64 (Steele, Lea & Flood 2014). Not for keys: those come from libsodium.
 */
#ifndef EVENKEEL_RNG_H
#define EVENKEEL_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t state[4];
};

struct rng rng_seeded(uint64_t seed);
/* A stream of its own for (@seed, @stream), for example a day's seed and the kind of draw. */
struct rng rng_stream(uint64_t seed, uint64_t stream);
uint64_t rng_next(struct rng *rng);
uint64_t rng_below(struct rng *rng, uint64_t bound); /* 0 ... bound-1 without bias; bound > 0 */
double rng_unit(struct rng *rng);                    /* 0 <= x < 1, 53 bits */
double rng_normal(struct rng *rng);                  /* mean 0, standard deviation 1 */
void rng_shuffle_u16(struct rng *rng, uint16_t *items, size_t count);

#endif
