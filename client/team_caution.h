/*
 * The words that stand wherever a team's figures might be called anonymous: what leaves, who gets which half, what nobody promises. They
 * are one text for everyone: the person before they join and send, the officer beside each figure.
 */
#ifndef CLIENT_TEAM_CAUTION_H
#define CLIENT_TEAM_CAUTION_H

#include "cohort_label.h"

/* With both parties' names and the floor in it. Appends. */
void team_caution(const struct cohort_label *label, unsigned floor, struct text *ret);

#endif
