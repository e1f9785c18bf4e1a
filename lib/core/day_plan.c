/* One day as the settings would have it, for somebody who works through its hours and answers each prompt. */
#include <stdio.h>

#include <evenkeel/i18n.h>

#include "day_internal.h"
#include "schedule_internal.h"

static void plan_hours(const struct config *config, const struct zone *zone, struct day_plan *plan)
{
	struct hours_span spans[CALENDAR_DAY_MAX];

	plan->span_count = hours_spans(config, zone, plan->date, spans);
	for (int i = 0; i < plan->span_count; i++) {
		plan->spans[i].from_wall_s = spans[i].from_s;
		plan->spans[i].to_wall_s = spans[i].to_s;
	}
	plan->by_calendar = calendar_covers(&config->calendar, zone, plan->date);
	/* Off anyway is no holiday. */
	struct calendar_span shifts[CALENDAR_DAY_MAX];
	bool works = plan->by_calendar ? calendar_shifts(&config->calendar, zone, plan->date, shifts) > 0
				       : config->hours[date_weekday(plan->date) - 1].count > 0;
	plan->holiday = works && hours_holiday(config, plan->date);
	plan->day_off = plan->holiday && config_dates_have(&config->days_off, plan->date);
}

static void plan_busy(const struct calendar *calendar, struct day_plan *plan)
{
	int64_t from_s = plan->spans[0].from_wall_s, to_s = plan->spans[plan->span_count - 1].to_wall_s;

	for (int32_t i = 0; i < calendar->busy_count && plan->busy_count < DAY_PLAN_BUSY; i++)
		if (calendar->busy[i].to_s > from_s && calendar->busy[i].from_s < to_s)
			plan->busy[plan->busy_count++] = calendar->busy[i];
}

static void plan_checkins(const struct config *config, const struct zone *zone, uint64_t seed, struct day_plan *plan)
{
	struct schedule_draws draws;

	draw_checkins(config, zone, plan->date, seed, config->checkin_per_day, &draws);
	plan->checkin_count = draws.count;
	for (int i = 0; i < draws.count; i++) {
		plan->checkins[i].from_wall_s = draws.slots[i].from_wall_s;
		plan->checkins[i].to_wall_s = draws.slots[i].to_wall_s;
		plan->checkins[i].at_wall_s = draws.slots[i].at_wall_s;
	}
}

static void plan_review(const struct config *config, const struct zone *zone, struct day_plan *plan)
{
	struct schedule state;
	int32_t review;

	schedule_init(&state, 0);
	state.zone = *zone;
	int64_t due_s = review_due_wall_s(&state, config, plan->date, &review);
	plan->review_wall_s = review == plan->date ? due_s : 0;
}

static void note(struct day_plan *plan, const struct player *player, enum schedule_what what)
{
	if (plan->prompt_count == DAY_PLAN_PROMPTS)
		return;
	plan->prompts[plan->prompt_count].at_wall_s = player->now.wall_ms / 1000;
	plan->prompts[plan->prompt_count++].what = what;
}

/* Answer what the last step asked, at once. */
static void respond(struct player *player, struct day_plan *plan)
{
	struct schedule_out out = player->out;

	for (int i = 0; i < out.count; i++) {
		enum schedule_action_type type = out.actions[i].type;
		enum schedule_what what = out.actions[i].what;
		bool asks = type == ACTION_PROMPT || type == ACTION_FOLLOW_UP || type == ACTION_REPROMPT;
		if (asks || type == ACTION_LIMIT)
			note(plan, player, what);
		if (type == ACTION_BREAK_OVER)
			player_active(player);
		if (!asks)
			continue;
		if (what_is_break(what)) {
			player_send(player, (struct schedule_event){.type = SCHEDULE_START_BREAK, .what = what});
			player_idle(player);
		} else {
			player_send(player, (struct schedule_event){.type = SCHEDULE_ANSWER});
		}
		respond(player, plan);
	}
}

static void run(struct player *player, struct day_plan *plan, int64_t wall_s)
{
	int64_t until_ms = player->start.boot_ms + (wall_s * 1000 - player->start.wall_ms);

	for (int64_t wake_ms; (wake_ms = player_wake_ms(player)) <= until_ms;) {
		player_run(player, wake_ms);
		respond(player, plan);
	}
	player_run(player, until_ms);
}

