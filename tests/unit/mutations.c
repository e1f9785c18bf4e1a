#include "mutations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/rng.h>

/* One change such as chance, a disk or a stranger makes. */
static void mutate(struct text *bytes, struct rng *rng)
{
	static const char *const pieces[] = {"\n", "off",  "=",  "\\", "\xff\xff",   "25min",
					     "[",  "\x1b", "客", "ี",   "2026-02-30", " ;"};
	size_t at = bytes->length ? (size_t)rng_below(rng, bytes->length) : 0, most;
	_cleanup_(text_clear) struct text tail = {0};

	switch (bytes->length ? rng_below(rng, 6) : 2) {
	case 0:
		bytes->bytes[at] ^= (char)(1 << rng_below(rng, 8));
		break;
	case 1:
		bytes->bytes[at] = (char)rng_below(rng, 256);
		break;
	case 2:
		text_append_bytes(&tail, text_string(bytes) + at, bytes->length - at);
		bytes->length = at;
		text_append(bytes, pieces[rng_below(rng, sizeof(pieces) / sizeof(pieces[0]))]);
		text_append_bytes(bytes, text_string(&tail), tail.length);
		break;
	case 3:
		bytes->length = at;
		break;
	case 4: /* a stretch goes */
		most = (size_t)rng_below(rng, bytes->length - at) + 1;
		memmove(bytes->bytes + at, bytes->bytes + at + most, bytes->length - at - most);
		bytes->length -= most;
		break;
	default: /* a stretch comes twice */
		most = (size_t)rng_below(rng, bytes->length - at) + 1;
		text_append_bytes(&tail, bytes->bytes + at, most);
		text_append_bytes(bytes, text_string(&tail), tail.length);
		break;
	}
}

void mutations_run(int rounds, int (*target)(const uint8_t *bytes, size_t size), const struct text *seeds, size_t count)
{
	struct rng rng = rng_seeded(20260302);

	for (int round = 0; round < rounds; round++) {
		const struct text *seed = &seeds[(size_t)round % count];
		_cleanup_(text_clear) struct text bytes = {0};
		text_append_bytes(&bytes, text_string(seed), seed->length);
		for (int changes = round / (int)count % 6; changes > 0; changes--)
			mutate(&bytes, &rng);
		/* Of exactly this size, so that a byte read too far is found by the sanitizer. */
		uint8_t *exact _cleanup_free_ = mem_new(bytes.length, 1);
		memcpy(exact, text_string(&bytes), bytes.length);
		assert_int_equal(target(exact, bytes.length), 0);
	}
}

struct text mutations_of(const char *string, size_t length)
{
	struct text text = {0};

	text_append_bytes(&text, string, length);
	return text;
}

void mutations_clear(struct text *seeds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_clear(&seeds[i]);
}
