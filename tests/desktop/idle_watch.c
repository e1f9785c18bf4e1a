/*
 * Prints what the activity source of this display says, for the desktop tests: "active", "idle 2104" (for how many ms already)
 * or "none". usage: idle_watch IDLE_S
 */
#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include <evenkeel/os.h>

#include "../../daemon/activity.h"

static void on_changed(void *context, enum activity_state state, int64_t since_boot_ms)
{
	(void)context;
	if (state == ACTIVITY_IDLE)
		printf("idle %lld\n", (long long)(instant_now().boot_ms - since_boot_ms));
	else
		puts(state == ACTIVITY_ACTIVE ? "active" : "none");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	struct event_base *base = event_base_new();
	struct activity *activity = activity_new(base, ACTIVITY_AUTO, NULL, atoi(argv[1]), on_changed, NULL);
	event_base_dispatch(base);
	activity_free(activity);
	event_base_free(base);
	return 0;
}
