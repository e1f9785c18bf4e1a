/* The company that does not exist: it is as synthetic.h says, and figures are held against its truth rightly. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/blur.h>
#include <evenkeel/mem.h>
#include <evenkeel/release.h>

#include "../../client/officer/simulate.h"

enum { PEOPLE = 200, COHORTS = 10, WINDOWS = 6 };

static bool week_cells(const struct synthetic *company, size_t cohort, size_t person, unsigned week,
		       uint64_t ret[static CELL_COUNT])
{
	static const uint8_t seed[CELLS_SEED_SIZE];
	struct review review;

	return synthetic_review(company, cohort, person, week, &review) && cells_from_review(&review, seed, ret) == 0;
}

/* A window's sums as they truly are. */
static struct release_window truth_of(const struct synthetic *company, size_t cohort, unsigned index)
{
	const struct synthetic_cohort *own = &company->cohorts[cohort];
	struct release_window window = {.start = 4 * index, .weeks = 4, .floor = 10, .members = (unsigned)own->people};

	for (size_t person = own->first; person < own->first + own->people; person++) {
		uint32_t before = window.reports;
		for (unsigned week = 4 * index; week < 4 * index + 4; week++) {
			uint64_t cells[CELL_COUNT];
			if (!week_cells(company, cohort, person, week, cells))
				continue;
			assert_true(cells_valid(cells));
			window.reports++;
			for (int i = 0; i < CELL_COUNT; i++)
				window.cells[i] += (int64_t)cells[i];
		}
		window.people += window.reports > before;
	}
	return window;
}

static void same_seed_same_company(void **state)
{
	_cleanup_(synthetic_clear) struct synthetic one, again, other;
	size_t same = 0, all = 0;

	(void)state;
	synthetic_init(&one, 1, PEOPLE, COHORTS, WINDOWS);
	synthetic_init(&again, 1, PEOPLE, COHORTS, WINDOWS);
	synthetic_init(&other, 2, PEOPLE, COHORTS, WINDOWS);
	assert_memory_equal(one.cohorts, again.cohorts, COHORTS * sizeof(*one.cohorts));
	for (size_t person = 0; person < one.cohorts[0].people; person++)
		for (unsigned week = 24; week-- > 0; all++) {
			struct review a, b, c;
			bool answered = synthetic_review(&one, 0, person, week, &a);
			assert_int_equal(synthetic_review(&again, 0, person, week, &b), answered);
			assert_memory_equal(&a, &b, sizeof(a));
			if (person < other.cohorts[0].people)
				same += synthetic_review(&other, 0, person, week, &c) == answered &&
					memcmp(&a, &c, sizeof(a)) == 0 && answered;
		}
	assert_true(same < all / 20);
}

static void sizes_are_allowed(void **state)
{
	size_t small_teams = 0;

	(void)state;
	for (size_t people = 10; people <= 600; people += 7)
		for (size_t cohorts = (people + 28) / 29; cohorts <= people / 10; cohorts++) {
			_cleanup_(synthetic_clear) struct synthetic company;
			size_t sum = 0, quiet = 0;
			synthetic_init(&company, people * 31 + cohorts, people, cohorts, WINDOWS);
			for (size_t i = 0; i < cohorts; i++) {
				const struct synthetic_cohort *cohort = &company.cohorts[i];
				assert_in_range(cohort->people, SYNTHETIC_LEAST, SYNTHETIC_MOST);
				assert_int_equal(cohort->first, sum);
				sum += cohort->people;
				quiet += cohort->quiet_window != SYNTHETIC_NONE;
				assert_true(!cohort->small_team || cohort->people - cohort->small_team >= 10);
				small_teams += cohort->small_team > 0;
			}
			assert_int_equal(sum, people);
			assert_int_equal(quiet, 1);
			assert_in_range(synthetic_cohorts_for(people), (people + 28) / 29, people / 10);
		}
	assert_true(small_teams > 0);
}

