/* What of a window is shown: each rule with its boundary, and that nothing withheld is left in what pages are made of. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "window.h"

static struct release_item opened(struct release_window window, unsigned item)
{
	return release_open(&window).items[item];
}

static void assert_withheld(struct release_item item, enum release_reason reason)
{
	assert_int_equal(item.reason, reason);
	assert_int_equal(item.sum, 0);
	assert_int_equal(item.of, 0);
	assert_int_equal(item.parts, 0);
}

static void assert_all_withheld(struct release_window window, enum release_reason reason)
{
	struct release_sums sums = release_open(&window);
	struct release_figures figures = release_figures(&sums);

	assert_int_equal(sums.reason, reason);
	assert_int_equal(sums.people, 0);
	for (unsigned i = 0; i < RELEASE_ITEMS; i++)
		assert_withheld(sums.items[i], reason);
	assert_int_equal(figures.people, RELEASE_PEOPLE_NONE);
	assert_int_equal(figures.participation, RELEASE_PARTICIPATION_NONE);
	assert_int_equal(figures.causes.count, 0);
	for (unsigned i = 0; i < RELEASE_CELLS; i++) {
		assert_int_equal(figures.cells[i].reason, reason);
		assert_int_equal(figures.cells[i].points, 0);
		assert_int_equal(figures.cells[i].margin, 0);
	}
	assert_int_equal(figures.stress.reason, reason);
	assert_int_equal(figures.stress.tenths, 0);
}

/* One cell of a window of @reports, with @sum in it. */
static struct release_item cell_with(uint64_t weeks, uint32_t reports, int64_t sum)
{
	struct release_window window = window_made(weeks, reports);

	window.cells[CELL_SYMPTOM] = sum;
	return opened(window, CELL_SYMPTOM);
}

static void few_and_nearly_all(void **state)
{
	(void)state;
	for (unsigned weeks = 1; weeks <= 4; weeks += 3) {
		int64_t few = 3 * weeks, reports = 80;
		assert_withheld(cell_with(weeks, 80, few - 1), RELEASE_FEW);
		assert_withheld(cell_with(weeks, 80, 0), RELEASE_FEW);
		assert_withheld(cell_with(weeks, 80, -7), RELEASE_FEW);
		assert_int_equal(cell_with(weeks, 80, few).reason, RELEASE_SHOWN);
		assert_int_equal(cell_with(weeks, 80, few).sum, few);
		assert_int_equal(cell_with(weeks, 80, few).of, 80);
		assert_int_equal(cell_with(weeks, 80, reports - few).reason, RELEASE_SHOWN);
		assert_withheld(cell_with(weeks, 80, reports - few + 1), RELEASE_NEARLY_ALL);
		assert_withheld(cell_with(weeks, 80, reports + 3), RELEASE_NEARLY_ALL);
	}
	/* Ten people in one week of four: there is no number between few and nearly all. */
	for (int64_t sum = 0; sum <= 12; sum++)
		assert_true(cell_with(4, 12, sum).reason != RELEASE_SHOWN);
}

