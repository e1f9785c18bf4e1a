/*
 * What was asked of a store and what it said, held against what is in it: the invariant I of design/STORE.md, section 9. Each
 * acknowledged record reads back, none is wrong, twice or silently missing, transactions are whole, integrity_check is ok, one more
 * append works, and chain and seal agree.
 */
#ifndef FAULTS_LEDGER_H
#define FAULTS_LEDGER_H

#include <evenkeel/store.h>

enum { LEDGER_MAX = 60000, FAULT_PATH = 512 };

enum ledger_state {
	LEDGER_UNTRIED,
	LEDGER_TRIED, /* refused, or on its way: may be there or not */
	LEDGER_STORED,
	LEDGER_LOST, /* acknowledged, then taken away by the test: may be missing, but then is named */
};

struct ledger {
	const char *other; /* a passphrase that may have come to count meanwhile, or NULL */
	bool erasing;      /* rows may be gone with authority */
	int count;         /* records asked for so far: the next one's number */
	uint8_t state[LEDGER_MAX];
	int first_of[LEDGER_MAX]; /* the transaction it was tried in, by its first record */
};

/* Record @i of any ledger: mostly check-ins, each seventh a worksheet's. */
struct record ledger_record(int i);
/* Append the next @count records in one transaction and note the answer. */
int ledger_append(struct ledger *ledger, struct store *store, int count, int wait_ms, struct error *err);
/*
 * Append record @i for no ledger: of several writers' each. At the time of the newest that a ledger can have, so that nobody's clock runs back.
 */
int ledger_put(struct store *store, int i, int wait_ms, struct error *err);
/* Append record @i, once more. */
int ledger_retry(struct ledger *ledger, struct store *store, int i, struct error *err);
/*
 * Every record from @first on that was tried through @store and refused, as the daemon does when the disk is well again. The first
 * failure's result. Another struct store must not: what was refused may be there after all.
 */
int ledger_retry_refused(struct ledger *ledger, struct store *store, int first, struct error *err);
/* Erasing of these is under way: all there or all gone, and no finding either way. */
void ledger_erase(struct ledger *ledger, int first, int last);
/* All that is stored may be missing from @n on. */
void ledger_lose_from(struct ledger *ledger, int n);
int ledger_stored(const struct ledger *ledger);

#define ALLOW(type) (1u << (type))
struct verdict {
	char words[ERROR_MESSAGE_SIZE + 128]; /* what is broken; empty: I holds */
	int found;                            /* records read */
	bool flagged;                         /* findings, all of them allowed */
};
/* Hold I against the store in @dir; appends a record on the way. @allowed: findings that may be there, ALLOW(FINDING_...) | ... */
struct verdict ledger_check(struct ledger *ledger, const char *dir, unsigned allowed);
/* Read only: wrong, doubled or missing records without a finding. @ret_unreadable, if not NULL: nothing could be read, in words. */
struct verdict ledger_read(const struct ledger *ledger, const char *dir, unsigned allowed, bool *ret_unreadable);
/* The same of a store that is open; unlocks it. */
struct verdict ledger_read_store(const struct ledger *ledger, struct store *store, unsigned allowed,
				 bool *ret_unreadable);

/* Scratch space that forgets at once where there is any (a memory file system), else below $TMPDIR. @ret FAULT_PATH bytes. */
void fault_directory(char *ret);
void fault_remove(const char *dir);
/* A new store in @dir, which does not exist yet. */
void fault_create(const char *dir);
struct store *fault_open(const char *dir);
/* What a fault may meet. */
enum fault_start {
	START_PLAIN,   /* two epochs, both classes, closed in order */
	START_LOG,     /* the last rows lie in the log: the writer was killed */
	START_BEHIND,  /* the seal is behind by a transaction and an epoch */
	START_NO_SEAL, /* gone */
	START_COUNT,
};
extern const char *const fault_start_names[START_COUNT];
/* Make such a store in @dir, which does not exist yet, with its ledger. Returns the findings that it may have, ALLOW(...). */
unsigned fault_begin(enum fault_start start, const char *dir, struct ledger *ret);
/* Append a few and leave them in the log: the directory as it is while its writer has not closed, and after a kill. */
void fault_leave_log(const char *dir, struct ledger *ledger);
/* All of @from into @to, which is made anew. The shared memory of -shm is left out. */
void fault_copy(const char *from, const char *to);
void fault_path(char *ret, const char *dir, const char *name);
/* The long form: `make check-faults`. */
bool fault_is_long(void);
/* Print a figure for the closing sum. */
void fault_figure(const char *name, long value);

#endif
