#include <stdint.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "stats_internal.h"

/*
 * Exact order statistics of n(n-1)/2 slopes without keeping them: ten years are 6.7 million. The slopes are gone through five times.
 * Each pass counts those that share the leading bits found so far by their next 13 bits, which settles these bits of each wanted one.
 */
#define DIGIT_BITS 13
#define DIGITS ((size_t)1 << DIGIT_BITS)
#define WANTED 2

struct search {
	uint64_t prefix; /* the leading bits of the wanted slope, so far */
	size_t rank;     /* among the slopes with this prefix, from 0 */
	size_t *counts;
};

/* Ordered as the numbers are. Adding 0 makes -0, which a tiny slope may be rounded to, the same as 0. */
static uint64_t key_of(double slope)
{
	uint64_t bits;

	slope += 0.0;
	memcpy(&bits, &slope, sizeof bits);
	return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static double slope_of(uint64_t key)
{
	uint64_t bits = key >> 63 ? key ^ (uint64_t)1 << 63 : ~key;
	double slope;

	memcpy(&slope, &bits, sizeof slope);
	return slope;
}

static void count_one(uint64_t key, struct search *searches, uint64_t known, int shift)
{
	for (int s = 0; s < WANTED; s++)
		if ((key & known) == searches[s].prefix)
			searches[s].counts[key >> shift & (DIGITS - 1)]++;
}

static void count_slopes(const struct stats_point *points, size_t count, struct search *searches, uint64_t known,
			 int shift)
{
	for (size_t j = 1; j < count; j++)
		for (size_t i = 0; i < j && points[i].t < points[j].t; i++) {
			double slope = (points[j].y - points[i].y) / (points[j].t - points[i].t);
			count_one(key_of(slope), searches, known, shift);
		}
}

static void settle(struct search *search, int shift)
{
	size_t digit = 0;

	for (; search->rank >= search->counts[digit]; digit++)
		search->rank -= search->counts[digit];
	search->prefix |= (uint64_t)digit << shift;
}

static void find(const struct stats_point *points, size_t count, struct search *searches)
{
	size_t *counts _cleanup_free_ = mem_new(WANTED * DIGITS, sizeof *counts);
	uint64_t known = 0;

	for (int s = 0; s < WANTED; s++)
		searches[s].counts = counts + (size_t)s * DIGITS;
	for (int shift = 64; shift > 0;) {
		/* The last digit is shorter: its upper bit is known already, and the same in all that are counted. */
		shift = shift > DIGIT_BITS ? shift - DIGIT_BITS : 0;
		memset(counts, 0, WANTED * DIGITS * sizeof *counts);
		count_slopes(points, count, searches, known, shift);
		for (int s = 0; s < WANTED; s++)
			settle(&searches[s], shift);
		known = ~(uint64_t)0 << shift;
	}
}

void stats_slopes(const struct stats_point *points, size_t count, const size_t ranks[static 2], double ret[static 2])
{
	struct search searches[WANTED] = {{.rank = ranks[0] - 1}, {.rank = ranks[1] - 1}};

	find(points, count, searches);
	for (int s = 0; s < WANTED; s++)
		ret[s] = slope_of(searches[s].prefix);
}
