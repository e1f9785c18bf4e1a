/* The stores that the steps of a store's life meet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include <evenkeel/backup.h>
#include <evenkeel/rotate.h>

#include "../fixture.h"
#include "prepare.h"

static void must(int r, const char *what, const struct error *err)
{
	if (r == 0)
		return;
	fprintf(stderr, "%s: %d %s\n", what, r, err->message);
	abort();
}

int life_keep_code(void *context, const char code[static RECOVERY_CODE_SIZE], struct error *err)
{
	(void)err;
	snprintf(context, RECOVERY_CODE_SIZE, "%s", code);
	return 0;
}

static void base_path(const char *name, char *ret)
{
	fault_path(ret, life->base, name);
}

static void append_epoch(const char *dir, struct ledger *ledger)
{
	struct error err = {0};
	struct store *store = fault_open(dir);

	must(ledger_append(ledger, store, 1, 0, &err), "append", &err);
	must(ledger_append(ledger, store, 3, 0, &err), "append", &err);
	store_free(store);
}

static void make_store(const char *passphrase, struct life_view *view, int epochs)
{
	char dir[FAULT_PATH];
	struct error err = {0};

	base_path("store", dir);
	must(store_create_confirmed(dir, passphrase, strlen(passphrase), STORE_TEST_KDF, fixture_instant(START_MS),
				    life_keep_code, view->code, &err),
	     "create", &err);
	for (int i = 0; i < epochs; i++)
		append_epoch(dir, &view->ledger);
	view->passphrase = passphrase;
}

static void make_backup(const char *name)
{
	char dir[FAULT_PATH], target[FAULT_PATH];
	struct error err = {0};

	base_path("store", dir);
	base_path(name, target);
	struct store *store = fault_open(dir);
	must(backup_make(store, target, fixture_instant(START_MS), 0, &err), "backup", &err);
	store_free(store);
	life->backup = life->views[LIFE_BEFORE].ledger;
}

static void make_folder(enum folder state, struct life_view *view)
{
	char dir[FAULT_PATH];

	base_path("store", dir);
	folder_make(dir, state);
	view->folder = state;
}

/* Three epochs, the weekly backup, one epoch more. The step is to change nothing that shows, but as its own preparing says. */
void prepare_plain(void)
{
	char dir[FAULT_PATH];
	struct life_view *view = &life->views[LIFE_BEFORE];

	make_store(PASSPHRASE, view, 3);
	make_folder(FOLDER_THEN, view);
	make_backup("store/" BACKUP_DIRECTORY);
	base_path("store", dir);
	append_epoch(dir, &view->ledger);
	make_folder(FOLDER_NOW, view);
	life->views[LIFE_AFTER] = *view;
}

void prepare_other_passphrase(void)
{
	prepare_plain();
	life->views[LIFE_AFTER].passphrase = OTHER;
}

void prepare_lost_keys(void)
{
	char path[FAULT_PATH];

	prepare_other_passphrase();
	life->views[LIFE_BEFORE].passphrase = NULL;
	base_path("store/keys", path);
	unlink(path);
	base_path("store/keys.bak", path);
	unlink(path);
}

void prepare_nothing(void)
{
	life->views[LIFE_AFTER].passphrase = PASSPHRASE;
}

void prepare_no_backup(void)
{
	make_store(PASSPHRASE, &life->views[LIFE_BEFORE], 3);
	make_folder(FOLDER_NOW, &life->views[LIFE_BEFORE]);
	life->views[LIFE_AFTER] = life->views[LIFE_BEFORE];
}

void prepare_erasing(void)
{
	prepare_plain();
	for (int i = 0; i < LIFE_VIEWS; i++)
		ledger_erase(&life->views[i].ledger, LIFE_ERASED_FIRST, LIFE_ERASED_LAST);
}

/* The weekly backup is of keys from before a rotation. */
void prepare_old_keys(void)
{
	char dir[FAULT_PATH], backup[FAULT_PATH], aside[FAULT_PATH];
	struct life_view *view = &life->views[LIFE_BEFORE];
	struct rotate_order order = {.passphrase = OTHER,
				     .length = strlen(OTHER),
				     .now = fixture_instant(START_MS),
				     .confirm = life_keep_code,
				     .context = view->code};
	struct error err = {0};

	prepare_plain();
	base_path("store", dir);
	base_path("store/" BACKUP_DIRECTORY, backup);
	base_path("aside", aside);
	fault_copy(backup, aside);
	struct store *store = fault_open(dir);
	must(store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err), "unlock", &err);
	must(store_rotate(store, &order, &err), "rotate", &err);
	store_free(store);
	fault_copy(aside, backup);
	fault_remove(aside);
	view->passphrase = OTHER;
	life->views[LIFE_AFTER] = *view;
}

