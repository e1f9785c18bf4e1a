#include <assert.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/turboshake.h>

#include "revealed.h"

enum { RATE = 168, ROUNDS = 12, LANE = 8 }; /* bytes of a block that bytes go into and come out of */

/* The last 12 of Keccak-f[1600]'s 24 rounds (FIPS 202, section 3.2.5; RFC 9861, section 2.2). */
static const uint64_t round_constants[ROUNDS] = {
	UINT64_C(0x000000008000808b), UINT64_C(0x800000000000008b), UINT64_C(0x8000000000008089),
	UINT64_C(0x8000000000008003), UINT64_C(0x8000000000008002), UINT64_C(0x8000000000000080),
	UINT64_C(0x000000000000800a), UINT64_C(0x800000008000000a), UINT64_C(0x8000000080008081),
	UINT64_C(0x8000000000008080), UINT64_C(0x0000000080000001), UINT64_C(0x8000000080008008),
};

/* Where the lane goes that pi visits, one after the other from lane 1 on, and by how much rho turns it (FIPS 202, sections 3.2.2, 3.2.3). */
static const uint8_t next_lane[24] = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
				      15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};
static const uint8_t turns[24] = {1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
				  27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};

static uint64_t turn(uint64_t lane, int bits)
{
	return lane << bits | lane >> (64 - bits);
}

/* What follows is three to six times as fast with its loops laid out, which -O2 does not do by itself. */
static void theta(uint64_t *lanes)
{
	uint64_t columns[5];

#pragma GCC unroll 5
	for (int x = 0; x < 5; x++)
		columns[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
#pragma GCC unroll 5
	for (int x = 0; x < 5; x++) {
		uint64_t both = columns[(x + 4) % 5] ^ turn(columns[(x + 1) % 5], 1);
#pragma GCC unroll 5
		for (int y = 0; y < 25; y += 5)
			lanes[x + y] ^= both;
	}
}

static void rho_pi(uint64_t *lanes)
{
	uint64_t carried = lanes[1];

#pragma GCC unroll 24
	for (int i = 0; i < 24; i++) {
		uint64_t there = lanes[next_lane[i]];
		lanes[next_lane[i]] = turn(carried, turns[i]);
		carried = there;
	}
}

static void chi(uint64_t *lanes)
{
#pragma GCC unroll 5
	for (int y = 0; y < 25; y += 5) {
		uint64_t row[5];
		memcpy(row, lanes + y, sizeof(row));
#pragma GCC unroll 5
		for (int x = 0; x < 5; x++)
			lanes[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
	}
}

static void permute(struct turboshake128 *shake)
{
	for (int i = 0; i < ROUNDS; i++) {
		theta(shake->lanes);
		rho_pi(shake->lanes);
		chi(shake->lanes);
		shake->lanes[0] ^= round_constants[i];
	}
	shake->at = 0;
}

void turboshake128_init(struct turboshake128 *shake)
{
	*shake = (struct turboshake128){0};
}

void turboshake128_absorb(struct turboshake128 *shake, const void *bytes, size_t size)
{
	const uint8_t *from = bytes;

	for (size_t i = 0; i < size; i++) {
		if (shake->at == RATE)
			permute(shake);
		shake->lanes[shake->at / LANE] ^= (uint64_t)from[i] << (8 * (shake->at % LANE));
		shake->at++;
	}
}

void turboshake128_finish(struct turboshake128 *shake, uint8_t domain)
{
	assert(domain > 0 && domain < 0x80);
	turboshake128_absorb(shake, &domain, 1);
	shake->lanes[RATE / LANE - 1] ^= UINT64_C(0x80) << 56;
	shake->at = RATE;
}

void turboshake128_squeeze(struct turboshake128 *shake, uint8_t *ret, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (shake->at == RATE)
			permute(shake);
		ret[i] = (uint8_t)(shake->lanes[shake->at / LANE] >> (8 * (shake->at % LANE)));
		shake->at++;
	}
}

void turboshake128_clear(struct turboshake128 *shake)
{
	sodium_memzero(shake, sizeof(*shake));
}

void xof_init(struct turboshake128 *xof, const uint8_t *seed, size_t seed_size, const uint8_t *tag, size_t tag_size)
{
	const uint8_t sizes[3] = {(uint8_t)tag_size, (uint8_t)(tag_size >> 8), (uint8_t)seed_size};

	assert(tag_size <= UINT16_MAX && seed_size <= UINT8_MAX);
	turboshake128_init(xof);
	turboshake128_absorb(xof, sizes, 2);
	turboshake128_absorb(xof, tag, tag_size);
	turboshake128_absorb(xof, sizes + 2, 1);
	turboshake128_absorb(xof, seed, seed_size);
}

void xof_finish(struct turboshake128 *xof)
{
	turboshake128_finish(xof, 1);
}

/* Section 6.2 of the draft, next_vec. */
void xof_elements(struct turboshake128 *xof, struct field128 *ret, size_t count)
{
	uint8_t draw[FIELD128_SIZE];

	for (size_t i = 0; i < count; i++)
		do
			turboshake128_squeeze(xof, draw, sizeof(draw));
		while (revealed(field128_decode(draw, &ret[i]) != 0));
	sodium_memzero(draw, sizeof(draw));
}
