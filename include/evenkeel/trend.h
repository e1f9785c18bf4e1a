/*
 * One person's numbers: composites, days, level now, compliance. Pure functions over records.
 * Sources: design/ASSESSMENT.md, sections 2 and 8; Wilson 1927 for intervals of shares.
 */
#ifndef EVENKEEL_TREND_H
#define EVENKEEL_TREND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/record.h>

/*
 * Which records count: of two outcomes of one prompt (same group and part; 0 is no group) answered beats partial beats the rest,
 * and what the person took back does not stand. The functions below that take all records look at this themselves. An array that
 * the caller frees.
 */
bool *trend_standing(const struct record *records, size_t count);

/* Composite of a check-in: (stress/2 + mean(symptoms)/2) * 50, 0 ... 100; NAN when stress is unanswered. When no symptom was answered
 * the composite is undefined too (NAN): two series are never mixed. */
double score_checkin(const struct record *record);
/* Review: mean of answered symptoms * 25; NAN when fewer than 10 of 13 are answered. @records are one review's parts. */
double score_review(const struct record *records, size_t count);

/* Evenkeel's day of @record, by its own zone. */
int32_t trend_day(const struct record *record, int32_t day_start_s);

struct day_mean {
	int32_t date; /* days since 1970, Evenkeel's day */
	double mean;  /* 0 ... 100 */
	int n;        /* check-ins */
};
/* Daily means of the momentary composite (@review false) or one value a review. Late answers stay out. Returns how many days were
 * written to *@ret, an array that the caller frees. Each record's own zone and @day_start_s give its day. */
size_t trend_days(const struct record *records, size_t count, bool review, int32_t day_start_s, struct day_mean **ret);

struct trend_level {
	double value; /* NAN when there is no day */
	double n_eff; /* (sum w)^2 / sum w^2 */
};
/* Weighted mean of daily means, half-life 7 days, as of @today (days after it count as today's). */
struct trend_level trend_level(const struct day_mean *days, size_t count, int32_t today);

struct share {
	double value, low, high;
}; /* NAN where undefined */
/* Wilson 1927: interval of x successes of n (either may be fractional) at @z. */
struct share share_wilson(double x, double n, double z);
#define Z_95 1.959963984540054
#define Z_90 1.6448536269514722

struct compliance {
	int shown,
		answered; /* check-in prompts shown; answered or partly, in time: what came late is a gap in the trend too */
	struct share share; /* Wilson 95 % */
};
struct compliance trend_compliance(const struct record *records, size_t count);

#endif
