/*
 * The steps of a store's life: what each begins from, and what its person may find when it was cut, killed or failed on the way. That is the
 * state before the step or the one after, never a third: one of two passphrases opens it, with the recovery code that belongs to
 * it, every record is there that was acknowledged, and what was begun can be done again.
 *
 * A place is a directory with `store` in it and, where the step deals with one, a backup `elsewhere`.
 */
#ifndef FAULTS_LIFE_H
#define FAULTS_LIFE_H

#include "folder.h"
#include "ledger.h"

#define OTHER "another passphrase for tests"
#define THIRD "a third passphrase for tests"

/* How a step came to its end. */
enum life_end {
	LIFE_CUT,  /* it did not, or refused */
	LIFE_DONE, /* it said so */
	/* And something failed on the way: what is not the step's own purpose, a backup made anew, may be left for the next time. */
	LIFE_DONE_BADLY,
};

enum { LIFE_BEFORE, LIFE_AFTER, LIFE_VIEWS };
struct life_view {
	struct ledger ledger;
	const char *passphrase;
	char code[RECOVERY_CODE_SIZE];
	unsigned allowed; /* findings */
	enum folder folder;
};

/* Shared with child processes. */
struct life {
	char dir[FAULT_PATH], base[FAULT_PATH], work[FAULT_PATH];
	struct life_view views[LIFE_VIEWS];
	struct ledger backup; /* what the backup elsewhere, or the one that is to be replaced, holds */
};
extern struct life *life;

enum life_promise {
	LIFE_SHUTS = 1,      /* the passphrase of before opens no key file any more */
	LIFE_WIPES_KEYS = 2, /* what is removed of them is overwritten first */
	LIFE_WIPES_SEALS = 4,
};
struct life_step {
	const char *name;
	void (*prepare)(void); /* life->base and what life says of it */
	int (*run)(const char *place, struct error *err);
	void (*judge)(const char *place, enum life_end end);
	unsigned promises; /* enum life_promise, once it is done */
};
extern const struct life_step life_steps[];
extern const int life_step_count;
/* FAULTS_STEPS: a part of its name; all of them without. */
bool life_wanted(const struct life_step *step);
bool life_all_wanted(void);

/* In a scratch directory. */
void life_start(void);
void life_stop(void);
void life_prepare(const struct life_step *step);
/* life->work as life->base is. */
void life_begin(void);
/* Hold the step's promises against @place, which is changed on the way. */
struct verdict life_judge(const struct life_step *step, const char *place, enum life_end end);

/* What a restored backup is said to be until it is accepted. */
#define LIFE_RESTORED                                                                                                  \
	(ALLOW(FINDING_NO_SEAL) | ALLOW(FINDING_UNATTESTED) | ALLOW(FINDING_ROLLED_BACK) | ALLOW(FINDING_TRUNCATED))

/* For steps. */
enum { LIFE_ERASED_FIRST = 3, LIFE_ERASED_LAST = 6 };
extern const struct instant life_now;
struct store *life_open(const char *place, struct error *err);
void life_judge_store(const char *place, enum life_end end);
void life_judge_keyring(const char *place, enum life_end end);
void life_judge_erasing(const char *place, enum life_end end);
void life_judge_accept(const char *place, enum life_end end);
void life_judge_forget(const char *place, enum life_end end);
void life_judge_backup(const char *place, enum life_end end);
void life_judge_backup_elsewhere(const char *place, enum life_end end);
void life_judge_restore(const char *place, enum life_end end);
void life_judge_folder(const char *place, enum life_end end);

#endif
