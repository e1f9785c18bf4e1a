/*
 * The notifier with helpers that are shell scripts: whatever one does, each prompt has exactly one outcome, there is never more
 * than one helper, and none is left behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/mem.h>

#include "../../daemon/notifier.h"

#define HURRY_MS 300

struct world {
	struct event_base *base;
	struct notifier *notifier;
	struct text said; /* "shown action1 " */
	struct prompt_text prompt, next;
	bool until_shown; /* then that is enough */
	bool show_next;   /* inside the first outcome's callback */
	int outcomes, wanted;
	struct event *quiet, *limit;
	char dir[256], helper[288];
	int terminal[2]; /* [1] is the person's end */
	int log[2];
};

/* --- callbacks --- */

static void outcome(struct world *world)
{
	world->outcomes++;
	if (world->show_next) {
		world->show_next = false;
		notifier_show(world->notifier, &world->next);
	}
	/* What must not come after the last one has a moment to come. */
	if (world->outcomes == world->wanted)
		event_add(world->quiet, &(struct timeval){.tv_usec = 100000});
}

static void on_shown(void *context)
{
	struct world *world = context;
	text_append(&world->said, "shown ");
	if (world->until_shown)
		event_base_loopbreak(world->base);
}

static void on_action(void *context, int action)
{
	struct world *world = context;
	text_appendf(&world->said, "action%d ", action);
	outcome(world);
}

static void on_closed(void *context, enum prompt_closed reason)
{
	struct world *world = context;
	text_append(&world->said, reason == CLOSED_EXPIRED ? "expired " : "closed ");
	outcome(world);
}

static void on_undelivered(void *context, const char *why)
{
	struct world *world = context;
	text_appendf(&world->said, "undelivered:%s ", why);
	outcome(world);
}

static const struct notifier_events events = {
	.shown = on_shown,
	.action = on_action,
	.closed = on_closed,
	.undelivered = on_undelivered,
};

static void on_limit(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct world *world = context;
	text_append(&world->said, "TOO LONG ");
	event_base_loopbreak(world->base);
}

static void on_quiet(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	event_base_loopbreak(((struct world *)context)->base);
}

/* --- a world of its own for each test --- */

static int set_up(void **state)
{
	struct world *world = mem_new(1, sizeof *world);
	const char *tmp = getenv("TMPDIR");
	snprintf(world->dir, sizeof world->dir, "%.200s/notifier.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(world->dir));
	snprintf(world->helper, sizeof world->helper, "%s/helper", world->dir);
	setenv("WORLD", world->dir, 1); /* must not reach a helper */
	setenv("HOME", world->dir, 1);
	world->base = event_base_new();
	world->quiet = evtimer_new(world->base, on_quiet, world);
	world->limit = evtimer_new(world->base, on_limit, world);
	world->prompt = (struct prompt_text){.summary = "How much strain?",
					     .body = "A line.",
					     .action_count = 2,
					     .actions = {"Not at all", "Somewhat"},
					     .life_s = 60};
	world->next = world->prompt;
	snprintf(world->next.summary, sizeof world->next.summary, "Next?");
	world->wanted = 1;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, world->terminal), 0);
	assert_int_equal(pipe2(world->log, O_CLOEXEC | O_NONBLOCK), 0);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;
	char command[512];
	notifier_free(world->notifier);
	/* Those that still have to take a notification from the screen end by themselves: their input is closed. */
	while (waitpid(-1, NULL, 0) > 0)
		;
	event_free(world->quiet);
	event_free(world->limit);
	event_base_free(world->base);
	for (int i = 0; i < 2; i++) {
		close(world->terminal[i]);
		close(world->log[i]);
	}
	text_clear(&world->said);
	snprintf(command, sizeof command, "rm -rf '%s'", world->dir);
	assert_int_equal(system(command), 0);
	free(world);
	return 0;
}

