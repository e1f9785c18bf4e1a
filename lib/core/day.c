/* Playing a scenario, and holding what happened against what its lines demand. */
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "day_internal.h"

#define DAY_S 86400

/* What is played: the shell's functions, and how far it goes. */
struct stage {
	struct player *player;
	const struct scenario *scenario;
	day_zone_fn zones;
	day_calendar_fn calendars;
};

/* Read the calendar's file anew, or forget it where none is named. */
static int read_calendar(const struct stage *stage, struct error *err)
{
	struct config *config = &stage->player->config;
	int64_t from_s = stage->scenario->start_wall_s - CALENDAR_BACK_DAYS * DAY_S;
	int64_t to_s = stage->scenario->start_wall_s + stage->scenario->end + CALENDAR_AHEAD_DAYS * DAY_S;
	_cleanup_(text_clear) struct text words = {0};

	config->calendar = (struct calendar){0};
	if (!config->calendar_file[0])
		return 0;
	if (!stage->calendars)
		return error_set(err, ERROR_FAILED, "'%s' cannot be read here", config->calendar_file);
	stage->calendars(config, &stage->player->zone, from_s, to_s, &config->calendar);
	if (config->calendar.fault == CALENDAR_FINE || config->calendar.left_out > 0)
		return 0;
	calendar_words(config, &stage->player->zone, stage->scenario->start_wall_s, &words);
	return error_set(err, ERROR_FAILED, "%s", text_string(&words));
}

static int set(const struct stage *stage, const struct input *input, struct error *err)
{
	struct player *player = stage->player;

	if (config_set(&player->config, input->key, input->value, err) < 0)
		return -1;
	bool calendar = !strcmp(input->key, "hours.calendar") || !strcmp(input->key, "hours.calendar-shift");
	if (calendar && read_calendar(stage, err) < 0)
		return -1;
	player_send(player, (struct schedule_event){.type = SCHEDULE_CONFIG});
	return 0;
}

static int change_zone(const struct stage *stage, const struct input *input, struct error *err)
{
	struct player *player = stage->player;

	if (!strcmp(input->key, "UTC"))
		player->zone = zone_fixed(0);
	else if (!stage->zones)
		return error_set(err, ERROR_FAILED, "'%s' is a zone that is not known here", input->key);
	else if (stage->zones(input->key, player->now.wall_ms / 1000, &player->zone, err) < 0)
		return -1;
	/* Floating times of the file are other instants now. */
	if (player->config.calendar_file[0] && read_calendar(stage, err) < 0)
		return -1;
	player_send(player, (struct schedule_event){.type = SCHEDULE_CLOCK, .zone = &player->zone});
	return 0;
}

static int add_span(struct player *player, const struct input *input, struct error *err)
{
	if (calendar_add(&player->config.calendar, input->busy, input->span) < 0)
		return error_set(err, ERROR_FAILED, "there is no room for this shift or meeting, or no time in it");
	return 0;
}

/* What a process that starts later would be told. */
static void remember(struct player *player, enum schedule_event_type type)
{
	switch (type) {
	case SCHEDULE_LOCK:
		player->locked = true;
		break;
	case SCHEDULE_UNLOCK:
		player->locked = false;
		break;
	case SCHEDULE_SLEEP:
		player->asleep = true;
		break;
	case SCHEDULE_WAKE:
		player->asleep = false;
		break;
	case SCHEDULE_CALL:
		player->call = true;
		break;
	case SCHEDULE_HANGUP:
		player->call = false;
		break;
	case SCHEDULE_DND_ON:
		player->dnd = true;
		break;
	case SCHEDULE_DND_OFF:
		player->dnd = false;
		break;
	default:
		break;
	}
}

static int act(const struct stage *stage, const struct input *input, struct error *err)
{
	struct player *player = stage->player;

	switch (input->type) {
	case INPUT_ACTIVE:
		player_active(player);
		return 0;
	case INPUT_IDLE:
		player_idle(player);
		return 0;
	case INPUT_SET:
		return set(stage, input, err);
	case INPUT_ZONE:
		return change_zone(stage, input, err);
	case INPUT_RESTART:
		return player_restart(player, err);
	case INPUT_CALENDAR:
		if (add_span(player, input, err) < 0)
			return -1;
		player_send(player, (struct schedule_event){.type = SCHEDULE_CONFIG});
		return 0;
	case INPUT_CLOCK:
		player->now.wall_ms += input->number * 1000;
		player_send(player, (struct schedule_event){.type = SCHEDULE_CLOCK});
		return 0;
	case INPUT_EVENT:
		remember(player, input->event);
		player_send(player, (struct schedule_event){.type = input->event,
							    .number = input->number,
							    .what = input->what,
							    .more = input->more});
		return 0;
	}
	return 0;
}

/* The file first, then the lines: what holds before the first second. */
static int first_calendar(const struct stage *stage, struct error *err)
{
	const struct scenario *scenario = stage->scenario;

	if (read_calendar(stage, err) < 0)
		return error_prefix(err, "%s:%d", scenario->file, scenario->calendar_line);
	for (size_t i = 0; i < scenario->input_count && scenario->inputs[i].second < 0; i++)
		if (add_span(stage->player, &scenario->inputs[i], err) < 0)
			return error_prefix(err, "%s:%d", scenario->file, scenario->inputs[i].line);
	return 0;
}

