/*
 * The blur: noise that each party adds to its share before it leaves, so that a sum is known to about two answers only. Discrete Laplace,
 * P(x) proportional to e^-|x|, drawn exactly: coins and whole numbers from random bytes, no floating point (after Canonne, Kamath & Steinke,
 * "The Discrete Gaussian for Differential Privacy", 2020, algorithm 1). How long a draw takes tells something of it; nobody
 * but the party itself is there to see.
 */
#ifndef EVENKEEL_BLUR_H
#define EVENKEEL_BLUR_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/field128.h>

enum { BLUR_SEED_SIZE = 32, BLUR_ROOM = 480, BLUR_CELLS = 43 };

/* Where random bytes come from: @draw fills all of @ret. */
struct blur_source {
	void (*draw)(void *context, uint8_t *ret, size_t size);
	void *context;
};

/* A source that gives the same bytes for the same seed; the seed is forgotten as it is used. Wipe it with blur_stream_clear. */
struct blur_stream {
	uint8_t seed[BLUR_SEED_SIZE], bytes[BLUR_ROOM];
	size_t left;
};
void blur_stream_init(struct blur_stream *ret, const uint8_t seed[static BLUR_SEED_SIZE]);
void blur_stream_clear(struct blur_stream *stream);
struct blur_source blur_stream_source(struct blur_stream *stream);

/* 0 ... @bound-1, all equally likely; @bound > 0. */
uint32_t blur_uniform(const struct blur_source *source, uint32_t bound);
int64_t blur_draw(const struct blur_source *source);
/* Add a draw to each of the cells 0 ... BLUR_CELLS-1 of an aggregate share; the others stay exact, for checks. */
void blur_share(const struct blur_source *source, struct field128 *share);
/* The same as a role has it: @context is the source. 0. */
int blur_add(void *context, struct field128 *share);

#endif