/* A helper in sh. $D is the test's directory; it starts there. */
static void write_helper(struct world *world, const char *script)
{
	FILE *file = fopen(world->helper, "we");
	assert_non_null(file);
	fprintf(file,
		"#!/bin/sh\nD='%s'; cd \"$D\"\n"
		"upto() { while read -r l; do case $l in $1) return 0 ;; esac; done; return 1; }\n"
		"if [ \"$1\" = --probe ]; then probe=1; else probe=0; upto end; fi\n%s\n",
		world->dir, script);
	assert_int_equal(fchmod(fileno(file), 0700), 0);
	fclose(file);
}

static void start(struct world *world, enum notifier_kind kind)
{
	const struct notifier_options options = {
		.kind = kind,
		.helper = world->helper,
		.in_fd = world->terminal[0],
		.out_fd = world->terminal[0],
		.log_fd = world->log[1],
		.show_limit_ms = HURRY_MS * 3,
		.close_limit_ms = HURRY_MS,
	};
	world->notifier = notifier_new(world->base, &options, &events, world);
}

static const char *run(struct world *world)
{
	event_add(world->limit, &(struct timeval){.tv_sec = 20});
	event_base_dispatch(world->base);
	event_del(world->limit);
	return text_string(&world->said);
}

static const char *show_and_run(struct world *world)
{
	notifier_show(world->notifier, &world->prompt);
	return run(world);
}

static const char *file(struct world *world, const char *name)
{
	static char bytes[4096];
	char path[512];
	snprintf(path, sizeof path, "%s/%s", world->dir, name);
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(bytes, 1, sizeof bytes - 1, f) : 0;
	bytes[n] = '\0';
	if (f)
		fclose(f);
	return bytes;
}

/* Run the loop until @name is there. */
static void wait_for_file(struct world *world, const char *name)
{
	for (int i = 0; i < 500 && !*file(world, name); i++) {
		event_add(world->quiet, &(struct timeval){.tv_usec = 20000});
		event_base_dispatch(world->base);
	}
	assert_string_not_equal(file(world, name), "");
}

/* --- one prompt, whatever the helper does --- */

#define PROBED "[ $probe = 1 ] && { echo 'caps Fake 7.1 actions'; exit 0; }\n"
#define UP PROBED "echo 'caps Fake 7.1 actions'; echo shown\n"

static const struct {
	const char *name, *script, *said;
} cases[] = {
	{"an answer", UP "echo action 1; upto close; echo closed by-call", "shown action1 "},
	{"closed", UP "echo closed dismissed", "shown closed "},
	{"expired", UP "echo closed expired", "shown expired "},
	{"what follows an answer is ignored", UP "echo action 1; echo action 0; echo closed dismissed",
	 "shown action1 "},
	{"what follows a close is ignored", UP "echo closed dismissed; echo action 0", "shown closed "},
	{"an answer before it is shown is none", PROBED "echo caps F 1; echo action 1; echo shown; echo closed unknown",
	 "shown closed "},
	{"a button that was not offered is no answer", UP "echo action 2; echo closed dismissed", "shown closed "},
	{"shown counts once", UP "echo shown; echo closed dismissed", "shown closed "},
	{"no server", PROBED "echo failed no-server", "undelivered:no-server "},
	{"the server dies", UP "echo failed server-lost", "shown undelivered:server-lost "},
	{"it ends at once", PROBED "exit 0", "undelivered:exit "},
	{"it ends after showing", UP "exit 0", "shown undelivered:exit "},
	{"it crashes", UP "kill -SEGV $$", "shown undelivered:exit "},
	{"a line that is none", UP "echo nonsense; echo action 1; upto close", "shown undelivered:exit "},
	{"an endless line", UP "i=0; while [ $i -lt 200 ]; do printf 0123456789; i=$((i+1)); done; upto close",
	 "shown undelivered:exit "},
	{"the last line lacks its end", UP "printf 'action 1'", "shown undelivered:exit "},
	{"it hangs", PROBED "exec sleep 100", "undelivered:timeout "},
	{"it hangs after caps", PROBED "echo caps F 1; exec sleep 100", "undelivered:timeout "},
	{"shown without caps is not shown", PROBED "echo shown; exec sleep 100", "undelivered:timeout "},
};

