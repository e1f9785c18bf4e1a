/* The parts of `evenkeel officer cohort`: A invites, B signs. */
#ifndef CLIENT_OFFICER_INVITE_H
#define CLIENT_OFFICER_INVITE_H

#include "office.h"

/* --team NAME */
int invite_team(const struct client *client, const struct command_call *call, struct office *office, struct error *err);
/* "this", "next" or a number. */
int invite_quarter(const char *word, uint64_t week, uint32_t *ret, struct error *err);

/* B: an invitation that lies in the exchange folder and is not known here. */
struct waiting {
	struct office_cohort *cohorts;
	size_t count, refused; /* refused: of whatever team, said on stderr with the cause */
};
int waiting_find(const struct client *client, const struct office *office, struct waiting *ret, struct error *err);
void waiting_clear(struct waiting *waiting);
/* Shows each, asks, signs what is agreed to. */
int waiting_sign(const struct client *client, const struct command_call *call, struct office *office,
		 struct waiting *waiting, struct error *err);

#endif
