/* Leaves together, and that no published figures, however added and subtracted, give one that is withheld. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "window.h"

static void sums_of_leaves(void **state)
{
	struct release_window windows[3] = {window_made(1, 40), window_made(1, 60), window_made(1, 35)};
	struct release_sums leaves[3], whole;

	(void)state;
	windows[1].cells[CELL_IMPACT] = 2;
	for (int i = 0; i < 3; i++) {
		windows[i].cells[CELL_CAUSE] = i < 2 ? 2 : 20;
		windows[i].cells[CELL_CAUSE + 1] = 1;
		leaves[i] = release_open(&windows[i]);
	}
	assert_int_equal(release_rollup(leaves, 3, &whole), 0);
	assert_int_equal(whole.reason, RELEASE_SHOWN);
	assert_int_equal(whole.people, 135);
	assert_int_equal(whole.members, 135);
	assert_int_equal(whole.missing, 0);
	assert_int_equal(whole.items[CELL_SYMPTOM].sum, 20 + 30 + 17);
	assert_int_equal(whole.items[CELL_SYMPTOM].of, 135);
	assert_int_equal(whole.items[CELL_SYMPTOM].parts, 3);
	assert_int_equal(whole.items[CELL_SYMPTOM].missing, 0);
	/* The one that withholds is not in it, and named. */
	assert_int_equal(whole.items[CELL_IMPACT].sum, 20 + 17);
	assert_int_equal(whole.items[CELL_IMPACT].of, 75);
	assert_int_equal(whole.items[CELL_IMPACT].missing, 2);
	/* Of one alone there is no total; of none neither, for their reason. */
	assert_int_equal(whole.items[CELL_CAUSE].reason, RELEASE_COMPLEMENTARY);
	assert_int_equal(whole.items[CELL_CAUSE].sum, 0);
	assert_int_equal(whole.items[CELL_CAUSE].missing, 3);
	assert_int_equal(whole.items[CELL_CAUSE + 1].reason, RELEASE_FEW);
	assert_int_equal(whole.items[CELL_CAUSE + 1].missing, 7);
	/* Three parts' noise: 192 * sqrt(3) / 135 = 2.46. */
	struct release_figures figures = release_figures(&whole);
	assert_int_equal(figures.cells[CELL_SYMPTOM].points, 50);
	assert_int_equal(figures.cells[CELL_SYMPTOM].margin, 3);
	assert_int_equal(figures.cells[CELL_IMPACT].missing, 2);
	assert_int_equal(figures.people, RELEASE_PEOPLE_100);
}

static void two_leaves_at_least(void **state)
{
	struct release_window good = window_made(1, 40), small = window_made(1, 40), altered = window_made(1, 40);
	struct release_sums leaves[3], whole;

	(void)state;
	small.reports = 9;
	small.people = 9;
	altered.cells[CELL_RESERVED] = -1;
	leaves[0] = release_open(&small);
	leaves[1] = release_open(&good);
	leaves[2] = release_open(&altered);
	assert_int_equal(release_rollup(leaves, 3, &whole), 0);
	assert_int_equal(whole.reason, RELEASE_BELOW_FLOOR);
	assert_int_equal(whole.people, 0);
	for (int i = 0; i < RELEASE_ITEMS; i++) {
		assert_int_equal(whole.items[i].reason, RELEASE_BELOW_FLOOR);
		assert_int_equal(whole.items[i].sum, 0);
	}
	leaves[2] = leaves[1];
	assert_int_equal(release_rollup(leaves, 3, &whole), 0);
	assert_int_equal(whole.reason, RELEASE_SHOWN);
	assert_int_equal(whole.missing, 1);
	assert_int_equal(whole.people, 80);
	assert_int_equal(whole.items[CELL_SYMPTOM].missing, 1);
	/* Another window, none, too many. */
	leaves[2].start++;
	assert_int_equal(release_rollup(leaves, 3, &whole), -1);
	assert_int_equal(whole.items[CELL_SYMPTOM].reason, RELEASE_BELOW_FLOOR);
	assert_int_equal(release_rollup(leaves, 0, &whole), -1);
	static struct release_sums many[RELEASE_LEAVES_MAX + 1];
	for (int i = 0; i <= RELEASE_LEAVES_MAX; i++)
		many[i] = leaves[1];
	assert_int_equal(release_rollup(many, RELEASE_LEAVES_MAX, &whole), 0);
	assert_int_equal(whole.items[CELL_SYMPTOM].sum, 20 * RELEASE_LEAVES_MAX);
	assert_int_equal(release_rollup(many, RELEASE_LEAVES_MAX + 1, &whole), -1);
}