static void test_case(void **state)
{
	struct world *world = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		write_helper(world, cases[i].script);
		start(world, NOTIFIER_DESKTOP);
		text_clear(&world->said);
		world->outcomes = 0;
		const char *said = show_and_run(world);
		if (strcmp(said, cases[i].said) != 0)
			fail_msg("%s: said \"%s\", wanted \"%s\"", cases[i].name, said, cases[i].said);
		world->notifier = notifier_free(world->notifier);
	}
}

static void test_gone_helper_is_reaped(void **state)
{
	struct world *world = *state;
	write_helper(world, PROBED "echo $$ >pid; exec sleep 100");
	start(world, NOTIFIER_DESKTOP);
	show_and_run(world);
	assert_int_not_equal(atoi(file(world, "pid")), 0);
	assert_int_equal(kill(atoi(file(world, "pid")), 0), -1);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void test_helper_missing(void **state)
{
	struct world *world = *state;
	start(world, NOTIFIER_DESKTOP);
	assert_string_equal(show_and_run(world), "undelivered:no-helper ");
	assert_string_equal(notifier_name(world->notifier), "desktop");
	assert_string_equal(notifier_why(world->notifier), "evenkeel-notify cannot be started");
}

/* The next prompt, asked for inside the callback, starts after the last helper is gone, though that one ignores "close". */
static void test_one_at_a_time(void **state)
{
	struct world *world = *state;
	write_helper(world, PROBED "if [ -e first ]; then kill -0 $(cat first) 2>/dev/null && echo two >two;\n"
				   "echo 'caps F 1'; echo shown; echo action 1; upto close; exit; fi\n"
				   "echo $$ >first; echo 'caps F 1'; echo shown; echo action 0; exec sleep 100");
	start(world, NOTIFIER_DESKTOP);
	world->show_next = true;
	world->wanted = 2;
	assert_string_equal(show_and_run(world), "shown action0 shown action1 ");
	assert_string_equal(file(world, "two"), "");
}

static void test_close_says_nothing(void **state)
{
	struct world *world = *state;
	write_helper(world, UP "echo up >up; upto close && echo told >told; echo action 1; echo closed by-call");
	start(world, NOTIFIER_DESKTOP);
	notifier_show(world->notifier, &world->prompt);
	wait_for_file(world, "up");
	notifier_close(world->notifier);
	notifier_close(world->notifier);
	wait_for_file(world, "told");
	event_add(world->quiet, &(struct timeval){.tv_usec = 100000});
	event_base_dispatch(world->base);
	assert_null(strstr(text_string(&world->said), "action"));
	assert_null(strstr(text_string(&world->said), "closed"));
	assert_int_equal(world->outcomes, 0);
}

static void test_show_takes_back(void **state)
{
	struct world *world = *state;
	write_helper(world, PROBED "if [ -e up ]; then echo caps F 1; echo shown; echo action 1; upto close; exit; fi\n"
				   "echo caps F 1; echo up >up; upto close; echo closed dismissed");
	start(world, NOTIFIER_DESKTOP);
	notifier_show(world->notifier, &world->prompt);
	wait_for_file(world, "up");
	notifier_show(world->notifier, &world->next);
	assert_string_equal(run(world), "shown action1 ");
}

static void test_life_ends(void **state)
{
	struct world *world = *state;
	write_helper(world, UP "upto close; echo told >told; echo closed by-call");
	start(world, NOTIFIER_DESKTOP);
	world->prompt.life_s = 1;
	assert_string_equal(show_and_run(world), "shown expired ");
	wait_for_file(world, "told");
}

static void test_life_ends_for_the_log(void **state)
{
	struct world *world = *state;
	char line[256] = {0};
	start(world, NOTIFIER_LOG);
	world->prompt.life_s = 1;
	assert_string_equal(show_and_run(world), "shown expired ");
	assert_true(read(world->log[0], line, sizeof line - 1) > 0);
	assert_string_equal(line, "evenkeeld: prompt 1 shown\nevenkeeld: prompt 1 closed\n");
}

/* What a helper is given: the prompt, six kinds of variables, three descriptors. */
static void test_bare_helper(void **state)
{
	struct world *world = *state;
	int open_fd = fcntl(world->terminal[1], F_DUPFD, 9); /* survives an exec */
	setenv("LC_TIME", "C", 1);
	setenv("LANGUAGE", "th", 1);
	write_helper(world, PROBED "env >env; { true >&9; } 2>/dev/null && echo open >open\n"
				   "echo 'caps F 1'; echo shown; echo closed dismissed");
	start(world, NOTIFIER_DESKTOP);
	assert_string_equal(show_and_run(world), "shown closed ");
	close(open_fd);
	const char *env = file(world, "env");
	assert_non_null(strstr(env, "HOME="));
	assert_non_null(strstr(env, "LC_TIME="));
	assert_non_null(strstr(env, "LANGUAGE=th"));
	assert_null(strstr(env, "WORLD="));
	assert_null(strstr(env, "TMPDIR="));
	assert_string_equal(file(world, "open"), "");
	unsetenv("LC_TIME");
	unsetenv("LANGUAGE");
}

/* --- the choice --- */

static void test_auto_takes_the_desktop(void **state)
{
	struct world *world = *state;
	write_helper(world, UP "echo action 0; upto close");
	start(world, NOTIFIER_AUTO);
	assert_string_equal(show_and_run(world), "shown action0 ");
	assert_string_equal(notifier_name(world->notifier), "desktop (Fake 7.1)");
	assert_string_equal(notifier_why(world->notifier), "");
}

static const struct {
	const char *script, *why;
} probes[] = {
	{"echo failed no-server", "no notification server answered"},
	{"echo failed no-bus", "there is no session bus"},
	{"exec sleep 100", "the notification server does not answer"},
	{"echo nonsense", "the last prompt could not be shown"},
	{"exit 1", "the last prompt could not be shown"},
};

/* stdin is no terminal here: the log is what remains. It has a number, and nothing of the prompt. */
static void test_auto_falls_back(void **state)
{
	struct world *world = *state;
	world->until_shown = true;
	for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
		write_helper(world, probes[i].script);
		start(world, NOTIFIER_AUTO);
		text_clear(&world->said);
		assert_string_equal(show_and_run(world), "shown ");
		assert_string_equal(notifier_name(world->notifier), "log");
		assert_string_equal(notifier_why(world->notifier), probes[i].why);
		world->notifier = notifier_free(world->notifier);
	}
	char lines[1024] = {0};
	assert_true(read(world->log[0], lines, sizeof lines - 1) > 0);
	assert_null(strstr(lines, "strain"));
	assert_null(strstr(lines, "Somewhat"));
}

