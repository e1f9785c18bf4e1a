/* The schedule's state. Only lib/core/schedule*.c look inside. */
#ifndef EVENKEEL_SCHEDULE_STATE_H
#define EVENKEEL_SCHEDULE_STATE_H

#include <stdint.h>

struct schedule {
	uint64_t seed;
};

#endif
