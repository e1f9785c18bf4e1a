/* What the parts of a simulation at work share; private to simulate_*.c. Functions return 0, or -1 with @err set. */
#ifndef CLIENT_OFFICER_SIMULATE_WORK_H
#define CLIENT_OFFICER_SIMULATE_WORK_H

#include "office.h"
#include "simulate.h"

/* A quarter's cohort, as each office has it. */
struct simulate_team {
	struct office_cohort known[2];
};

struct simulate_work {
	const struct client *client;
	const char *dir;
	struct simulate_result *result;
	struct office offices[2];
	uint8_t (*secrets)[DAP_SECRET_SIZE]; /* each person's enrolment key of the quarter */
	struct simulate_team *teams;
	struct error *err;
};

enum { SIMULATE_STEP_OFFICES = 1, SIMULATE_STEP_ENROL = 1000, SIMULATE_STEP_WINDOW = 1000000 };

/* Both offices, which know each other's keys. */
int simulate_offices(struct simulate_work *work);
/* Their ledgers as of @now_s; and closed, so that a command can have them. */
int simulate_ledgers_open(struct simulate_work *work, int64_t now_s);
void simulate_ledgers_close(struct simulate_work *work);
/* Invitations, codes, register, rosters signed by both, and the quarter's drop folders. The ledgers are closed. 1: a signal ends it. */
int simulate_enrol(struct simulate_work *work, int64_t now_s);
void simulate_teams_clear(struct simulate_work *work);

/* A cohort's window: what people send, with what does not belong there among it. */
int simulate_send(struct simulate_work *work, struct simulate_window *window);
/* And what both offices make of it. */
int simulate_open(struct simulate_work *work, struct simulate_window *window);
/* And what is published of it, once all cohorts are done. */
int simulate_publish(struct simulate_work *work, unsigned index);

/* The window's weeks. */
static inline struct dap_window simulate_span(const struct simulate_window *window)
{
	return (struct dap_window){window->truth.start, window->truth.weeks};
}

#endif
