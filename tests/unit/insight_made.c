#include "insight_made.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

void made_clear(struct made *made)
{
	free(made->records);
	*made = (struct made){0};
}

struct insight_from made_from(const struct made *made)
{
	return (struct insight_from){.records = made->records,
				     .count = made->count,
				     .day_start_s = MADE_DAY_START,
				     .today = MADE_TODAY,
				     .now_ms = ((int64_t)MADE_TODAY * 24 + 18) * 3600 * 1000};
}

struct record *made_add(struct made *made, int32_t date, double hour, enum record_kind kind)
{
	if ((made->count & (made->count - 1)) == 0)
		made->records = mem_grow(made->records, made->count ? 2 * made->count : 1, sizeof *made->records);
	struct record *record = &made->records[made->count++];
	memset(record, 0, sizeof *record);
	record->kind = (uint8_t)kind;
	record->wall_ms = ((int64_t)date * 86400 + (int64_t)(hour * 3600) - made->zone_min * 60) * 1000;
	record->zone_min = made->zone_min;
	record->group = ++made->groups;
	record->parts = 1;
	return record;
}

struct record *made_checkin(struct made *made, int32_t date, double hour, int stress, int symptom, uint16_t cause)
{
	const struct record_answer answers[] = {
		{ID_STRESS, SCALE_M3, (int8_t)stress},
		{ID_SYMPTOM_FIRST, SCALE_M3, (int8_t)symptom},
		{ID_SYMPTOM_FIRST + 4, SCALE_M3, (int8_t)symptom},
		{cause ? cause : ID_CAUSE_FIRST, SCALE_C, cause ? 1 : RECORD_UNANSWERED},
		{ID_VALENCE, SCALE_YN, cause ? 0 : RECORD_UNANSWERED},
	};
	struct record *record = made_add(made, date, hour, RECORD_ANSWERED);

	record->count = sizeof answers / sizeof *answers;
	memcpy(record->prompt.answers, answers, sizeof answers);
	record->prompt.form = FORM_MOMENTARY;
	record->prompt.origin = ORIGIN_PROMPT;
	return record;
}

static int step_near(struct made *made, double strain)
{
	double step = floor(strain / 50 + rng_unit(&made->rng));

	return step < 0 ? 0 : step > 2 ? 2 : (int)step;
}

/* Steps drawn so that their mean is @strain: eight check-ins lie close to it. */
void made_day(struct made *made, int32_t date, double strain)
{
	if (!made->rng.state[0])
		made->rng = rng_seeded(1);
	for (int i = 0; i < 8; i++)
		made_checkin(made, date, 9 + i, step_near(made, strain), step_near(made, strain), 0);
}

void made_missed(struct made *made, int32_t date, double hour)
{
	struct record *record = made_checkin(made, date, hour, RECORD_UNANSWERED, RECORD_UNANSWERED, 0);

	record->kind = RECORD_EXPIRED;
}

void made_breaks(struct made *made, int32_t date, int planned, int taken)
{
	for (int i = 0; i < planned; i++) {
		struct record *record = made_add(made, date, 9 + i * 0.5, RECORD_BREAK);
		record->pause.type = BREAK_MICRO;
		record->pause.outcome = (uint16_t)(BREAK_PLANNED | (i < taken ? BREAK_TAKEN : BREAK_SKIPPED));
	}
}

void made_review(struct made *made, int32_t date, uint16_t question, enum record_scale scale, int value)
{
	struct record *record = made_add(made, date, 15, RECORD_PARTIAL);

	record->count = 1;
	record->prompt.answers[0] = (struct record_answer){question, (uint8_t)scale, (int8_t)value};
	record->prompt.form = FORM_REVIEW;
	record->prompt.origin = ORIGIN_PROMPT;
}

void made_withdraw(struct made *made)
{
	const struct record *last = &made->records[made->count - 1];
	uint32_t group = last->group;
	int64_t wall_ms = last->wall_ms;
	struct record *record = made_add(made, MADE_TODAY, 17, RECORD_WITHDRAWN);

	record->wall_ms = wall_ms + 1000;
	record->withdrawn.group = group;
}
