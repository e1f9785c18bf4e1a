/* What a party makes of a drop folder: which reports count, by the rules that both parties follow; and what all roles share. */
#ifndef AGGREGATE_ROLES_LIST_H
#define AGGREGATE_ROLES_LIST_H

#include <evenkeel/roles.h>

/* Where a report is found again, and that it is the same one. */
struct place {
	size_t index;
	uint32_t member;
	uint8_t hash[DAP_HASH_SIZE];
};

/* Reports in the order of their ids, those that don't count among them. */
struct list {
	struct role_report *reports;
	struct place *places;
	size_t count, room;
};

/* A set of places in a roster. */
struct members {
	uint8_t *bits;
	size_t count;
};
void members_init(struct members *ret, const struct cohort *cohort);
void members_clear(struct members *members);
void members_add(struct members *members, size_t member);

/* The hash that a place keeps: of all of an envelope at A, of the Helper's part of the report at B. */
void list_hash_share(const uint8_t share[static DAP_REPORT_SHARE_SIZE], uint8_t ret[static DAP_HASH_SIZE]);
void list_hash(unsigned party, const struct envelope *envelope, uint8_t ret[static DAP_HASH_SIZE]);
/* Room for one more, at its end; the rest of it is the caller's to fill. */
struct role_report *list_append(struct list *list, const uint8_t *id, const uint8_t *key, uint64_t week, size_t member);
void list_clear(struct list *list);

/* Reads all and settles it; fills what the tally says of files without an envelope in order. */
int list_gather(const struct role_party *party, unsigned own, struct dap_window window,
		const struct role_source *source, struct list *ret, struct role_tally *tally);
size_t list_counted(const struct list *list);
size_t list_people(const struct list *list, const struct cohort *cohort);
/* What the reports of the list are in the tally; once, at the end. */
void list_tally(const struct list *list, const struct cohort *cohort, struct role_tally *tally);
/* The report that counts by this id, with *@cursor where the last one was found; ids are asked for in their order. */
struct role_report *list_find(const struct list *list, const uint8_t *id, size_t *cursor);

/* What A may reject of @own reports. */
size_t role_rejects_allowed(size_t own);

/* The last step of a run: what is about to be returned goes into the ledger. */
int role_open(const struct role_party *party, struct dap_window window, struct hpke_bytes asked,
	      const struct text *answer, const struct list *list, struct role_tally *tally);

/*
 * What B's share is sealed with: it follows from the share and B's key, so that B can tell later that a share is the one it sealed,
 * and so that two shares are never sealed alike.
 */
void role_share_seed(const struct role_party *party, struct dap_window window, const struct field128 *share,
		     uint8_t ret[static HPKE_KEY_SIZE]);

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