static void the_quiet_window_has_nine(void **state)
{
	size_t below = 0, windows = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 10; seed++) {
		_cleanup_(synthetic_clear) struct synthetic company;
		synthetic_init(&company, seed, PEOPLE, COHORTS, WINDOWS);
		for (size_t i = 0; i < COHORTS; i++)
			for (unsigned w = 0; w < WINDOWS; w++, windows++) {
				struct release_window truth = truth_of(&company, i, w);
				below += truth.people < truth.floor;
				if (company.cohorts[i].quiet_window == (int)w)
					assert_in_range(truth.people, SYNTHETIC_QUIET - 1, SYNTHETIC_QUIET);
			}
	}
	print_message("# %zu of %zu windows have fewer people than the floor\n", below, windows);
	assert_in_range(below, 10, 20);
}

static void people_answer_as_they_do(void **state)
{
	_cleanup_(synthetic_clear) struct synthetic company;
	size_t never = 0, rarely = 0, mostly = 0;

	(void)state;
	synthetic_init(&company, 3, PEOPLE, COHORTS, WINDOWS);
	for (size_t i = 0; i < COHORTS; i++)
		for (size_t p = 0; p < company.cohorts[i].people; p++) {
			int weeks = 0;
			struct review review;
			for (unsigned week = 0; week < 4 * WINDOWS; week++)
				weeks += synthetic_review(&company, i, company.cohorts[i].first + p, week, &review);
			*(weeks == 0 ? &never : weeks < 18 ? &rarely : &mostly) += 1;
		}
	print_message("# of %d people %zu never answer, %zu now and then, %zu mostly\n", PEOPLE, never, rarely, mostly);
	assert_in_range(never, 5, 30);
	assert_in_range(rarely, 25, 70);
	assert_in_range(mostly, 110, 165);
}

/* Over many companies: what is said to change does, the way it is said, and what is said to stay stays. */
static void directions_are_true(void **state)
{
	enum { SEEDS = 60 };
	static double shares[2][RELEASE_ITEMS], still[2][RELEASE_ITEMS];
	_cleanup_(synthetic_clear) struct synthetic company;

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		synthetic_init(&company, seed, PEOPLE, COHORTS, WINDOWS);
		for (int end = 0; end < 2; end++) {
			struct release_window moving = truth_of(&company, 1, end ? WINDOWS - 1 : 0);
			struct release_window other = truth_of(&company, 4, end ? WINDOWS - 1 : 0);
			for (unsigned i = 0; i < RELEASE_CELLS; i++) {
				shares[end][i] += (double)moving.cells[i] / moving.reports / SEEDS;
				still[end][i] += (double)other.cells[i] / other.reports / SEEDS;
			}
		}
		if (seed < SEEDS)
			synthetic_clear(&company);
	}
	for (unsigned i = 0; i < RELEASE_CELLS; i++) {
		int direction = synthetic_direction(&company, 1, WINDOWS - 1, i);
		double change = shares[1][i] - shares[0][i];
		if (fabs(still[1][i] - still[0][i]) >= 0.05)
			print_message("# item %u of a team as it was: %.3f\n", i, still[1][i] - still[0][i]);
		assert_true(fabs(still[1][i] - still[0][i]) < 0.05);
		assert_int_equal(synthetic_direction(&company, 4, WINDOWS - 1, i), 0);
		if (direction == SYNTHETIC_UNKNOWN)
			continue;
		if (change * direction <= 0)
			print_message("# item %u: %.3f, said %d\n", i, change, direction);
		assert_true(change * direction > 0);
	}
	assert_int_equal(synthetic_direction(&company, 3, WINDOWS - 1, CELL_SYMPTOM), -1);
	assert_int_equal(synthetic_direction(&company, 3, WINDOWS - 1, CELL_STRESS), 1);
}

