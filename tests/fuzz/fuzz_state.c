/*
 * The saved schedule: a file of any bytes is restored whole or refused, what was restored is saved the same again, and the schedule
 * lives on with it: its next wake is always later, no prompt comes in a hold, and what it saves on the way is restored the same.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/schedule.h>

#include "../../daemon/state.h"
#include "../unit/scenario_zones.h"
#include "fuzz/fuzz.h"

#define NOW_S 1772445600 /* Monday 2026-03-02 10:00 UTC */
#define FILE_MAX 65536
#define WAKES_MAX 60
#define EVENTS_MAX 24

struct world {
	struct schedule schedule;
	struct config config;
	struct zone zone;
	struct instant now;
	struct schedule_out out;
};

static int restore(const struct world *world, const char *saved, struct schedule *ret, struct error *err)
{
	return schedule_restore(ret, saved, world->now, &world->config, &world->zone, err);
}

/* All but the line for people, which follows from the rest and from what a new process does not know yet. */
static void save(const struct world *world, const struct schedule *schedule, struct text *ret)
{
	schedule_save(schedule, &world->config, world->now, ret);
	char *next = strstr(ret->bytes, "\nnext ");
	if (next) {
		FUZZ_CHECK(strchr(next + 1, '\n') == ret->bytes + ret->length - 1);
		next[1] = '\0';
		ret->length = (size_t)(next + 1 - ret->bytes);
	}
}

static void check_saved(const struct world *world, const struct schedule *schedule)
{
	_cleanup_(text_clear) struct text saved = {0}, again = {0};
	struct schedule back;

	save(world, schedule, &saved);
	FUZZ_CHECK(restore(world, text_string(&saved), &back, NULL) == 0);
	save(world, &back, &again);
	FUZZ_CHECK(!strcmp(text_string(&saved), text_string(&again)));
}

static void check_action(const struct world *world, const struct schedule_action *action)
{
	struct schedule_status status;
	bool shows = action->type == ACTION_PROMPT || action->type == ACTION_REPROMPT;

	if (!shows)
		return;
	schedule_status(&world->schedule, &world->config, world->now, &status);
	FUZZ_CHECK(status.open == action->what && action->life_s > 0);
	for (int i = 0; i < status.hold_count; i++)
		FUZZ_CHECK(action->self_started && status.holds[i].hold > HELD_ASLEEP);
}

static void send(struct world *world, struct schedule_event event)
{
	event.at = world->now;
	schedule_step(&world->schedule, &world->config, &event, &world->out);
	FUZZ_CHECK(world->out.count < SCHEDULE_ACTIONS_MAX);
	FUZZ_CHECK(world->out.wake_boot_ms > world->now.boot_ms && world->out.wake_wall_ms > world->now.wall_ms);
	for (int i = 0; i < world->out.count; i++)
		check_action(world, &world->out.actions[i]);
}

static void go(struct world *world, int64_t ms)
{
	world->now.boot_ms += ms;
	world->now.wall_ms += ms;
}

static void go_on(struct world *world, int64_t ms)
{
	int64_t until_ms = world->now.boot_ms + ms;

	for (int i = 0; i < WAKES_MAX; i++) {
		int64_t by_wall_ms = world->out.wake_wall_ms - world->now.wall_ms,
			by_boot_ms = world->out.wake_boot_ms - world->now.boot_ms,
			wait_ms = by_wall_ms < by_boot_ms ? by_wall_ms : by_boot_ms;
		if (wait_ms > until_ms - world->now.boot_ms)
			break;
		go(world, wait_ms);
		send(world, (struct schedule_event){.type = SCHEDULE_TICK});
	}
	if (world->now.boot_ms < until_ms)
		go(world, until_ms - world->now.boot_ms);
}

/* Two bytes an event: how long after the last one, in steps that grow, and what happens. */
static void live(struct world *world, const uint8_t *bytes, size_t count)
{
	send(world, (struct schedule_event){.type = SCHEDULE_START, .zone = &world->zone});
	check_saved(world, &world->schedule);
	for (size_t i = 0; i < count; i++) {
		int64_t wait_s = (int64_t)(bytes[2 * i] & 15) << (bytes[2 * i] >> 4);
		go_on(world, wait_s * 1000);
		uint8_t what = bytes[2 * i + 1];
		send(world, (struct schedule_event){.type = (enum schedule_event_type)(what % (SCHEDULE_CONFIG + 1)),
						    .number = what >> 6,
						    .what = (enum schedule_what)(what >> 6),
						    .more = what & 1});
		check_saved(world, &world->schedule);
	}
}

/* As the daemon reads it: from a file. */
static int read_back(const uint8_t *bytes, size_t size, struct text *ret, struct error *err)
{
	char path[40];
	int fd = memfd_create("state", MFD_CLOEXEC);

	FUZZ_CHECK(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	int result = state_read_text(path, FILE_MAX, ret, err);
	close(fd);
	return result;
}

int FUZZ_TARGET(fuzz_state)(const uint8_t *bytes, size_t size)
{
	_cleanup_(text_clear) struct text content = {0};
	static struct world world;
	struct error err = {0};

	/* A byte for the gap, one for the number of events, two for each of them, and the file. */
	if (size < 2)
		return 0;
	int64_t gap_s = (int64_t)(bytes[0] & 15) << (bytes[0] >> 4);
	size_t count = bytes[1] % (EVENTS_MAX + 1);
	if (size < 2 + 2 * count)
		return 0;
	const uint8_t *events = bytes + 2;
	world = (struct world){.now = {.wall_ms = (NOW_S + gap_s) * 1000 + bytes[1], .boot_ms = 5000000}};
	config_defaults(&world.config);
	(void)scenario_zone("Europe/Berlin", NOW_S, &world.zone, NULL);
	bytes += 2 + 2 * count;
	size -= 2 + 2 * count;
	int result = read_back(bytes, size, &content, &err);
	FUZZ_CHECK(result == 0 ? content.length == size : result == -1 && err.message[0]);
	if (result != 0 || restore(&world, text_string(&content), &world.schedule, &err) < 0) {
		FUZZ_CHECK(err.message[0]);
		schedule_init(&world.schedule, 7);
	} else {
		FUZZ_CHECK(strlen(text_string(&content)) == size);
		check_saved(&world, &world.schedule);
	}
	live(&world, events, count);
	return 0;
}
