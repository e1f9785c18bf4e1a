#include "notify.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <evenkeel/mem.h>

static bool write_all(const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

bool report(const struct prompt_event *event, const char *const *caps)
{
	_cleanup_(text_clear) struct text line = {0};
	prompt_event_encode(event, caps, &line);
	return write_all(line.bytes, line.length);
}

bool report_failed(enum prompt_failed failed)
{
	report_code(prompt_failed_words(failed));
	return report(&(struct prompt_event){.type = PROMPT_FAILED, .failed = failed}, NULL);
}

void report_code(const char *code)
{
	fprintf(stderr, "evenkeel-notify: %s\n", code);
}

/* Only what a signal handler may do; the line is the one that prompt_event_encode writes. */
static void out_of_time(int signal_number)
{
	(void)signal_number;
	static const char line[] = "failed no-server\n", code[] = "evenkeel-notify: timeout\n";
	ssize_t n = write(STDERR_FILENO, code, sizeof code - 1);
	n = write(STDOUT_FILENO, line, sizeof line - 1);
	_exit(n < 0);
}

void report_bound(unsigned int limit_s)
{
	signal(SIGALRM, out_of_time);
	alarm(limit_s);
}
