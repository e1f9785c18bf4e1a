/*
 * The few things that programs ask the operating system, in one place each: the only clock read, the only look at zone
 * files, the process's own figures, reading and writing to the end, and shutting the doors (no core dump, no ptrace by others). lib/os, used by every shell;
 * the core gets their results as values.
 */
#ifndef EVENKEEL_OS_H
#define EVENKEEL_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <evenkeel/error.h>
#include <evenkeel/instant.h>
#include <evenkeel/zone.h>

/* The only clock read. */
struct instant instant_now(void);
/* D-Bus's clock, which stands still while the machine sleeps: for its timeouts and time stamps alone. */
int64_t monotonic_us(void);
/* The client's: EVENKEEL_NOW freezes the wall clock; a value that is no time is an error, never ignored. */
int instant_now_client(struct instant *ret, struct error *err);

/* The system's zone (TZ, else /etc/localtime) around @wall_s: two years back to two years on. */
struct zone zone_probe(int64_t wall_s);
/* A zone by name, for scenarios and calendars. -1: the system does not know it. */
int zone_probe_named(const char *name, int64_t wall_s, struct zone *ret, struct error *err);

/* PR_SET_DUMPABLE 0, RLIMIT_CORE 0, umask 077. Call first in main. */
void process_harden(void);

struct process_figures {
	uint32_t pss_kib, uss_kib, threads;
	uint64_t wakeups, cpu_ms;
};
/* From /proc/self; zeros where /proc is not there. */
struct process_figures process_figures(void);

/*
 * The path of a program of ours: beside the running one (/proc/self/exe, else AT_EXECFN), else in LIBEXECDIR. @ret_size bytes.
 * -1 when neither is there.
 */
int process_helper(const char *name, char *ret, size_t ret_size, struct error *err);

/*
 * Start @path with the words of @argv (NULL behind the last), @in and @out (-1 = nowhere) as its fd 0 and 1, and of the environment only the
 * variables that begin with one of @passed (NULL behind the last): no path, no editor, nothing that names what the person does.
 * Signals are as at the start of a program. 0 or an errno.
 */
struct process_start {
	const char *path;
	const char *const *argv, *const *passed;
	int in, out;
	bool quiet; /* stderr goes nowhere */
};
int process_spawn(const struct process_start *start, pid_t *ret);

/* All of @size bytes, however often a signal comes in between: 0, or -1 with errno. */
int fd_write_all(int fd, const void *bytes, size_t size);
/* Up to the end of what is there, or of @room: how many bytes, or -1 with errno. */
ssize_t fd_read_all(int fd, void *ret, size_t room);

#endif
