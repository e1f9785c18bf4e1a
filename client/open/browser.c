#include "browser.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>
#include <sodium.h>

#include <evenkeel/os.h>

#include "html.h"
#include "term.h"

extern char **environ;

static void address(const struct open *open, struct text *ret)
{
	char token[GUARD_HEX];
	guard_hex(open->guard->token, token);
	text_appendf(ret, "http://127.0.0.1:%u/?token=%s", (unsigned)open->guard->port, token);
	sodium_memzero(token, sizeof(token));
}

static int print_address(const struct open *open)
{
	_cleanup_(text_wipe) struct text words = {0};
	address(open, &words);
	puts(text_string(&words));
	fflush(stdout);
	return 0;
}

/* Without a style or anything else of ours: it is seen for a moment at most. */
static void leading_page(const struct open *open, struct text *ret)
{
	_cleanup_(text_wipe) struct text words = {0};
	address(open, &words);
	html_write(ret,
		   "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"referrer\" "
		   "content=\"no-referrer\">\n<meta http-equiv=\"refresh\" content=\"0; url=%s\">\n"
		   "<title>Evenkeel</title>\n</head>\n<body>\n<p><a rel=\"noreferrer\" href=\"%s\">%s</a></p>\n"
		   "</body>\n</html>\n",
		   text_string(&words), text_string(&words), _("To your Evenkeel page"));
}

static int make_file(const char *path)
{
	return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static int write_file(struct open *open, struct error *err)
{
	_cleanup_(text_wipe) struct text page = {0};
	const char *dir = open->client->paths.socket_dir;
	if (paths_make_private(dir, err) < 0)
		return -1;
	if (snprintf(open->file, sizeof(open->file), "%s/open-%08x.html", dir, (unsigned)randombytes_random()) >=
	    (int)sizeof(open->file)) {
		open->file[0] = '\0';
		return error_set(err, ERROR_FAILED,
				 "the path '%.60s…' is too long; set XDG_RUNTIME_DIR to a shorter one", dir);
	}
	leading_page(open, &page);
	int fd = make_file(open->file);
	bool well = fd >= 0 && fd_write_all(fd, page.bytes, page.length) == 0;
	int why = errno;
	if (fd >= 0)
		close(fd);
	if (well)
		return 0;
	browser_came(open);
	return error_set(err, ERROR_FAILED, "cannot write into '%s': %s", dir, strerror(why));
}

/* A session of its own: ^C on our terminal is not meant for the browser. */
static int spawn(const char *const *words, pid_t *ret)
{
	/* posix_spawn takes words that it does not change; its type is older than const. */
	union {
		const char *const *in;
		char *const *out;
	} cast = {.in = words};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	for (int fd = 0; fd <= 2; fd++)
		posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	int failed = posix_spawnp(ret, words[0], &actions, &attributes, cast.out, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

/*
 * From our own unit a browser would be within its limits, and end with it. The manager starts it beside us, and leaves it running for as
 * long as it does, also when xdg-open itself has gone.
 */
static int start(struct open *open)
{
	const char *const here[] = {"xdg-open", open->file, NULL};
	const char *const beside[] = {"systemd-run", "--user",   "--quiet",  "--collect", "--property=ExitType=cgroup",
				      "--",          "xdg-open", open->file, NULL};
	return spawn(open->options.service ? beside : here, &open->browser);
}

/* Words for the terminal; a log gets no address. */
static int could_not(struct open *open, struct error *err)
{
	open->browser = 0;
	browser_came(open);
	if (open->options.service || !isatty(STDOUT_FILENO))
		return error_set(err, ERROR_FAILED,
				 "no browser could be started; 'evenkeel open --no-browser' prints the page's address");
	puts(_("No browser could be started. Take this address to one; it is good once:"));
	return print_address(open);
}

int browser_start(struct open *open, struct error *err)
{
	browser_end(open);
	guard_new_token(open->guard);
	if (!open->options.browser)
		return print_address(open);
	if (write_file(open, err) < 0)
		return -1;
	return start(open) == 0 ? 0 : could_not(open, err);
}

void browser_came(struct open *open)
{
	if (open->file[0] != '\0')
		unlink(open->file);
	open->file[0] = '\0';
}

void browser_reap(struct open *open)
{
	struct error err = {0};
	int status;
	if (open->browser == 0 || waitpid(open->browser, &status, WNOHANG) != open->browser)
		return;
	open->browser = 0;
	/* Some browsers go on within what xdg-open started, and end long after with whatever they like: by then they came. */
	if ((WIFEXITED(status) && WEXITSTATUS(status) == 0) || open->file[0] == '\0')
		return;
	if (could_not(open, &err) == 0)
		return;
	open->code = client_fail(&err);
	event_base_loopbreak(open->base);
}

void browser_end(struct open *open)
{
	browser_came(open);
	open->browser = 0;
}
