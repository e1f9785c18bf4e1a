/* Change over windows, and the measures that leading causes speak for. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/blur.h>

#include "window.h"

static struct release_sums with(uint32_t reports, unsigned cell, int64_t sum)
{
	struct release_window window = window_made(1, reports);

	window.cells[cell] = sum;
	return release_open(&window);
}

static enum release_direction between(int64_t before, int64_t after)
{
	struct release_sums windows[2] = {with(100, CELL_SYMPTOM, before), with(100, CELL_SYMPTOM, after)};

	return release_trend(windows, 2, CELL_SYMPTOM);
}

/* The first difference from 30 of 100 that counts, worked out apart: noise of 1.92 points and the answers' own spread, each window's. */
static void two_standard_errors(void **state)
{
	int first = 1;

	(void)state;
	for (;; first++) {
		double a = 0.3, b = 0.3 + first / 100.0;
		double variance = 2 * 0.0192 * 0.0192 + a * (1 - a) / 100 + b * (1 - b) / 100;
		if (first / 100.0 > 2 * sqrt(variance))
			break;
	}
	print_message("# of 100 reports each: %d points up from 30 are a change\n", first);
	assert_int_equal(between(30, 30 + first - 1), RELEASE_NO_CLEAR_CHANGE);
	assert_int_equal(between(30, 30 + first), RELEASE_HIGHER);
	assert_int_equal(between(30 + first, 30), RELEASE_LOWER);
	assert_int_equal(between(30 + first - 1, 30), RELEASE_NO_CLEAR_CHANGE);
	assert_int_equal(between(30, 30), RELEASE_NO_CLEAR_CHANGE);
}

static void too_early(void **state)
{
	struct release_sums windows[3] = {with(100, CELL_SYMPTOM, 30), with(100, CELL_SYMPTOM, 2),
					  with(100, CELL_SYMPTOM, 70)};

	(void)state;
	assert_int_equal(release_trend(windows, 0, CELL_SYMPTOM), RELEASE_TOO_EARLY);
	assert_int_equal(release_trend(windows, 1, CELL_SYMPTOM), RELEASE_TOO_EARLY);
	/* The newest is withheld; then the only one before it. */
	assert_int_equal(release_trend(windows, 2, CELL_SYMPTOM), RELEASE_TOO_EARLY);
	assert_int_equal(release_trend(windows + 1, 2, CELL_SYMPTOM), RELEASE_TOO_EARLY);
	/* What is withheld between is left out. */
	assert_int_equal(release_trend(windows, 3, CELL_SYMPTOM), RELEASE_HIGHER);
}

/* Earlier windows together say more than the last of them alone. */
static void earlier_windows_together(void **state)
{
	struct release_sums windows[9];

	(void)state;
	for (int i = 0; i < 8; i++)
		windows[i] = with(100, CELL_SYMPTOM, 30);
	windows[8] = with(100, CELL_SYMPTOM, 42);
	assert_int_equal(release_trend(windows + 7, 2, CELL_SYMPTOM), RELEASE_NO_CLEAR_CHANGE);
	assert_int_equal(release_trend(windows, 9, CELL_SYMPTOM), RELEASE_HIGHER);
}

static void mean_changes(void **state)
{
	struct release_window calm = window_made(1, 100), tense = window_made(1, 100), withheld = window_made(1, 100);
	struct release_sums windows[2];

	(void)state;
	window_steps(&calm, 30, 30, 20, 10, 10);
	window_steps(&tense, 10, 10, 20, 30, 30);
	window_steps(&withheld, 0, 20, 20, 30, 30);
	windows[0] = release_open(&calm);
	windows[1] = release_open(&tense);
	assert_int_equal(release_trend(windows, 2, RELEASE_MEAN), RELEASE_HIGHER);
	windows[0] = windows[1];
	assert_int_equal(release_trend(windows, 2, RELEASE_MEAN), RELEASE_NO_CLEAR_CHANGE);
	windows[1] = release_open(&calm);
	assert_int_equal(release_trend(windows, 2, RELEASE_MEAN), RELEASE_LOWER);
	windows[1] = release_open(&withheld);
	assert_int_equal(release_trend(windows, 2, RELEASE_MEAN), RELEASE_TOO_EARLY);
}

/* A team that does not change, with answers by chance and real noise: seldom more than one in twenty windows is called a change. */
static void false_changes_are_rare(void **state)
{
	uint8_t seed[BLUR_SEED_SIZE] = {5};
	struct blur_stream stream;
	struct rng rng = rng_seeded(5);
	int changes = 0, rounds = 4000;

	(void)state;
	blur_stream_init(&stream, seed);
	struct blur_source source = blur_stream_source(&stream);
	for (int i = 0; i < rounds; i++) {
		struct release_sums windows[4];
		for (int k = 0; k < 4; k++) {
			int64_t sum = blur_draw(&source) + blur_draw(&source);
			for (int n = 0; n < 60; n++)
				sum += rng_unit(&rng) < 0.4;
			windows[k] = with(60, CELL_SYMPTOM, sum);
		}
		changes += release_trend(windows, 4, CELL_SYMPTOM) >= RELEASE_HIGHER;
	}
	print_message("# %d of %d windows of a team that stays as it is are called a change\n", changes, rounds);
	assert_in_range(changes, rounds / 50, rounds * 7 / 100);
}

