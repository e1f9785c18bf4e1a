/*
 * Figures of a benchmark: measures that took turns, the medians of each side, their ratio and the bar for it. One line each, which says
 * "pass" or "over", or "shown" where no bar is set.
 */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

#include <evenkeel/error.h>

enum { FIGURES_ROUNDS_MAX = 600 };

/* What a person waits for, and what the processors spent on it in all threads. */
struct took {
	double wall_ms, cpu_ms;
};

double figures_now_ms(void);
struct took figures_clocks(void);
struct took figures_between(struct took begun, struct took end);

/* A program run to its end, with nothing to read and nobody to listen; *@ret_peak_kib (may be NULL): the most memory that it had. It must end well. */
double figures_process_ms(char *const arguments[], long *ret_peak_kib);

/* One side of a comparison. */
struct series {
	double ms[FIGURES_ROUNDS_MAX];
	int count;
};

/* One side of a comparison whose processor time is of interest, too. */
struct pair {
	struct series wall, cpu;
};

double figures_median(const struct series *series);
void figures_add(struct series *series, double ms);
void figures_note(struct pair *pair, struct took took);

/* Print a line. @bar 0: only shown. */
void figures_line(const char *measure, double value, const char *unit, double bar);
void figures_ratio(const char *measure, const struct series *one, const struct series *other, double bar);
/*
 * Of what no disk waits for. On a busy machine a short measure slips through between two interruptions, while a long one meets its share
 * of them, so that the ratio of their medians grows with the load. So each round of the shorter one becomes the mean of as many rounds
 * as last about as long as one of the longer.
 */
void figures_ratio_evened(const char *measure, const struct series *longer, const struct series *shorter, double bar);
/* The same by wall time, which the bar is for, and by processor time, which is shown. */
void figures_ratio_both(const char *measure, const struct pair *longer, const struct pair *shorter, double bar);
/* Say so if other programs took much of the processors during the latter. */
void figures_line_busy(void);
/* How many lines were over their bar. */
int figures_over(void);

/* Ends the program: what cannot be measured is no figure. */
_Noreturn void figures_die(const char *what, const struct error *err);

#endif
