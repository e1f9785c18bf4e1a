/* The source of tests: says what it is told to. */
#include "activity.h"

#include <evenkeel/os.h>

static bool refuses;
static int starts;

void activity_fake_refuse(bool refuse)
{
	refuses = refuse;
	starts = 0;
}

int activity_fake_starts(void)
{
	return starts;
}

static void *start(struct activity *activity, struct event_base *base, int64_t idle_s, struct error *err)
{
	(void)base, (void)idle_s;
	starts++;
	if (refuses) {
		error_set(err, ERROR_FAILED, "the fake refuses");
		return NULL;
	}
	activity_say(activity, ACTIVITY_ACTIVE, instant_now().boot_ms);
	return activity;
}

static void stop(void *handle)
{
	(void)handle;
}

const struct activity_source activity_fake = {.name = "fake", .start = start, .stop = stop};
