/*
 * The store: records sealed so that whoever writes them cannot read them, and so that nothing can be lost, changed or
 * put back without it showing. One directory: keys, seal, store.db, write.lock. Formats and promises: design/STORE.md.
 *
 * Writing (daemon and client alike) needs no secret of the person's: the public key and the chain in `seal`. Reading
 * needs the passphrase. All of a struct store's secrets lie in sodium memory and are wiped by store_free.
 */
#ifndef EVENKEEL_STORE_H
#define EVENKEEL_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/instant.h>
#include <evenkeel/record.h>
#include <evenkeel/text.h>

struct store;

/* Positive outcomes. */
enum store_outcome {
	STORE_EMPTY = 1,     /* no store in this directory: "run 'evenkeel setup'" */
	STORE_WRONG_KEY = 2, /* the passphrase does not open it */
	STORE_BUSY = 3,      /* another process writes just now; nothing was stored, try again */
	STORE_EXISTS = 4,    /* store_create: there is one already */
	STORE_THERE = 5,     /* store_append_once: it was stored before */
};

enum store_flag {
	STORE_TEST_KDF = 1, /* 1 op, 8 KiB: tests and the demo only, shown at each unlock */
	STORE_DEMO = 2,     /* a synthetic agent's store; implies the test KDF */
};

#define RECOVERY_CODE_SIZE 35 /* 7 groups of 4 with hyphens, and NUL */

/*
 * Make keys, seal and store.db in @dir (made if missing). The recovery code is written to @ret_code once and kept
 * nowhere: the caller shows it and wipes it. An existing store is never touched: STORE_EXISTS.
 */
int store_create(const char *dir, const char *passphrase, size_t length, enum store_flag flags, struct instant now,
		 char ret_code[static RECOVERY_CODE_SIZE], struct error *err);

/*
 * Open for appending; reads keys' public part and nothing secret of the person's. 0, STORE_EMPTY, -1. What was interrupted (a restoring,
 * a rotation) is finished first, and older tables are brought up to this version; for a lock that this needs it waits some seconds.
 */
int store_open(struct store **ret, const char *dir, struct error *err);
/* The same, waiting @wait_ms at most: STORE_BUSY where somebody else is at it for longer. The daemon's, which never waits. */
int store_open_within(struct store **ret, const char *dir, int wait_ms, struct error *err);
struct store *store_free(struct store *store);
void store_free_pointer(struct store **store); /* for _cleanup_ */
bool store_is_demo(const struct store *store);
bool store_is_test_kdf(const struct store *store);
/* Whether keys are kept out of swap; if not (RLIMIT_MEMLOCK), say so once and go on. */
bool store_memory_is_locked(const struct store *store);

/*
 * Seal @count records in one transaction; 0 only after COMMIT is durable. @wait_ms: how long to wait for another
 * writer's lock (the daemon 0, the client 5000), then STORE_BUSY. A record with RECORD_DELAYED or RECORD_IMPORTED may
 * lie back in time; any other that lies over a minute behind what was stored before, or after @now, is stored as
 * RECORD_DELAYED. A clock that was set back leaves a CLOCK record. After a failed COMMIT recovery runs: records that
 * the database holds after all count as stored.
 */
int store_append(struct store *store, const struct record *records, size_t count, struct instant now, int16_t zone_min,
		 int wait_ms, struct error *err);
/*
 * One record that has a name, random bytes, for as long as somebody must know whether it was stored: 0 when it is now, STORE_THERE when it was.
 * The name is the beginning of the row's nonce, which is random anyway: to whoever does not have the name, the row is like any other.
 */
#define STORE_NAME_SIZE 16
int store_append_once(struct store *store, const struct record *record, const uint8_t name[static STORE_NAME_SIZE],
		      struct instant now, int16_t zone_min, int wait_ms, struct error *err);
/*
 * Empty the database's log after an append. Call it once the person has their answer: it costs as much as storing did.
 * What a caller forgets is done by the next append but one, and by store_free.
 */
void store_settle(struct store *store);
/* Whether nothing of it is left in its directory: it was forgotten meanwhile. */
bool store_is_gone(const struct store *store);
/*
 * What can be seen to be amiss without unlocking and without changing anything: a sentence with the next step in @ret, "" when all
 * seems well. Takes no lock for long.
 */
#define STORE_WORDS_SIZE 256
void store_look(struct store *store, char ret[static STORE_WORDS_SIZE]);
/*
 * Where a store stands, without unlocking: the same for as long as nothing is stored. It says nothing of what was stored, and once the
 * store has gone on, nobody can tell any more which place it was.
 */
struct store_place {
	bool empty; /* nothing was ever stored */
	uint8_t print[8];
};
/* Now. False: it cannot be told; a seal that does not fit, or records that it does not know of yet. */
bool store_where(struct store *store, struct store_place *ret);
/* Behind this handle's last append, whatever others have stored since. */
struct store_place store_where_left(const struct store *store);
/* What the last append found amiss and mended (rows lost by the database, no seal): a sentence to pass on, or NULL. */
const char *store_notice(const struct store *store);
/* Close the open epoch and wipe its key: before suspend and at session lock. The next append opens a new one. */
void store_forget_epoch(struct store *store);

/* Derive the keys. 0, STORE_WRONG_KEY, -1 (damaged key file: ERROR_DAMAGED; not enough memory: ERROR_FAILED). */
int store_unlock(struct store *store, const char *passphrase, size_t length, struct error *err);

/* What a full read found. */
enum store_finding_type {
	FINDING_MISSING,     /* rows that should be there are not */
	FINDING_DAMAGED,     /* a row or an epoch does not open */
	FINDING_FOREIGN,     /* a row or epoch that the chain does not vouch for: edited, swapped, replayed, forged */
	FINDING_TRUNCATED,   /* the database ends before the seal says */
	FINDING_ROLLED_BACK, /* older than the mark that the last unlock left */
	FINDING_NO_SEAL,     /* the seal is gone or unreadable */
	FINDING_UNATTESTED,  /* a chain that began without the person */
	FINDING_TIME,        /* time runs back without a CLOCK record */
	FINDING_NEWER,       /* records written by a newer version; kept, not shown */
	FINDING_OTHER_KEY,   /* the seal was made for other keys */
};
struct store_finding {
	enum store_finding_type type;
	uint64_t first_n, last_n; /* the rows concerned */
	char words[256];          /* for the person, with the next step */
	int reason;               /* finer than the type; the store's own */
};
#define STORE_FINDINGS_MAX 32
struct store_report {
	uint64_t records;  /* rows that opened */
	uint64_t expected; /* seal's n */
	int finding_count; /* may exceed what findings[] holds */
	struct store_finding findings[STORE_FINDINGS_MAX];
	char mark[10]; /* "5c1e-77a0" */
	bool healthy;  /* nothing but FINDING_NEWER */
};

/* Called for each row that opened, in order of n. Returns 0 to go on. @record is wiped after the call. */
typedef int (*store_row)(void *context, uint64_t n, const struct record *record);

/*
 * Read and verify all. 0 even with findings (they are in @ret_report: the caller decides); -1 if nothing can be read.
 * Rewraps sealed epochs and renews the mark on the way (not on read-only media). Needs store_unlock first.
 */
int store_read(struct store *store, store_row row, void *context, struct store_report *ret_report, struct error *err);

#endif
