/* A quarter's cohorts come to be by the officers' own commands, called here as from a command line, at a time of the simulation. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "enrol_code.h"
#include "office_own.h"
#include "officer.h"
#include "option.h"
#include "simulate_work.h"

extern const struct command cmd_officer;

enum { WORDS_MOST = 12 };

/* What a command says is not what the simulation says. */
struct quiet {
	int out, err;
};

static struct quiet quiet_begin(void)
{
	fflush(stdout);
	fflush(stderr);
	struct quiet quiet = {fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)};
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (nowhere >= 0) {
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
		close(nowhere);
	}
	return quiet;
}

static void put_back(int saved, int fd)
{
	if (saved < 0)
		return;
	dup2(saved, fd);
	close(saved);
}

static void quiet_end(struct quiet quiet)
{
	fflush(stdout);
	fflush(stderr);
	put_back(quiet.out, STDOUT_FILENO);
	put_back(quiet.err, STDERR_FILENO);
}

/* "officer WORDS... --dir DIR", the office's. @words ends with NULL. */
static int command(struct simulate_work *work, unsigned party, int64_t now_s, officer_way *way,
		   const char *const *words)
{
	static const struct command *const list[] = {&cmd_officer, NULL};
	_cleanup_(option_line_clear) struct option_line line = {0};
	struct client client = *work->client;
	char *argv[WORDS_MOST + 4] = {(char[]){"evenkeel"}, (char[]){"officer"}};
	int count = 2;

	client.now.wall_ms = now_s * 1000;
	client.json = false;
	for (; *words && count < WORDS_MOST; words++)
		argv[count++] = mem_copy_string(*words);
	argv[count++] = mem_copy_string("--dir");
	argv[count++] = mem_copy_string(work->offices[party].dir);
	int r = option_parse(list, count, argv, &line, work->err);
	struct quiet quiet = quiet_begin();
	if (r == 0)
		r = way(&client, &line.call, work->err);
	quiet_end(quiet);
	while (count > 2)
		free(argv[--count]);
	return r ? -1 : 0;
}
