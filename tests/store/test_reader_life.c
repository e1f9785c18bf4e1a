/* The other reader still agrees after each step of a store's life: erasing, accepting, rotations, another passphrase. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>
#include <evenkeel/rotate.h>

#include "fixture.h"
#include "other_reader.h"

enum { PATH = 512 };

#define OTHER "another passphrase for tests"

/* A store between two steps: rows so far, what opens it. */
struct life {
	const char *dir, *passphrase;
	int rows;
	uint64_t middle; /* not erased yet */
	struct instant now;
};

static void go_on(struct life *life, int count)
{
	struct record record;
	struct error err = {0};
	struct store *store = fixture_open(life->dir);

	for (int i = 0; i < count; i++) {
		life->now = fixture_instant(life->now.wall_ms + 60000);
		record = fixture_record(life->rows, 0);
		record.wall_ms = life->now.wall_ms;
		if (store_append(store, &record, 1, life->now, 60, 0, &err))
			fail_msg("store_append: %s", err.message);
		life->rows++;
	}
	store_free(store);
}

static bool in_range(void *context, uint64_t n, const struct record *record)
{
	const struct erase_range *range = context;

	(void)record;
	return n >= range->first && n <= range->last;
}

static void erase_range(struct life *life, uint64_t first, uint64_t last)
{
	struct erase_range range = {first, last};
	struct erase_plan plan = {0};
	struct store_report report;
	struct error err = {0};
	struct store *store = fixture_unlock_with(life->dir, life->passphrase);

	if (erase_plan(store, in_range, &range, &plan, &report, &err) || erase_rows(store, &plan, life->now, &err))
		fail_msg("erase: %s", err.message);
	assert_true(plan.records > 0);
	erase_plan_clear(&plan);
	store_free(store);
}

/* The end of one epoch, all of the next, the beginning of the third. */
static void erase_middle(struct life *life)
{
	erase_range(life, life->middle, life->middle + 5);
	life->middle += 20;
}

/* The latest rows, and with them the place that the mark speaks of. */
static void erase_end(struct life *life)
{
	other_reader_assert_agrees(life->dir, life->passphrase, false);
	erase_range(life, (uint64_t)life->rows - 5, UINT64_MAX);
}

static void accept_state(struct life *life)
{
	struct store_report report;
	struct error err = {0};
	struct store *store = fixture_unlock_with(life->dir, life->passphrase);
	bool changed;

	if (store_accept(store, life->now, &changed, &report, &err))
		fail_msg("store_accept: %s", err.message);
	assert_true(changed && report.healthy);
	store_free(store);
}

static void lose_seal(struct life *life)
{
	fixture_delete(life->dir, "seal");
	go_on(life, 3);
	accept_state(life);
}

static void lose_rows(struct life *life)
{
	fixture_sql(life->dir, "DELETE FROM entry WHERE n IN (SELECT n FROM entry ORDER BY n DESC LIMIT 2)");
	go_on(life, 1);
	accept_state(life);
}

static void rotate(struct life *life, bool full)
{
	struct rotate_order order = {.passphrase = life->passphrase,
				     .length = strlen(life->passphrase),
				     .full = full,
				     .now = life->now,
				     .zone_min = 60};
	struct error err = {0};
	struct store *store = fixture_unlock_with(life->dir, life->passphrase);

	if (store_rotate(store, &order, &err))
		fail_msg("store_rotate: %s", err.message);
	store_free(store);
}

static void rotate_fast(struct life *life)
{
	rotate(life, false);
}

static void rotate_full(struct life *life)
{
	rotate(life, true);
}

static void change_passphrase(struct life *life)
{
	const char *next = strcmp(life->passphrase, OTHER) ? OTHER : PASSPHRASE;
	struct text words = {0};
	struct error err = {0};
	struct store *store = fixture_open(life->dir);

	assert_int_equal(
		store_change_passphrase(store, life->passphrase, strlen(life->passphrase), next, strlen(next), &err),
		0);
	store_free(store);
	assert_int_not_equal(other_reader_run(life->dir, "--passphrase", life->passphrase, "", &words), 0);
	text_clear(&words);
	life->passphrase = next;
}

static const struct life_step {
	const char *name;
	void (*run)(struct life *life);
} life_steps[] = {
	{"erase_middle", erase_middle}, {"lose_seal", lose_seal},     {"lose_rows", lose_rows},
	{"erase_end", erase_end},       {"rotate_fast", rotate_fast}, {"change_passphrase", change_passphrase},
	{"rotate_full", rotate_full},
};
enum { LIFE_STEPS = sizeof(life_steps) / sizeof(life_steps[0]) };

static struct life life_begins(const char *dir)
{
	struct life life = {.dir = dir, .passphrase = PASSPHRASE, .middle = 2, .now = fixture_instant(START_MS)};
	char code[RECOVERY_CODE_SIZE];

	fixture_create_with_code(dir, code);
	for (int epoch = 0; epoch < 4; epoch++)
		go_on(&life, 4);
	return life;
}

/* After the step, after the records that follow it, and once their boxes are wrapped. */
static void take_step(struct life *life, const struct life_step *step)
{
	print_message("# %s\n", step->name);
	step->run(life);
	other_reader_assert_agrees(life->dir, life->passphrase, false);
	go_on(life, 4);
	other_reader_assert_agrees(life->dir, life->passphrase, false);
	other_reader_assert_agrees(life->dir, life->passphrase, false);
}

static void both_readers_agree_after_each_step(void **state)
{
	const char *dir = *state;
	char path[PATH];

	if (!other_reader_there()) {
		skip();
		return;
	}
	for (size_t i = 0; i < LIFE_STEPS; i++) {
		struct life life = life_begins(dir);
		take_step(&life, &life_steps[i]);
		fixture_path(dir, "", path);
		fixture_remove(path);
	}
}

/* Two rounds, so that each follows each: rotations re-issue what was erased and restored before, by older keys too. */
static void both_readers_agree_over_a_life(void **state)
{
	if (!other_reader_there()) {
		skip();
		return;
	}
	struct life life = life_begins(*state);
	for (size_t i = 0; i < 2 * LIFE_STEPS; i++)
		take_step(&life, &life_steps[i % LIFE_STEPS]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(both_readers_agree_after_each_step),
		IN_DIRECTORY(both_readers_agree_over_a_life),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
