#include "team_stage.h"

struct team team;

int team_stage_begin(void **state)
{
	(void)state;
	team_init(&team, 12, 70);
	return 0;
}

int team_stage_end(void **state)
{
	(void)state;
	team_clear(&team);
	return 0;
}