static void one_step_takes_another_along(void **state)
{
	struct release_window window = window_made(1, 40);
	struct release_sums sums;

	(void)state;
	window_steps(&window, 2, 10, 5, 15, 8);
	sums = release_open(&window);
	assert_withheld(sums.items[0], RELEASE_FEW);
	assert_withheld(sums.items[2], RELEASE_COMPLEMENTARY);
	assert_int_equal(sums.items[1].sum, 10);
	assert_int_equal(sums.items[3].sum, 15);
	assert_int_equal(sums.items[4].sum, 8);
	assert_withheld(sums.items[RELEASE_MEAN], RELEASE_COMPLEMENTARY);
	/* With two no third; with all shown none, and the mean. */
	window_steps(&window, 2, 10, 1, 15, 12);
	sums = release_open(&window);
	assert_withheld(sums.items[0], RELEASE_FEW);
	assert_withheld(sums.items[2], RELEASE_FEW);
	assert_int_equal(sums.items[4].sum, 12);
	assert_withheld(sums.items[RELEASE_MEAN], RELEASE_COMPLEMENTARY);
	window_steps(&window, 3, 10, 4, 15, 8);
	sums = release_open(&window);
	for (unsigned i = 0; i < CELL_STRESS_COUNT; i++)
		assert_int_equal(sums.items[i].reason, RELEASE_SHOWN);
	assert_int_equal(sums.items[RELEASE_MEAN].sum, 10 + 2 * 4 + 3 * 15 + 4 * 8);
	assert_int_equal(sums.items[RELEASE_MEAN].of, 40);
	/* With three the mean tells none of them; where one is nearly all it would. */
	window_steps(&window, 2, 20, 1, 15, 2);
	sums = release_open(&window);
	assert_withheld(sums.items[0], RELEASE_FEW);
	assert_int_equal(sums.items[RELEASE_MEAN].sum, 20 + 2 + 3 * 15 + 4 * 2);
	window_steps(&window, 0, 1, 1, 38, 0);
	sums = release_open(&window);
	assert_withheld(sums.items[3], RELEASE_NEARLY_ALL);
	assert_withheld(sums.items[RELEASE_MEAN], RELEASE_COMPLEMENTARY);
	window_steps(&window, 3, 10, 4, 15, 8);
	/* It is the steps alone that add up. */
	window.cells[CELL_IMPACT] = 1;
	sums = release_open(&window);
	assert_withheld(sums.items[CELL_IMPACT], RELEASE_FEW);
	for (unsigned i = CELL_SYMPTOM; i < RELEASE_CELLS; i++)
		assert_true(i == CELL_IMPACT || sums.items[i].reason == RELEASE_SHOWN);
}

static void floor_is_kept(void **state)
{
	struct release_window window = window_made(1, 40);

	(void)state;
	window.people = 10;
	window.weeks = 4;
	window.start = 2968;
	assert_int_equal(release_open(&window).reason, RELEASE_SHOWN);
	window.people = 9;
	assert_all_withheld(window, RELEASE_BELOW_FLOOR);
	window = window_made(1, 40);
	window.reports = 0;
	assert_all_withheld(window, RELEASE_BELOW_FLOOR);
}

static void altered_shares(void **state)
{
	struct release_window good = window_made(1, 40), window;

	(void)state;
	assert_int_equal(release_open(&good).reason, RELEASE_SHOWN);
	for (unsigned i = 0; i < RELEASE_CELLS; i++) {
		static const int64_t fine[] = {-40, 80}, altered[] = {-41, 81, INT64_MIN, INT64_MAX};
		for (size_t k = 0; k < sizeof(fine) / sizeof(fine[0]); k++) {
			window = good;
			window.cells[i] = fine[k];
			assert_int_equal(release_open(&window).reason, RELEASE_SHOWN);
		}
		for (size_t k = 0; k < sizeof(altered) / sizeof(altered[0]); k++) {
			window = good;
			window.cells[i] = altered[k];
			assert_all_withheld(window, RELEASE_ALTERED);
		}
	}
	/* Control marks: two of 40 reports may have them off, and only as a changed program can. What is shown is the same. */
	struct release_sums same = release_open(&good);
	for (unsigned i = CELL_RESERVED; i < CELL_COUNT; i++)
		for (int64_t by = -3; by <= 3; by++) {
			bool fine = i == CELL_ANSWERED ? by >= -2 && by <= 0 : by >= 0 && by <= 2;
			window = good;
			window.cells[i] += by;
			struct release_sums sums = release_open(&window);
			if (fine)
				assert_memory_equal(&sums, &same, sizeof(sums));
			else
				assert_all_withheld(window, RELEASE_ALTERED);
		}
	/* Counts that cannot be. */
	window = good;
	window.people = 41;
	assert_all_withheld(window, RELEASE_ALTERED);
	window = good;
	window.members = 39;
	assert_all_withheld(window, RELEASE_ALTERED);
	window = good;
	window.people = 39;
	assert_all_withheld(window, RELEASE_ALTERED);
}

static enum release_people band_of(uint32_t people)
{
	struct release_window window = window_made(1, people);
	window.floor = 8;
	struct release_sums sums = release_open(&window);

	return release_figures(&sums).people;
}

static enum release_participation participation_of(uint32_t people, unsigned members)
{
	struct release_window window = window_made(1, people);
	window.members = members;
	struct release_sums sums = release_open(&window);

	return release_figures(&sums).participation;
}

