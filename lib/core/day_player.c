/* Steps a schedule along a clock of its own, and says in words what it does. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "day_internal.h"

#define START_BOOT_MS INT64_C(86400000)

void day_log_clear(struct day_log *log)
{
	if (!log)
		return;
	free(log->lines);
	*log = (struct day_log){0};
}

void day_log_print(const struct day_log *log, struct text *ret)
{
	for (size_t i = 0; i < log->count; i++) {
		const struct day_line *line = &log->lines[i];
		text_appendf(ret, "%lld\t%s\t%s%s%s\n", (long long)line->second, line->event, line->what,
			     line->detail[0] ? "\t" : "", line->detail);
	}
}

/* After the lines of the same second or before: what took effect earlier is known later at times. */
static void add(struct day_log *log, const struct day_line *line)
{
	if (log->count == log->capacity) {
		log->capacity = log->capacity ? 2 * log->capacity : 64;
		log->lines = mem_grow(log->lines, log->capacity, sizeof(*log->lines));
	}
	size_t i = log->count++;
	for (; i > 0 && log->lines[i - 1].second > line->second; i--)
		log->lines[i] = log->lines[i - 1];
	log->lines[i] = *line;
}

static const char *outcome_word(const struct schedule_action *action)
{
	switch (action->outcome) {
	case OUTCOME_ANSWERED:
		return "answered";
	case OUTCOME_PARTIAL:
		return "answered";
	case OUTCOME_SKIPPED:
		return "skipped";
	case OUTCOME_DISMISSED:
		return "dismissed";
	case OUTCOME_EXPIRED:
		return "expire";
	/* Its life ran out behind a hold, or it was never seen. */
	case OUTCOME_HELD:
		return action->shown_wall_ms != 0 && action->what == WHAT_CHECKIN ? "expire" : "held";
	case OUTCOME_UNDELIVERED:
		return "undelivered";
	case OUTCOME_LATER:
		return "postponed";
	case OUTCOME_IGNORED:
		return "ignored";
	case OUTCOME_POSTPONED:
		return "postponed";
	case OUTCOME_TAKEN:
		return "taken";
	case OUTCOME_GIVEN_UP:
		return "given-up";
	}
	return "";
}

static const char *outcome_detail(const struct schedule_action *action)
{
	if (action->outcome == OUTCOME_TAKEN)
		return action->pause.outcome & BREAK_NATURAL ? "natural" : "prompted";
	if (action->outcome == OUTCOME_HELD)
		return schedule_hold_name(action->hold);
	return action->outcome == OUTCOME_PARTIAL ? "partial" : "";
}

/* The words of an action; false for one that has no line. */
static bool describe(const struct schedule_action *action, const char *ret_words[static 3])
{
	ret_words[1] = schedule_what_name(action->what);
	ret_words[2] = action->self_started ? "self" : "";
	switch (action->type) {
	case ACTION_PROMPT:
		ret_words[0] = "prompt";
		return true;
	case ACTION_REPROMPT:
		ret_words[0] = "reprompt";
		return true;
	case ACTION_FOLLOW_UP:
		ret_words[0] = action->what == WHAT_CHECKIN ? "follow-up" : "reprompt";
		ret_words[2] = action->what == WHAT_CHECKIN ? "" : "joined";
		return true;
	case ACTION_OUTCOME:
		ret_words[0] = outcome_word(action);
		ret_words[2] = outcome_detail(action);
		return true;
	case ACTION_HOLD:
	case ACTION_RELEASE:
		ret_words[0] = action->type == ACTION_HOLD ? "hold" : "release";
		ret_words[1] = schedule_hold_name(action->hold);
		return true;
	case ACTION_LIMIT:
		ret_words[0] = "limit";
		return true;
	case ACTION_ASK_HOURS:
		ret_words[0] = "ask-hours";
		return true;
	case ACTION_RECOVERY:
		ret_words[0] = "recovery";
		return true;
	case ACTION_ASK_TIP:
		ret_words[0] = "ask-tip";
		return true;
	case ACTION_CLOSE:
	case ACTION_BREAK_START:
	case ACTION_BREAK_OVER:
	case ACTION_BREAK_RECORD:
		break;
	}
	return false;
}

static void keep(struct player *player)
{
	const char *words[3];

	for (int i = 0; player->log && i < player->out.count; i++) {
		const struct schedule_action *action = &player->out.actions[i];
		if (!describe(action, words))
			continue;
		int64_t since_ms = action->event_boot_ms - player->start.boot_ms;
		struct day_line line = {.second = since_ms > 0 ? since_ms / 1000 : 0};
		snprintf(line.event, sizeof(line.event), "%s", words[0]);
		snprintf(line.what, sizeof(line.what), "%s", words[1]);
		snprintf(line.detail, sizeof(line.detail), "%s", words[2]);
		add(player->log, &line);
	}
}

