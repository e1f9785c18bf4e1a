#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "stats_internal.h"

/*
 * Exact order statistics of n(n-1)/2 slopes without keeping them: ten years are 6.7 million. The slopes are gone through at most five
 * times. Each pass counts those that share the leading bits found so far by their next 13 bits, which settles these bits of each wanted one;
 * once all that share them are equal, the rest of the bits is known as well.
 */
#define DIGIT_BITS 13
#define DIGITS ((size_t)1 << DIGIT_BITS)
#define WANTED 2

struct search {
	uint64_t prefix; /* the leading bits of the wanted slope, so far */
	size_t rank;     /* among the slopes with this prefix, from 0 */
};

/* The slopes with one prefix: how many for each of their next bits, and the ends. */
struct group {
	uint64_t prefix, least, most;
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

static void count_one(uint64_t key, struct group *group, uint64_t known, int shift)
{
	if ((key & known) != group->prefix)
		return;
	group->counts[key >> shift & (DIGITS - 1)]++;
	group->least = key < group->least ? key : group->least;
	group->most = key > group->most ? key : group->most;
}

static void count_slopes(const struct stats_point *points, size_t count, struct group *groups, int group_count,
			 uint64_t known, int shift)
{
	for (size_t j = 1; j < count; j++)
		for (size_t i = 0; i < j && points[i].t < points[j].t; i++) {
			uint64_t key = key_of((points[j].y - points[i].y) / (points[j].t - points[i].t));
			count_one(key, &groups[0], known, shift);
			if (group_count > 1)
				count_one(key, &groups[1], known, shift);
		}
}

static void settle(struct search *search, const struct group *group, int shift)
{
	size_t digit = 0;

	for (; search->rank >= group->counts[digit]; digit++)
		search->rank -= group->counts[digit];
	search->prefix |= (uint64_t)digit << shift;
}

/* One pass. True when that settled all bits. */
static bool look(const struct stats_point *points, size_t count, struct search *searches, size_t *counts,
		 uint64_t known, int shift)
{
	struct group groups[WANTED];
	int group_count = searches[0].prefix == searches[1].prefix ? 1 : WANTED;

	memset(counts, 0, WANTED * DIGITS * sizeof *counts);
	for (int g = 0; g < group_count; g++)
		groups[g] = (struct group){searches[g].prefix, UINT64_MAX, 0, counts + (size_t)g * DIGITS};
	count_slopes(points, count, groups, group_count, known, shift);
	bool settled = true;
	for (int g = 0; g < group_count; g++)
		settled &= groups[g].least == groups[g].most;
	for (int s = 0; s < WANTED; s++) {
		const struct group *group = &groups[s < group_count ? s : 0];
		if (settled)
			searches[s].prefix = group->least;
		else
			settle(&searches[s], group, shift);
	}
	return settled;
}

static void find(const struct stats_point *points, size_t count, struct search *searches)
{
	size_t *counts _cleanup_free_ = mem_new(WANTED * DIGITS, sizeof *counts);
	uint64_t known = 0;
	bool settled = false;

	for (int shift = 64; shift > 0 && !settled;) {
		/* The last digit is shorter: its upper bit is known already, and the same in all that are counted. */
		shift = shift > DIGIT_BITS ? shift - DIGIT_BITS : 0;
		settled = look(points, count, searches, counts, known, shift);
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
