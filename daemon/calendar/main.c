/*
 * evenkeel-calendar: reads one .ics file, prints the lines of <evenkeel/calendar.h>, ends. The daemon and the client start it; the limits
 * it sets itself are there because a file may come from anywhere.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "calendar.h"
#include "ics.h"

#define CPU_S (SANITIZED ? 60 : 4)
#define DATA_MAX (48ul * 1024 * 1024)
#define FILES_MAX 16

/* A sanitizer's own memory is far beyond any limit of ours. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static int usage(void)
{
	fputs("usage: evenkeel-calendar [--shift WORDS] FILE FROM TO BUSY-FROM [ZONE]\n"
	      "Prints the shifts and busy times of an iCalendar file. FROM, TO and BUSY-FROM are seconds since 1970 "
	      "(UTC).\n"
	      "Started by evenkeeld and evenkeel; see evenkeel-calendar(8).\n",
	      stderr);
	return 2;
}

static void print(const struct calendar *calendar)
{
	_cleanup_(text_clear) struct text lines = {0};

	calendar_encode(calendar, &lines);
	fwrite(lines.bytes, 1, lines.length, stdout);
	fflush(stdout);
}

/* Everything is printed at the end, so nothing stands there yet. */
static void on_limit(int number)
{
	static const char lines[] = "calendar 1\nfailed 0 too-long\nend\n";

	(void)number;
	_exit(write(STDOUT_FILENO, lines, sizeof(lines) - 1) > 0 ? 0 : 1);
}

static void limit(int resource, rlim_t soft, rlim_t hard)
{
	const struct rlimit limits = {.rlim_cur = soft, .rlim_max = hard};

	/* Where a service manager forbids it, the manager's own limits and the starter's patience are left. */
	(void)setrlimit((__rlimit_resource_t)resource, &limits);
}

static void set_limits(void)
{
	signal(SIGXCPU, on_limit);
	limit(RLIMIT_CPU, CPU_S, CPU_S + 1);
	limit(RLIMIT_NOFILE, FILES_MAX, FILES_MAX);
	if (!SANITIZED)
		limit(RLIMIT_DATA, DATA_MAX, DATA_MAX);
}

static enum calendar_fault fault_of(int error)
{
	if (error == ENOENT || error == ENOTDIR)
		return CALENDAR_MISSING;
	return error == EACCES || error == EPERM ? CALENDAR_FORBIDDEN : CALENDAR_READ;
}

/* NULL, with the fault in @ret. Not blocking: a named pipe in the place of the file is none. */
static FILE *open_file(const char *path, enum calendar_fault *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat about;

	*ret = CALENDAR_FINE;
	if (fd < 0)
		*ret = fault_of(errno);
	else if (fstat(fd, &about) < 0)
		*ret = CALENDAR_READ;
	else if (!S_ISREG(about.st_mode))
		*ret = CALENDAR_NO_FILE;
	else if (about.st_size > ICS_FILE_MAX)
		*ret = CALENDAR_TOO_LARGE;
	if (*ret == CALENDAR_FINE)
		return fdopen(fd, "r");
	if (fd >= 0)
		close(fd);
	return NULL;
}

static int number(const char *word, int64_t *ret)
{
	char *end;

	errno = 0;
	*ret = strtoll(word, &end, 10);
	return errno == 0 && end != word && *end == '\0' && *ret > -INT64_C(100000000000) &&
			       *ret < INT64_C(250000000000)
		       ? 0
		       : -1;
}

static int parse(int argc, char **argv, struct job *job)
{
	static const struct option options[] = {{"shift", required_argument, NULL, 's'}, {0}};
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option != 's')
			return -1;
		job->shift_words = optarg;
	}
	int words = argc - optind;
	if ((words != 4 && words != 5) || number(argv[optind + 1], &job->from_s) < 0 ||
	    number(argv[optind + 2], &job->to_s) < 0 || number(argv[optind + 3], &job->busy_from_s) < 0)
		return -1;
	job->zone = words == 5 ? argv[optind + 4] : NULL;
	return 0;
}

int main(int argc, char **argv)
{
	struct job job = {.shift_words = ""};

	process_harden();
	set_limits();
	(void)setlocale(LC_CTYPE, "C.UTF-8"); /* for upper and lower case */
	if (parse(argc, argv, &job) < 0)
		return usage();
	struct calendar *calendar = mem_new(1, sizeof(*calendar));
	FILE *file = open_file(argv[optind], &calendar->fault);
	if (file) {
		calendar_work_out(file, &job, calendar);
		fclose(file);
	}
	print(calendar);
	free(calendar);
	return 0;
}
