#include "activity_world.h"

#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include <evenkeel/mem.h>

void activity_world_changed(void *context, enum activity_state state, int64_t since_boot_ms)
{
	static const char *const words[] = {"active ", "idle ", "none "};
	struct activity_world *world = context;
	text_append(&world->said, words[state]);
	world->since = since_boot_ms;
	if (world->wanted && strcmp(text_string(&world->said), world->wanted) == 0)
		event_base_loopbreak(world->base);
}

static void on_done(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	event_base_loopbreak(context);
}

int activity_world_set_up(void **state)
{
	struct activity_world *world = mem_new(1, sizeof *world);
	world->base = event_base_new();
	world->done = evtimer_new(world->base, on_done, world->base);
	activity_fake_refuse(false);
	*state = world;
	return 0;
}

int activity_world_tear_down(void **state)
{
	struct activity_world *world = *state;
	activity_free(world->activity);
	event_free(world->done);
	event_base_free(world->base);
	text_clear(&world->said);
	free(world);
	return 0;
}

const char *activity_world_run(struct activity_world *world, int ms)
{
	event_add(world->done, &(struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000});
	event_base_dispatch(world->base);
	event_del(world->done);
	return text_string(&world->said);
}

const char *activity_world_until(struct activity_world *world, const char *said)
{
	world->wanted = said;
	if (strcmp(text_string(&world->said), said) != 0)
		activity_world_run(world, 30000);
	world->wanted = NULL;
	return text_string(&world->said);
}
