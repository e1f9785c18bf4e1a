/*
 * What the store's own files share: the open store, the position of its chain, and the steps between them.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <sys/types.h>

#include <evenkeel/keys.h>
#include <evenkeel/paths.h>
#include <evenkeel/seal.h>
#include <evenkeel/secret.h>
#include <evenkeel/store.h>

#include "sql.h"

#define STORE_DATABASE "store.db"
#define STORE_DATABASE_NEW "store.db.new" /* while a store is being created; renamed last */

enum {
	STORE_EPOCH_ROWS = 32,           /* then the next append opens a new epoch */
	STORE_CLOCK_BACK_MS = 60 * 1000, /* a clock further back than this is recorded */
	STORE_WAIT_MS = 5000,            /* for locks that a reader needs */
	/* Further apart than this, database and seal were not parted by a crash: nothing steps that far. */
	STORE_STEPS_MAX = 1000 * 1000,
};

enum chain_kind { CHAIN_FROM_ROOT = 0, CHAIN_UNATTESTED = 1, CHAIN_ACCEPTED = 2 };

/* In sodium memory, all of it. */
struct store_secrets {
	uint8_t epoch_key[VAULT_KEY_SIZE]; /* S of the open epoch */
	struct seal seal;                  /* during an append */
	uint8_t row_key[VAULT_KEY_SIZE];
	uint8_t plain[RECORD_WORKSHEET_SIZE];
	struct record record;
	struct vault_keys vault; /* after store_unlock */
};

struct store {
	char dir[PATH_SIZE];
	char seal_path[PATH_SIZE];
	char db_path[PATH_SIZE];
	struct sql_db db;
	dev_t db_device;
	ino_t db_inode;
	int lock_fd;
	int patience_ms; /* for what has to be finished or found open before it can be used */
	struct keys keys;
	struct store_secrets *secrets;
	bool unlocked;
	bool read_only;
	bool lock_held; /* for longer than one step: store_lock has nothing to do */
	bool memory_locked;
	/* The open epoch: where this process left the chain. */
	bool epoch_open;
	uint32_t g, e;
	uint64_t n;
	unsigned epoch_rows;
	bool unsettled;           /* rows lie in the log still */
	struct store_place place; /* where the last append ended */
	bool zone_known;
	int16_t zone_min;
	char notice[256];
};

/* What the database ends with: the next e and n, and the last g. */
struct head {
	bool empty; /* no generation at all */
	uint32_t g, e;
	uint64_t n;
};
int store_head(struct store *store, struct head *ret, struct error *err);
/* How many rows there are. */
int store_rows(struct store *store, uint64_t *ret, struct error *err);
/* Open the database again if it was replaced under us, or is not open. Before each use of it. 0, STORE_BUSY, -1. */
int store_refresh(struct store *store, struct error *err);
/* After each use of the database: close it where it keeps others out. store_refresh opens it again. */
void store_step_back(struct store *store);
void store_checkpoint(struct store *store);
/* The write lock, shared or exclusive (LOCK_SH, LOCK_EX), waiting STORE_WAIT_MS. 0, STORE_BUSY, -1. */
int store_lock(struct store *store, int operation, struct error *err);
void store_lock_release(struct store *store);
/* The same, exclusive, and kept over steps that take it themselves. */
int store_hold(struct store *store, struct error *err);
void store_let_go(struct store *store);
/* With the write lock: `keys.bak` says what `keys` says, but for the mark. */
int store_mend_backup(const char *dir, struct error *err);
/* Read `keys` anew; -1 when it cannot be read or is for another public key than when the store was opened. */
int store_reread_keys(struct store *store, struct error *err);
/* That there is none, and what helps. -1. */
int store_keys_lost(const struct store *store, struct error *err);

/*
 * Bring secrets->seal up to the database, or past what the database lost, or begin a new generation: under the write
 * lock, before each append. @found: seal_read's result. Writes `seal` where it changed.
 */
int recover(struct store *store, int found, struct instant now, struct error *err);

/* For a transaction that is under way: a new epoch, and a row in the open one. Both move secrets->seal on. */
int store_add_epoch(struct store *store, struct error *err);
int store_add_row(struct store *store, const struct record *record, struct error *err);

/*
 * A change by one who unlocked, under the write lock: `seal` read and brought up to the database, @step in one transaction, `seal`
 * written, then @after. @step opens its own epoch, so that other processes see that the head moved and take up the new state. With
 * @begin_anew the seal counts for nothing and a new generation begins.
 */
struct store_change {
	int (*step)(struct store *store, void *context, struct error *err);
	int (*after)(struct store *store, void *context, struct error *err); /* or NULL */
	void *context;
	bool begin_anew;
};
int store_change(struct store *store, const struct store_change *change, struct instant now, struct error *err);
/* In @step: a row of kind RECORD_ERASE or RECORD_RESTORE with its mac. */
int store_add_authority(struct store *store, enum record_kind kind, uint64_t first, uint64_t last, struct instant now,
			struct error *err);

void place_of_seal(const struct seal *seal, struct store_place *ret);

#endif
