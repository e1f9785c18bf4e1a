/* The team, the folder and the window that the tests of one file use, one after another; members and randomness by a seed. */
#ifndef TESTS_AGGREGATE_OPENING_STAGE_H
#define TESTS_AGGREGATE_OPENING_STAGE_H

#include "team_stage.h"

extern struct drop drop;
extern struct opening opening;
extern int64_t sums[CELL_COUNT]; /* of the marks in the folder */

/* A folder with all that members send, and a window to open. */
void opening_stage_begin(size_t members, uint64_t seed);
void opening_stage_end(void);

#endif
