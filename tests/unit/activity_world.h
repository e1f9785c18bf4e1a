/* A loop with one activity in it, and what was said: "active idle ". For the tests of where activity comes from. */
#ifndef TESTS_ACTIVITY_WORLD_H
#define TESTS_ACTIVITY_WORLD_H

#include <stdint.h>

#include <evenkeel/text.h>

#include "../../daemon/activity.h"

struct activity_world {
	struct event_base *base;
	struct activity *activity;
	struct text said;
	int64_t since;
	struct event *done;
	const char *wanted; /* the loop ends once this was said */
};

int activity_world_set_up(void **state);
int activity_world_tear_down(void **state);
activity_changed activity_world_changed; /* context: the world */

/* Either way: what was said until then. */
const char *activity_world_run(struct activity_world *world, int ms);
const char *activity_world_until(struct activity_world *world, const char *said); /* thirty seconds at the most */

#endif
