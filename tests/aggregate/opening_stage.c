#include "opening_stage.h"

struct drop drop;
struct opening opening;
int64_t sums[CELL_COUNT];

void opening_stage_begin(size_t members, uint64_t seed)
{
	opening_begin(&opening, &team, &drop, members, seed, sums);
}

void opening_stage_end(void)
{
	opening_end(&opening, &team);
}
