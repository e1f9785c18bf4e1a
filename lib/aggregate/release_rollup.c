#include <evenkeel/release.h>

enum { SETS_MAX = 1 + RELEASE_ITEMS + RELEASE_LEAVES_MAX };

static uint64_t bit(size_t leaf)
{
	return (uint64_t)1 << leaf;
}

static unsigned leaves_in(uint64_t set)
{
	unsigned count = 0;

	for (; set; set &= set - 1)
		count++;
	return count;
}

static uint64_t people_in(uint64_t set, const uint32_t *people)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < RELEASE_LEAVES_MAX; i++)
		if (set & bit(i))
			sum += people[i];
	return sum;
}

static bool enough(uint64_t set, const uint32_t *people, unsigned floor)
{
	return !set || people_in(set, people) >= floor;
}

bool release_sets_differ(const uint64_t *sets, size_t count, const uint32_t *people, unsigned floor)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (!enough(sets[i] & ~sets[j], people, floor) || !enough(sets[j] & ~sets[i], people, floor))
				return false;
	return true;
}

/* The leaves that are in, of which each was opened and holds together. */
struct rollup {
	const struct release_sums *leaves;
	size_t count;
	uint64_t all, released, shown[RELEASE_ITEMS];
	uint32_t people[RELEASE_LEAVES_MAX];
};

static int rollup_init(struct rollup *ret, const struct release_sums *leaves, size_t count)
{
	*ret = (struct rollup){.leaves = leaves, .count = count};
	if (count == 0 || count > RELEASE_LEAVES_MAX)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (leaves[i].start != leaves[0].start || leaves[i].weeks != leaves[0].weeks ||
		    leaves[i].floor != leaves[0].floor)
			return -1;
		ret->all |= bit(i);
		if (leaves[i].reason != RELEASE_SHOWN)
			continue;
		ret->released |= bit(i);
		ret->people[i] = leaves[i].people;
		for (unsigned k = 0; k < RELEASE_ITEMS; k++)
			if (leaves[i].items[k].reason == RELEASE_SHOWN)
				ret->shown[k] |= bit(i);
	}
	return 0;
}

/* All that is published of these leaves: each by itself, all together, and each item's own set. */
static bool may_differ(const struct rollup *rollup)
{
	uint64_t sets[SETS_MAX];
	size_t count = 0;

	sets[count++] = rollup->released;
	for (size_t i = 0; i < rollup->count; i++)
		if (rollup->released & bit(i))
			sets[count++] = bit(i);
	for (unsigned k = 0; k < RELEASE_ITEMS; k++)
		if (leaves_in(rollup->shown[k]) >= 2)
			sets[count++] = rollup->shown[k];
	return release_sets_differ(sets, count, rollup->people, rollup->leaves[0].floor);
}

/* Where all parts are withheld for one reason, it is the whole's as well. */
static enum release_reason withheld_why(const struct rollup *rollup, unsigned item)
{
	enum release_reason reason = RELEASE_SHOWN;

	for (size_t i = 0; i < rollup->count; i++) {
		if (!(rollup->released & bit(i)))
			continue;
		enum release_reason own = rollup->leaves[i].items[item].reason;
		if (own == RELEASE_SHOWN || (reason != RELEASE_SHOWN && own != reason))
			return RELEASE_COMPLEMENTARY;
		reason = own;
	}
	return reason;
}

static struct release_item add_up(const struct rollup *rollup, unsigned item)
{
	struct release_item whole = {.missing = rollup->all & ~rollup->shown[item]};

	if (leaves_in(rollup->shown[item]) < 2) {
		whole.reason = withheld_why(rollup, item);
		return whole;
	}
	for (size_t i = 0; i < rollup->count; i++) {
		const struct release_item *part = &rollup->leaves[i].items[item];
		if (!(rollup->shown[item] & bit(i)))
			continue;
		whole.sum += part->sum;
		whole.of += part->of;
		whole.parts += part->parts;
	}
	return whole;
}

static void withhold_all(struct release_sums *sums, uint64_t missing)
{
	sums->reason = RELEASE_BELOW_FLOOR;
	sums->missing = missing;
	for (unsigned k = 0; k < RELEASE_ITEMS; k++)
		sums->items[k] = (struct release_item){.reason = RELEASE_BELOW_FLOOR, .missing = missing};
}

int release_rollup(const struct release_sums *leaves, size_t count, struct release_sums *ret)
{
	struct rollup rollup;

	*ret = (struct release_sums){.reason = RELEASE_BELOW_FLOOR};
	if (rollup_init(&rollup, leaves, count)) {
		withhold_all(ret, 0);
		return -1;
	}
	*ret = (struct release_sums){
		.start = leaves[0].start, .weeks = leaves[0].weeks, .floor = leaves[0].floor, .reason = RELEASE_SHOWN};
	ret->missing = rollup.all & ~rollup.released;
	if (leaves_in(rollup.released) < 2 || !may_differ(&rollup)) {
		withhold_all(ret, rollup.all);
		return leaves_in(rollup.released) < 2 ? 0 : -1;
	}
	ret->people = (uint32_t)people_in(rollup.released, rollup.people);
	for (size_t i = 0; i < count; i++)
		ret->members += rollup.released & bit(i) ? leaves[i].members : 0;
	for (unsigned k = 0; k < RELEASE_ITEMS; k++)
		ret->items[k] = add_up(&rollup, k);
	return 0;
}
