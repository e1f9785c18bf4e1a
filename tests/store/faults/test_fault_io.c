/*
 * One operation of the N-th kind fails, once or from there on, for every N until a run ends without a fault: whatever was
 * acknowledged stays, what was refused is said and goes in later through the same open store, and through another one goes the next.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ledger.h"
#include "shim.h"

static const struct mode {
	const char *name;
	unsigned ops;
	bool short_reads, full;
	unsigned allowed; /* findings that such a disk brings about */
} modes[] = {
	{"open", SHIM_OPEN, false, false, 0},
	{"read", SHIM_READ, false, false, 0},
	/* A seal whose both slots end early is none: a new generation says so. */
	{"short read", SHIM_READ, true, false, ALLOW(FINDING_UNATTESTED)},
	{"write", SHIM_WRITE, false, false, 0},
	{"truncate", SHIM_TRUNCATE, false, false, 0},
	{"sync", SHIM_SYNC, false, false, 0},
	{"delete", SHIM_DELETE, false, false, 0},
	{"rename", SHIM_RENAME, false, false, 0},
	{"disk full", SHIM_WRITE, false, true, 0},
	{"access", SHIM_ACCESS, false, false, 0},
	{"size", SHIM_SIZE, false, false, 0},
	{"shared memory", SHIM_MAP, false, false, 0},
	{"any", SHIM_ALL, false, false, 0},
};
enum { MODES = sizeof(modes) / sizeof(modes[0]) };

struct sweep {
	char dir[FAULT_PATH], base[FAULT_PATH], work[FAULT_PATH];
	struct ledger begun, ledger;
	int first_open; /* the first record tried through the store that is open */
	unsigned allowed;
	long runs, faults, refused, broken;
};
static struct sweep sweep;

#define ANYTHING (~0u)

static void broken(const char *where, const struct mode *mode, const char *words)
{
	if (sweep.broken++ < 10)
		print_error("# %s, %s, operation %ld%s: %s\n", where, mode->name, shim.at,
			    shim.for_good ? " and all after" : "", words);
}

static void try_append(struct store *store, const struct mode *mode, int count)
{
	struct error err = {0};
	int r = ledger_append(&sweep.ledger, store, count, 0, &err);

	if (r)
		sweep.refused++;
	if (r && !err.message[0])
		broken("append", mode, "refused without a message");
}

static struct store *try_open(const struct mode *mode)
{
	struct error err = {0};
	struct store *store = NULL;

	if (store_open(&store, sweep.work, &err) && !err.message[0])
		broken("open", mode, "refused without a message");
	return store;
}

/* With a disk that fails, a reader may find damage or nothing at all, never something else. */
static void try_read(struct store *store, const struct mode *mode)
{
	bool unreadable = false;
	struct verdict verdict = ledger_read_store(&sweep.ledger, store, ANYTHING, &unreadable);

	if ((!unreadable && verdict.words[0]) || strstr(verdict.words, "WITHOUT"))
		broken("read", mode, verdict.words);
}

/* The same database under another inode, as a restored or migrated one: done where the log is empty. */
static void replace_database(void)
{
	char aside[FAULT_PATH], fresh[FAULT_PATH], path[FAULT_PATH];
	struct stat log;
	struct shim aside_shim = shim;

	fault_path(path, sweep.work, "store.db-wal");
	if (stat(path, &log) == 0 && log.st_size > 0)
		return;
	/* Not by the store: nothing fails here. */
	shim = (struct shim){0};
	fault_path(aside, sweep.dir, "aside");
	fault_copy(sweep.work, aside);
	fault_path(fresh, aside, "store.db");
	fault_path(path, sweep.work, "store.db");
	if (rename(fresh, path))
		abort();
	fault_remove(aside);
	shim = aside_shim;
}

/* All that a writer and a reader do. Returns the store still open. */
static struct store *work(const struct mode *mode)
{
	struct store *store = try_open(mode);

	if (store) {
		try_append(store, mode, 1);
		store_settle(store);
		try_append(store, mode, 3);
		try_append(store, mode, 1);
		try_read(store, mode);
	}
	store_free(store);
	if (fault_is_long())
		replace_database();
	store = try_open(mode);
	sweep.first_open = sweep.ledger.count;
	if (store) {
		try_append(store, mode, 2);
		store_forget_epoch(store);
		try_append(store, mode, 1);
		store_settle(store);
		if (fault_is_long())
			replace_database();
		try_append(store, mode, 1);
		try_read(store, mode);
	}
	return store;
}

/* The disk is well again. */
static void afterwards(struct store *store, const struct mode *mode, unsigned allowed)
{
	struct error err = {0};

	if (store && ledger_retry_refused(&sweep.ledger, store, sweep.first_open, &err))
		broken("the same store later", mode, err.message);
	store_free(store);
	struct verdict verdict = ledger_check(&sweep.ledger, sweep.work, allowed);
	if (verdict.words[0])
		broken("afterwards", mode, verdict.words);
}

/* False: no operation was left to fail. */
static bool run(const struct mode *mode, long at, bool for_good)
{
	fault_copy(sweep.base, sweep.work);
	sweep.ledger = sweep.begun;
	shim = (struct shim){.ops = mode->ops,
			     .at = at,
			     .for_good = for_good,
			     .short_reads = mode->short_reads,
			     .full = mode->full,
			     .below = sweep.work};
	struct store *store = work(mode);
	struct shim was = shim;
	shim.ops = 0;
	afterwards(store, mode, sweep.allowed | mode->allowed);
	shim = (struct shim){0};
	sweep.runs++;
	sweep.faults += was.hits;
	return was.hits > 0;
}

static void sweep_from(enum fault_start start)
{
	sweep.allowed = fault_begin(start, sweep.base, &sweep.begun);
	for (size_t i = 0; i < MODES; i++)
		for (int for_good = 0; for_good < 2; for_good++)
			for (long at = 1; run(&modes[i], at, for_good); at++)
				;
	fault_remove(sweep.base);
}

static void io_errors_lose_nothing(void **state)
{
	(void)state;
	shim_register();
	fault_directory(sweep.dir);
	fault_path(sweep.base, sweep.dir, "base");
	fault_path(sweep.work, sweep.dir, "work");
	for (enum fault_start start = 0; start < (fault_is_long() ? START_COUNT : 1); start++)
		sweep_from(start);
	fault_remove(sweep.work);
	fault_remove(sweep.dir);
	fault_figure("io-runs", sweep.runs);
	fault_figure("io-operations-failed", sweep.faults);
	fault_figure("io-appends-refused", sweep.refused);
	fault_figure("io-violations", sweep.broken);
	assert_true(sweep.refused > 0);
	assert_int_equal(sweep.broken, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(io_errors_lose_nothing)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
