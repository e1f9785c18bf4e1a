#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/os.h>

#include "command.h"

static const struct command_option options[] = {
	{"no-browser", NULL, N_("print the page's address instead; it is good once")},
	{"end-after", "SECONDS", N_("end when unused for so long (300)")},
	{NULL, NULL, NULL},
};

enum { WORDS_MOST = 8 };

/* In our place: what the person closes or stops on this terminal is the page itself. */
static int become(const char *path, const char *const *words, struct error *err)
{
	/* exec takes words that it does not change; its type is older than const */
	union {
		const char *const *in;
		char *const *out;
	} cast = {.in = words};
	fflush(stdout);
	execv(path, cast.out);
	return error_set(err, ERROR_FAILED, "cannot start '%s': %s", path, strerror(errno));
}

static int run(struct client *client, const struct command_call *call)
{
	const char *words[WORDS_MOST] = {"evenkeel-open"};
	const char *end_after = command_value(call, "end-after");
	char path[PATH_SIZE];
	struct error err = {0};
	int count = 1;
	long seconds;
	if (client_words(call, 0, 0, &err) < 0 || process_helper("evenkeel-open", path, sizeof(path), &err) < 0 ||
	    (end_after != NULL && client_number(end_after, "--end-after", 1, 3600, &seconds, &err) < 0))
		return client_fail(&err);
	if (client->store_dir != NULL) {
		words[count++] = "--store";
		words[count++] = client->store_dir;
	}
	if (end_after != NULL) {
		words[count++] = "--end-after";
		words[count++] = end_after;
	}
	if (command_value(call, "no-browser") != NULL)
		words[count++] = "--no-browser";
	become(path, words, &err);
	return client_fail(&err);
}

const struct command cmd_open = {
	.name = "open",
	.summary = N_("your picture, tips and the weekly review in the browser"),
	.help = N_(
		"Opens a page in your browser that comes from this computer and goes nowhere else: your picture, tips "
		"to rate, and the weekly review to fill in. It asks for your passphrase, in a window or on the page; "
		"the review needs none. Only the browser that it opened can see it, and it ends by itself when it is "
		"not used; so does the command. Where no browser can be started, --no-browser prints the address for "
		"you to take to one.\n"
		"\n"
		"  evenkeel open\n"
		"  evenkeel open --no-browser"),
	.options = options,
	.run = run,
};
