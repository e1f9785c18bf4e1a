/* `evenkeel officer WORD`: one row a word, each in its own file. */
#ifndef CLIENT_OFFICER_OFFICER_H
#define CLIENT_OFFICER_OFFICER_H

#include "command.h"

typedef int officer_way(struct client *client, const struct command_call *call, struct error *err);
officer_way officer_init, officer_cohort, officer_enrol;  /* who takes part */
officer_way officer_lead, officer_assist, officer_finish; /* a window is opened */
officer_way officer_report, officer_simulate;

#endif
