/*
 * What a party makes of a drop folder: which reports count, by the rules that both parties follow; and what all roles share.
 *
 * The list is a file of entries of one size, in the order of their ids: read from front to back, changed in place. Entries come in any
 * order; a room full of them at a time is sorted and written, and list_sort merges these runs.
 */
#ifndef AGGREGATE_ROLES_LIST_H
#define AGGREGATE_ROLES_LIST_H

#include <evenkeel/roles.h>

#include "exchange_file.h"

struct entry {
	uint8_t id[DAP_REPORT_ID_SIZE];
	uint8_t hash[DAP_HASH_SIZE]; /* of the Helper's part of the report */
	uint64_t week, place;        /* A: where the report lies among those that were kept */
	uint32_t member;
	enum refusal outcome;
};

enum { LIST_ROOM = 4096 }; /* entries that are sorted in memory */
struct list {
	int fd;
	struct error *err;
	struct entry *room;
	size_t waiting;
	uint64_t count, at; /* those in the file; where they begin in it, in bytes */
};
void list_init(struct list *ret, int fd, struct error *err);
void list_clear(struct list *list);
int list_append(struct list *list, const struct entry *entry);
/* When all are there; before any is read. */
int list_sort(struct list *list);

/* One way through a list. */
struct cursor {
	struct list *list;
	struct entry *room;
	uint64_t first; /* of those in the room */
	size_t next, filled;
	bool changed, failed;
};
void cursor_init(struct cursor *ret, struct list *list);
/* The next entry, valid until the next call; NULL: there is none left, or it cannot be read, which cursor_end says. */
struct entry *cursor_next(struct cursor *cursor);
/* The same, left where it is. */
struct entry *cursor_peek(struct cursor *cursor);
void cursor_refuse(struct cursor *cursor, struct entry *entry, enum refusal outcome);
/* Writes what was changed. 0, -1; it is cleared in both cases. */
int cursor_end(struct cursor *cursor);
/* The entry that counts by this id; ids are asked for in their order. NULL: there is none. */
struct entry *cursor_find(struct cursor *cursor, const uint8_t *id);

/* A set of places in a roster. */
struct members {
	uint8_t *bits;
	size_t count;
};
void members_init(struct members *ret, const struct cohort *cohort);
void members_clear(struct members *members);
bool members_has(const struct members *members, size_t member);
void members_add(struct members *members, size_t member);

void list_hash_share(const uint8_t share[static DAP_REPORT_SHARE_SIZE], uint8_t ret[static DAP_HASH_SIZE]);

/* Reads all of a folder and settles it; fills what the tally says of files without an envelope in order. Reports go to @keep unless it is NULL. */
int list_gather(const struct role_party *party, struct dap_window window, const struct role_source *source,
		struct writer *keep, struct list *ret, struct role_tally *tally);
/* By how many reports a request, of which @rejects were taken already, is not this list. 0, -1. */
int list_compare(struct list *list, struct reader *body, struct request *request, const struct text *rejects,
		 size_t *ret_different);
/* Do the floor's people count at least? 0, REFUSAL_FEW, -1; and how many reports. */
int list_enough(struct list *list, const struct cohort *cohort, size_t *ret_counted);
/* What the reports of the list are in the tally; once, at the end. */
int list_tally(struct list *list, const struct cohort *cohort, struct role_tally *tally);

/* The last step of a run: what is about to be returned goes into the ledger, with the tally. */
int role_open(const struct role_party *party, struct dap_window window, const uint8_t asked[static DAP_HASH_SIZE],
	      const struct role_answer *answer, struct list *list, struct role_tally *tally);

/*
 * What B's share is sealed with: it follows from the share and B's key, so that B can tell later that a share is the one it sealed,
 * and so that two shares are never sealed alike.
 */
void role_share_seed(const struct role_party *party, struct dap_window window, const struct field128 *share,
		     uint8_t ret[static HPKE_KEY_SIZE]);

/* What both shares of a result add up to, as dap_sums; people are not known here. */
int role_sums(const struct exchange_result *result, struct dap_window window, struct role_result *ret);

/* A's notes. */
struct note {
	uint8_t id[DAP_REPORT_ID_SIZE];
	uint64_t week;
	uint32_t member;
	uint8_t seed[XOF_SEED_SIZE], outputs[DAP_SHARE_SIZE];
};
struct notes_key {
	uint8_t key[32];
	uint64_t number;
};
void notes_key(const struct role_party *party, struct dap_window window, const uint8_t random[static LEAD_NOTES_HEAD],
	       struct notes_key *ret);
void note_seal(struct notes_key *key, const struct note *note, uint8_t ret[static LEAD_NOTE_SIZE]);
/* -1: it is not the next one of this run. */
int note_open(struct notes_key *key, const uint8_t bytes[static LEAD_NOTE_SIZE], struct note *ret);

#endif
