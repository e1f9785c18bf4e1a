/* An officer's pages: whatever is withheld, and counts within their bands, leave no trace in any of them, and the JSON has what was released. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "../../client/json_out.h"
#include "overview_outputs.h"

enum { ROUNDS = 60, WINDOWS = 3 };

/* Where a mean is shown beside withheld steps (test_release_rollup.c: it tells none of them), changing a step changes it. */
static bool goes_into_mean(const struct release_sums *sums, unsigned cell)
{
	return cell < CELL_STRESS_COUNT && sums->items[RELEASE_MEAN].reason == RELEASE_SHOWN;
}

/* What may not be told is another number. Returns how many. */
static int change_withheld(struct release_window *window, struct rng *rng)
{
	const struct release_sums sums = release_open(window);
	const int64_t few = 3 * (int64_t)window->weeks;
	int changed = 0;

	for (unsigned cell = 0; cell < RELEASE_CELLS; cell++) {
		int64_t before = window->cells[cell];
		if (sums.reason != RELEASE_SHOWN)
			window->cells[cell] = (int64_t)rng_below(rng, window->reports + 1);
		else if (goes_into_mean(&sums, cell))
			continue;
		else if (sums.items[cell].reason == RELEASE_FEW)
			window->cells[cell] = few - 1 - (int64_t)rng_below(rng, 8);
		else if (sums.items[cell].reason == RELEASE_NEARLY_ALL)
			window->cells[cell] = window->reports - few + 1 + (int64_t)rng_below(rng, 8);
		changed += window->cells[cell] != before;
	}
	if (sums.reason == RELEASE_BELOW_FLOOR)
		window->people = 1 + (uint32_t)rng_below(rng, window->floor - 1);
	return changed;
}

static void assert_same(const struct overview_outputs *a, const struct overview_outputs *b)
{
	assert_string_equal(text_string(&a->page), text_string(&b->page));
	assert_string_equal(text_string(&a->json), text_string(&b->json));
	assert_string_equal(text_string(&a->csv), text_string(&b->csv));
	assert_string_equal(text_string(&a->html), text_string(&b->html));
}

static void withheld_leaves_no_trace(void **state)
{
	struct rng rng = rng_seeded(71);
	int changed = 0;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		_cleanup_(overview_outputs_clear) struct overview_outputs before = {0}, after = {0};
		struct overview_made made;
		overview_outputs_drawn(&rng, round, WINDOWS, &made, &before);
		for (size_t i = 0; i < OVERVIEW_MADE_COHORTS; i++)
			for (size_t k = 0; k < WINDOWS; k++)
				changed += change_withheld(&made.windows[i][k], &rng);
		overview_outputs(&made, OVERVIEW_MADE_COHORTS, &after);
		assert_same(&before, &after);
	}
	print_message("# %d withheld cells were others\n", changed);
	assert_true(changed > 3000);
}

/* And a cell that is told does change them all. */
static void what_is_told_shows(void **state)
{
	_cleanup_(overview_outputs_clear) struct overview_outputs before = {0}, after = {0};
	struct overview_made made;

	(void)state;
	overview_made(&made, 1, 4, 1);
	overview_outputs(&made, 1, &before);
	made.windows[0][0].cells[CELL_HARD_CALL] -= 10;
	overview_outputs(&made, 1, &after);
	assert_string_not_equal(text_string(&before.page), text_string(&after.page));
	assert_string_not_equal(text_string(&before.json), text_string(&after.json));
	assert_string_not_equal(text_string(&before.csv), text_string(&after.csv));
	assert_string_not_equal(text_string(&before.html), text_string(&after.html));
}

/* The same reports by other people, of another roster: as long as the bands are the same nobody sees it. */
static void counts_leave_no_trace(void **state)
{
	static const struct {
		uint32_t people;
		unsigned members;
	} alike[] = {{20, 40}, {21, 40}, {24, 40}, {29, 41}, {29, 58}};
	_cleanup_(overview_outputs_clear) struct overview_outputs first = {0};
	struct overview_made made;

	(void)state;
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++) {
		_cleanup_(overview_outputs_clear) struct overview_outputs other = {0};
		overview_made(&made, 1, 4, 2);
		for (size_t k = 0; k < 2; k++) {
			made.windows[0][k] = window_made(4, 80);
			made.windows[0][k].people = alike[i].people;
			made.windows[0][k].members = alike[i].members;
		}
		overview_outputs(&made, 1, i ? &other : &first);
		if (i)
			assert_same(&first, &other);
	}
}

static void assert_figure(json_t *object, const char *item, enum release_reason reason, double value, double margin)
{
	json_t *given = json_object_get(object, "value"), *around = json_object_get(object, "margin");
	json_t *why = json_object_get(object, "suppressed");

	assert_string_equal(json_string_value(json_object_get(object, "item")), item);
	if (reason == RELEASE_SHOWN) {
		assert_true(json_is_null(why));
		assert_true(json_number_value(given) == value && json_number_value(around) == margin);
	} else {
		assert_string_equal(json_string_value(why), release_reason_name(reason));
		assert_true(json_is_null(given) && json_is_null(around));
	}
}