static void blur(struct release_window *window, uint64_t seed)
{
	uint8_t bytes[BLUR_SEED_SIZE] = {0};
	struct blur_stream stream;

	memcpy(bytes, &seed, sizeof(seed));
	blur_stream_init(&stream, bytes);
	struct blur_source source = blur_stream_source(&stream);
	for (int party = 0; party < 2; party++)
		for (unsigned i = 0; i < RELEASE_CELLS; i++)
			window->cells[i] += blur_draw(&source);
	blur_stream_clear(&stream);
}

static void figure(struct simulate_window *window, bool noise, uint64_t seed)
{
	struct release_window published = window->truth;

	if (noise)
		blur(&published, seed);
	window->sums = release_open(&published);
	window->figures = release_figures(&window->sums);
	simulate_exact(window);
}

static struct simulate_score score_of(bool noise)
{
	_cleanup_(synthetic_clear) struct synthetic company;
	struct simulate_score score = {0};

	synthetic_init(&company, 1, PEOPLE, COHORTS, WINDOWS);
	for (size_t i = 0; i < COHORTS; i++)
		for (unsigned w = 0; w < WINDOWS; w++) {
			struct simulate_window window = {
				.cohort = (int)i, .index = w, .truth = truth_of(&company, i, w)};
			figure(&window, noise, 100 * i + w);
			simulate_score_add(&company, &window, &score);
		}
	return score;
}

static void without_noise_only_rounding_is_left(void **state)
{
	struct simulate_score score = score_of(false);

	(void)state;
	assert_true(score.shown > 500);
	assert_true(score.noise < 1e-6);
	assert_true(score.largest <= 2.5 + 1e-9);
	assert_int_equal(score.noise_within, score.shown);
	assert_int_equal(score.led, score.leading);
}

/* Two draws of each party: within one and two of its standard errors as often as the two exact distributions say. */
static void with_noise_it_is_as_stated(void **state)
{
	struct simulate_score score = score_of(true);
	double within = (double)score.noise_within / (double)score.shown;

	(void)state;
	print_message("# %zu shown, off by %.2f points, %.1f at most; noise %.2f, %.0f %% of it in a margin\n",
		      score.shown, score.error / (double)score.shown, score.largest, score.noise / (double)score.shown,
		      100 * within);
	assert_true(within > 0.66 && within < 0.90);
	assert_true(score.within_two > score.shown * 9 / 10);
	assert_true(score.led > score.leading * 7 / 10 && score.leading > 100);
}

static void told_and_not(void **state)
{
	_cleanup_(synthetic_clear) struct synthetic company;
	struct simulate_window rising = {.cohort = 1}, still = {.cohort = 0};
	struct simulate_score score = {0};

	(void)state;
	synthetic_init(&company, 1, PEOPLE, COHORTS, WINDOWS);
	rising.trends[CELL_SYMPTOM] = RELEASE_HIGHER;
	rising.trends[CELL_SYMPTOM + 1] = RELEASE_LOWER;
	rising.trends[CELL_SYMPTOM + 2] = RELEASE_NO_CLEAR_CHANGE;
	rising.trends[CELL_CAUSE] = RELEASE_HIGHER;
	still.trends[CELL_SYMPTOM] = RELEASE_LOWER;
	still.trends[CELL_CAUSE] = RELEASE_NO_CLEAR_CHANGE;
	simulate_score_add(&company, &rising, &score);
	simulate_score_add(&company, &still, &score);
	assert_int_equal(score.told, 1);
	assert_int_equal(score.told_wrong, 1);
	assert_int_equal(score.missed, 1);
	assert_int_equal(score.told_nothing, 1);
	assert_int_equal(score.quiet, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_seed_same_company),     cmocka_unit_test(sizes_are_allowed),
		cmocka_unit_test(the_quiet_window_has_nine),  cmocka_unit_test(people_answer_as_they_do),
		cmocka_unit_test(directions_are_true),        cmocka_unit_test(without_noise_only_rounding_is_left),
		cmocka_unit_test(with_noise_it_is_as_stated), cmocka_unit_test(told_and_not),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