/* A prompt is on screen the moment it is asked for. */
static bool shows(const struct schedule_out *out)
{
	for (int i = 0; i < out->count; i++)
		if (out->actions[i].type == ACTION_PROMPT || out->actions[i].type == ACTION_REPROMPT)
			return true;
	return false;
}

void player_send(struct player *player, struct schedule_event event)
{
	struct schedule_event shown = {.type = SCHEDULE_SHOWN, .at = player->now};

	event.at = player->now;
	schedule_step(&player->schedule, &player->config, &event, &player->out);
	keep(player);
	if (!shows(&player->out) || event.type == SCHEDULE_UNDELIVERED)
		return;
	struct schedule_out out;
	schedule_step(&player->schedule, &player->config, &shown, &out);
	player->out.wake_boot_ms = out.wake_boot_ms;
	player->out.wake_wall_ms = out.wake_wall_ms;
}

int64_t player_wake_ms(const struct player *player)
{
	int64_t by_wall_ms = INT64_MAX;

	if (player->out.wake_wall_ms != INT64_MAX)
		by_wall_ms = player->now.boot_ms + (player->out.wake_wall_ms - player->now.wall_ms);
	return player->out.wake_boot_ms < by_wall_ms ? player->out.wake_boot_ms : by_wall_ms;
}

static void go_to(struct player *player, int64_t boot_ms)
{
	player->now.wall_ms += boot_ms - player->now.boot_ms;
	player->now.boot_ms = boot_ms;
}

void player_run(struct player *player, int64_t boot_ms)
{
	for (int64_t wake_ms; (wake_ms = player_wake_ms(player)) <= boot_ms;) {
		assert(wake_ms > player->now.boot_ms);
		go_to(player, wake_ms);
		player_send(player, (struct schedule_event){.type = SCHEDULE_TICK});
	}
	go_to(player, boot_ms);
}

static void begin(struct player *player, bool again)
{
	player_send(player,
		    (struct schedule_event){.type = SCHEDULE_START, .zone = &player->zone, .await_calls = again});
	if (player->config.activity_source == SOURCE_NONE)
		player_send(player, (struct schedule_event){.type = SCHEDULE_NO_ACTIVITY});
}

void player_start(struct player *player, int64_t wall_s, uint64_t seed)
{
	player->start = (struct instant){.wall_ms = wall_s * 1000, .boot_ms = START_BOOT_MS};
	player->now = player->start;
	schedule_init(&player->schedule, seed);
	begin(player, false);
}

void player_active(struct player *player)
{
	player->activity = RAW_ACTIVE;
	player->input_ms = player->now.boot_ms;
	if (player->config.activity_source != SOURCE_NONE)
		player_send(player, (struct schedule_event){.type = SCHEDULE_ACTIVE});
}

/* The source tells of idle after idle-after, and says that it began that long ago. */
void player_idle(struct player *player)
{
	int64_t since_ms = player->now.boot_ms - player->config.activity_idle_after_s * 1000;

	if (player->activity == RAW_IDLE)
		return;
	if (since_ms < player->input_ms || player->activity == RAW_UNKNOWN)
		since_ms = player->activity == RAW_UNKNOWN ? player->now.boot_ms : player->input_ms;
	player->activity = RAW_IDLE;
	player->input_ms = since_ms;
	if (player->config.activity_source != SOURCE_NONE)
		player_send(player, (struct schedule_event){.type = SCHEDULE_IDLE, .since_boot_ms = since_ms});
}

int player_restart(struct player *player, struct error *err)
{
	_cleanup_(text_clear) struct text saved = {0};
	struct schedule_event idle = {.type = SCHEDULE_IDLE, .since_boot_ms = player->input_ms};

	schedule_save(&player->schedule, &player->config, player->now, &saved);
	if (schedule_restore(&player->schedule, text_string(&saved), player->now, &player->config, &player->zone, err) <
	    0)
		return -1;
	begin(player, true);
	if (player->locked)
		player_send(player, (struct schedule_event){.type = SCHEDULE_LOCK});
	if (player->asleep)
		player_send(player, (struct schedule_event){.type = SCHEDULE_SLEEP});
	player_send(player, (struct schedule_event){.type = player->call ? SCHEDULE_CALL : SCHEDULE_HANGUP,
						    .already = player->call});
	if (player->dnd)
		player_send(player, (struct schedule_event){.type = SCHEDULE_DND_ON});
	if (player->config.activity_source == SOURCE_NONE)
		return 0;
	if (player->activity == RAW_ACTIVE)
		player_send(player, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	else if (player->activity == RAW_IDLE)
		player_send(player, idle);
	return 0;
}
