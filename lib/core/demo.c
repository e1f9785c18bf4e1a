#include <assert.h>
#include <math.h>
#include <string.h>

#include <evenkeel/instant.h>

#include "demo_internal.h"

#define BASE 5.0

/* The rest of the causes: 0.04 and 2. */
static const struct demo_habit causes[] = {
	{.name = DEMO_CAUSE_1, .chance = 0.45, .points = 20, .lasts = DEMO_LASTS},
	{.name = DEMO_CAUSE_2, .chance = 0.24, .points = 16, .moment = true},
	{.name = "company.targets", .chance = 0.12, .points = 4},
	{.name = "customer.complaints", .chance = 0.10, .points = 4},
	{.name = "company.authority", .chance = 0.08, .points = 3},
	{.name = "personal.fatigue", .chance = 0.10, .points = 3},
};

/* What this agent feels more, or less, than the strain alone would say. The rest: -10. */
static const struct demo_habit symptoms[] = {
	{.name = "fatigue", .points = 14},        {.name = "irritability", .points = 10},
	{.name = "concentration", .points = 6},   {.name = "unease", .points = 2},
	{.name = "avoiding-calls", .points = -2},
};

double demo_between(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}

bool demo_chance(struct demo *demo, double p)
{
	return rng_unit(&demo->rng) < p;
}

static const struct demo_habit *habit_of(const struct demo_habit *habits, size_t count, uint16_t id)
{
	const struct catalogue_entry *entry = catalogue_find(id);

	for (size_t i = 0; entry && i < count; i++) {
		if (strcmp(habits[i].name, entry->name) == 0)
			return &habits[i];
	}
	return NULL;
}

struct demo_habit demo_cause_habit(int index)
{
	const struct demo_habit *habit =
		habit_of(causes, sizeof causes / sizeof *causes, (uint16_t)(ID_CAUSE_FIRST + index));

	return habit ? *habit : (struct demo_habit){.chance = 0.04, .points = 2};
}

double demo_symptom_points(uint16_t id)
{
	const struct demo_habit *habit = habit_of(symptoms, sizeof symptoms / sizeof *symptoms, id);

	return habit ? habit->points : -10;
}

void demo_init(struct demo *demo, uint64_t seed, int weeks, int64_t now_ms, const struct zone *zone)
{
	assert(weeks >= 1 && weeks <= DEMO_WEEKS_MAX);
	*demo = (struct demo){.truth = {DEMO_RISE, DEMO_MONDAY, DEMO_FRIDAY, 1},
			      .rng = rng_seeded(seed),
			      .zone = *zone,
			      .now_ms = now_ms};
	demo->last = zone_date(zone, instant_floor_div(now_ms, 1000), NULL);
	demo->first = demo->last - 7 * weeks + 1;
	demo->date = demo->first;
}

static double rise(const struct demo *demo)
{
	int32_t all = demo->last - demo->first + 1, days = all < DEMO_RISE_DAYS ? all : DEMO_RISE_DAYS;

	return demo->truth.rise * demo_between(1 - (double)(demo->last - demo->date) / days, 0, 1);
}

static bool day_off(const struct demo *demo)
{
	int32_t monday = demo->last - date_weekday(demo->last) + 1 - 14;

	return date_weekday(demo->date) > 5 || (demo->date >= monday + 2 && demo->date < monday + 7);
}

static double weekday_points(const struct demo *demo)
{
	int weekday = date_weekday(demo->date);

	return weekday == 1 ? demo->truth.monday : weekday == 5 ? -demo->truth.friday : 0;
}

double demo_draw_cause(struct demo *demo, struct demo_day *day, int index)
{
	struct demo_habit habit = demo_cause_habit(index);

	day->weighs[index] = demo_chance(demo, habit.chance);
	return day->weighs[index] ? habit.points * demo->truth.causes : 0;
}

static void make_strain(struct demo *demo, struct demo_day *day)
{
	double today = rng_normal(&demo->rng) * 3, carried = DEMO_CARRY * today;

	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		if (demo_cause_habit(i).moment)
			continue;
		double points = demo_draw_cause(demo, day, i);
		today += points;
		carried += points * demo_cause_habit(i).lasts;
		demo->week_causes[i] += day->weighs[i];
	}
	day->strain = demo_between(BASE + rise(demo) + weekday_points(demo) + demo->drift + today, 0, 100);
	demo->drift = carried;
	demo->week_strain += day->strain;
	demo->week_days++;
}

void demo_stamp(struct demo *demo, struct record *record, int32_t second)
{
	int64_t wall_s = zone_wall_s(&demo->zone, demo->date, second);

	record->wall_ms = wall_s * 1000 + (int64_t)rng_below(&demo->rng, 1000);
	record->zone_min = (int16_t)(zone_offset_s(&demo->zone, wall_s) / 60);
	record->group = (uint32_t)rng_next(&demo->rng);
	record->parts = 1;
	record->catalogue = CATALOGUE_VERSION;
}

struct record *demo_add(struct demo_day *day)
{
	assert(day->count < DEMO_DAY_RECORDS);
	struct record *record = &day->records[day->count++];

	memset(record, 0, sizeof *record);
	return record;
}

/* A step of 0 ... @steps-1 for somebody at @strain. */
int demo_step_for(struct demo *demo, double strain, int steps, double noise)
{
	return (int)demo_between(floor((strain + rng_normal(&demo->rng) * noise) / 100 * (steps - 1) + 0.5), 0,
				 steps - 1);
}

