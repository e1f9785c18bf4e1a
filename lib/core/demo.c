#include <assert.h>
#include <math.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/demo.h>
#include <evenkeel/instant.h>

/* One day of the agent's, while it is being made. */
struct day {
	struct record *records;
	size_t count;
	double strain;               /* 0 ... 100, before each moment's own noise */
	bool weighs[ID_CAUSE_COUNT]; /* which causes are there today */
};

#define MORNING (9 * 3600)
#define EVENING (17 * 3600 + 1800)
#define LUNCH (12 * 3600 + 1800)
#define REVIEW_AT (15 * 3600 + 600)
#define BASE 22.0
#define CARRY 0.35 /* the part of a day's strain beyond the usual that is still there the day after */

struct habit {
	const char *name;
	double chance, points;
};

/* How likely each cause is on a day, and what it adds to that day's strain. The rest of the causes: 0.04 and 2. */
static const struct habit causes[] = {
	{DEMO_CAUSE_1, 0.55, 10},         {DEMO_CAUSE_2, 0.36, 8},         {"company.targets", 0.12, 4},
	{"customer.complaints", 0.10, 4}, {"company.authority", 0.08, 3},  {"personal.fatigue", 0.10, 3},
};

/* What this agent feels more, or less, than the strain alone would say. The rest: -14. */
static const struct habit symptoms[] = {
	{"fatigue", 0, 16}, {"irritability", 0, 12}, {"concentration", 0, 8}, {"unease", 0, 4}, {"avoiding-calls", 0, 0},
};

static double between(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}

static bool chance(struct demo *demo, double p)
{
	return rng_unit(&demo->rng) < p;
}

static const struct habit *habit_of(const struct habit *habits, size_t count, uint16_t id)
{
	const struct catalogue_entry *entry = catalogue_find(id);

	for (size_t i = 0; entry && i < count; i++) {
		if (strcmp(habits[i].name, entry->name) == 0)
			return &habits[i];
	}
	return NULL;
}

static struct habit cause_habit(int index)
{
	const struct habit *habit =
		habit_of(causes, sizeof causes / sizeof *causes, (uint16_t)(ID_CAUSE_FIRST + index));

	return habit ? *habit : (struct habit){.chance = 0.04, .points = 2};
}

static double symptom_points(uint16_t id)
{
	const struct habit *habit = habit_of(symptoms, sizeof symptoms / sizeof *symptoms, id);

	return habit ? habit->points : -14;
}

void demo_init(struct demo *demo, uint64_t seed, int weeks, int64_t now_ms, const struct zone *zone)
{
	assert(weeks >= 1 && weeks <= DEMO_WEEKS_MAX);
	*demo = (struct demo){.rng = rng_seeded(seed), .zone = *zone, .now_ms = now_ms};
	demo->last = zone_date(zone, instant_floor_div(now_ms, 1000), NULL);
	demo->first = demo->last - 7 * weeks + 1;
	demo->date = demo->first;
}

/* --- a day's strain ----------------------------------------------------------------------------------------------------- */

static double rise(const struct demo *demo)
{
	int32_t all = demo->last - demo->first + 1, days = all < DEMO_RISE_DAYS ? all : DEMO_RISE_DAYS;

	return DEMO_RISE * between(1 - (double)(demo->last - demo->date) / days, 0, 1);
}

static bool day_off(const struct demo *demo)
{
	int32_t monday = demo->last - date_weekday(demo->last) + 1 - 14;

	return date_weekday(demo->date) > 5 || (demo->date >= monday + 2 && demo->date < monday + 7);
}

static void make_strain(struct demo *demo, struct day *day)
{
	int weekday = date_weekday(demo->date);
	double today = rng_normal(&demo->rng) * 4;

	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		struct habit habit = cause_habit(i);
		day->weighs[i] = chance(demo, habit.chance);
		if (day->weighs[i]) {
			today += habit.points;
			demo->week_causes[i]++;
		}
	}
	day->strain = BASE + rise(demo) + (weekday == 1 ? DEMO_MONDAY : weekday == 5 ? -DEMO_FRIDAY : 0) + demo->drift + today;
	day->strain = between(day->strain, 0, 100);
	demo->drift = CARRY * today;
	demo->week_strain += day->strain;
	demo->week_days++;
}

