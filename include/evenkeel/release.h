/*
 * What of a team's sums may be shown, and how. Pure: from sums to figures that a page prints as they are. Two steps:
 *
 *   release_open      a window's sums are checked and small cells withheld: struct release_sums. A withheld cell is 0 there.
 *   release_figures   shares in points, bands, leading causes: struct release_figures, without counts of people or reports.
 *
 * The idea to hold in mind: all that is shown is made from what release_open let through and from nothing else (roll-ups, trends, the mean),
 * so that no difference of shown figures is a withheld one. A total with a withheld part is withheld; the week's mean stress is,
 * where it would tell a withheld step: beside one or two of them, and where one step is nearly all.
 */
#ifndef EVENKEEL_RELEASE_H
#define EVENKEEL_RELEASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/cells.h>

enum {
	RELEASE_CELLS = CELL_RESERVED, /* of those in cells.h the ones that may be shown */
	RELEASE_MEAN = RELEASE_CELLS,  /* no cell: the week's stress, cells times their steps summed up */
	RELEASE_ITEMS,
	RELEASE_LEAVES_MAX = 64,
	RELEASE_TOP = 3,
};

enum release_reason {
	RELEASE_SHOWN,
	RELEASE_FEW,
	RELEASE_NEARLY_ALL,
	RELEASE_COMPLEMENTARY,
	RELEASE_BELOW_FLOOR, /* the window was not opened, or too few parts of a roll-up are there */
	RELEASE_ALTERED,
	RELEASE_REASONS,
};
/* "few", "nearly all", "complementary", "below floor", "share altered": stable, and marked for translation. NULL for RELEASE_SHOWN. */
const char *release_reason_name(enum release_reason reason);

/* A leaf cohort's window: both blurred shares added up. What the sums may be is dap_sum_range's part; no figure is made of control marks. */
struct release_window {
	uint64_t start, weeks;
	unsigned floor, members;
	uint32_t reports, people;  /* people: different keys; 0 reports: it was never opened */
	int64_t cells[CELL_COUNT]; /* what is no number between -2^63 and 2^63 was altered: give INT64_MIN */
};

struct release_item {
	enum release_reason reason;
	int64_t sum;      /* 0 unless shown */
	uint32_t of;      /* reports that could have it; 0 unless shown */
	unsigned parts;   /* leaves in it, each with its noise; 0 unless shown */
	uint64_t missing; /* of a roll-up: a bit a leaf that is not in it */
};

struct release_sums {
	uint64_t start, weeks;
	unsigned floor, members;
	uint32_t people;            /* 0 when @reason is not RELEASE_SHOWN */
	uint64_t missing;           /* of a roll-up: a bit a leaf of which nothing is in it */
	enum release_reason reason; /* RELEASE_BELOW_FLOOR, RELEASE_ALTERED: of every item */
	struct release_item items[RELEASE_ITEMS];
};

struct release_sums release_open(const struct release_window *window);

/*
 * Several leaves of one window together. An item is the sum of those leaves that show it, from two on. -1, and nothing shown: more leaves than
 * RELEASE_LEAVES_MAX, of different windows or floors, or the sets of leaves differ by fewer people than the floor.
 */
int release_rollup(const struct release_sums *leaves, size_t count, struct release_sums *ret);
/*
 * Of all sets of leaves that are published of one window, a bit a leaf with @people of its own: do any two, also without what they have in
 * common, differ by none or by @floor people at least?
 */
bool release_sets_differ(const uint64_t *sets, size_t count, const uint32_t *people, unsigned floor);

enum release_people {
	RELEASE_PEOPLE_NONE,
	RELEASE_PEOPLE_UNDER_10, /* where the floor is 8 or 9 */
	RELEASE_PEOPLE_10,
	RELEASE_PEOPLE_15,
	RELEASE_PEOPLE_20,
	RELEASE_PEOPLE_30,
	RELEASE_PEOPLE_50,
	RELEASE_PEOPLE_100,
	RELEASE_PEOPLE_BANDS,
};
/* "10-14"; "" for none. */
const char *release_people_name(enum release_people band);

enum release_participation {
	RELEASE_PARTICIPATION_NONE,
	RELEASE_UNDER_HALF,
	RELEASE_TO_THREE_QUARTERS,
	RELEASE_OVER_THREE_QUARTERS,
	RELEASE_PARTICIPATIONS,
};
/* "under half", "half to three quarters", "over three quarters": stable, and marked for translation. */
const char *release_participation_name(enum release_participation participation);

struct release_share {
	enum release_reason reason;
	int points; /* of a hundred, to 5; 0 unless shown */
	int margin; /* the noise's standard error in points, rounded up, of few reports a little more; 0 unless shown */
	uint64_t missing; /* as in struct release_item */
};

struct release_mean {
	enum release_reason reason;
	int tenths;        /* of steps, 0 ... 40 */
	int margin_tenths; /* the noise's standard error, rounded up */
	uint64_t missing;
};

struct release_top {
	unsigned count;
	unsigned cells[RELEASE_TOP]; /* CELL_CAUSE ... */
};

struct release_figures {
	uint64_t start, weeks;
	enum release_reason reason;
	enum release_people people;
	enum release_participation participation;
	uint64_t missing; /* as in struct release_sums */
	struct release_share cells[RELEASE_CELLS];
	struct release_mean stress;
	struct release_top causes; /* the most named first; those of nearly all come before, in their order */
};

struct release_figures release_figures(const struct release_sums *sums);

enum release_direction {
	RELEASE_TOO_EARLY, /* fewer than two windows show it, or the newest does not */
	RELEASE_NO_CLEAR_CHANGE,
	RELEASE_HIGHER,
	RELEASE_LOWER,
	RELEASE_DIRECTIONS,
};
/* "too early to say", "no clear change", "higher", "lower": stable, and marked for translation. */
const char *release_direction_name(enum release_direction direction);

/*
 * The newest window beside all earlier ones together: another only where they differ by more than two standard errors, of the noise and
 * of answers that vary by themselves. @windows in order of time, one cohort's.
 */
enum release_direction release_trend(const struct release_sums *windows, size_t count, unsigned item);

/* What an organisation can do, a row for a kind of cause. design/AGGREGATION.md, section 6. */
struct release_measure {
	uint16_t measure;         /* in the catalogue */
	int group;                /* of causes that it is for: enum cause_group; -1: none as a whole */
	uint16_t causes[2];       /* and single ones; 0: no more */
	bool strain;              /* and where draining or futile leads */
	const char *action;       /* marked for translation, as the next two are */
	const char *iso[2];       /* areas of ISO 45003; NULL: no more */
	const char *standards[3]; /* of the HSE's Management Standards */
};
enum { RELEASE_MEASURES = 7 };
extern const struct release_measure release_measures[RELEASE_MEASURES];
/* Which of them the leading causes, and what leads otherwise, speak for. */
void release_measures_for(const struct release_figures *figures, bool ret[static RELEASE_MEASURES]);

#endif