static void sets_differ_by_the_floor(void **state)
{
	static const uint32_t people[RELEASE_LEAVES_MAX] = {10, 9, 12};
	static const uint64_t fine[] = {1, 4, 5, 5}, one_more[] = {5, 7}, swapped[] = {5, 6}, alone[] = {1, 2};

	(void)state;
	assert_true(release_sets_differ(fine, 4, people, 10));
	/* Leaf 1 has nine: with it and without it cannot both be published, nor may it stand in for another. */
	assert_false(release_sets_differ(one_more, 2, people, 10));
	assert_true(release_sets_differ(one_more, 2, people, 9));
	assert_false(release_sets_differ(swapped, 2, people, 10));
	assert_false(release_sets_differ(alone, 2, people, 10));
	assert_true(release_sets_differ(one_more, 1, people, 10));
}

/*
 * Linear algebra over the integers modulo a prime: all that is published, as combinations of the cells of all leaves. If a withheld cell
 * lies in their span, adding and subtracting gives it; if not, no way of adding and subtracting does.
 */
enum { LEAVES = 4, UNKNOWNS = LEAVES * RELEASE_CELLS, PRIME = 1000003, ROWS_MAX = 400 };

struct published {
	int64_t rows[ROWS_MAX][UNKNOWNS]; /* reduced, each with its pivot */
	int pivots[ROWS_MAX];
	int count;
};

static int64_t inverse(int64_t a)
{
	int64_t result = 1;

	for (int64_t power = PRIME - 2; power; power >>= 1, a = a * a % PRIME)
		if (power & 1)
			result = result * a % PRIME;
	return result;
}

/* What is left of @row after all rows so far; its first place that is not 0, or -1: it is in their span. */
static int reduce(const struct published *published, int64_t row[static UNKNOWNS])
{
	for (int i = 0; i < published->count; i++) {
		int64_t factor = row[published->pivots[i]];
		for (int k = 0; factor && k < UNKNOWNS; k++)
			row[k] = (row[k] + (PRIME - factor) * published->rows[i][k]) % PRIME;
	}
	for (int k = 0; k < UNKNOWNS; k++)
		if (row[k])
			return k;
	return -1;
}

static void publish(struct published *published, const int64_t row[static UNKNOWNS])
{
	int64_t *rest = published->rows[published->count];

	assert_true(published->count < ROWS_MAX);
	memcpy(rest, row, UNKNOWNS * sizeof(*rest));
	int pivot = reduce(published, rest);
	if (pivot < 0)
		return;
	int64_t scale = inverse(rest[pivot]);
	for (int k = 0; k < UNKNOWNS; k++)
		rest[k] = rest[k] * scale % PRIME;
	published->pivots[published->count++] = pivot;
}

/* An item of the leaves in @set. */
static void item_row(unsigned item, uint64_t set, int64_t ret[static UNKNOWNS])
{
	memset(ret, 0, UNKNOWNS * sizeof(*ret));
	for (unsigned leaf = 0; leaf < LEAVES; leaf++) {
		int64_t *cells = ret + leaf * RELEASE_CELLS;
		if (!(set >> leaf & 1))
			continue;
		if (item < RELEASE_CELLS)
			cells[item] = 1;
		for (unsigned step = 0; item == RELEASE_MEAN && step < CELL_STRESS_COUNT; step++)
			cells[step] = step;
	}
}

static void publish_leaf(struct published *published, const struct release_sums *sums, unsigned leaf)
{
	int64_t row[UNKNOWNS] = {0};

	/* The number of reports, exact, is that of all steps. */
	for (unsigned step = 0; step < CELL_STRESS_COUNT; step++)
		row[leaf * RELEASE_CELLS + step] = 1;
	publish(published, row);
	for (unsigned item = 0; item < RELEASE_ITEMS; item++)
		if (sums->items[item].reason == RELEASE_SHOWN) {
			item_row(item, (uint64_t)1 << leaf, row);
			publish(published, row);
		}
}

