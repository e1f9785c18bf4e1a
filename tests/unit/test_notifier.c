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
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "notifier_world.h"

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
		world->show_limit_ms = strstr(cases[i].said, "timeout") ? HURRY_MS : PATIENT_MS;
		world_write_helper(world, cases[i].script);
		world_start(world, NOTIFIER_DESKTOP);
		text_clear(&world->said);
		world->outcomes = 0;
		const char *said = world_show_and_run(world);
		if (strcmp(said, cases[i].said) != 0)
			fail_msg("%s: said \"%s\", wanted \"%s\"", cases[i].name, said, cases[i].said);
		world->notifier = notifier_free(world->notifier);
	}
}

static void test_gone_helper_is_reaped(void **state)
{
	struct world *world = *state;
	world->show_limit_ms = HURRY_MS;
	world_write_helper(world, PROBED "echo $$ >pid; exec sleep 100");
	world_start(world, NOTIFIER_DESKTOP);
	world_show_and_run(world);
	assert_int_not_equal(atoi(world_file(world, "pid")), 0);
	assert_int_equal(kill(atoi(world_file(world, "pid")), 0), -1);
	assert_int_equal(waitpid(atoi(world_file(world, "pid")), NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void test_helper_missing(void **state)
{
	struct world *world = *state;
	world_start(world, NOTIFIER_DESKTOP);
	assert_string_equal(world_show_and_run(world), "undelivered:no-helper ");
	assert_string_equal(notifier_name(world->notifier), "desktop");
	assert_string_equal(notifier_why(world->notifier), "evenkeel-notify cannot be started");
}

/* The next prompt, asked for inside the callback, starts after the last helper is gone, though that one ignores "close". */
static void test_one_at_a_time(void **state)
{
	struct world *world = *state;
	world_write_helper(world, PROBED "if [ -e first ]; then kill -0 $(cat first) 2>/dev/null && echo two >two;\n"
					 "echo 'caps F 1'; echo shown; echo action 1; upto close; exit; fi\n"
					 "echo $$ >first; echo 'caps F 1'; echo shown; echo action 0; exec sleep 100");
	world->close_limit_ms = HURRY_MS;
	world_start(world, NOTIFIER_DESKTOP);
	world->show_next = true;
	world->wanted = 2;
	assert_string_equal(world_show_and_run(world), "shown action0 shown action1 ");
	assert_string_equal(world_file(world, "two"), "");
}

/* The second click of a double click comes within 400 ms, and would hit the next question. */
static void test_double_click(void **state)
{
	struct world *world = *state;
	world_write_helper(world, UP "echo action 0; upto close");
	world_start(world, NOTIFIER_DESKTOP);
	world->show_next = true;
	world->wanted = 2;
	assert_string_equal(world_show_and_run(world), "shown action0 shown action0 ");
	assert_true(world->shown_ms - world->action_ms > 400);
}

static void test_close_says_nothing(void **state)
{
	struct world *world = *state;
	world_write_helper(world, UP "echo up >up; upto close && echo told >told; echo action 1; echo closed by-call");
	world_start(world, NOTIFIER_DESKTOP);
	notifier_show(world->notifier, &world->prompt);
	world_wait_for_file(world, "up");
	notifier_close(world->notifier);
	notifier_close(world->notifier);
	world_wait_for_file(world, "told");
	event_add(world->quiet, &(struct timeval){.tv_usec = 100000});
	event_base_dispatch(world->base);
	assert_null(strstr(text_string(&world->said), "action"));
	assert_null(strstr(text_string(&world->said), "closed"));
	assert_int_equal(world->outcomes, 0);
}

static void test_show_takes_back(void **state)
{
	struct world *world = *state;
	world_write_helper(world,
			   PROBED "if [ -e up ]; then echo caps F 1; echo shown; echo action 1; upto close; exit; fi\n"
				  "echo caps F 1; echo up >up; upto close; echo closed dismissed");
	world_start(world, NOTIFIER_DESKTOP);
	notifier_show(world->notifier, &world->prompt);
	world_wait_for_file(world, "up");
	notifier_show(world->notifier, &world->next);
	assert_string_equal(world_run(world), "shown action1 ");
}

static void test_life_ends(void **state)
{
	struct world *world = *state;
	world_write_helper(world, UP "upto close; echo told >told; echo closed by-call");
	world_start(world, NOTIFIER_DESKTOP);
	world->prompt.life_s = 1;
	assert_string_equal(world_show_and_run(world), "shown expired ");
	world_wait_for_file(world, "told");
}

static void test_life_ends_for_the_log(void **state)
{
	struct world *world = *state;
	char line[256] = {0};
	world_start(world, NOTIFIER_LOG);
	world->prompt.life_s = 1;
	assert_string_equal(world_show_and_run(world), "shown expired ");
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
	world_write_helper(world, PROBED "env >env; { true >&9; } 2>/dev/null && echo open >open\n"
					 "echo 'caps F 1'; echo shown; echo closed dismissed");
	world_start(world, NOTIFIER_DESKTOP);
	assert_string_equal(world_show_and_run(world), "shown closed ");
	close(open_fd);
	const char *env = world_file(world, "env");
	assert_non_null(strstr(env, "HOME="));
	assert_non_null(strstr(env, "LC_TIME="));
	assert_non_null(strstr(env, "LANGUAGE=th"));
	assert_null(strstr(env, "WORLD="));
	assert_null(strstr(env, "TMPDIR="));
	assert_string_equal(world_file(world, "open"), "");
	unsetenv("LC_TIME");
	unsetenv("LANGUAGE");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(test_case),
		WITH_WORLD(test_gone_helper_is_reaped),
		WITH_WORLD(test_helper_missing),
		WITH_WORLD(test_one_at_a_time),
		WITH_WORLD(test_double_click),
		WITH_WORLD(test_close_says_nothing),
		WITH_WORLD(test_show_takes_back),
		WITH_WORLD(test_life_ends),
		WITH_WORLD(test_life_ends_for_the_log),
		WITH_WORLD(test_bare_helper),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