/* The server answers the probe, then goes: that prompt is undelivered, the next one goes to the log, the third finds it back. */
static void test_auto_decides_again(void **state)
{
	struct world *world = *state;
	world->prompt.life_s = world->next.life_s = 1;
	write_helper(world,
		     "[ -e gone ] && [ ! -e back ] && { echo failed no-server; exit 0; }\n" UP
		     "[ -e back ] || { echo x >gone; echo failed server-lost; exit 0; }\necho action 1; upto close");
	start(world, NOTIFIER_AUTO);
	world->show_next = true;
	world->wanted = 2;
	assert_string_equal(show_and_run(world), "shown undelivered:server-lost shown expired ");
	assert_string_equal(notifier_name(world->notifier), "log");
	char path[512];
	snprintf(path, sizeof path, "%s/back", world->dir);
	close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	text_clear(&world->said);
	world->wanted = 3;
	assert_string_equal(show_and_run(world), "shown action1 ");
	assert_string_equal(notifier_name(world->notifier), "desktop (Fake 7.1)");
}

static void test_kind_words(void **state)
{
	(void)state;
	enum notifier_kind kind = NOTIFIER_LOG;
	assert_int_equal(notifier_kind_parse("auto", &kind), 0);
	assert_int_equal(kind, NOTIFIER_AUTO);
	assert_int_equal(notifier_kind_parse("terminal", &kind), 0);
	assert_int_equal(kind, NOTIFIER_TERMINAL);
	assert_int_equal(notifier_kind_parse("Terminal", &kind), -1);
	assert_int_equal(notifier_kind_parse("", &kind), -1);
	assert_int_equal(kind, NOTIFIER_TERMINAL);
}

