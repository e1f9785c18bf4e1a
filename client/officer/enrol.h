/* The parts of `evenkeel officer enrol`: B's register and roster, A's signature on it. */
#ifndef CLIENT_OFFICER_ENROL_H
#define CLIENT_OFFICER_ENROL_H

#include "cohorts.h"
#include "register.h"

struct enrolment {
	const struct client *client;
	const struct command_call *call;
	struct office *office;
	struct office_cohort *cohort;
};

/* What one run did. */
struct enrol_tally {
	size_t added, known;
};
/* One person; -1 changes nothing. */
int enrol_one(const struct office_cohort *cohort, const char *code, const char *name, struct enrolled *enrolled,
	      struct enrol_tally *tally, struct error *err);
/* A list of them, which is cut up. -1 names the line; those before it are in @enrolled then, which is not to be saved. */
int enrol_lines(const struct office_cohort *cohort, char *lines, struct enrolled *enrolled, struct enrol_tally *tally,
		struct error *err);
/* B: one person, or a file of them. */
int enrol_take(const struct enrolment *enrolment, struct error *err);
int enrol_remove(const struct enrolment *enrolment, struct error *err);
int enrol_list(const struct enrolment *enrolment, struct error *err);
/* B: sign the list and hand it to A. */
int enrol_close(const struct enrolment *enrolment, struct error *err);
/* B: what comes next, or the roster that both have signed. */
int enrol_look(const struct enrolment *enrolment, struct error *err);
/* A: check B's list, sign it, publish it. */
int enrol_sign(const struct enrolment *enrolment, struct error *err);

/* Either: the roster into the ledger, then into the office's own file. The ledger is open. */
int enrol_adopt(struct office *office, const struct office_cohort *cohort, const struct cohort *roster,
		struct error *err);

#endif
