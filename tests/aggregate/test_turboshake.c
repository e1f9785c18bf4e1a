/* TurboSHAKE128 by the figures of RFC 9861, section 5; the XOF on it by its definition, and by what it does with draws beyond the field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/turboshake.h>

#include "hex.h"

/* 17^4 bytes are enough: more only makes more blocks. */
static const struct figure {
	int length; /* of the pattern 00 01 ... fa 00 01 ...; below 0: so many bytes of ff */
	uint8_t domain;
	size_t skip;
	const char *output;
} figures[] = {
	{0, 0x1f, 0,
	 "1E 41 5F 1C 59 83 AF F2 16 92 17 27 7D 17 BB 53 8C D9 45 A3 97 DD EC 54 1F 1C E4 1A F2 C1 B7 4C"
	 "3E 8C CA E2 A4 DA E5 6C 84 A0 4C 23 85 C0 3C 15 E8 19 3B DF 58 73 73 63 32 16 91 C0 54 62 C8 DF"},
	{0, 0x1f, 10000,
	 "A3 B9 B0 38 59 00 CE 76 1F 22 AE D5 48 E7 54 DA 10 A5 24 2D 62 E8 C6 58 E3 F3 A9 23 A7 55 56 07"},
	{1, 0x1f, 0, "55 CE DD 6F 60 AF 7B B2 9A 40 42 AE 83 2E F3 F5 8D B7 29 9F 89 3E BB 92 47 24 7D 85 69 58 DA A9"},
	{17, 0x1f, 0,
	 "9C 97 D0 36 A3 BA C8 19 DB 70 ED E0 CA 55 4E C6 E4 C2 A1 A4 FF BF D9 EC 26 9C A6 A1 11 16 12 33"},
	{289, 0x1f, 0,
	 "96 C7 7C 27 9E 01 26 F7 FC 07 C9 B0 7F 5C DA E1 E0 BE 60 BD BE 10 62 00 40 E7 5D 72 23 A6 24 D2"},
	{4913, 0x1f, 0,
	 "D4 97 6E B5 6B CF 11 85 20 58 2B 70 9F 73 E1 D6 85 3E 00 1F DA F8 0E 1B 13 E0 D0 59 9D 5F B3 72"},
	{83521, 0x1f, 0,
	 "DA 67 C7 03 9E 98 BF 53 0C F7 A3 78 30 C6 66 4E 14 CB AB 7F 54 0F 58 40 3B 1B 82 95 13 18 EE 5C"},
	{-3, 0x01, 0,
	 "BF 32 3F 94 04 94 E8 8E E1 C5 40 FE 66 0B E8 A0 C9 3F 43 D1 5E C0 06 99 84 62 FA 99 4E ED 5D AB"},
	{-1, 0x06, 0,
	 "8E C9 C6 64 65 ED 0D 4A 6C 35 D1 35 06 71 8D 68 7A 25 CB 05 C7 4C CA 1E 42 50 1A BD 83 87 4A 67"},
	{-3, 0x07, 0,
	 "B6 58 57 60 01 CA D9 B1 E5 F3 99 A9 F7 77 23 BB A0 54 58 04 2D 68 20 6F 72 52 68 2D BA 36 63 ED"},
	{-7, 0x0b, 0,
	 "8D EE AA 1A EC 47 CC EE 56 9F 65 9C 21 DF A8 E1 12 DB 3C EE 37 B1 81 78 B2 AC D8 05 B7 99 CC 37"},
	{-1, 0x30, 0,
	 "55 31 22 E2 13 5E 36 3C 32 92 BE D2 C6 42 1F A2 32 BA B0 3D AA 07 C7 D6 63 66 03 28 65 06 32 5B"},
	{-3, 0x7f, 0,
	 "16 27 4C C6 56 D4 4C EF D4 22 39 5D 0F 90 53 BD A6 D2 8E 12 2A BA 15 C7 65 E5 AD 0E 6E AF 26 F9"},
};