/* --- the terminal --- */

static const struct {
	const char *typed, *said;
	int asked; /* how often it asks for a number */
} lines[] = {
	{"1\n", "shown action0 ", 1},
	{"2\r\n", "shown action1 ", 1},
	{" 2 \n", "shown action1 ", 1},
	{"\n", "shown closed ", 1},
	{"3\n2\n", "shown action1 ", 2},
	{"0\nyes\n1\n", "shown action0 ", 3},
	{"11111111111111111111111111111111111111\n2\n", "shown action1 ", 2},
	{"2\n1\n1\n", "shown action1 ", 1},
};

static int count(const char *haystack, const char *needle)
{
	int n = 0;
	while ((haystack = strstr(haystack, needle)) != NULL) {
		n++;
		haystack += strlen(needle);
	}
	return n;
}

static void test_terminal(void **state)
{
	struct world *world = *state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		char printed[4096] = {0};
		start(world, NOTIFIER_TERMINAL);
		text_clear(&world->said);
		world->outcomes = 0;
		assert_true(write(world->terminal[1], lines[i].typed, strlen(lines[i].typed)) > 0);
		const char *said = show_and_run(world);
		if (strcmp(said, lines[i].said) != 0)
			fail_msg("typed \"%s\": said \"%s\", wanted \"%s\"", lines[i].typed, said, lines[i].said);
		assert_true(read(world->terminal[1], printed, sizeof printed - 1) > 0);
		assert_int_equal(count(printed, "Enter alone"), lines[i].asked);
		assert_non_null(strstr(printed, "How much strain?\nA line.\n  1  Not at all\n  2  Somewhat\n"));
		assert_string_equal(notifier_name(world->notifier), "terminal");
		world->notifier = notifier_free(world->notifier);
	}
}

static void test_terminal_gone(void **state)
{
	struct world *world = *state;
	start(world, NOTIFIER_TERMINAL);
	shutdown(world->terminal[1], SHUT_RDWR);
	assert_string_equal(show_and_run(world), "undelivered:no-terminal ");
}

/* What is typed while nothing is asked is not read: it may be meant for the shell. */
static void test_terminal_reads_only_when_open(void **state)
{
	struct world *world = *state;
	char typed[8] = {0};
	start(world, NOTIFIER_TERMINAL);
	assert_int_equal(write(world->terminal[1], "1\n", 2), 2);
	event_add(world->quiet, &(struct timeval){.tv_usec = 50000});
	event_base_dispatch(world->base);
	assert_int_equal(read(world->terminal[0], typed, sizeof typed), 2);
	assert_int_equal(world->outcomes, 0);
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(test_case),
		WITH_WORLD(test_gone_helper_is_reaped),
		WITH_WORLD(test_helper_missing),
		WITH_WORLD(test_one_at_a_time),
		WITH_WORLD(test_close_says_nothing),
		WITH_WORLD(test_show_takes_back),
		WITH_WORLD(test_life_ends),
		WITH_WORLD(test_life_ends_for_the_log),
		WITH_WORLD(test_bare_helper),
		WITH_WORLD(test_auto_takes_the_desktop),
		WITH_WORLD(test_auto_falls_back),
		WITH_WORLD(test_auto_decides_again),
		cmocka_unit_test(test_kind_words),
		WITH_WORLD(test_terminal),
		WITH_WORLD(test_terminal_gone),
		WITH_WORLD(test_terminal_reads_only_when_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
