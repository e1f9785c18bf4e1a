/*
 * Reading the calendar's file: evenkeel-calendar is started for each reading, writes its lines, ends. A library that is given a
 * file from anywhere lives in that process, with limits of its own; when it hangs, dies or talks nonsense, one reading is lost.
 *
 * The daemon puts the descriptor into its loop (calendar_run_start, calendar_run_take when it's readable, calendar_run_end);
 * where nothing else can go on before the hours are known, calendar_file_read does all of it, bounded.
 */
#ifndef EVENKEEL_CALENDAR_FILE_H
#define EVENKEEL_CALENDAR_FILE_H

#include <sys/types.h>

#include <evenkeel/calendar.h>
#include <evenkeel/config.h>

#define CALENDAR_LIMIT_MS 5000 /* of one reading; evenkeel-calendar's own limits are lower */

struct calendar_request {
	const struct config *config; /* calendar_file, calendar_shift */
	const char *zone;            /* a zone's name for times without one; NULL = the system's */
	int64_t from_s, to_s;        /* shifts that begin or last in these */
	int64_t busy_from_s;
};
/* What the schedule needs to know at @wall_s. */
struct calendar_request calendar_request_at(const struct config *config, int64_t wall_s);

#define CALENDAR_RUNS_MAX 4 /* at once: one, and those that were killed and hang in a dead network's file */
struct calendar_run {
	pid_t pids[CALENDAR_RUNS_MAX]; /* 0 = reaped; the newest where the others leave room */
	pid_t pid;                     /* the one that is read */
	int fd;                        /* -1 = closed */
	struct calendar_reader reader;
	char line[CALENDAR_LINE_MAX];
	size_t used;
	bool bad; /* a line that is none */
};
void calendar_run_init(struct calendar_run *run);
/* -1: it could not be started; *@ret_fault says why. */
int calendar_run_start(struct calendar_run *run, const struct calendar_request *request,
		       enum calendar_fault *ret_fault);
#define CALENDAR_RUN_MORE 1
/* Take what is there to be read, without waiting. 0: it has said all it will say. */
int calendar_run_take(struct calendar_run *run);
/* End it if it still runs; @ret gets what it read, or the fault. @timeout: its time was over. */
void calendar_run_end(struct calendar_run *run, bool timeout, struct calendar *ret);

/* Take the exit of those that ended; some time later, for one that took its time to die. How many are left. */
int calendar_run_reap(struct calendar_run *run);

/* All at once; at most @limit_ms. */
void calendar_file_read(const struct calendar_request *request, int limit_ms, struct calendar *ret);

#endif
