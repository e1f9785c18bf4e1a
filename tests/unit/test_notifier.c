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

#include "notifier_stage.h"

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
	struct stage *stage = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		stage->show_limit_ms = strstr(cases[i].said, "timeout") ? HURRY_MS : PATIENT_MS;
		stage_write_helper(stage, cases[i].script);
		stage_start(stage, NOTIFIER_DESKTOP);
		text_clear(&stage->said);
		stage->outcomes = 0;
		const char *said = stage_show_and_run(stage);
		if (strcmp(said, cases[i].said) != 0)
			fail_msg("%s: said \"%s\", wanted \"%s\"", cases[i].name, said, cases[i].said);
		stage->notifier = notifier_free(stage->notifier);
	}
}

static void test_gone_helper_is_reaped(void **state)
{
	struct stage *stage = *state;
	stage->close_limit_ms = HURRY_MS;
	stage_write_helper(stage, PROBED "echo $$ >pid; exec sleep 100");
	stage_start(stage, NOTIFIER_DESKTOP);
	notifier_show(stage->notifier, &stage->prompt);
	/* With its own time to get so far; being told to close, and not doing it, it is killed. */
	stage_wait_for_file(stage, "pid");
	notifier_close(stage->notifier);
	const pid_t pid = atoi(stage_file(stage, "pid"));
	assert_int_not_equal(pid, 0);
	/* It is reaped when it is dead, which a busy machine may put off. */
	for (int i = 0; i < 500 && kill(pid, 0) == 0; i++)
		stage_run_for_ms(stage, 20);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(waitpid(pid, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void test_helper_missing(void **state)
{
	struct stage *stage = *state;
	stage_start(stage, NOTIFIER_DESKTOP);
	assert_string_equal(stage_show_and_run(stage), "undelivered:no-helper ");
	assert_string_equal(notifier_name(stage->notifier), "desktop");
	assert_string_equal(notifier_why(stage->notifier), "evenkeel-notify cannot be started");
}

/* The next prompt, asked for inside the callback, starts after the last helper is gone, though that one ignores "close". */
static void test_one_at_a_time(void **state)
{
	struct stage *stage = *state;
	stage_write_helper(stage, PROBED "if [ -e first ]; then kill -0 $(cat first) 2>/dev/null && echo two >two;\n"
					 "echo 'caps F 1'; echo shown; echo action 1; upto close; exit; fi\n"
					 "echo $$ >first; echo 'caps F 1'; echo shown; echo action 0; exec sleep 100");
	stage->close_limit_ms = HURRY_MS;
	stage_start(stage, NOTIFIER_DESKTOP);
	stage->show_next = true;
	stage->wanted = 2;
	assert_string_equal(stage_show_and_run(stage), "shown action0 shown action1 ");
	assert_string_equal(stage_file(stage, "two"), "");
}

/* The second click of a double click comes within 400 ms, and would hit the next question. */
static void test_double_click(void **state)
{
	struct stage *stage = *state;
	stage_write_helper(stage, UP "echo action 0; upto close");
	stage_start(stage, NOTIFIER_DESKTOP);
	stage->show_next = true;
	stage->wanted = 2;
	assert_string_equal(stage_show_and_run(stage), "shown action0 shown action0 ");
	assert_true(stage->shown_ms - stage->action_ms > 400);
}

static void test_close_says_nothing(void **state)
{
	struct stage *stage = *state;
	stage_write_helper(stage, UP "echo up >up; upto close && echo told >told; echo action 1; echo closed by-call");
	stage_start(stage, NOTIFIER_DESKTOP);
	notifier_show(stage->notifier, &stage->prompt);
	stage_wait_for_file(stage, "up");
	notifier_close(stage->notifier);
	notifier_close(stage->notifier);
	stage_wait_for_file(stage, "told");
	event_add(stage->quiet, &(struct timeval){.tv_usec = 100000});
	event_base_dispatch(stage->base);
	assert_null(strstr(text_string(&stage->said), "action"));
	assert_null(strstr(text_string(&stage->said), "closed"));
	assert_int_equal(stage->outcomes, 0);
}

static void test_show_takes_back(void **state)
{
	struct stage *stage = *state;
	stage_write_helper(stage,
			   PROBED "if [ -e up ]; then echo caps F 1; echo shown; echo action 1; upto close; exit; fi\n"
				  "echo caps F 1; echo up >up; upto close; echo closed dismissed");
	stage_start(stage, NOTIFIER_DESKTOP);
	notifier_show(stage->notifier, &stage->prompt);
	stage_wait_for_file(stage, "up");
	notifier_show(stage->notifier, &stage->next);
	assert_string_equal(stage_run(stage), "shown action1 ");
}

static void test_life_ends(void **state)
{
	struct stage *stage = *state;
	stage_write_helper(stage, UP "upto close; echo told >told; echo closed by-call");
	stage_start(stage, NOTIFIER_DESKTOP);
	stage->prompt.life_s = 5; /* its life begins before it is shown, which may take a moment */
	assert_string_equal(stage_show_and_run(stage), "shown expired ");
	stage_wait_for_file(stage, "told");
}

static void test_life_ends_for_the_log(void **state)
{
	struct stage *stage = *state;
	char line[256] = {0};
	stage_start(stage, NOTIFIER_LOG);
	stage->prompt.life_s = 1;
	assert_string_equal(stage_show_and_run(stage), "shown expired ");
	assert_true(read(stage->log[0], line, sizeof line - 1) > 0);
	assert_string_equal(line, "evenkeeld: prompt 1 shown\nevenkeeld: prompt 1 closed\n");
}

/* What a helper is given: the prompt, six kinds of variables, three descriptors. */
static void test_bare_helper(void **state)
{
	struct stage *stage = *state;
	int open_fd = fcntl(stage->terminal[1], F_DUPFD, 9); /* survives an exec */
	setenv("LC_TIME", "C", 1);
	setenv("LANGUAGE", "th", 1);
	stage_write_helper(stage, PROBED "env >env; { true >&9; } 2>/dev/null && echo open >open\n"
					 "echo 'caps F 1'; echo shown; echo closed dismissed");
	stage_start(stage, NOTIFIER_DESKTOP);
	assert_string_equal(stage_show_and_run(stage), "shown closed ");
	close(open_fd);
	const char *env = stage_file(stage, "env");
	assert_non_null(strstr(env, "HOME="));
	assert_non_null(strstr(env, "LC_TIME="));
	assert_non_null(strstr(env, "LANGUAGE=th"));
	assert_null(strstr(env, "STAGE="));
	assert_null(strstr(env, "TMPDIR="));
	assert_string_equal(stage_file(stage, "open"), "");
	unsetenv("LC_TIME");
	unsetenv("LANGUAGE");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_STAGE(test_case),
		ON_STAGE(test_gone_helper_is_reaped),
		ON_STAGE(test_helper_missing),
		ON_STAGE(test_one_at_a_time),
		ON_STAGE(test_double_click),
		ON_STAGE(test_close_says_nothing),
		ON_STAGE(test_show_takes_back),
		ON_STAGE(test_life_ends),
		ON_STAGE(test_life_ends_for_the_log),
		ON_STAGE(test_bare_helper),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