/* --- records ------------------------------------------------------------------------------------------------------------ */

static void set_moment(struct demo *demo, struct record *record, int32_t second)
{
	int64_t wall_s = zone_wall_s(&demo->zone, demo->date, second);

	record->wall_ms = wall_s * 1000 + (int64_t)rng_below(&demo->rng, 1000);
	record->zone_min = (int16_t)(zone_offset_s(&demo->zone, wall_s) / 60);
	record->group = (uint32_t)rng_next(&demo->rng);
	record->parts = 1;
	record->catalogue = CATALOGUE_VERSION;
}

static struct record *add(struct day *day)
{
	assert(day->count < DEMO_DAY_RECORDS);
	struct record *record = &day->records[day->count++];

	memset(record, 0, sizeof *record);
	return record;
}

/* A step of 0 ... @steps-1 for somebody at @strain. */
static int step_for(struct demo *demo, double strain, int steps, double noise)
{
	return (int)between(floor((strain + rng_normal(&demo->rng) * noise) / 100 * (steps - 1) + 0.5), 0, steps - 1);
}

/* --- check-ins ---------------------------------------------------------------------------------------------------------- */

static uint16_t named_cause(struct demo *demo, const struct day *day)
{
	double weights[ID_CAUSE_COUNT], sum = 0;

	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		struct habit habit = cause_habit(i);
		weights[i] = day->weighs[i] ? habit.points : habit.chance;
		sum += weights[i];
	}
	double draw = rng_unit(&demo->rng) * sum;
	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		if ((draw -= weights[i]) < 0)
			return (uint16_t)(ID_CAUSE_FIRST + i);
	}
	return ID_CAUSE_FIRST;
}

/* Answer the chain as the agent would, stopping after @most questions. */
static void answer(struct demo *demo, const struct day *day, struct checkin *checkin, double strain, int most)
{
	while (!checkin_done(checkin) && most-- > 0) {
		switch (checkin->step) {
		case CHECKIN_STRESS:
			checkin_press(checkin, step_for(demo, strain, 3, 10));
			break;
		case CHECKIN_SYMPTOM_1:
		case CHECKIN_SYMPTOM_2: {
			uint16_t id = checkin->symptoms[checkin->step == CHECKIN_SYMPTOM_2];
			checkin_press(checkin, step_for(demo, strain + symptom_points(id), 3, 10));
			break;
		}
		case CHECKIN_GROUP:
		case CHECKIN_CAUSE:
			checkin_choose_cause(checkin, named_cause(demo, day));
			break;
		case CHECKIN_VALENCE:
			checkin_press(checkin, chance(demo, 0.15));
			break;
		case CHECKIN_DONE:
			break;
		}
	}
}

static enum record_kind silence(struct demo *demo)
{
	double draw = rng_unit(&demo->rng);

	return draw < 0.55 ? RECORD_EXPIRED : draw < 0.75 ? RECORD_DISMISSED : draw < 0.9 ? RECORD_SKIPPED : RECORD_HELD;
}

static void add_withdrawal(struct demo *demo, struct day *day, const struct record *of, int32_t second)
{
	struct record *record = add(day);

	record->kind = RECORD_WITHDRAWN;
	set_moment(demo, record, second);
	record->withdrawn.group = of->group;
}

static void add_checkin(struct demo *demo, struct day *day, int32_t from, int32_t to)
{
	double strain = between(day->strain + rng_normal(&demo->rng) * 7, 0, 100);
	int32_t second = from + (int32_t)rng_below(&demo->rng, (uint64_t)(to - from));
	struct checkin checkin;
	struct record *record = add(day);

	checkin_init(&checkin, &demo->deck, &demo->rng);
	/* Missing not at random: the harder the moment, the rarer an answer. */
	bool answered = chance(demo, 0.95 - 0.5 * between((strain - 35) / 45, 0, 1));
	if (answered)
		answer(demo, day, &checkin, strain, chance(demo, 0.04) ? 2 : 16);
	checkin_record(&checkin, silence(demo), record);
	bool late = answered && chance(demo, 0.03);
	int32_t waited = late ? 1900 : 20 + (int32_t)rng_below(&demo->rng, 500);
	set_moment(demo, record, second + waited);
	record->prompt.origin = ORIGIN_PROMPT;
	record->prompt.since_prompt_s = record->kind == RECORD_EXPIRED ? 1800 : (uint32_t)waited;
	if (late)
		record->flags |= RECORD_LATE;
	if (record->kind == RECORD_HELD) {
		record->prompt.hold = HELD_CALL;
		record->prompt.since_prompt_s = 0;
	}
	if (answered && !late && chance(demo, 0.015))
		add_withdrawal(demo, day, record, second + waited + 90);
}

