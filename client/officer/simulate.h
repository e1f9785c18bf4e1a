/*
 * `evenkeel officer simulate` in parts: a company of people who do not exist (synthetic.h) goes through both offices in a temporary folder,
 * by the functions behind the officers' commands; what is published then stands beside what is true, which here, and only here, is known.
 */
#ifndef CLIENT_OFFICER_SIMULATE_H
#define CLIENT_OFFICER_SIMULATE_H

#include <evenkeel/error.h>
#include <evenkeel/release.h>
#include <evenkeel/roles.h>

#include "synthetic.h"

struct client;
struct simulate_result;

enum { SIMULATE_QUARTER = 3 /* windows */ };
#define SIMULATE_PASSPHRASE "practice"
/* What lies in the folder. */
#define SIMULATE_OFFICE "office"
#define SIMULATE_SECOND "second"
#define SIMULATE_DROP "drop"
#define SIMULATE_EXCHANGE "exchange"
#define SIMULATE_CODES "codes"
#define SIMULATE_PASSPHRASE_FILE "passphrase"

/* A cohort's window, or that of all cohorts together. */
enum { SIMULATE_TOGETHER = -1 };
struct simulate_window {
	int cohort;
	unsigned index;              /* from 0 on, over all quarters */
	struct release_window truth; /* what was sent in, without blur */
	enum refusal refusal;        /* REFUSAL_NONE: it was opened */
	bool countersigned;
	struct role_tally tally; /* A's, of the folder's files */
	size_t other_files;
	struct release_sums sums;
	struct release_figures figures;
	double exact[RELEASE_ITEMS];                  /* of what is shown: points of a hundred; of RELEASE_MEAN steps */
	enum release_direction trends[RELEASE_ITEMS]; /* beside the quarter's windows before it */
};

/* A figure beside the truth. */
struct simulate_error {
	double published, exact; /* points of a hundred; the mean in steps */
	double noise;            /* of the sum alone, before the figure is rounded */
	double margin;           /* as it is stated */
};
/* window->exact, of a cohort or of those together that a figure is made of. */
void simulate_exact(struct simulate_window *window);
void simulate_exact_together(const struct simulate_result *result, struct simulate_window *whole);
/* Of a cell or RELEASE_MEAN that is shown; false: it is withheld. */
bool simulate_error_of(const struct simulate_window *window, unsigned item, struct simulate_error *ret);

/* How far what is published lies from the truth. */
struct simulate_score {
	size_t windows, opened, refused; /* refused: windows of fewer people than the floor */
	size_t shown, withheld[RELEASE_REASONS];
	double error, largest, noise;            /* error, noise: the sum of their sizes, in points */
	size_t within, within_two, noise_within; /* one margin, two, and the noise alone in one */
	size_t means, means_within;
	double mean_error;   /* sum, in steps */
	size_t leading, led; /* leading causes that were named; of these, among the three that truly lead */
	/* Where something truly changes: told, told the wrong way round, not told; where nothing does: told all the same, and not. */
	size_t told, told_wrong, missed, told_nothing, quiet;
};
void simulate_score_add(const struct synthetic *company, const struct simulate_window *window,
			struct simulate_score *score);

/* All of it. */
struct simulate_result {
	struct synthetic company;
	struct simulate_window *windows;     /* cohort by cohort */
	struct simulate_window *together;    /* by window: all cohorts that were opened */
	uint64_t start;                      /* the first week */
	size_t made, silent;                 /* contributions; weeks of people who sent none */
	size_t full;                         /* of the former have all the marks that are allowed */
	size_t replayed, forged, halves;     /* what was put among them */
	char small_team[ERROR_MESSAGE_SIZE]; /* why the small team alone was refused, in words; "": there is none */
	const char *kept;                    /* the folder, with --keep */
};
const struct simulate_window *simulate_window_of(const struct simulate_result *result, size_t cohort, unsigned index);
void simulate_result_clear(struct simulate_result *result);

/* Fill @ret->windows by the offices in the folder @dir. 0; 1: a signal ends it; -1. */
int simulate_run(const struct client *client, const char *dir, struct simulate_result *ret, struct error *err);

void simulate_show(const struct client *client, const struct simulate_result *result);
void simulate_json(const struct simulate_result *result);

#endif