static void bands(void **state)
{
	static const struct {
		uint32_t people;
		const char *band;
	} cases[] = {{8, "8-9"},    {9, "8-9"},    {10, "10-14"}, {14, "10-14"}, {15, "15-19"},
		     {19, "15-19"}, {20, "20-29"}, {29, "20-29"}, {30, "30-49"}, {49, "30-49"},
		     {50, "50-99"}, {99, "50-99"}, {100, "100+"}, {5000, "100+"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(release_people_name(band_of(cases[i].people)), cases[i].band);
	assert_int_equal(participation_of(19, 40), RELEASE_UNDER_HALF);
	assert_int_equal(participation_of(20, 40), RELEASE_TO_THREE_QUARTERS);
	assert_int_equal(participation_of(30, 40), RELEASE_TO_THREE_QUARTERS);
	assert_int_equal(participation_of(31, 40), RELEASE_OVER_THREE_QUARTERS);
	assert_int_equal(participation_of(40, 40), RELEASE_OVER_THREE_QUARTERS);
}

static struct release_figures figures_of(struct release_window window)
{
	struct release_sums sums = release_open(&window);

	return release_figures(&sums);
}

/* To 5 points, 192/N rounded up; the mean in tenths, 10.5/N rounded up. */
static void points_and_margins(void **state)
{
	static const struct {
		int64_t sum;
		int points;
	} cases[] = {{3, 10}, {5, 15}, {6, 15}, {7, 20}, {20, 50}, {33, 85}, {37, 95}};
	struct release_window window = window_made(1, 40);
	struct release_figures figures;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		window.cells[CELL_SYMPTOM] = cases[i].sum;
		figures = figures_of(window);
		assert_int_equal(figures.cells[CELL_SYMPTOM].points, cases[i].points);
		assert_int_equal(figures.cells[CELL_SYMPTOM].margin, 5);
	}
	assert_int_equal(figures_of(window_made(1, 48)).cells[CELL_SYMPTOM].margin, 4);
	assert_int_equal(figures_of(window_made(1, 192)).cells[CELL_SYMPTOM].margin, 1);
	assert_int_equal(figures_of(window_made(1, 191)).cells[CELL_SYMPTOM].margin, 2);
	window_steps(&window, 4, 8, 12, 10, 6);
	figures = figures_of(window);
	assert_int_equal(figures.stress.reason, RELEASE_SHOWN);
	/* 86 / 40 = 2.15: half a tenth goes up. 10.5 / 40 = 0.26. */
	assert_int_equal(figures.stress.tenths, 22);
	assert_int_equal(figures.stress.margin_tenths, 3);
	assert_int_equal(figures.cells[2].points, 30);
	assert_int_equal(figures_of(window_made(1, 105)).stress.margin_tenths, 1);
	/* Noise may bring the steps' sum beyond what can be. */
	window_steps(&window, 5, 5, 5, 36, 36);
	assert_int_equal(figures_of(window).stress.tenths, 40);
}

/* Nobody reads the number of reports off the noise: each pair of margins is that of several. */
static void margins_tell_no_count(void **state)
{
	(void)state;
	for (uint32_t reports = 10; reports <= 200; reports++) {
		struct release_figures figures = figures_of(window_made(1, reports));
		int alike = 0, margin = figures.cells[CELL_SYMPTOM].margin;
		assert_true(margin >= 192.0 / reports && margin < 1.45 * 192.0 / reports + 1);
		for (uint32_t other = 10; other <= 250; other++) {
			struct release_figures others = figures_of(window_made(1, other));
			alike += others.cells[CELL_SYMPTOM].margin == margin &&
				 others.stress.margin_tenths == figures.stress.margin_tenths;
		}
		if (alike < 2)
			fail_msg("%u reports can be told from their margins", reports);
	}
}

static void leading_causes(void **state)
{
	struct release_window window = window_made(1, 40);
	struct release_figures figures;

	(void)state;
	for (int i = CELL_CAUSE; i < CELL_ENERGISING; i++)
		window.cells[i] = 1;
	figures = figures_of(window);
	assert_int_equal(figures.causes.count, 0);
	window.cells[CELL_CAUSE + 4] = 9;
	window.cells[CELL_CAUSE + 2] = 5;
	figures = figures_of(window);
	assert_int_equal(figures.causes.count, 2);
	assert_int_equal(figures.causes.cells[0], CELL_CAUSE + 4);
	assert_int_equal(figures.causes.cells[1], CELL_CAUSE + 2);
	/* Equal ones in their order, a later larger one before them, the fourth falls out. */
	window.cells[CELL_CAUSE + 7] = 5;
	window.cells[CELL_CAUSE + 14] = 20;
	figures = figures_of(window);
	assert_int_equal(figures.causes.count, 3);
	assert_int_equal(figures.causes.cells[0], CELL_CAUSE + 14);
	assert_int_equal(figures.causes.cells[1], CELL_CAUSE + 4);
	assert_int_equal(figures.causes.cells[2], CELL_CAUSE + 2);
	/* Nearly all: first, though by how much nobody is told; two of them in their order, whichever is more. */
	window.cells[CELL_CAUSE + 9] = 38;
	window.cells[CELL_CAUSE + 11] = 40;
	figures = figures_of(window);
	assert_int_equal(figures.causes.cells[0], CELL_CAUSE + 9);
	assert_int_equal(figures.causes.cells[1], CELL_CAUSE + 11);
	assert_int_equal(figures.causes.cells[2], CELL_CAUSE + 14);
}

static bool any_step_withheld(const struct release_sums *sums)
{
	for (unsigned i = 0; i < CELL_STRESS_COUNT; i++)
		if (sums->items[i].reason != RELEASE_SHOWN)
			return true;
	return false;
}

/* Whatever is withheld may be anything: what is shown stays the same to the last byte, but for a mean beside three steps. */
static void withheld_is_nowhere(void **state)
{
	struct rng rng = rng_seeded(41);
	int changed = 0;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct release_window window = window_drawn(&rng, round % 2 ? 4 : 1, 40 + (uint32_t)round % 90);
		struct release_sums before = release_open(&window), after;
		struct release_figures figures = release_figures(&before), again;
		int64_t few = 3 * (int64_t)window.weeks;
		for (unsigned i = CELL_SYMPTOM; i < RELEASE_CELLS; i++) {
			changed += before.items[i].reason != RELEASE_SHOWN;
			if (before.items[i].reason == RELEASE_FEW)
				window.cells[i] = few - 1 - (int64_t)rng_below(&rng, 8);
			if (before.items[i].reason == RELEASE_NEARLY_ALL)
				window.cells[i] = window.reports - few + 1 + (int64_t)rng_below(&rng, 8);
		}
		for (unsigned i = 0; i < CELL_STRESS_COUNT; i++)
			if (before.items[i].reason == RELEASE_FEW)
				window.cells[i] = few - 1 - (int64_t)rng_below(&rng, 8);
		after = release_open(&window);
		again = release_figures(&after);
		assert_int_equal(after.items[RELEASE_MEAN].reason, before.items[RELEASE_MEAN].reason);
		if (any_step_withheld(&before)) {
			after.items[RELEASE_MEAN] = before.items[RELEASE_MEAN];
			again.stress = figures.stress;
		}
		assert_memory_equal(&before, &after, sizeof(before));
		assert_memory_equal(&figures, &again, sizeof(figures));
	}
	assert_true(changed > 1000);
}

static void names(void **state)
{
	(void)state;
	assert_null(release_reason_name(RELEASE_SHOWN));
	assert_string_equal(release_reason_name(RELEASE_FEW), "few");
	assert_string_equal(release_reason_name(RELEASE_NEARLY_ALL), "nearly all");
	assert_string_equal(release_reason_name(RELEASE_COMPLEMENTARY), "complementary");
	assert_string_equal(release_reason_name(RELEASE_BELOW_FLOOR), "below floor");
	assert_string_equal(release_reason_name(RELEASE_ALTERED), "share altered");
	for (int i = 1; i < RELEASE_PARTICIPATIONS; i++)
		assert_true(strlen(release_participation_name((enum release_participation)i)) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_and_nearly_all),
		cmocka_unit_test(one_step_takes_another_along),
		cmocka_unit_test(floor_is_kept),
		cmocka_unit_test(altered_shares),
		cmocka_unit_test(bands),
		cmocka_unit_test(points_and_margins),
		cmocka_unit_test(margins_tell_no_count),
		cmocka_unit_test(leading_causes),
		cmocka_unit_test(withheld_is_nowhere),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("release", tests, NULL, NULL);
}
