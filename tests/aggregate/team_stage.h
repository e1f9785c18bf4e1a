/* The team that the tests of one file share. */
#ifndef TESTS_AGGREGATE_TEAM_STAGE_H
#define TESTS_AGGREGATE_TEAM_STAGE_H

#include "team.h"

extern struct team team;

/* Twelve members, for a group of tests. */
int team_stage_begin(void **state);
int team_stage_end(void **state);

#endif