/* The same shape as `evenkeel hard-call` and the daemon leave: one yn answer. */
static void add_hard_call(struct demo *demo, struct day *day)
{
	struct record *record = add(day);

	record->kind = RECORD_ANSWERED;
	set_moment(demo, record, MORNING + (int32_t)rng_below(&demo->rng, EVENING - MORNING));
	record->count = 1;
	record->prompt.answers[0] = (struct record_answer){.question = ID_HARD_CALL, .scale = SCALE_YN, .value = 1};
	record->prompt.form = FORM_HARD_CALL;
	record->prompt.origin = ORIGIN_SELF;
	demo->week_hard_calls++;
}

/* --- breaks ------------------------------------------------------------------------------------------------------------- */

static void fill_break(struct demo *demo, const struct day *day, struct record_pause *pause, bool lunch)
{
	double draw = rng_unit(&demo->rng), willing = 0.72 - 0.4 * day->strain / 100;

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

static void add_breaks(struct demo *demo, struct day *day)
{
	int index = 0;

	for (int32_t second = MORNING + 1800; second < EVENING; second += 1800) {
		struct record *record = add(day);
		bool rest = ++index % 2 == 0;
		bool lunch = second == LUNCH + 1800;
		record->kind = RECORD_BREAK;
		set_moment(demo, record, second + 60 + (int32_t)rng_below(&demo->rng, 600));
		record->pause.type = rest ? BREAK_REST : BREAK_MICRO;
		record->pause.planned_s = rest ? 300 : 30;
		fill_break(demo, day, &record->pause, lunch && rest);
		demo->week_breaks++;
		demo->week_breaks_taken += (record->pause.outcome & BREAK_TAKEN) != 0;
	}
}

/* --- the week's review --------------------------------------------------------------------------------------------------- */

static int8_t review_answer(struct demo *demo, const struct review_item *item, double strain)
{
	if (item->question == ID_BREAKS_TAKEN)
		return (int8_t)(demo->week_breaks ? 4 * demo->week_breaks_taken / demo->week_breaks : 0);
	if (item->question == ID_HARD_CALL)
		return demo->week_hard_calls > 0;
	if (item->question == ID_VALENCE)
		return chance(demo, 0.15);
	if (item->question >= ID_SYMPTOM_FIRST && item->question < ID_SYMPTOM_FIRST + ID_SYMPTOM_COUNT)
		strain += symptom_points(item->question);
	else if (item->question != ID_WEEK_STRESS)
		strain -= 10;
	return (int8_t)step_for(demo, strain, item->steps, 6);
}

static void rank_causes(const struct demo *demo, uint16_t ret[static 3])
{
	int left[ID_CAUSE_COUNT];

	memcpy(left, demo->week_causes, sizeof left);
	for (int rank = 0; rank < 3; rank++) {
		int best = 0;
		for (int i = 1; i < ID_CAUSE_COUNT; i++) {
			if (left[i] > left[best])
				best = i;
		}
		ret[rank] = left[best] > 0 ? (uint16_t)(ID_CAUSE_FIRST + best) : 0;
		left[best] = 0;
	}
}

static void fill_review(struct demo *demo, struct review *review)
{
	size_t count;
	const struct review_item *items = review_items(&count);
	double strain = demo->week_strain / demo->week_days;

	for (size_t i = 0; i < count && i < sizeof review->answers; i++) {
		if (items[i].kind == REVIEW_STEPS)
			review->answers[i] = review_answer(demo, &items[i], strain);
	}
	rank_causes(demo, review->causes);
	review->response = chance(demo, 0.6) ? (uint16_t)(ID_EFFECTIVE_FIRST + rng_below(&demo->rng, ID_EFFECTIVE_COUNT))
	                                     : (uint16_t)(ID_FUTILE_FIRST + rng_below(&demo->rng, ID_FUTILE_COUNT));
}

static void add_review(struct demo *demo, struct day *day)
{
	struct record parts[REVIEW_RECORDS + 1];
	struct review review;
	struct record moment = {0};

	review_init(&review);
	if (chance(demo, 0.85))
		fill_review(demo, &review);
	int count = review_records(&review, RECORD_EXPIRED, parts);
	set_moment(demo, &moment, REVIEW_AT + (int32_t)rng_below(&demo->rng, 1200));
	for (int i = 0; i < count; i++) {
		struct record *record = add(day);
		*record = parts[i];
		record->wall_ms = moment.wall_ms;
		record->zone_min = moment.zone_min;
		record->group = moment.group;
		record->part = (uint8_t)i;
		record->parts = (uint8_t)count;
		record->catalogue = CATALOGUE_VERSION;
		if (!record_is_prompt(record))
			continue;
		record->prompt.origin = ORIGIN_PROMPT;
		record->prompt.since_prompt_s = record->kind == RECORD_EXPIRED ? 1800 : 170;
	}
}

static void begin_week(struct demo *demo)
{
	demo->week_strain = 0;
	demo->week_days = demo->week_breaks = demo->week_breaks_taken = demo->week_hard_calls = 0;
	memset(demo->week_causes, 0, sizeof demo->week_causes);
}

/* --- tips --------------------------------------------------------------------------------------------------------------- */

/* One of the tips for @cause; 0 when there is none. */
static uint16_t tip_for(struct demo *demo, uint16_t cause)
{
	size_t count, found = 0;
	const struct catalogue_tip *tips = catalogue_tips(&count);
	uint16_t ret = 0;

	for (size_t i = 0; i < count; i++) {
		for (int c = 0; c < TIP_CAUSES_MAX && tips[i].causes[c]; c++) {
			if (tips[i].causes[c] == cause && rng_below(&demo->rng, ++found) == 0)
				ret = tips[i].id;
		}
	}
	return ret;
}

static void add_tip_rating(struct demo *demo, struct day *day)
{
	const struct catalogue_entry *cause = catalogue_find_name(chance(demo, 0.6) ? DEMO_CAUSE_1 : DEMO_CAUSE_2);
	uint16_t tip = cause ? tip_for(demo, cause->id) : 0;

	if (!tip)
		return;
	struct record *record = add(day);
	record->kind = RECORD_TIP_FEEDBACK;
	set_moment(demo, record, EVENING - 1800 + (int32_t)rng_below(&demo->rng, 900));
	record->tip.tip = tip;
	record->tip.cause = cause->id;
	/* Each tip has its own worth to this agent, 0.3 ... 0.8. */
	record->tip.verdict = chance(demo, 0.12) ? 3 : chance(demo, 0.3 + tip % 6 * 0.1) ? 1 : 2;
}

/* --- a day -------------------------------------------------------------------------------------------------------------- */

/* By time; what belongs together keeps its order. A day's few records: insertion. */
static void sort(struct day *day)
{
	for (size_t i = 1; i < day->count; i++) {
		struct record moved = day->records[i];
		size_t j = i;
		for (; j > 0 && day->records[j - 1].wall_ms > moved.wall_ms; j--)
			day->records[j] = day->records[j - 1];
		day->records[j] = moved;
	}
}

static void make_day(struct demo *demo, struct day *day)
{
	make_strain(demo, day);
	add_breaks(demo, day);
	add_checkin(demo, day, MORNING + 900, LUNCH);
	add_checkin(demo, day, LUNCH + 2700, EVENING - 900);
	if (chance(demo, 0.05 + 0.002 * day->strain))
		add_hard_call(demo, day);
	if (chance(demo, 0.35))
		add_tip_rating(demo, day);
	if (date_weekday(demo->date) == 5)
		add_review(demo, day);
	sort(day);
	while (day->count > 0 && day->records[day->count - 1].wall_ms > demo->now_ms)
		day->count--;
}

size_t demo_next(struct demo *demo, struct record ret[static DEMO_DAY_RECORDS])
{
	struct day day = {.records = ret};

	while (day.count == 0 && demo->date <= demo->last) {
		if (date_weekday(demo->date) == 1)
			begin_week(demo);
		if (!day_off(demo))
			make_day(demo, &day);
		demo->date++;
	}
	return day.count;
}