static void work_through(const struct config *config, const struct zone *zone, uint64_t seed, struct day_plan *plan)
{
	struct player player = {.config = *config, .zone = *zone};

	player.config.activity_idle_after_s = 0;
	player_start(&player, plan->spans[0].from_wall_s, seed);
	for (int i = 0; i < plan->span_count; i++) {
		run(&player, plan, plan->spans[i].from_wall_s);
		player_active(&player);
		respond(&player, plan);
		run(&player, plan, plan->spans[i].to_wall_s - 1);
		player_idle(&player);
	}
}

void day_plan(const struct config *config, const struct zone *zone, int32_t date, uint64_t seed, struct day_plan *ret)
{
	*ret = (struct day_plan){.date = date};
	plan_hours(config, zone, ret);
	if (ret->span_count == 0)
		return;
	plan_busy(&config->calendar, ret);
	plan_checkins(config, zone, seed, ret);
	plan_review(config, zone, ret);
	work_through(config, zone, seed, ret);
}

#define CLOCK_SIZE 16
static void clock_of(const struct zone *zone, int64_t wall_s, char ret[static CLOCK_SIZE])
{
	int32_t second;

	zone_date(zone, wall_s, &second);
	snprintf(ret, CLOCK_SIZE, "%02d:%02d", (int)(second / 3600 % 24), (int)(second / 60 % 60));
}

static void print_span(const struct zone *zone, int64_t from_s, int64_t to_s, struct text *ret)
{
	char from[CLOCK_SIZE], to[CLOCK_SIZE];

	clock_of(zone, from_s, from);
	clock_of(zone, to_s, to);
	text_appendf(ret, "%s-%s", from, to);
}

static void print_hours(const struct day_plan *plan, const struct zone *zone, struct text *ret)
{
	text_appendf(ret, "%s  ", _("hours"));
	if (plan->span_count == 0)
		text_append(ret, plan->day_off       ? _("off, a day off")
				 : plan->holiday     ? _("off, a holiday")
				 : plan->by_calendar ? _("off, by the calendar")
						     : _("off"));
	for (int i = 0; i < plan->span_count; i++) {
		text_append(ret, i > 0 ? ", " : "");
		print_span(zone, plan->spans[i].from_wall_s, plan->spans[i].to_wall_s, ret);
	}
	if (plan->by_calendar && plan->span_count > 0)
		text_appendf(ret, "  (%s)", _("from the calendar"));
	text_append(ret, "\n");
}

static void print_busy(const struct day_plan *plan, const struct zone *zone, struct text *ret)
{
	if (plan->busy_count == 0)
		return;
	text_appendf(ret, "%s  ", _("busy"));
	for (int i = 0; i < plan->busy_count; i++) {
		text_append(ret, i > 0 ? ", " : "");
		print_span(zone, plan->busy[i].from_s, plan->busy[i].to_s, ret);
	}
	text_append(ret, "\n");
}

static void print_prompts(const struct day_plan *plan, const struct zone *zone, struct text *ret)
{
	for (int i = 0; i < plan->prompt_count; i++) {
		char at[CLOCK_SIZE];
		const char *words[] = {[WHAT_MICRO] = _("micro break"),
				       [WHAT_CHECKIN] = _("check-in"),
				       [WHAT_REST] = _("rest break"),
				       [WHAT_REVIEW] = _("weekly review"),
				       [WHAT_DAILY] = _("daily limit reached")};
		clock_of(zone, plan->prompts[i].at_wall_s, at);
		text_appendf(ret, "%s  %s\n", at, words[plan->prompts[i].what]);
	}
}

void day_plan_print(const struct day_plan *plan, const struct config *config, const struct zone *zone, struct text *ret)
{
	char date[DATE_SIZE], at[CLOCK_SIZE];

	date_format(plan->date, date);
	text_appendf(ret, "%s\n", date);
	print_hours(plan, zone, ret);
	print_busy(plan, zone, ret);
	for (int i = 0; i < plan->checkin_count; i++) {
		text_appendf(ret, "%s  ", _("check-in, drawn from"));
		print_span(zone, plan->checkins[i].from_wall_s, plan->checkins[i].to_wall_s, ret);
		text_append(ret, "\n");
	}
	if (plan->review_wall_s != 0) {
		clock_of(zone, plan->review_wall_s, at);
		text_appendf(ret, _("weekly review  after %s\n"), at);
	}
	if (plan->span_count == 0)
		return;
	text_appendf(ret, "\n%s\n", _("Working through and answering each prompt, you would be asked:"));
	print_prompts(plan, zone, ret);
	if (config->micro_every_s == 0 && config->rest_every_s == 0 && plan->prompt_count == 0)
		text_appendf(ret, "%s\n", _("nothing: breaks and check-ins are off"));
}
