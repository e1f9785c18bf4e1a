/*
 * A synthetic agent: weeks of check-ins, breaks, reviews and tip ratings of somebody who does not exist, for `evenkeel
 * demo`, `make try` and tests that need data whose truth is known. Pure: seed, weeks, an instant and a zone give the same
 * records always.
 *
 * What is true of the agent, so that a test can ask whether Evenkeel finds it:
 *   - strain rises by DEMO_RISE points over the last DEMO_RISE_DAYS days (over all of them when there are fewer); flat before;
 *   - DEMO_CAUSE_1 and DEMO_CAUSE_2 lead, in this order. The first weighs on whole days, and DEMO_LASTS of it into the next: more strain
 *     follows it. The second comes in moments and goes with them: no more strain follows it;
 *   - Mondays weigh DEMO_MONDAY points more than other days, Fridays DEMO_FRIDAY less;
 *   - the harder the moment, the rarer an answer (missing not at random), and the fewer breaks are taken;
 *   - a hard day leaves something for the next (DEMO_CARRY), so days are not independent;
 *   - Wednesday to Friday off, two weeks before the last, so that there is a gap to show.
 * With a truth of zeros all of it is gone but the last three: causes are named as often, and mean nothing.
 */
#ifndef EVENKEEL_DEMO_H
#define EVENKEEL_DEMO_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/checkin.h>
#include <evenkeel/record.h>
#include <evenkeel/rng.h>
#include <evenkeel/zone.h>

#define DEMO_WEEKS_MAX 520
#define DEMO_DAY_RECORDS 32 /* most records of one day: one transaction, and no more than an epoch holds */

#define DEMO_RISE 50.0
#define DEMO_RISE_DAYS 56
#define DEMO_MONDAY 16.0
#define DEMO_FRIDAY 10.0
#define DEMO_LASTS 0.9
#define DEMO_CARRY 0.3
#define DEMO_CAUSE_1 "company.overload"
#define DEMO_CAUSE_2 "customer.demands"

struct demo_truth {
	double rise, monday, friday; /* points */
	double causes;               /* 1: a cause adds its points; 0: it adds nothing */
};

struct demo {
	struct demo_truth truth; /* demo_init's; a test may change it before the first day */
	struct rng rng;
	struct symptom_deck deck;
	struct zone zone;
	int64_t now_ms;
	int32_t first, date, last; /* days; date is the next one to make */
	double drift;              /* what lasts from the day before */
	double week_strain;        /* sum over the week's days so far */
	int week_days, week_breaks, week_breaks_taken, week_hard_calls;
	int week_causes[ID_CAUSE_COUNT]; /* days on which each weighed */
};

/* @weeks of working days (1 ... DEMO_WEEKS_MAX), the last one being @now_ms's day as far as it has come. */
void demo_init(struct demo *demo, uint64_t seed, int weeks, int64_t now_ms, const struct zone *zone);
/* The next day that has records, in order of time, none later than now; 0 when there is no day left. */
size_t demo_next(struct demo *demo, struct record ret[static DEMO_DAY_RECORDS]);

#endif
