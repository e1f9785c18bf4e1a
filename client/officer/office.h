/*
 * An office: what one party of team aggregates has on its own computer, in a directory of its own (0700; $XDG_DATA_HOME/evenkeel-officer, or
 * --dir DIR). The wellbeing office is party A, the employees' representatives or the EAP provider are party B; the same program, never on the
 * same computer.
 *
 *   office.json      which party, its name, the drop and exchange folders, its own and the other party's public keys
 *   keys keys.bak    a master key under the passphrase, in the store's own format (keys.h), with a recovery code
 *   secrets          the party's secret keys, sealed with what follows from the master key
 *   register         B's alone: which enrolment key is whose; sealed the same way
 *   ledger.db        what was opened (ledger.h)
 *   cohorts/TASK/    cohort.ekc, the task's verify key (sealed), A's notes between lead and finish
 *
 * TASK is the first 16 hex digits of the task id. The shared folders: EXCHANGE/TASK/..., EXCHANGE/TASK/WINDOW/NAME.ekj, DROP/TASK/WEEK/RANDOM.ekr.
 */
#ifndef CLIENT_OFFICER_OFFICE_H
#define CLIENT_OFFICER_OFFICE_H

#include <evenkeel/cohort.h>
#include <evenkeel/hpke.h>
#include <evenkeel/ledger.h>

#include "cohort_label.h"
#include "command.h"
#include "files.h"

enum { OFFICE_NAME_MAX = 80, OFFICE_TASK_HEX = 16, OFFICE_COHORT_MOST = 2200000 /* bytes of the longest .ekc */ };

/* What a party tells the other about itself, in a file that is no secret (.ekp); both compare its fingerprint by another way. */
struct office_public {
	unsigned party;
	char name[OFFICE_NAME_MAX + 1];
	uint8_t sign[DAP_KEY_SIZE];
	struct hpke_config input;     /* A: leader, B: helper */
	struct hpke_config collector; /* A's alone */
	uint8_t signature[DAP_SIGNATURE_SIZE];
};

/* In secret memory. */
struct office_keys {
	uint8_t seal[32]; /* for this office's own files */
	uint8_t sign[DAP_SECRET_SIZE];
	struct hpke_pair input, collector;
};

struct office {
	char dir[PATH_SIZE], drop[PATH_SIZE], exchange[PATH_SIZE];
	struct office_public own, other;
	bool has_other;
	struct office_keys *keys; /* NULL: locked */
	struct ledger *ledger;    /* NULL: not opened */
};

/* Read office.json. ERROR_FAILED with "run 'evenkeel officer init'" where there is none. @dir NULL: the usual place. */
int office_find(const struct client *client, const char *dir, struct office *ret, struct error *err);
/* The passphrase as everywhere (environment, terminal, window), then the secret keys. ERROR_LOCKED. */
int office_unlock(struct office *office, struct error *err);
/* office->ledger at @now_s. */
int office_open_ledger(struct office *office, int64_t now_s, struct error *err);
void office_clear(struct office *office);

/* A file of the office's own, sealed under office->keys->seal and bound to its name (relative to the office's directory). */
int office_seal_file(const struct office *office, const char *name, const void *bytes, size_t size, struct error *err);
/* 0; 1: there is none; -1. Wipe with file_bytes_wipe. */
int office_open_file(const struct office *office, const char *name, struct file_bytes *ret, struct error *err);

/* A cohort that this office knows, from cohorts/TASK/cohort.ekc. */
struct office_cohort {
	struct file_bytes file;
	struct cohort cohort;
	struct cohort_label label;
	char task[OFFICE_TASK_HEX + 1];
};
/* @word: the team's name (the newest quarter's; or "NAME@QUARTER") or the beginning of a task id. */
int office_cohort(const struct office *office, const char *word, struct office_cohort *ret, struct error *err);
/* All of them, newest quarter first, then by name; *@ret from mem_grow. */
int office_cohorts(const struct office *office, struct office_cohort **ret, size_t *ret_count, struct error *err);
void office_cohort_clear(struct office_cohort *cohort);
void office_cohorts_free(struct office_cohort *cohorts, size_t count);
/*
 * B: take the roster that A signed, from the exchange folder into the ledger and the office's own file; @cohort is it then. The office is unlocked
 * and its ledger open. 0, also where it is taken already; 1: it is not signed by both yet; -1.
 */
int office_take_roster(struct office *office, struct office_cohort *cohort, struct error *err);
/* The task's verify key; unlocked. */
int office_verify_key(const struct office *office, const struct office_cohort *cohort,
		      uint8_t ret[static PRIO3_KEY_SIZE], struct error *err);

#endif