static struct release_figures led_by(unsigned cause)
{
	struct release_window window = window_made(1, 40);

	for (int i = CELL_CAUSE; i < CELL_ENERGISING; i++)
		window.cells[i] = 1;
	if (cause)
		window.cells[cause] = 20;
	struct release_sums sums = release_open(&window);
	return release_figures(&sums);
}

/* The measures for one leading cause, as places in the table. */
static unsigned measures_for(const struct release_figures *figures)
{
	bool chosen[RELEASE_MEASURES];
	unsigned set = 0;

	release_measures_for(figures, chosen);
	for (unsigned i = 0; i < RELEASE_MEASURES; i++)
		set |= (unsigned)chosen[i] << i;
	return set;
}

static void measures_of_causes(void **state)
{
	/* customer x 3, market x 2, company x 6, skills, fatigue, people, surroundings. */
	static const unsigned wanted[] = {1, 1, 1, 2, 2, 4, 4, 4, 4, 4, 4, 8 | 32, 16 | 32, 8, 64};
	struct release_figures none = led_by(0);

	(void)state;
	assert_int_equal(measures_for(&none), 0);
	for (unsigned i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct release_figures figures = led_by(CELL_CAUSE + i);
		assert_int_equal(measures_for(&figures), wanted[i]);
	}
}

static bool strained(int64_t draining, int64_t energising, int64_t futile, int64_t effective)
{
	struct release_window window = window_made(1, 40);

	for (int i = CELL_CAUSE; i < CELL_ENERGISING; i++)
		window.cells[i] = 1;
	window.cells[CELL_DRAINING] = draining;
	window.cells[CELL_ENERGISING] = energising;
	window.cells[CELL_FUTILE] = futile;
	window.cells[CELL_EFFECTIVE] = effective;
	struct release_sums sums = release_open(&window);
	struct release_figures figures = release_figures(&sums);
	unsigned set = measures_for(&figures);
	assert_true(set == 0 || set == 32);
	return set != 0;
}

static void measures_of_strain(void **state)
{
	(void)state;
	assert_false(strained(10, 10, 10, 10));
	assert_true(strained(20, 10, 10, 20));
	assert_true(strained(10, 20, 20, 10));
	/* Against few it leads; as nearly all before anything that is known to be less. */
	assert_true(strained(10, 1, 5, 5));
	assert_true(strained(39, 5, 5, 5));
	assert_true(strained(39, 1, 5, 5));
	assert_false(strained(39, 39, 5, 5));
	assert_false(strained(1, 1, 1, 1));
	assert_false(strained(5, 39, 5, 39));
}

static void table_is_whole(void **state)
{
	bool used[ID_MEASURE_COUNT] = {false};

	(void)state;
	for (unsigned i = 0; i < RELEASE_MEASURES; i++) {
		const struct release_measure *measure = &release_measures[i];
		const struct catalogue_entry *entry = catalogue_find(measure->measure);
		assert_non_null(entry);
		assert_int_equal(entry->kind, KIND_MEASURE);
		used[measure->measure - ID_MEASURE_FIRST] = true;
		assert_true(strlen(measure->action) > 10);
		assert_non_null(measure->iso[0]);
		assert_non_null(measure->standards[0]);
		assert_true(measure->group >= 0 || measure->causes[0]);
		for (int k = 0; k < 2; k++)
			assert_true(!measure->causes[k] || catalogue_find(measure->causes[k])->kind == KIND_CAUSE);
	}
	for (int i = 0; i < ID_MEASURE_COUNT; i++)
		assert_true(used[i]);
	assert_string_equal(catalogue_find(release_measures[0].measure)->name, "process-management");
	assert_string_equal(catalogue_find(release_measures[3].causes[0])->name, "personal.skills");
	assert_string_equal(catalogue_find(release_measures[3].causes[1])->name, "environment.people");
	assert_string_equal(catalogue_find(release_measures[4].causes[0])->name, "personal.fatigue");
	assert_string_equal(catalogue_find(release_measures[6].causes[0])->name, "environment.surroundings");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_standard_errors),      cmocka_unit_test(too_early),
		cmocka_unit_test(earlier_windows_together), cmocka_unit_test(mean_changes),
		cmocka_unit_test(false_changes_are_rare),   cmocka_unit_test(measures_of_causes),
		cmocka_unit_test(measures_of_strain),       cmocka_unit_test(table_is_whole),
	};

	return cmocka_run_group_tests_name("release_trend", tests, NULL, NULL);
}
