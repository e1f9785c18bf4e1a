/* The 48 marks of a contribution: each comes from the answer that it stands for and from no other, and never more than twelve. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/cells.h>
#include <evenkeel/mem.h>
#include <evenkeel/rng.h>

static const uint8_t no_seed[CELLS_SEED_SIZE];

/* From words as they are typed, a blank between them. */
static struct review review_of(const char *words)
{
	char copy[1024], *rest = NULL;
	struct review review;

	review_init(&review);
	snprintf(copy, sizeof(copy), "%s", words);
	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		assert_int_equal(review_assign(&review, word, NULL), 0);
	return review;
}

/* Which marks there are, as their numbers. */
static void assert_marks(const char *words, const char *wanted)
{
	_cleanup_(text_clear) struct text marks = {0};
	struct review review = review_of(words);
	uint64_t cells[CELL_COUNT];

	assert_int_equal(cells_from_review(&review, no_seed, cells), 0);
	assert_true(cells_valid(cells));
	for (unsigned i = 0; i < CELL_COUNT; i++)
		if (cells[i])
			text_appendf(&marks, "%s%u", marks.length ? " " : "", i);
	assert_string_equal(text_string(&marks), wanted);
}

static void each_answer(void **state)
{
	(void)state;
	assert_marks("week-stress=0", "0 47");
	assert_marks("week-stress=4", "4 47");
	assert_marks("week-stress=2 loneliness=3", "2 5 47");
	assert_marks("week-stress=2 loneliness=2", "2 47");
	assert_marks("week-stress=2 self-image=4", "2 17 47");
	assert_marks("week-stress=2 enthusiasm=3 relationships=4 health=1", "2 18 21 47");
	assert_marks("week-stress=1 customer.expectations=1 environment.surroundings=3", "1 22 36 47");
	assert_marks("week-stress=1 company.overload=2 valence=1", "1 28 37 47");
	assert_marks("week-stress=1 company.overload=2 valence=0", "1 28 38 47");
	assert_marks("week-stress=1 gather-facts=1", "1 39 47");
	assert_marks("week-stress=1 keep-outlook=1", "1 39 47");
	assert_marks("week-stress=1 fretting=1", "1 40 47");
	assert_marks("week-stress=1 losing-control=1", "1 40 47");
	assert_marks("week-stress=1 breaks-taken=3", "1 41 47");
	assert_marks("week-stress=1 breaks-taken=2", "1 47");
	assert_marks("week-stress=1 hard-call=1", "1 42 47");
	assert_marks("week-stress=1 hard-call=0 note=hello", "1 47");
}

/* Without an answer about the week's stress there is nothing to send, whatever else was answered. */
static void no_stress(void **state)
{
	struct review review = review_of("loneliness=4 hard-call=1 company.overload=1");
	uint64_t cells[CELL_COUNT];

	(void)state;
	memset(cells, 0x55, sizeof(cells));
	assert_int_equal(cells_from_review(&review, no_seed, cells), CELLS_NONE);
	assert_true(cells[0] == UINT64_C(0x5555555555555555));
}

static struct review everything(void)
{
	struct review review =
		review_of("week-stress=4 customer.demands=1 company.overload=2 personal.fatigue=3 valence=0 anger=1 "
			  "breaks-taken=4 hard-call=1");
	size_t count;
	const struct review_item *items = review_items(&count);

	for (size_t i = 0; i < count; i++)
		if (items[i].kind == REVIEW_STEPS && items[i].question >= ID_SYMPTOM_FIRST &&
		    items[i].question < ID_IMPACT_FIRST + ID_IMPACT_COUNT)
			review.answers[i] = 4;
	return review;
}

/* Of too many the same number goes each time, by chance: none of them more often than another. */
static void at_most_twelve(void **state)
{
	enum { DRAWS = 4000, CANDIDATES = 13 + 4 + 3, KEPT = CELL_ONES_MAX - 5 };
	struct review review = everything();
	int kept[CELL_COUNT] = {0};
	struct rng rng = rng_seeded(7);

	(void)state;
	for (int draw = 0; draw < DRAWS; draw++) {
		uint8_t seed[CELLS_SEED_SIZE];
		uint64_t cells[CELL_COUNT], again[CELL_COUNT], ones = 0;
		for (size_t i = 0; i < sizeof(seed); i++)
			seed[i] = (uint8_t)rng_next(&rng);
		assert_int_equal(cells_from_review(&review, seed, cells), 0);
		assert_int_equal(cells_from_review(&review, seed, again), 0);
		assert_memory_equal(cells, again, sizeof(cells));
		/* What the preview calls cleared is the difference. */
		assert_int_equal(cells_before_clearing(&review, again), 0);
		for (unsigned i = 0; i < CELL_COUNT; i++)
			assert_true(cells[i] <= again[i]);
		assert_int_equal(again[CELL_SYMPTOM] + again[CELL_IMPACT] + again[CELL_ANSWERED], 3);
		assert_true(cells_valid(cells));
		for (unsigned i = 0; i < CELL_ANSWERED; i++) {
			ones += cells[i];
			kept[i] += (int)cells[i];
		}
		assert_int_equal(ones, CELL_ONES_MAX);
	}
	static const unsigned stay[] = {4, CELL_DRAINING, CELL_FUTILE, CELL_BREAKS, CELL_HARD_CALL};
	for (size_t i = 0; i < sizeof(stay) / sizeof(stay[0]); i++)
		assert_int_equal(kept[stay[i]], DRAWS);
	/* 1,400 each; five standard deviations are 151. */
	int candidates = 0;
	for (unsigned i = CELL_SYMPTOM; i < CELL_ENERGISING; i++) {
		if (!kept[i])
			continue;
		candidates++;
		assert_in_range(kept[i], DRAWS * KEPT / CANDIDATES - 151, DRAWS * KEPT / CANDIDATES + 151);
	}
	assert_int_equal(candidates, CANDIDATES);
}

