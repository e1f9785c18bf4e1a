#include <string.h>

#include <sodium.h>

#include <evenkeel/blur.h>

_Static_assert(randombytes_SEEDBYTES == BLUR_SEED_SIZE, "a stream's seed is what libsodium takes");

void blur_stream_init(struct blur_stream *ret, const uint8_t seed[static BLUR_SEED_SIZE])
{
	*ret = (struct blur_stream){0};
	memcpy(ret->seed, seed, sizeof(ret->seed));
}

void blur_stream_clear(struct blur_stream *stream)
{
	sodium_memzero(stream, sizeof(*stream));
}

/* The first bytes of a block are the next seed: what was drawn cannot be drawn again by who finds the stream later. */
static void refill(struct blur_stream *stream)
{
	uint8_t block[BLUR_SEED_SIZE + BLUR_ROOM];

	randombytes_buf_deterministic(block, sizeof(block), stream->seed);
	memcpy(stream->seed, block, sizeof(stream->seed));
	memcpy(stream->bytes, block + BLUR_SEED_SIZE, sizeof(stream->bytes));
	stream->left = sizeof(stream->bytes);
	sodium_memzero(block, sizeof(block));
}

static void stream_draw(void *context, uint8_t *ret, size_t size)
{
	struct blur_stream *stream = context;

	while (size > 0) {
		if (stream->left == 0)
			refill(stream);
		size_t part = size < stream->left ? size : stream->left;
		uint8_t *from = stream->bytes + sizeof(stream->bytes) - stream->left;
		memcpy(ret, from, part);
		sodium_memzero(from, part);
		stream->left -= part;
		ret += part;
		size -= part;
	}
}

struct blur_source blur_stream_source(struct blur_stream *stream)
{
	return (struct blur_source){stream_draw, stream};
}

static uint32_t word(const struct blur_source *source)
{
	uint8_t bytes[4];

	source->draw(source->context, bytes, sizeof(bytes));
	uint32_t number =
		(uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
	sodium_memzero(bytes, sizeof(bytes));
	return number;
}

uint32_t blur_uniform(const struct blur_source *source, uint32_t bound)
{
	/* Of the 2^32 words as many of the first are thrown away as are left over by the bound. */
	uint32_t left_over = -bound % bound, drawn;

	do
		drawn = word(source);
	while (drawn < left_over);
	return drawn % bound;
}

/* True with probability 1/e: it stops at k with probability 1/(k-1)! - 1/k!, and over the odd k that is 1 - 1 + 1/2! - 1/3! + ... */
static int one_in_e(const struct blur_source *source)
{
	uint32_t k = 1;

	while (blur_uniform(source, k) == 0)
		k++;
	return k & 1;
}

int64_t blur_draw(const struct blur_source *source)
{
	int64_t magnitude;
	uint32_t negative;

	/* -0 is drawn anew, or 0 would be twice as likely as it should be. */
	do {
		for (magnitude = 0; one_in_e(source);)
			magnitude++;
		negative = blur_uniform(source, 2);
	} while (negative && magnitude == 0);
	return negative ? -magnitude : magnitude;
}

void blur_share(const struct blur_source *source, struct field128 *share)
{
	for (int i = 0; i < BLUR_CELLS; i++) {
		int64_t noise = blur_draw(source);
		struct field128 size = field128_from((uint64_t)(noise < 0 ? -noise : noise));
		share[i] = noise < 0 ? field128_subtract(share[i], size) : field128_add(share[i], size);
	}
}

int blur_add(void *context, struct field128 *share)
{
	blur_share(context, share);
	return 0;
}