/* The leaves of @set together; each item without those that it says are missing. */
static void publish_rollup(struct published *published, const struct release_sums *leaves, unsigned set)
{
	struct release_sums chosen[LEAVES], whole;
	unsigned of[LEAVES], count = 0;
	int64_t row[UNKNOWNS];

	for (unsigned leaf = 0; leaf < LEAVES; leaf++)
		if (set >> leaf & 1) {
			of[count] = leaf;
			chosen[count++] = leaves[leaf];
		}
	assert_int_equal(release_rollup(chosen, count, &whole), 0);
	for (unsigned item = 0; item < RELEASE_ITEMS; item++) {
		uint64_t in = 0;
		int64_t sum = 0;
		if (whole.items[item].reason != RELEASE_SHOWN)
			continue;
		for (unsigned i = 0; i < count; i++)
			if (!(whole.items[item].missing >> i & 1)) {
				in |= (uint64_t)1 << of[i];
				sum += chosen[i].items[item].sum;
			}
		assert_true(in & (in - 1));
		assert_int_equal(whole.items[item].sum, sum);
		item_row(item, in, row);
		publish(published, row);
	}
}

static int withheld_found(const struct published *published, const struct release_sums *leaves)
{
	int found = 0;

	for (unsigned leaf = 0; leaf < LEAVES; leaf++)
		for (unsigned item = 0; item < RELEASE_CELLS; item++) {
			int64_t row[UNKNOWNS];
			item_row(item, (uint64_t)1 << leaf, row);
			if (leaves[leaf].items[item].reason != RELEASE_SHOWN)
				found += reduce(published, row) < 0;
			else
				assert_int_equal(reduce(published, row), -1);
		}
	return found;
}

static void nothing_by_subtracting(void **state)
{
	struct published *published = calloc(1, sizeof(*published));
	struct rng rng = rng_seeded(43);
	int withheld = 0;

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct release_sums leaves[LEAVES];
		published->count = 0;
		for (unsigned leaf = 0; leaf < LEAVES; leaf++) {
			struct release_window window =
				window_drawn(&rng, round % 2 ? 4 : 1, 40 + (uint32_t)rng_below(&rng, 60));
			if (rng_below(&rng, 6) == 0)
				window.floor = 10, window.people = 9;
			leaves[leaf] = release_open(&window);
			if (leaves[leaf].reason == RELEASE_SHOWN)
				publish_leaf(published, &leaves[leaf], leaf);
			for (int i = 0; i < RELEASE_CELLS; i++)
				withheld += leaves[leaf].items[i].reason != RELEASE_SHOWN;
		}
		for (unsigned set = 1; set < 1u << LEAVES; set++)
			publish_rollup(published, leaves, set);
		assert_int_equal(withheld_found(published, leaves), 0);
	}
	print_message("# %d withheld cells, none in the span of what is published\n", withheld);
	assert_true(withheld > 500);
	free(published);
}

/* And the search does find what the rules are there for: a step alone, the mean beside two steps, a total with a withheld part. */
static void search_finds_leaks(void **state)
{
	struct published *published = calloc(1, sizeof(*published));
	struct release_window windows[LEAVES];
	struct release_sums leaves[LEAVES];
	int64_t row[UNKNOWNS];

	(void)state;
	for (unsigned leaf = 0; leaf < LEAVES; leaf++) {
		windows[leaf] = window_made(1, 40);
		window_steps(&windows[leaf], 2, 10, 5, 15, 8);
		windows[leaf].cells[CELL_IMPACT] = leaf == 0 ? 1 : 20;
		leaves[leaf] = release_open(&windows[leaf]);
		publish_leaf(published, &leaves[leaf], leaf);
	}
	assert_int_equal(withheld_found(published, leaves), 0);
	item_row(2, 1, row);
	publish(published, row);
	assert_int_equal(withheld_found(published, leaves), 2);
	item_row(RELEASE_MEAN, 2, row);
	publish(published, row);
	assert_int_equal(withheld_found(published, leaves), 4);
	item_row(CELL_IMPACT, 3, row);
	publish(published, row);
	assert_int_equal(withheld_found(published, leaves), 5);
	free(published);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_of_leaves),           cmocka_unit_test(two_leaves_at_least),
		cmocka_unit_test(sets_differ_by_the_floor), cmocka_unit_test(nothing_by_subtracting),
		cmocka_unit_test(search_finds_leaks),
	};

	return cmocka_run_group_tests_name("release_rollup", tests, NULL, NULL);
}
