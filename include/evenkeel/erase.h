/*
 * Taking away: some records for good, or all of the store. An erasure leaves the chain as it is and an ERASE record that only the
 * person's keys can make, so that a reader tells what was erased from what was taken. What was in an epoch with the erased
 * stays readable under a new key; the old one, which would still open the erased, is gone. design/STORE.md, section 7.
 *
 * Neither reaches the spare blocks of an SSD or copies made elsewhere: say so.
 */
#ifndef EVENKEEL_ERASE_H
#define EVENKEEL_ERASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/instant.h>
#include <evenkeel/store.h>

/* Whether a record is to go. */
typedef bool (*erase_wanted)(void *context, uint64_t n, const struct record *record);

struct erase_range {
	uint64_t first, last;
};
/* Rows without a gap between them, in order. */
struct erase_plan {
	struct erase_range *ranges;
	size_t count, capacity;
	uint64_t records;
	bool erased_before; /* there is something for erase_finish to look to */
};

/*
 * Read everything and note what @wanted names. Kept whatever it says: ERASE, RESTORE and CLOCK records, which reading needs, and the taking
 * back (`undo`) of answers that stay. The store must be unlocked.
 */
int erase_plan(struct store *store, erase_wanted wanted, void *context, struct erase_plan *ret,
	       struct store_report *ret_report, struct error *err);
void erase_plan_clear(struct erase_plan *plan);
/*
 * Erase in one transaction, then tidy up: empty the log and compact the file. The weekly backup is made anew. A plan without rows changes
 * nothing. 0; ERASE_UNTIDY: the rows are gone, but sealed remnants may lie in the file until erase_finish goes through, @err says
 * what is in the way; -1: nothing was erased.
 */
#define ERASE_UNTIDY 1
int erase_rows(struct store *store, const struct erase_plan *plan, struct instant now, struct error *err);
/* What an erasing may have left to do: tidying up. 0, -1. */
int erase_finish(struct store *store, struct error *err);

/*
 * The end of a store, without unlocking: keys, then seals, are overwritten, synced and unlinked; @forget_keyring (or NULL) takes the
 * keyring's item away between the two; then everything else of Evenkeel's in @dir. @whole_directory: all that lies in it is ours, else what
 * Evenkeel does not know is left and the directory with it. What is gone already is no error, so that an interrupted
 * one can be run again. @before_rest (or NULL) is called once the keys are gone.
 */
struct erase_all {
	bool whole_directory;
	void (*forget_keyring)(void *context);
	void (*before_rest)(void *context);
	void *context;
};
int erase_store(const char *dir, const struct erase_all *how, struct error *err);
/* Whether there is anything to forget: STORE_EMPTY if not. */
int erase_look(const char *dir, struct error *err);
/* Overwrite, sync, unlink one file; absent is fine. */
int erase_file(const char *path, struct error *err);

#endif