/* In pieces of @piece bytes, in and out. */
static void shake_in_pieces(const uint8_t *message, size_t size, uint8_t domain, uint8_t *ret, size_t length,
			    size_t piece)
{
	struct turboshake128 shake;

	turboshake128_init(&shake);
	for (size_t i = 0; i < size; i += piece)
		turboshake128_absorb(&shake, message + i, size - i < piece ? size - i : piece);
	turboshake128_finish(&shake, domain);
	for (size_t i = 0; i < length; i += piece)
		turboshake128_squeeze(&shake, ret + i, length - i < piece ? length - i : piece);
	turboshake128_clear(&shake);
	for (size_t i = 0; i < 25; i++)
		assert_true(shake.lanes[i] == 0);
}

static void published(void **state)
{
	static const size_t pieces[] = {100000, 1, 7, 8, 167, 168, 169};
	static uint8_t message[83521], output[10064];
	uint8_t wanted[64];

	(void)state;
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		const struct figure *figure = &figures[i];
		size_t size = (size_t)(figure->length < 0 ? -figure->length : figure->length);
		long count = hex_read(figure->output, wanted, sizeof(wanted));
		assert_true(count >= 32);
		for (size_t k = 0; k < size; k++)
			message[k] = figure->length < 0 ? 0xff : (uint8_t)(k % 251);
		for (size_t k = 0; k < sizeof(pieces) / sizeof(pieces[0]); k++) {
			shake_in_pieces(message, size, figure->domain, output, figure->skip + (size_t)count, pieces[k]);
			assert_memory_equal(output + figure->skip, wanted, (size_t)count);
		}
	}
}

/* Length of the tag in two bytes, the tag, length of the seed in one, the seed, the binder; D is 1. */
static void seeds(void **state)
{
	static uint8_t tag[300], message[2 + 300 + 1 + 32 + 50];
	uint8_t seed[XOF_SEED_SIZE], binder[50], wanted[200], got[200];
	struct turboshake128 xof;

	(void)state;
	memset(tag, 't', sizeof(tag));
	memset(seed, 's', sizeof(seed));
	memset(binder, 'b', sizeof(binder));
	for (size_t seed_size = 0; seed_size <= sizeof(seed); seed_size += sizeof(seed)) {
		message[0] = 300 % 256;
		message[1] = 300 / 256;
		memcpy(message + 2, tag, sizeof(tag));
		message[302] = (uint8_t)seed_size;
		memcpy(message + 303, seed, seed_size);
		memcpy(message + 303 + seed_size, binder, sizeof(binder));
		shake_in_pieces(message, 303 + seed_size + sizeof(binder), 1, wanted, sizeof(wanted), 1000);
		xof_init(&xof, seed, seed_size, tag, sizeof(tag));
		turboshake128_absorb(&xof, binder, sizeof(binder));
		xof_finish(&xof);
		turboshake128_squeeze(&xof, got, sizeof(got));
		assert_memory_equal(got, wanted, sizeof(wanted));
	}
}

static void elements(void **state)
{
	uint8_t seed[XOF_SEED_SIZE] = {1}, stream[40 * FIELD128_SIZE], again[sizeof(stream)];
	struct field128 drawn[40];
	struct turboshake128 xof;

	(void)state;
	xof_init(&xof, seed, sizeof(seed), (const uint8_t *)"tag", 3);
	xof_finish(&xof);
	struct turboshake128 same = xof;
	turboshake128_squeeze(&xof, stream, sizeof(stream));
	xof_elements(&same, drawn, 40);
	field128_encode_vector(drawn, 40, again);
	assert_memory_equal(again, stream, sizeof(stream));
}

/* p, p + 1, 2^128 - 1 are passed over, not reduced; p - 1 and what follows is taken. */
static void beyond_the_field(void **state)
{
	static const uint64_t high = UINT64_C(0xffffffffffffffe4);
	struct turboshake128 xof = {.lanes = {1, high, 2, high, UINT64_MAX, UINT64_MAX, 0, high, 5, 0}};
	struct field128 drawn[2];
	int64_t number;

	(void)state;
	xof_elements(&xof, drawn, 2);
	assert_int_equal(field128_to_number(drawn[0], &number), 0);
	assert_int_equal(number, -1);
	assert_int_equal(field128_to_number(drawn[1], &number), 0);
	assert_int_equal(number, 5);
	assert_int_equal(xof.at, 5 * FIELD128_SIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published),
		cmocka_unit_test(seeds),
		cmocka_unit_test(elements),
		cmocka_unit_test(beyond_the_field),
	};

	return cmocka_run_group_tests_name("turboshake", tests, NULL, NULL);
}
