/* Records made for tests of insight: a person's check-ins, breaks and reviews, added in order of time. */
#ifndef TESTS_UNIT_INSIGHT_MADE_H
#define TESTS_UNIT_INSIGHT_MADE_H

#include <evenkeel/insight.h>
#include <evenkeel/rng.h>

#define MADE_TODAY 20518 /* 2026-03-06, a Friday */
#define MADE_DAY_START (4 * 3600)

struct made {
	struct record *records;
	size_t count;
	int16_t zone_min;
	uint32_t groups;
	struct rng rng;
};
void made_clear(struct made *made);

struct insight_from made_from(const struct made *made);
/* A record of its own group at local @hour of @date; the pointer is good until the next one is made. */
struct record *made_add(struct made *made, int32_t date, double hour, enum record_kind kind);
/* A prompted check-in: @stress and two symptoms of the step @symptom; @cause 0 = none named, else draining. */
struct record *made_checkin(struct made *made, int32_t date, double hour, int stress, int symptom, uint16_t cause);
/* One whose composite lies near @strain, drawn; so that many follow it closely. */
void made_day(struct made *made, int32_t date, double strain);
/* A prompt that nobody answered. */
void made_missed(struct made *made, int32_t date, double hour);
void made_breaks(struct made *made, int32_t date, int planned, int taken);
/* One of a weekly review's answers, as a review of its own. */
void made_review(struct made *made, int32_t date, uint16_t question, enum record_scale scale, int value);
/* Take back the newest record. */
void made_withdraw(struct made *made);

#endif