static void fill_break(struct demo *demo, const struct demo_day *day, struct record_pause *pause, bool lunch)
{
	double draw = rng_unit(&demo->rng), willing = demo_between(0.95 - 0.8 * day->strain / 100, 0.1, 0.85);

	if (lunch || draw > 0.85) {
		pause->outcome = BREAK_PLANNED | BREAK_TAKEN | BREAK_NATURAL;
		pause->taken_s = lunch ? 1800 : pause->planned_s + (uint32_t)rng_below(&demo->rng, 120);
	} else if (draw < willing) {
		pause->outcome = BREAK_PLANNED | BREAK_SHOWN | BREAK_TAKEN;
		pause->taken_s = pause->planned_s;
	} else if (draw < willing + 0.1) {
		pause->outcome = BREAK_PLANNED | BREAK_SHOWN | BREAK_TAKEN | BREAK_POSTPONED;
		pause->taken_s = pause->planned_s;
		pause->postponed_s = 300;
		pause->times_postponed = 1;
	} else if (draw < willing + 0.2) {
		pause->outcome = BREAK_PLANNED | BREAK_SHOWN | BREAK_SKIPPED;
	} else {
		pause->outcome = BREAK_PLANNED | BREAK_SHOWN;
	}
	pause->due_ago_s = pause->taken_s + pause->postponed_s + (uint32_t)rng_below(&demo->rng, 90);
}

static void add_breaks(struct demo *demo, struct demo_day *day)
{
	int index = 0;

	for (int32_t second = MORNING + 1800; second < EVENING; second += 1800) {
		struct record *record = demo_add(day);
		bool rest = ++index % 2 == 0;
		bool lunch = second == LUNCH + 1800;
		record->kind = RECORD_BREAK;
		demo_stamp(demo, record, second + 60 + (int32_t)rng_below(&demo->rng, 600));
		record->pause.type = rest ? BREAK_REST : BREAK_MICRO;
		record->pause.planned_s = rest ? 300 : 30;
		fill_break(demo, day, &record->pause, lunch && rest);
		demo->week_breaks++;
		demo->week_breaks_taken += (record->pause.outcome & BREAK_TAKEN) != 0;
	}
}

static bool is_for(const struct catalogue_tip *tip, uint16_t cause)
{
	for (int c = 0; c < TIP_CAUSES_MAX && tip->causes[c]; c++)
		if (tip->causes[c] == cause)
			return true;
	return false;
}

/* One of the tips for @cause; 0 when there is none. A single draw, so that a new tip does not change the days that follow. */
static uint16_t tip_for(struct demo *demo, uint16_t cause)
{
	size_t count, fitting = 0;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	for (size_t i = 0; i < count; i++)
		fitting += is_for(&tips[i], cause);
	if (fitting == 0)
		return 0;
	size_t left = rng_below(&demo->rng, fitting);
	for (size_t i = 0;; i++)
		if (is_for(&tips[i], cause) && left-- == 0)
			return tips[i].id;
}

static void add_tip_rating(struct demo *demo, struct demo_day *day)
{
	const struct catalogue_entry *cause = catalogue_find_name(demo_chance(demo, 0.6) ? DEMO_CAUSE_1 : DEMO_CAUSE_2);
	uint16_t tip = cause ? tip_for(demo, cause->id) : 0;

	if (!tip)
		return;
	struct record *record = demo_add(day);
	record->kind = RECORD_TIP_FEEDBACK;
	demo_stamp(demo, record, EVENING - 1800 + (int32_t)rng_below(&demo->rng, 900));
	record->tip.tip = tip;
	record->tip.cause = cause->id;
	/* Each tip has its own worth to this agent, 0.3 ... 0.8. */
	record->tip.verdict = demo_chance(demo, 0.12) ? 3 : demo_chance(demo, 0.3 + tip % 6 * 0.1) ? 1 : 2;
}

/* By time; what belongs together keeps its order. A day's few records: insertion. */
static void sort(struct demo_day *day)
{
	for (size_t i = 1; i < day->count; i++) {
		struct record moved = day->records[i];
		size_t j = i;
		for (; j > 0 && day->records[j - 1].wall_ms > moved.wall_ms; j--)
			day->records[j] = day->records[j - 1];
		day->records[j] = moved;
	}
}

static void begin_week(struct demo *demo)
{
	demo->week_strain = 0;
	demo->week_days = demo->week_breaks = demo->week_breaks_taken = demo->week_hard_calls = 0;
	memset(demo->week_causes, 0, sizeof demo->week_causes);
}

static void make_day(struct demo *demo, struct demo_day *day)
{
	make_strain(demo, day);
	add_breaks(demo, day);
	demo_add_checkin(demo, day, MORNING + 900, LUNCH);
	demo_add_checkin(demo, day, LUNCH + 2700, EVENING - 900);
	if (demo_chance(demo, 0.05 + 0.002 * day->strain))
		demo_add_hard_call(demo, day);
	if (demo_chance(demo, 0.35))
		add_tip_rating(demo, day);
	if (date_weekday(demo->date) == 5)
		demo_add_review(demo, day);
	sort(day);
	while (day->count > 0 && day->records[day->count - 1].wall_ms > demo->now_ms)
		day->count--;
}

size_t demo_next(struct demo *demo, struct record ret[static DEMO_DAY_RECORDS])
{
	struct demo_day day = {.records = ret};

	while (day.count == 0 && demo->date <= demo->last) {
		if (date_weekday(demo->date) == 1)
			begin_week(demo);
		if (!day_off(demo))
			make_day(demo, &day);
		demo->date++;
	}
	return day.count;
}
