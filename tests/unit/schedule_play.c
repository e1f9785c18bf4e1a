#include "schedule_play.h"

void play_send(struct play *play, struct schedule_event event)
{
	event.at = play->now;
	schedule_step(&play->schedule, &play->config, &event, &play->out);
}

void play_go(struct play *play, int64_t seconds)
{
	play->now.boot_ms += seconds * SECOND;
	play->now.wall_ms += seconds * SECOND;
}

void play_run(struct play *play, int64_t seconds)
{
	int64_t until_ms = play->now.boot_ms + seconds * SECOND;

	for (;;) {
		int64_t by_wall_ms = play->now.boot_ms + (play->out.wake_wall_ms - play->now.wall_ms);
		int64_t wake_ms = play->out.wake_boot_ms < by_wall_ms ? play->out.wake_boot_ms : by_wall_ms;
		if (wake_ms > until_ms)
			break;
		play->now.wall_ms += wake_ms - play->now.boot_ms;
		play->now.boot_ms = wake_ms;
		play_send(play, (struct schedule_event){.type = SCHEDULE_TICK});
	}
	play->now.wall_ms += until_ms - play->now.boot_ms;
	play->now.boot_ms = until_ms;
}

void play_start(struct play *play, int32_t date, int32_t second)
{
	*play = (struct play){.zone = zone_fixed(0)};
	config_defaults(&play->config);
	play->now = (struct instant){.wall_ms = ((int64_t)date * 86400 + second) * SECOND, .boot_ms = 5 * SECOND};
	schedule_init(&play->schedule, 1);
	play_send(play, (struct schedule_event){.type = SCHEDULE_START, .zone = &play->zone});
}

const struct schedule_action *play_find(const struct play *play, enum schedule_action_type type)
{
	for (int i = 0; i < play->out.count; i++)
		if (play->out.actions[i].type == type)
			return &play->out.actions[i];
	return NULL;
}
