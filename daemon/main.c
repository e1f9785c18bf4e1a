/* evenkeeld: decides what to ask and when, and seals the answers. Everything worth testing lives elsewhere. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/locale.h>
#include <evenkeel/os.h>

#include "app_run.h"
#include "copier.h"
#include "sender.h"

enum {
	OPTION_NOTIFY = 256,
	OPTION_STORE,
	OPTION_FOREGROUND,
	OPTION_BACKUP,
	OPTION_SEND,
	OPTION_AUTOSTART,
	OPTION_HELP,
	OPTION_VERSION
};

static const struct option long_options[] = {
	{"notify", required_argument, NULL, OPTION_NOTIFY},
	{"store", required_argument, NULL, OPTION_STORE},
	{"foreground", no_argument, NULL, OPTION_FOREGROUND},
	{"autostart", no_argument, NULL, OPTION_AUTOSTART},
	{"help", no_argument, NULL, OPTION_HELP},
	{"version", no_argument, NULL, OPTION_VERSION},
	{"backup", no_argument, NULL, OPTION_BACKUP},
	{"send", no_argument, NULL, OPTION_SEND},
	{0},
};

static int help(void)
{
	fputs(_("usage: evenkeeld [--notify=WHERE] [--store DIR]\n"
		"\n"
		"Evenkeel's background part: it decides what to ask and when, and seals the answers so that only you "
		"can open them.\n"
		"It is usually started by the desktop: systemctl --user enable --now evenkeeld\n"
		"\n"
		"  --notify=WHERE  where prompts are shown: desktop, terminal, log, or auto (the best that works)\n"
		"  --store DIR     use the store in DIR, a demo's too\n"
		"  --autostart     end quietly where another one runs; for a session's autostart\n"
		"  --foreground    stay in the foreground, as it always does\n"
		"  --backup        make the weekly backup if it is due, and end; it starts itself so\n"
		"  --send          pass on what waits for your team's figures and is due, and end; it starts itself "
		"so\n"
		"  --version       print the version\n"
		"  --help          print this\n"
		"\n"
		"Example: ask in this terminal, and come with a check-in at once (the second line in another "
		"terminal):\n"
		"  evenkeeld --notify=terminal\n"
		"  evenkeel now checkin\n"),
	      stdout);
	return 0;
}

static int usage(const char *message)
{
	fprintf(stderr, "evenkeeld: %s\n", message);
	fprintf(stderr, "%s\n", _("Try 'evenkeeld --help'."));
	return ERROR_USAGE;
}

static int parse_notify(struct run_options *options, const char *word)
{
	options->notify_named = true;
	return notifier_kind_parse(word, &options->notify) == 0
		       ? -1
		       : usage(_("--notify takes desktop, terminal, log or auto"));
}

/* -1: go on. */
static int take_option(int option, struct run_options *options)
{
	switch (option) {
	case OPTION_NOTIFY:
		return parse_notify(options, optarg);
	case OPTION_STORE:
		options->store = optarg;
		return *optarg ? -1 : usage(_("--store takes a directory"));
	case OPTION_FOREGROUND:
		return -1;
	case OPTION_BACKUP:
		options->backup = true;
		return -1;
	case OPTION_SEND:
		options->send = true;
		return -1;
	case OPTION_AUTOSTART:
		options->autostart = true;
		return -1;
	case OPTION_HELP:
		return help();
	case OPTION_VERSION:
		puts("evenkeeld " EVENKEEL_VERSION);
		return 0;
	default:
		return usage(_("unknown option, or one without its value"));
	}
}

static int parse(int argc, char **argv, struct run_options *options)
{
	int option, code;

	opterr = 0;
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if ((code = take_option(option, options)) >= 0)
			return code;
	}
	return optind < argc ? usage(_("it takes options only")) : -1;
}

/* What a session's autostart need not trouble anybody with: somebody serves already, or was not asked to yet. */
static bool is_fine(const struct run_options *options, const struct error *err)
{
	return options->autostart && (err->kind == ERROR_INSTANCE || err->kind == ERROR_NOTHING);
}

static int run(const struct run_options *options, struct error *err)
{
	if (options->backup)
		return copier_run(options->store, err);
	return options->send ? sender_run(options->store, err) : app_run(options, err);
}

/* A closed stdin, stdout or stderr must not become the number of a file we open. */
static void hold_standard_files(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", O_RDWR);
	}
}

int main(int argc, char **argv)
{
	struct run_options options = {0};
	struct error err = {0};
	int code;

	hold_standard_files();
	process_harden();
	mallopt(M_ARENA_MAX, 1);
	locale_begin();
	code = parse(argc, argv, &options);
	if (code >= 0)
		return code;
	if (run(&options, &err) == 0)
		return 0;
	if (is_fine(&options, &err))
		return 0;
	fprintf(stderr, "evenkeeld: %s\n", err.message);
	return err.kind;
}
