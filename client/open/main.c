/* evenkeel-open: the person's pages in their own browser. Everything worth testing lives elsewhere. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/locale.h>
#include <evenkeel/os.h>

#include "run.h"
#include "team_drop.h"
#include "window.h"

enum {
	OPTION_STORE = 256,
	OPTION_NO_BROWSER,
	OPTION_SERVICE,
	OPTION_END_AFTER,
	OPTION_WINDOW,
	OPTION_HELP,
	OPTION_VERSION
};

static const struct option long_options[] = {
	{"store", required_argument, NULL, OPTION_STORE},      {"no-browser", no_argument, NULL, OPTION_NO_BROWSER},
	{"service", no_argument, NULL, OPTION_SERVICE},        {"end-after", required_argument, NULL, OPTION_END_AFTER},
	{&WINDOW_OPTION[2], no_argument, NULL, OPTION_WINDOW}, {"help", no_argument, NULL, OPTION_HELP},
	{"version", no_argument, NULL, OPTION_VERSION},        {0},
};

struct line {
	const char *store;
	struct open_options options;
	bool window;
};

static int help(void)
{
	fputs(_("usage: evenkeel-open [--no-browser] [--end-after SECONDS] [--store DIR]\n"
		"\n"
		"Shows what Evenkeel can tell you in your own browser: your picture, tips to rate, the weekly review. "
		"It is "
		"usually started by 'evenkeel open', or from a notification.\n"
		"It listens on this computer alone, lets in nobody but the browser that it opened, and ends by "
		"itself.\n"
		"\n"
		"  --no-browser         print the page's address instead of opening it; it is good once\n"
		"  --end-after SECONDS  end when unused for so long (300)\n"
		"  --store DIR          use the store in DIR, a demo's too\n"
		"  --service            started by systemd: have it start the browser, too\n"
		"  --version            print the version\n"
		"  --help               print this\n"
		"\n"
		"Example:\n"
		"  evenkeel-open --no-browser\n"),
	      stdout);
	return 0;
}

static int usage(const char *message)
{
	fprintf(stderr, "evenkeel-open: %s\n", message);
	fprintf(stderr, "%s\n", _("Try 'evenkeel-open --help'."));
	return ERROR_USAGE;
}

static int take_seconds(struct line *line, const char *word)
{
	struct error err = {0};
	long seconds;
	if (client_number(word, "--end-after", 1, 3600, &seconds, &err) < 0)
		return usage(err.message);
	line->options.end_after_s = (int)seconds;
	return -1;
}

/* -1: go on. */
static int take_option(int option, struct line *line)
{
	switch (option) {
	case OPTION_STORE:
		line->store = optarg;
		return *optarg ? -1 : usage(_("--store takes a directory"));
	case OPTION_NO_BROWSER:
		line->options.browser = false;
		return -1;
	case OPTION_SERVICE:
		line->options.service = true;
		return -1;
	case OPTION_END_AFTER:
		return take_seconds(line, optarg);
	case OPTION_WINDOW:
		line->window = true;
		return -1;
	case OPTION_HELP:
		return help();
	case OPTION_VERSION:
		puts("evenkeel-open " EVENKEEL_VERSION);
		return 0;
	default:
		return usage(_("unknown option, or one without its value"));
	}
}

static int parse(int argc, char **argv, struct line *line)
{
	int option, code;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if ((code = take_option(option, line)) >= 0)
			return code;
	return optind < argc ? usage(_("it takes options only")) : -1;
}

/* A closed stdin, stdout or stderr must not become the number of a file we open. */
static void hold_standard_files(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", O_RDWR);
}

int main(int argc, char **argv)
{
	struct line line = {.options = {.browser = true, .end_after_s = RUN_END_AFTER_S}};
	struct client client = {0};
	struct error err = {0};
	hold_standard_files();
	signal(SIGUSR1, SIG_IGN); /* "once more", which may come before the loop runs */
	signal(SIGPIPE, SIG_IGN); /* a browser may go away before its answer is out */
	process_harden();
	locale_begin();
	if (team_drop_wanted(argc, argv))
		return team_drop_child();
	int code = parse(argc, argv, &line);
	if (code >= 0)
		return code;
	if (client_prepare(&client, line.store, false, &err) < 0)
		return client_fail(&err);
	return line.window ? window_main() : run_open(&client, &line.options);
}
