/* The stores that faults meet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "ledger.h"

const char *const fault_start_names[START_COUNT] = {
	[START_PLAIN] = "closed in order",
	[START_LOG] = "writer killed",
	[START_BEHIND] = "seal behind",
	[START_NO_SEAL] = "seal gone",
};

static void must_append(struct ledger *ledger, struct store *store, int count)
{
	struct error err = {0};

	if (ledger_append(ledger, store, count, 0, &err)) {
		fprintf(stderr, "append: %s\n", err.message);
		abort();
	}
}

void fault_leave_log(const char *dir, struct ledger *ledger)
{
	char open_dir[FAULT_PATH], path[FAULT_PATH];
	sqlite3 *reader;

	fault_path(open_dir, dir, "../open");
	fault_copy(dir, open_dir);
	struct store *store = fault_open(open_dir);
	/* Somebody reads, so that no checkpoint empties the log. */
	fault_path(path, open_dir, "store.db");
	if (sqlite3_open(path, &reader) || sqlite3_exec(reader, "BEGIN; SELECT max(n) FROM entry", NULL, NULL, NULL))
		abort();
	must_append(ledger, store, 1);
	must_append(ledger, store, 5);
	must_append(ledger, store, 1);
	fault_copy(open_dir, dir);
	sqlite3_close(reader);
	store_free(store);
	fault_remove(open_dir);
}

static void leave_seal_behind(const char *dir, struct ledger *ledger)
{
	char aside[FAULT_PATH], old[FAULT_PATH], seal[FAULT_PATH];

	fault_path(aside, dir, "../aside");
	fault_copy(dir, aside);
	struct store *store = fault_open(dir);
	must_append(ledger, store, 2);
	store_free(store);
	fault_path(old, aside, "seal");
	fault_path(seal, dir, "seal");
	if (rename(old, seal))
		abort();
	fault_remove(aside);
}

unsigned fault_begin(enum fault_start start, const char *dir, struct ledger *ret)
{
	char seal[FAULT_PATH];

	*ret = (struct ledger){0};
	fault_create(dir);
	for (int epoch = 0; epoch < 2; epoch++) {
		struct store *store = fault_open(dir);
		must_append(ret, store, 1);
		must_append(ret, store, 4);
		store_free(store);
	}
	switch (start) {
	case START_LOG:
		fault_leave_log(dir, ret);
		return 0;
	case START_BEHIND:
		leave_seal_behind(dir, ret);
		return 0;
	case START_NO_SEAL:
		fault_path(seal, dir, "seal");
		unlink(seal);
		return ALLOW(FINDING_NO_SEAL) | ALLOW(FINDING_UNATTESTED);
	default:
		return 0;
	}
}
