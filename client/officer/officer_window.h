/* What lead, assist and finish have in common: which windows, one after the other, and what is said of each. Private to officer_*.c. */
#ifndef CLIENT_OFFICER_OFFICER_WINDOW_H
#define CLIENT_OFFICER_OFFICER_WINDOW_H

#include <jansson.h>

#include "window.h"

/* A command's work. */
struct window_work {
	const struct client *client;
	const struct window_way *way;
	struct office *office;
	int64_t now_s;
	bool named; /* a team was named, so that having nothing to do is worth a word */
	size_t said;
	int code;               /* the exit code so far */
	json_t *windows;        /* --json */
	struct dap_window next; /* of all teams the one that comes first, with its team; 0 weeks: none */
	char next_team[COHORT_LABEL_MAX + 1];
};

typedef int window_function(struct office *office, const struct office_cohort *cohort, struct dap_window window,
			    int64_t now_s, struct window_run *ret, struct error *err);
/* One of the three commands. */
struct window_way {
	const char *name;
	unsigned party;
	window_function *step;
	/* What may be left to do for one that was opened before; NULL: nothing. */
	void (*mend)(struct window_work *work, const struct office_cohort *cohort, struct dap_window window,
		     const struct window_messages *messages);
	/* A window that was named; NULL: @step. */
	void (*one)(struct window_work *work, const struct office_cohort *cohort, struct dap_window window);
};

int officer_windows(struct client *client, const struct command_call *call, const struct window_way *way,
		    struct error *err);

/* How a step went, for whether the team's next window is looked at. */
enum window_went { WENT_ON, WENT_NO_FURTHER };
/* Run a step for a window, and say it. */
int officer_window_run(struct window_work *work, const struct office_cohort *cohort, struct dap_window window,
		       window_function *step);
/* The same for what an opened window lacks. */
/* A: what is left of a window that both parties have signed the sums of. */
void officer_window_empty(struct window_work *work, const struct office_cohort *cohort, struct dap_window window);
void officer_window_restore(struct window_work *work, const struct office_cohort *cohort, struct dap_window window);

/* The words and the JSON of a run. @r is what the step returned. */
void officer_window_say(const struct window_work *work, const struct office_cohort *cohort,
			const struct window_run *run, const struct error *err, int r);
json_t *officer_window_json(const struct window_work *work, const struct office_cohort *cohort,
			    const struct window_run *run, const struct error *err, int r);
/* How many files were refused, by the refusal's name; those that there are none of are left out. */
json_t *officer_window_outcomes(const struct role_tally *tally);
const char *officer_window_check_name(enum window_check check);
/* "19 November to 16 December" */
void officer_window_days(const struct client *client, struct dap_window window, struct text *ret);
/* "TEAM, window 2972-4, from 7 January on" */
void officer_window_from(const struct client *client, const char *team, struct dap_window window, struct text *ret);

#endif
