#include <math.h>
#include <string.h>

#include <evenkeel/checkin.h>

#include "demo_internal.h"

#define REVIEW_AT (15 * 3600 + 600)

static uint16_t named_cause(struct demo *demo, const struct demo_day *day)
{
	double weights[ID_CAUSE_COUNT], sum = 0;

	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		struct demo_habit habit = demo_cause_habit(i);
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
static void answer(struct demo *demo, const struct demo_day *day, struct checkin *checkin, double strain, int most)
{
	while (!checkin_done(checkin) && most-- > 0) {
		switch (checkin->step) {
		case CHECKIN_STRESS:
			checkin_press(checkin, demo_step_for(demo, strain, 3, 8));
			break;
		case CHECKIN_SYMPTOM_1:
		case CHECKIN_SYMPTOM_2: {
			uint16_t id = checkin->symptoms[checkin->step == CHECKIN_SYMPTOM_2];
			checkin_press(checkin, demo_step_for(demo, strain + demo_symptom_points(id), 3, 8));
			break;
		}
		case CHECKIN_GROUP:
		case CHECKIN_CAUSE:
			checkin_choose_cause(checkin, named_cause(demo, day));
			break;
		case CHECKIN_VALENCE:
			checkin_press(checkin, demo_chance(demo, 0.15));
			break;
		case CHECKIN_DONE:
			break;
		}
	}
}

static enum record_kind silence(struct demo *demo)
{
	double draw = rng_unit(&demo->rng);

	return draw < 0.55   ? RECORD_EXPIRED
	       : draw < 0.75 ? RECORD_DISMISSED
	       : draw < 0.9  ? RECORD_SKIPPED
			     : RECORD_HELD;
}

static void add_withdrawal(struct demo *demo, struct demo_day *day, const struct record *of, int32_t second)
{
	struct record *record = demo_add(day);

	record->kind = RECORD_WITHDRAWN;
	demo_stamp(demo, record, second);
	record->withdrawn.group = of->group;
}

/* What comes and goes with the moment. A review counts it once a check-in, as it counts others once a day. */
static double moment_causes(struct demo *demo, struct demo_day *day)
{
	double points = 0;

	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		if (!demo_cause_habit(i).moment)
			continue;
		points += demo_draw_cause(demo, day, i);
		demo->week_causes[i] += day->weighs[i];
	}
	return points;
}

void demo_add_checkin(struct demo *demo, struct demo_day *day, int32_t from, int32_t to)
{
	double strain = demo_between(day->strain + moment_causes(demo, day) + rng_normal(&demo->rng) * 4, 0, 100);
	int32_t second = from + (int32_t)rng_below(&demo->rng, (uint64_t)(to - from));
	struct checkin checkin;
	struct record *record = demo_add(day);

	checkin_init(&checkin, &demo->deck, &demo->rng);
	/* Missing not at random: the harder the moment, the rarer an answer. */
	bool answered = demo_chance(demo, 0.95 - 0.5 * demo_between((strain - 35) / 45, 0, 1));
	if (answered)
		answer(demo, day, &checkin, strain, demo_chance(demo, 0.04) ? 2 : 16);
	checkin_record(&checkin, silence(demo), record);
	bool late = answered && demo_chance(demo, 0.03);
	int32_t waited = late ? 1900 : 20 + (int32_t)rng_below(&demo->rng, 500);
	demo_stamp(demo, record, second + waited);
	record->prompt.origin = ORIGIN_PROMPT;
	record->prompt.since_prompt_s = record->kind == RECORD_EXPIRED ? 1800 : (uint32_t)waited;
	if (late)
		record->flags |= RECORD_LATE;
	if (record->kind == RECORD_HELD) {
		record->prompt.hold = HELD_CALL;
		record->prompt.since_prompt_s = 0;
	}
	if (answered && !late && demo_chance(demo, 0.015))
		add_withdrawal(demo, day, record, second + waited + 90);
}

/* The same shape as `evenkeel hard-call` and the daemon leave: one yn answer. */
void demo_add_hard_call(struct demo *demo, struct demo_day *day)
{
	struct record *record = demo_add(day);

	record->kind = RECORD_ANSWERED;
	demo_stamp(demo, record, MORNING + (int32_t)rng_below(&demo->rng, EVENING - MORNING));
	record->count = 1;
	record->prompt.answers[0] = (struct record_answer){.question = ID_HARD_CALL, .scale = SCALE_YN, .value = 1};
	record->prompt.form = FORM_HARD_CALL;
	record->prompt.origin = ORIGIN_SELF;
	demo->week_hard_calls++;
}

static int8_t review_answer(struct demo *demo, const struct review_item *item, double strain)
{
	if (item->question == ID_BREAKS_TAKEN)
		return (int8_t)(demo->week_breaks ? 4 * demo->week_breaks_taken / demo->week_breaks : 0);
	if (item->question == ID_HARD_CALL)
		return demo->week_hard_calls > 0;
	if (item->question == ID_VALENCE)
		return demo_chance(demo, 0.15);
	if (item->question >= ID_SYMPTOM_FIRST && item->question < ID_SYMPTOM_FIRST + ID_SYMPTOM_COUNT)
		strain += demo_symptom_points(item->question);
	else if (item->question != ID_WEEK_STRESS)
		strain -= 10;
	return (int8_t)demo_step_for(demo, strain, item->steps, 6);
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
	review->response = demo_chance(demo, 0.6)
				   ? (uint16_t)(ID_EFFECTIVE_FIRST + rng_below(&demo->rng, ID_EFFECTIVE_COUNT))
				   : (uint16_t)(ID_FUTILE_FIRST + rng_below(&demo->rng, ID_FUTILE_COUNT));
}

void demo_add_review(struct demo *demo, struct demo_day *day)
{
	struct record parts[REVIEW_RECORDS_MAX];
	struct review review;
	struct record moment = {0};

	review_init(&review);
	if (demo_chance(demo, 0.85))
		fill_review(demo, &review);
	int count = review_records(&review, RECORD_EXPIRED, parts);
	demo_stamp(demo, &moment, REVIEW_AT + (int32_t)rng_below(&demo->rng, 1200));
	for (int i = 0; i < count; i++) {
		struct record *record = demo_add(day);
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
