/*
 * A company of people who do not exist, for `evenkeel officer simulate`: teams that differ in what weighs on them and how it goes on, people
 * who answer each week, now and then, or never, and each one's weekly review. Pure: the same seed and sizes give the same company, and any
 * week of any person can be asked for by itself.
 *
 * What is true of it, so that published figures can be held against it:
 *   - each cohort has its own strain and its own leading causes; the second one's strain rises by SYNTHETIC_CHANGE points a window
 *     for SYNTHETIC_CHANGING windows, the fourth one's falls by as much (of a single cohort it rises), all others stay as they are;
 *   - the largest cohort is two teams where it can be: one is below the floor by itself and has more strain than any other;
 *   - in one window of the smallest cohort only SYNTHETIC_QUIET people take part, one fewer than the floor;
 *   - seven of ten answer nearly each week, most others every second one, some never.
 */
#ifndef CLIENT_OFFICER_SYNTHETIC_H
#define CLIENT_OFFICER_SYNTHETIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/cells.h>
#include <evenkeel/checkin.h>
#include <evenkeel/text.h>

enum {
	SYNTHETIC_LEAST = 10, /* people of a cohort */
	SYNTHETIC_MOST = 29,  /* from 30 on windows would be a week */
	SYNTHETIC_USUAL = 20,
	SYNTHETIC_CHANGE = 6,
	SYNTHETIC_CHANGING = 6, /* windows; then it stays as it came to be */
	SYNTHETIC_SMALL_TEAM = 7,
	SYNTHETIC_QUIET = 9,
	SYNTHETIC_WEEKS = 4, /* of a window */
	SYNTHETIC_CAUSES = 3,
	SYNTHETIC_NONE = -1,
};

struct synthetic_cohort {
	size_t first, people; /* of the company's people */
	size_t small_team;    /* how many of them, the last ones, are a team below the floor by itself; 0: none */
	double strain;        /* 0 ... 100, in the first week */
	int change;           /* points a window */
	uint16_t causes[SYNTHETIC_CAUSES];
	int quiet_window; /* in which too few take part, or SYNTHETIC_NONE */
};

struct synthetic {
	uint64_t seed;
	size_t people, count;
	unsigned windows;
	struct synthetic_cohort *cohorts;
};

/* How many cohorts @people make where nobody says. */
size_t synthetic_cohorts_for(size_t people);
/* @people fit into @cohorts by SYNTHETIC_LEAST and _MOST. */
void synthetic_init(struct synthetic *ret, uint64_t seed, size_t people, size_t cohorts, unsigned windows);
void synthetic_clear(struct synthetic *company);

/* The cohort's team, as people call it; the second: the one that is too small, or NULL. Appended. */
void synthetic_name(const struct synthetic *company, size_t cohort, struct text *ret);
void synthetic_small_name(struct text *ret);

/* What @person (of all people) answers in @week (from 0 on); false: nothing that week. */
bool synthetic_review(const struct synthetic *company, size_t cohort, size_t person, unsigned week, struct review *ret);
/*
 * Which way a cell, or RELEASE_MEAN, has gone when @window is set beside those before it: 1, 0, -1; SYNTHETIC_UNKNOWN where a change of strain moves it one way at
 * some strains and another at others.
 */
enum { SYNTHETIC_UNKNOWN = 2 };
int synthetic_direction(const struct synthetic *company, size_t cohort, unsigned window, unsigned item);

#endif
