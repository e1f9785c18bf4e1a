/*
 * A step in one place, a directory with all that it deals with: each of its calls fails, the process ends before each change, the power goes
 * before each. The step's judge is shown what is left, every time.
 */
#ifndef FAULTS_PLACED_H
#define FAULTS_PLACED_H

#include <stdbool.h>

#include "ledger.h"
#include "shim.h"

struct placed_step {
	const char *name;
	void (*prepare)(const char *place); /* what it begins from, in a new directory */
	int (*run)(const char *place, struct error *err);
	/* NULL, or what is wrong in @place, which it may change; @done: the step said that it went well. */
	const char *(*judge)(const char *place, bool done);
	const char *unsaid; /* what is in no error's words, or NULL */
	bool wrong;         /* meant to be: what the judge finds is not told */
};

struct placed_sum {
	long tried, broken; /* places judged; with something wrong */
	long failed, ended; /* calls, processes */
	long unsynced, noticed;
};

/* In a scratch directory of its own. */
void placed_start(void);
void placed_stop(void);
/* Another place beside, for a judge to copy one to. */
const char *placed_beside(void);
void placed_failing(const struct placed_step *step, struct placed_sum *sum);
void placed_ended(const struct placed_step *step, struct placed_sum *sum);
void placed_cut(const struct placed_step *step, struct placed_sum *sum);
/* The negative control: the same once more with each sync left out, one at a time. */
void placed_unsynced(const struct placed_step *step, struct placed_sum *sum);

#endif