static void what_is_valid(void **state)
{
	uint64_t good[CELL_COUNT] = {[2] = 1, [CELL_ANSWERED] = 1}, cells[CELL_COUNT];
	static const struct {
		unsigned cell;
		uint64_t value;
	} bad[] = {{2, 0},
		   {3, 1},
		   {2, 2},
		   {10, 2},
		   {CELL_RESERVED, 1},
		   {CELL_RESERVED + 3, 1},
		   {CELL_ANSWERED, 0},
		   {CELL_ANSWERED, 2}};

	(void)state;
	assert_true(cells_valid(good));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memcpy(cells, good, sizeof(cells));
		cells[bad[i].cell] = bad[i].value;
		assert_false(cells_valid(cells));
	}
	memcpy(cells, good, sizeof(cells));
	cells[CELL_ENERGISING] = cells[CELL_DRAINING] = 1;
	assert_false(cells_valid(cells));
	memcpy(cells, good, sizeof(cells));
	for (unsigned i = CELL_SYMPTOM; i < CELL_SYMPTOM + CELL_ONES_MAX; i++) {
		assert_true(cells_valid(cells));
		cells[i] = 1;
	}
	assert_false(cells_valid(cells));
}

/* Each cell has its own name and, in each language, its own words. */
static void names(void **state)
{
	(void)state;
	for (int language = 0; language < CATALOGUE_LANGUAGES; language++) {
		struct text seen[CELL_COUNT] = {{0}};
		for (unsigned i = 0; i < CELL_COUNT; i++) {
			cell_words(i, language, &seen[i]);
			assert_true(seen[i].length > 0);
			assert_true(text_is_utf8(seen[i].bytes, seen[i].length));
			for (unsigned j = 0; j < i; j++)
				if (i < CELL_RESERVED || i == CELL_ANSWERED)
					assert_string_not_equal(seen[i].bytes, seen[j].bytes);
		}
		for (unsigned i = 0; i < CELL_COUNT; i++)
			text_clear(&seen[i]);
	}
	static const struct {
		unsigned cell;
		const char *name, *words;
	} some[] = {
		{3, "stress.3", "this week's stress: Much"},
		{9, "fatigue", NULL},
		{CELL_IMPACT + 1, "mood-swings", NULL},
		{CELL_CAUSE + 6, "company.overload", NULL},
		{CELL_DRAINING, "draining", "what weighed most: mostly draining"},
		{CELL_BREAKS, "breaks-taken", "breaks taken: Often"},
		{CELL_HARD_CALL, "hard-call", "a hard call"},
		{44, "reserved.44", "kept free, always no"},
		{47, "answered", "a review was answered, always yes"},
	};
	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++) {
		_cleanup_(text_clear) struct text name = {0}, words = {0};
		cell_name(some[i].cell, &name);
		assert_string_equal(text_string(&name), some[i].name);
		cell_words(some[i].cell, CATALOGUE_EN, &words);
		if (some[i].words)
			assert_string_equal(text_string(&words), some[i].words);
	}
}

/* Below its group's name each says its own alone: no scale's name, no step said twice. */
static void own_words(void **state)
{
	static const struct {
		unsigned cell;
		const char *words;
	} some[] = {
		{0, "None at all"},
		{4, "Very much"},
		{9, "tired or sleepless"},
		{CELL_IMPACT, "lost enthusiasm"},
		{CELL_CAUSE + 6, "overload"},
		{CELL_HARD_CALL, "a hard call"},
		{47, "a review was answered, always yes"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++) {
		_cleanup_(text_clear) struct text words = {0};
		cell_own_words(some[i].cell, CATALOGUE_EN, &words);
		assert_string_equal(text_string(&words), some[i].words);
	}
	for (int language = 0; language < CATALOGUE_LANGUAGES; language++)
		for (unsigned i = 0; i < CELL_COUNT; i++) {
			_cleanup_(text_clear) struct text own = {0}, words = {0};
			cell_own_words(i, language, &own);
			cell_words(i, language, &words);
			assert_true(own.length > 0 && own.length <= words.length);
			assert_non_null(strstr(text_string(&words), text_string(&own)));
			assert_int_equal(own.length < words.length, i < CELL_CAUSE);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer),   cmocka_unit_test(no_stress), cmocka_unit_test(at_most_twelve),
		cmocka_unit_test(what_is_valid), cmocka_unit_test(names),     cmocka_unit_test(own_words),
	};

	return sodium_init() < 0 ? 1 : cmocka_run_group_tests_name("cells", tests, NULL, NULL);
}
