/* A cohort's way through both offices: invited by A, signed by B, enrolled and closed by B, signed by A, and known to both ledgers. */
#ifndef CLIENT_OFFICER_COHORTS_H
#define CLIENT_OFFICER_COHORTS_H

#include "office_own.h"

/* How far a cohort has come, as this office can see it. */
enum stage_name {
	STAGE_INVITED,   /* B has not signed the invitation */
	STAGE_ENROLLING, /* B takes codes */
	STAGE_CLOSED,    /* B has signed the roster, A not yet */
	STAGE_SIGNED,    /* both have, and B has not taken it yet */
	STAGE_READY,     /* windows may be opened */
	STAGE_OVER,      /* its quarter is over and its roster was never signed by both */
	STAGES,
};
struct stage {
	enum stage_name name;
	int next; /* PARTY_A, PARTY_B; -1: nobody */
};
int cohort_stage(const struct office *office, const struct office_cohort *cohort, uint64_t week, struct stage *ret,
		 struct error *err);
/* Stable, for --json. */
const char *cohort_stage_word(enum stage_name name);
/* What has to be done, in words. */
void cohort_stage_next(const struct office_cohort *cohort, const struct stage *stage, struct text *ret);

/*
 * A new cohort of the office's own: its files are there whole or not at all. @key_message: A's key.ekj, to be put into the exchange folder again
 * if need be; B has none.
 */
int office_add_cohort(const struct office *office, const struct cohort *cohort,
		      const uint8_t verify_key[static PRIO3_KEY_SIZE], const struct text *key_message,
		      struct error *err);
/* One of its files .ekc, replaced. */
int office_write_cohort(const struct office *office, const struct cohort *cohort, const char *name, struct error *err);
/* EXCHANGE/TASK/NAME, read: 0; 1: there is none; -1: it is no cohort's file. Who signed it is not looked at. */
int office_read_exchange(const struct office *office, const char *task, const char *name, struct office_cohort *ret,
			 struct error *err);
/* A: what the other party needs of an invitation lies in the exchange folder. */
int office_put_invitation(const struct office *office, const struct office_cohort *cohort, struct error *err);
/* EXCHANGE/TASK/NAME, made from @cohort unless it lies there just so. */
int office_put_cohort(const struct office *office, const struct cohort *cohort, const char *name, struct error *err);

#define COHORT_INVITATION "invitation.ekc"
#define COHORT_ROSTER "roster.ekc"
#define COHORT_KEY_MESSAGE "key.ekj"

#endif