static void assert_share(json_t *object, const struct release_figures *figures, unsigned cell)
{
	const struct release_share *share = &figures->cells[cell];
	_cleanup_(text_clear) struct text name = {0};

	cell_name(cell, &name);
	assert_figure(object, text_string(&name), share->reason, share->points, share->margin);
}

/* Of the causes those that lead, and nothing of any other. */
static void assert_window(json_t *window, const struct release_figures *figures)
{
	json_t *list = json_object_get(window, "figures"), *top = json_object_get(window, "top_causes");
	size_t at = 0;

	assert_figure(json_array_get(list, at++), "stress.mean", figures->stress.reason, figures->stress.tenths / 10.0,
		      figures->stress.margin_tenths / 10.0);
	for (unsigned cell = 0; cell < RELEASE_CELLS; cell++)
		if (cell < CELL_CAUSE || cell >= CELL_ENERGISING)
			assert_share(json_array_get(list, at++), figures, cell);
	assert_int_equal(json_array_size(list), at);
	assert_int_equal(json_array_size(top), figures->causes.count);
	for (unsigned i = 0; i < figures->causes.count; i++)
		assert_share(json_array_get(top, i), figures, figures->causes.cells[i]);
	if (figures->reason != RELEASE_SHOWN) {
		assert_string_equal(json_string_value(json_object_get(window, "suppressed")),
				    release_reason_name(figures->reason));
		assert_true(json_is_null(json_object_get(window, "people")));
	} else {
		assert_true(json_is_null(json_object_get(window, "suppressed")));
		assert_string_equal(json_string_value(json_object_get(window, "people")),
				    release_people_name(figures->people));
	}
}

/* Each number in it stands where numbers may stand. */
static void assert_numbers(json_t *value, const char *key)
{
	static const char *const allowed[] = {"value", "margin", "quarter", "window_weeks", "floor"};
	const char *name;
	size_t i;
	json_t *part;
	bool found = false;

	json_object_foreach(value, name, part) assert_numbers(part, name);
	json_array_foreach(value, i, part) assert_numbers(part, key);
	if (!json_is_number(value))
		return;
	for (size_t k = 0; k < sizeof(allowed) / sizeof(allowed[0]); k++)
		found |= strcmp(key, allowed[k]) == 0;
	if (!found)
		fail_msg("a number under '%s'", key);
}

/* The five steps add up to the whole: never just one of them, and no mean beside two. */
static void assert_steps(json_t *window)
{
	json_t *list = json_object_get(window, "figures");
	int withheld = 0;

	for (size_t i = 1; i <= CELL_STRESS_COUNT; i++)
		withheld += json_is_null(json_object_get(json_array_get(list, i), "value"));
	assert_int_not_equal(withheld, 1);
	if (withheld < 3)
		assert_int_equal(json_is_null(json_object_get(json_array_get(list, 0), "value")), withheld > 0);
}

/* A roll-up's figure is of two cohorts or more that show theirs. */
static void assert_parts(json_t *window, size_t cohorts)
{
	size_t i;
	json_t *figure;

	json_array_foreach(json_object_get(window, "figures"), i, figure)
	{
		size_t missing = json_array_size(json_object_get(figure, "missing"));
		assert_true(json_is_null(json_object_get(figure, "value")) || cohorts - missing >= 2);
	}
}

static void json_has_what_was_released(void **state)
{
	struct rng rng = rng_seeded(73);

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		_cleanup_(overview_outputs_clear) struct overview_outputs outputs = {0};
		struct overview_made made;
		overview_outputs_drawn(&rng, round, WINDOWS, &made, &outputs);
		json_t *object _cleanup_(json_out_free) = json_loads(text_string(&outputs.json), 0, NULL);
		json_t *cohorts = json_object_get(object, "cohorts"), *together = json_object_get(object, "together");
		assert_numbers(object, "");
		assert_int_equal(json_array_size(cohorts), OVERVIEW_MADE_COHORTS);
		assert_int_equal(json_array_size(together), 1);
		for (size_t k = 0; k < WINDOWS; k++) {
			struct release_sums leaves[OVERVIEW_MADE_COHORTS], whole;
			for (size_t i = 0; i < OVERVIEW_MADE_COHORTS; i++) {
				leaves[i] = release_open(&made.windows[i][k]);
				const struct release_figures figures = release_figures(&leaves[i]);
				json_t *window =
					json_array_get(json_object_get(json_array_get(cohorts, i), "windows"), k);
				assert_window(window, &figures);
				assert_steps(window);
			}
			release_rollup(leaves, OVERVIEW_MADE_COHORTS, &whole);
			const struct release_figures figures = release_figures(&whole);
			json_t *window = json_array_get(json_object_get(json_array_get(together, 0), "windows"), k);
			assert_window(window, &figures);
			assert_parts(window, OVERVIEW_MADE_COHORTS);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(withheld_leaves_no_trace),
		cmocka_unit_test(what_is_told_shows),
		cmocka_unit_test(counts_leave_no_trace),
		cmocka_unit_test(json_has_what_was_released),
	};

	return cmocka_run_group_tests_name("overview", tests, NULL, NULL);
}
