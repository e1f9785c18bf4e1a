/*
 * The walk over a whole store: generations, epochs and rows in order, each position's keys derived, each row opened or
 * missed. It notes what is wrong and visits two positions, the seal's and the mark's, to see what chain and tail were
 * there.
 */
#ifndef STORE_WALK_H
#define STORE_WALK_H

#include "ahead.h"
#include "findings.h"

/* A position of the chain, and what is found there. */
struct checkpoint {
	bool wanted;
	bool reached;
	bool tail_known; /* else an epoch that is gone hides it */
	uint32_t g, e;
	uint64_t n;
};

struct range {
	uint64_t first, last;
};
struct gap {
	struct range rows;
	bool unreadable;
};
struct authority {
	struct range rows;
	uint8_t kind;
	uint64_t n; /* where it stands */
};
struct bad_row {
	uint64_t n;
	enum finding_reason reason;
	int suspect; /* index, or -1 */
};
/* An epoch whose sealed box can be replaced by one that opens faster. */
struct rewrap {
	uint32_t e;
	uint64_t first_n;
	uint8_t box[VAULT_WRAPPED_SIZE];
};

/* A few rows that did not open are kept, to see whether they belong to another place. */
#define SUSPECTS_MAX 16
struct suspect {
	uint32_t e;
	uint64_t n;
	size_t size;
	uint8_t blob[RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA];
};

struct walk_secrets {
	struct seal seal;
	uint8_t chain[VAULT_KEY_SIZE]; /* C of the next epoch */
	uint8_t tail[VAULT_KEY_SIZE];
	uint8_t epoch_key[VAULT_KEY_SIZE];
	uint8_t row_key[VAULT_KEY_SIZE];
	uint8_t seal_chain[VAULT_KEY_SIZE], seal_tail[VAULT_KEY_SIZE]; /* as computed where the seal stands */
	uint8_t mark_chain[VAULT_KEY_SIZE], mark_tail[VAULT_KEY_SIZE];
	uint8_t plain[RECORD_WORKSHEET_SIZE];
	struct record record;
	uint8_t suspect_keys[SUSPECTS_MAX][VAULT_KEY_SIZE];
};

/* What the rows at hand belong to. */
enum walk_epoch {
	WALK_NO_EPOCH,  /* none has begun */
	WALK_EPOCH,     /* one that opened */
	WALK_BAD_EPOCH, /* one that did not */
};

struct walk {
	struct store *store;
	const struct vault_keys *vault;
	struct walk_secrets *secrets;
	struct store_report *report;
	store_row row;
	void *context;
	int stopped; /* what @row returned to end the walk */

	struct stream epochs;
	struct ahead entries;
	uint32_t g, e; /* generation; the next epoch */
	uint64_t n;    /* the next row */
	uint32_t end_e;
	uint64_t end_n;
	bool chain_sure; /* C was authenticated or derived, not guessed */
	bool tail_known;
	bool tail_wanted; /* in this epoch: nobody asks for the tail of the others */
	enum walk_epoch epoch;
	uint64_t serial;     /* the epoch as it was opened ahead; 0: it was not */
	uint64_t key_n;      /* for which position secrets->epoch_key yields the row key */
	size_t epoch_opened; /* rows of this epoch that opened */
	size_t epoch_bad;    /* where its rows begin in @bad */
	bool epoch_rewrap;   /* @next_rewrap is for this epoch */
	struct rewrap next_rewrap;
	struct checkpoint seal, mark;
	bool have_time;
	int64_t last_ms;

	struct gap *gaps;
	size_t gap_count, gap_capacity;
	struct authority *authorities;
	size_t authority_count, authority_capacity;
	struct authority *unproven; /* by a mac of these keys; a rotation issues anew what its old keys proved */
	size_t unproven_count, unproven_capacity;
	struct bad_row *bad;
	size_t bad_count, bad_capacity;
	struct rewrap *rewraps;
	size_t rewrap_count, rewrap_capacity;
	struct suspect suspects[SUSPECTS_MAX];
	int suspect_count;
};

/* 0, or the callback's own value in walk->stopped and 1; -1. */
int walk_all(struct walk *walk, struct error *err);
/* The row at hand: open it, look at it, hand it on. (walk_row.c) */
void walk_row(struct walk *walk);
/* No row at this position. */
void walk_gap(struct walk *walk);
/* Turn gaps, bad rows and authorities into findings. (walk_result.c) */
int walk_conclude(struct walk *walk, bool seal_counts, struct error *err);
void walk_clear(struct walk *walk);

/* Make room for one more item. */
#define WALK_GROW(items, count, capacity)                                                                              \
	do {                                                                                                           \
		if ((count) == (capacity)) {                                                                           \
			(capacity) = (capacity) ? 2 * (capacity) : 64;                                                 \
			(items) = mem_grow((items), (capacity), sizeof(*(items)));                                     \
		}                                                                                                      \
	} while (0)

#endif
