/*
 * A synthetic agent: weeks of check-ins, breaks, reviews and tip ratings of somebody who does not exist, for `evenkeel
 * demo`, `make try` and tests that need data whose truth is known. Pure: seed, weeks, an instant and a zone give the same
 * records always.
 *
 * What is true of the agent, so that a test can ask whether Evenkeel finds it:
 *   - strain rises by DEMO_RISE points over the last DEMO_RISE_DAYS days (over all of them when there are fewer); flat before;
 *   - DEMO_CAUSE_1 and DEMO_CAUSE_2 lead, in this order, and what they do lasts into the next day;
 *   - Mondays weigh DEMO_MONDAY points more than other days, Fridays DEMO_FRIDAY less;
 *   - the harder the moment, the rarer an answer (missing not at random), and the fewer breaks are taken;
 *   - Wednesday to Friday off, two weeks before the last, so that there is a gap to show.
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

#define DEMO_RISE 24.0
#define DEMO_RISE_DAYS 56
#define DEMO_MONDAY 8.0
#define DEMO_FRIDAY 6.0
#define DEMO_CAUSE_1 "company.overload"
#define DEMO_CAUSE_2 "customer.demands"

struct demo {
	struct rng rng;
	struct symptom_deck deck;
	struct zone zone;
	int64_t now_ms;
	int32_t first, date, last; /* days; date is the next one to make */
	double drift;              /* what lasts from one day into the next */
	double week_strain;        /* sum over the week's days so far */
	int week_days, week_breaks, week_breaks_taken, week_hard_calls;
	int week_causes[ID_CAUSE_COUNT]; /* days on which each weighed */
};

/* @weeks of working days (1 ... DEMO_WEEKS_MAX), the last one being @now_ms's day as far as it has come. */
void demo_init(struct demo *demo, uint64_t seed, int weeks, int64_t now_ms, const struct zone *zone);
/* The next day that has records, in order of time, none later than now; 0 when there is no day left. */
size_t demo_next(struct demo *demo, struct record ret[static DEMO_DAY_RECORDS]);

#endif