/* All that may lie in a store's directory. */
void prepare_forgetting(void)
{
	static const char *const pairs[][2] = {{"backup/keys", "keys.tmp"}, {"store.db", "store.new"}};
	char from[FAULT_PATH], to[FAULT_PATH];

	prepare_plain();
	base_path("store/" BACKUP_DIRECTORY, from);
	base_path("store/" BACKUP_ASIDE, to);
	fault_copy(from, to);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		size_t size;
		base_path("store", to);
		fault_path(from, to, pairs[i][0]);
		unsigned char *bytes = fixture_bytes(from, &size);
		fault_path(from, to, pairs[i][1]);
		fixture_write(from, bytes, size);
		free(bytes);
	}
}

static void expect_backup(struct life_view *view, enum folder folder)
{
	view->folder = folder;
	view->ledger = life->backup;
	view->allowed = LIFE_RESTORED;
}

void prepare_restoring(void)
{
	char dir[FAULT_PATH];
	struct life_view *view = &life->views[LIFE_BEFORE];

	make_store(PASSPHRASE, view, 2);
	make_folder(FOLDER_THEN, view);
	make_backup("elsewhere");
	base_path("store", dir);
	append_epoch(dir, &view->ledger);
	make_folder(FOLDER_NOW, view);
	life->views[LIFE_AFTER] = *view;
	expect_backup(&life->views[LIFE_AFTER], FOLDER_JOINED);
}

void prepare_elsewhere(void)
{
	prepare_restoring();
	life->views[LIFE_AFTER] = life->views[LIFE_BEFORE];
}

/* On another machine, without a store. */
void prepare_moving(void)
{
	char dir[FAULT_PATH];

	prepare_restoring();
	base_path("store", dir);
	fault_remove(dir);
	life->views[LIFE_BEFORE].passphrase = NULL;
	life->views[LIFE_AFTER].folder = FOLDER_THEN;
}

/* On another machine, with a store of other keys. */
void prepare_exchanging(void)
{
	char dir[FAULT_PATH];
	struct life_view *view = &life->views[LIFE_BEFORE];

	prepare_restoring();
	base_path("store", dir);
	fault_remove(dir);
	*view = (struct life_view){0};
	make_store(OTHER, view, 2);
	make_folder(FOLDER_OTHER, view);
	life->views[LIFE_AFTER].folder = FOLDER_THEN;
}

void prepare_no_seal(void)
{
	char dir[FAULT_PATH], path[FAULT_PATH];
	struct life_view *view = &life->views[LIFE_BEFORE];

	prepare_plain();
	base_path("store", dir);
	base_path("store/seal", path);
	unlink(path);
	append_epoch(dir, &view->ledger);
	unlink(path);
	/* Where the chain was cut a number stays empty. */
	view->ledger.erasing = true;
	life->views[LIFE_AFTER] = *view;
	view->allowed = ALLOW(FINDING_NO_SEAL) | ALLOW(FINDING_UNATTESTED);
}

static void read_once(const char *dir)
{
	struct error err = {0};
	struct store_report report;
	struct store *store = fault_open(dir);

	must(store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err), "unlock", &err);
	must(store_read(store, NULL, NULL, &report, &err), "read", &err);
	store_free(store);
}

/* A restored backup: the mark knows of more than there is. */
void prepare_restored(void)
{
	char dir[FAULT_PATH], elsewhere[FAULT_PATH];
	struct life_view *view = &life->views[LIFE_BEFORE];
	struct error err = {0};

	prepare_restoring();
	base_path("store", dir);
	base_path("elsewhere", elsewhere);
	read_once(dir);
	must(backup_restore(dir, elsewhere, &err), "restore", &err);
	view->folder = FOLDER_JOINED;
	ledger_erase(&view->ledger, life->backup.count, view->ledger.count - 1);
	append_epoch(dir, &view->ledger);
	life->views[LIFE_AFTER] = *view;
	view->allowed = LIFE_RESTORED | ALLOW(FINDING_MISSING);
}

/* Rows are gone from the middle and from the end. */
void prepare_gaps(void)
{
	char path[FAULT_PATH];
	struct life_view *view = &life->views[LIFE_BEFORE];
	sqlite3 *db;

	prepare_plain();
	base_path("store/store.db", path);
	if (sqlite3_open(path, &db) ||
	    sqlite3_exec(db, "DELETE FROM entry WHERE n BETWEEN 3 AND 5 OR n>=14; PRAGMA wal_checkpoint(TRUNCATE)",
			 NULL, NULL, NULL))
		abort();
	sqlite3_close(db);
	ledger_erase(&view->ledger, 3, 5);
	ledger_erase(&view->ledger, 14, view->ledger.count - 1);
	life->views[LIFE_AFTER] = *view;
	view->allowed = ALLOW(FINDING_MISSING) | ALLOW(FINDING_TRUNCATED);
}