static int play(const struct stage *stage, uint64_t seed, struct error *err)
{
	const struct scenario *scenario = stage->scenario;
	struct player *player = stage->player;

	if (first_calendar(stage, err) < 0)
		return -1;
	player_start(player, scenario->start_wall_s, seed);
	for (size_t i = 0; i < scenario->input_count; i++) {
		const struct input *input = &scenario->inputs[i];
		if (input->second < 0)
			continue;
		player_run(player, player->start.boot_ms + input->second * 1000);
		if (act(stage, input, err) < 0)
			return error_prefix(err, "%s:%d", scenario->file, input->line);
	}
	player_run(player, player->start.boot_ms + scenario->end * 1000);
	return 0;
}

static bool word_fits(const char *wanted, const char *word)
{
	return wanted[0] == '\0' || !strcmp(wanted, word);
}

static bool fits(const struct demand *demand, const struct day_line *line)
{
	return (!demand->timed || demand->wanted.second == line->second) &&
	       word_fits(demand->wanted.event, line->event) && word_fits(demand->wanted.what, line->what) &&
	       word_fits(demand->wanted.detail, line->detail);
}

static void say_line(const struct day_line *line, struct text *ret)
{
	text_appendf(ret, "%lld %s %s", (long long)line->second, line->event, line->what);
	if (line->detail[0])
		text_appendf(ret, " %s", line->detail);
}

static int fail(const struct scenario *scenario, int line, const char *why, const struct day_line *happened,
		struct error *err)
{
	_cleanup_(text_clear) struct text said = {0};

	say_line(happened, &said);
	error_set(err, ERROR_FAILED, "%s: %s", why, text_string(&said));
	error_prefix(err, "%s:%d", scenario->file, line);
	return DAY_FAILED;
}

/* Each expect line takes one event that no other took. */
static int check_expected(struct scenario *scenario, const struct day_log *log, bool *taken, struct error *err)
{
	for (size_t d = 0; d < scenario->demand_count; d++) {
		struct demand *demand = &scenario->demands[d];
		for (size_t i = 0; !demand->never && !demand->met && i < log->count; i++) {
			if (taken[i] || !fits(demand, &log->lines[i]))
				continue;
			taken[i] = true;
			demand->met = true;
		}
		if (!demand->never && !demand->met)
			return fail(scenario, demand->line, _("expected, but did not happen"), &demand->wanted, err);
	}
	return 0;
}

static int check_never(const struct scenario *scenario, const struct day_log *log, struct error *err)
{
	for (size_t d = 0; d < scenario->demand_count; d++) {
		const struct demand *demand = &scenario->demands[d];
		for (size_t i = 0; demand->never && i < log->count; i++)
			if (fits(demand, &log->lines[i]))
				return fail(scenario, demand->line, _("this was not to happen"), &log->lines[i], err);
	}
	return 0;
}

static bool has_expect(const struct scenario *scenario)
{
	for (size_t d = 0; d < scenario->demand_count; d++)
		if (!scenario->demands[d].never)
			return true;
	return false;
}

/* Prompts and breaks taken that no line expects; the last expect line stands for the whole list. */
static int check_rest(const struct scenario *scenario, const struct day_log *log, const bool *taken, struct error *err)
{
	int line = 0;

	if (scenario->loose || !has_expect(scenario))
		return 0;
	for (size_t d = 0; d < scenario->demand_count; d++)
		line = scenario->demands[d].never ? line : scenario->demands[d].line;
	for (size_t i = 0; i < log->count; i++) {
		const char *event = log->lines[i].event;
		if (!taken[i] && (!strcmp(event, "prompt") || !strcmp(event, "taken")))
			return fail(scenario, line, _("no expect line has this"), &log->lines[i], err);
	}
	return 0;
}

static int check(struct scenario *scenario, const struct day_log *log, struct error *err)
{
	bool *taken = mem_new(log->count + 1, sizeof(*taken));
	int result = check_expected(scenario, log, taken, err);

	if (result == 0)
		result = check_never(scenario, log, err);
	if (result == 0)
		result = check_rest(scenario, log, taken, err);
	mem_free(taken);
	return result;
}

int day_simulate(const char *file, const char *content, size_t length, uint64_t seed, day_zone_fn zones,
		 day_calendar_fn calendars, struct day_log *ret, struct error *err)
{
	_cleanup_(scenario_clear) struct scenario scenario = {0};
	struct day_log log = {0};

	if (scenario_read(file, content, length, zones, &scenario, err) < 0)
		return -1;
	struct player player = {.config = scenario.config, .zone = scenario.zone, .log = &log};
	struct stage stage = {.player = &player, .scenario = &scenario, .zones = zones, .calendars = calendars};
	if (play(&stage, seed, err) < 0) {
		day_log_clear(&log);
		return -1;
	}
	*ret = log;
	return check(&scenario, &log, err);
}
