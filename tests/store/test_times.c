/* The order of times in a store: a clock set back is on record, and so is what was stored later than it was given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "fixture.h"

enum { PATH = 512 };

/* Rows with their kinds and times. */
struct seen {
	int count, clocks, delayed;
	int64_t jump_ms;
};

static int see(void *context, uint64_t n, const struct record *record)
{
	struct seen *seen = context;

	(void)n;
	seen->count++;
	if (record->kind == RECORD_CLOCK) {
		seen->clocks++;
		seen->jump_ms = record->clock.jump_ms;
		assert_int_equal(record->clock.cause, 1);
		assert_int_equal(record->clock.new_zone_min, 60);
	}
	seen->delayed += (record->flags & RECORD_DELAYED) != 0;
	return 0;
}

static struct seen look(const char *dir)
{
	struct seen seen = {0};
	struct store_report report = fixture_read_rows(dir, see, &seen);

	fixture_assert_sound(&report);
	return seen;
}

static void a_clock_set_back_is_recorded(void **state)
{
	const char *dir = *state;
	char path[PATH];
	struct stat status;

	fixture_append_once(dir, 100, 2);
	fixture_path(dir, "seal", path);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mtim.tv_sec, START_MS / 1000 + 101 * 60);
	/* A minute back is within tolerance. */
	fixture_append_once(dir, 100, 1);
	assert_int_equal(look(dir).clocks, 0);
	/* Half an hour is not. */
	fixture_append_once(dir, 70, 1);
	struct seen seen = look(dir);
	assert_int_equal(seen.count, 5);
	assert_int_equal(seen.clocks, 1);
	assert_int_equal(seen.jump_ms, -30 * 60000);
	fixture_append_once(dir, 71, 1);
	assert_int_equal(look(dir).clocks, 1);
}

static void a_late_record_says_so(void **state)
{
	const char *dir = *state;
	struct error err = {0};
	struct store *store = fixture_open(dir);

	fixture_append(store, 100, 1);
	struct record late = fixture_record(20, 0);
	assert_int_equal(store_append(store, &late, 1, fixture_instant(START_MS + 101 * 60000), 60, 0, &err), 0);
	assert_int_equal(late.flags, 0);
	/* And one that waited while the clock was set back, so that it seems to come from the future. */
	struct record early = fixture_record(130, 0);
	assert_int_equal(store_append(store, &early, 1, fixture_instant(START_MS + 101 * 60000), 60, 0, &err), 0);
	fixture_append(store, 102, 1);
	store_free(store);
	struct seen seen = look(dir);
	assert_int_equal(seen.clocks, 0);
	assert_int_equal(seen.delayed, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_clock_set_back_is_recorded),
		WITH_STORE(a_late_record_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
