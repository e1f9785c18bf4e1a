/* Which way a prompt is shown, what `evenkeel status` says about it, and the terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "notifier_stage.h"

static void test_auto_takes_the_desktop(void **state)
{
	struct stage *stage = *state;
	stage_write_helper(stage, UP "echo action 0; upto close");
	stage_start(stage, NOTIFIER_AUTO);
	assert_string_equal(stage_show_and_run(stage), "shown action0 ");
	assert_string_equal(notifier_name(stage->notifier), "desktop (Fake 7.1)");
	assert_string_equal(notifier_why(stage->notifier), "");
}

static const struct {
	const char *script, *said, *why;
} probes[] = {
	{"echo failed no-server", "undelivered:no-server ", "no notification server answered"},
	{"echo failed no-bus", "undelivered:no-bus ", "there is no session bus"},
	{"exec sleep 100", "undelivered:timeout ", "the notification server does not answer"},
	{"echo nonsense", "undelivered:exit ", "the last prompt could not be shown"},
	{"exit 1", "undelivered:exit ", "the last prompt could not be shown"},
};

/* stdin is no terminal here: the log is what remains, and nobody sees a prompt there. */
static void test_auto_falls_back(void **state)
{
	struct stage *stage = *state;
	for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
		stage->show_limit_ms = strstr(probes[i].why, "not answer") ? HURRY_MS : PATIENT_MS;
		stage_write_helper(stage, probes[i].script);
		stage_start(stage, NOTIFIER_AUTO);
		text_clear(&stage->said);
		stage->outcomes = 0;
		assert_string_equal(stage_show_and_run(stage), probes[i].said);
		assert_string_equal(notifier_name(stage->notifier), "log");
		assert_string_equal(notifier_why(stage->notifier), probes[i].why);
		stage->notifier = notifier_free(stage->notifier);
	}
	char line[8];
	assert_int_equal(read(stage->log[0], line, sizeof line), -1);
}

/* The server answers the probe, then goes: that prompt is undelivered, so is the next one, the third finds it back. */
static void test_auto_decides_again(void **state)
{
	struct stage *stage = *state;
	stage_write_helper(
		stage, "[ -e gone ] && [ ! -e back ] && { echo failed no-server; exit 0; }\n" UP
		       "[ -e back ] || { echo x >gone; echo failed server-lost; exit 0; }\necho action 1; upto close");
	stage_start(stage, NOTIFIER_AUTO);
	stage->show_next = true;
	stage->wanted = 2;
	assert_string_equal(stage_show_and_run(stage), "shown undelivered:server-lost undelivered:no-server ");
	assert_string_equal(notifier_name(stage->notifier), "log");
	char path[400];
	snprintf(path, sizeof path, "%s/back", stage->dir);
	close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	text_clear(&stage->said);
	stage->wanted = 3;
	assert_string_equal(stage_show_and_run(stage), "shown action1 ");
	assert_string_equal(notifier_name(stage->notifier), "desktop (Fake 7.1)");
}

static void run_until_named(struct stage *stage, const char *name)
{
	for (int i = 0; i < 500 && strcmp(notifier_name(stage->notifier), name) != 0; i++) {
		event_add(stage->quiet, &(struct timeval){.tv_usec = 20000});
		event_base_dispatch(stage->base);
	}
	assert_string_equal(notifier_name(stage->notifier), name);
}

/* Told that the server changed, it looks at once, without a prompt; what a look under way finds is old by then. */
static void test_decides_again_when_told(void **state)
{
	struct stage *stage = *state;
	stage_write_helper(stage, PROBED);
	stage_start(stage, NOTIFIER_AUTO);
	run_until_named(stage, "desktop (Fake 7.1)");
	stage_write_helper(stage, "echo failed no-server");
	notifier_redecide(stage->notifier);
	run_until_named(stage, "log");
	assert_string_equal(notifier_why(stage->notifier), "no notification server answered");
	/* The first look waits until the second server is there, and still knows of none. */
	stage_write_helper(stage, "echo x >looking; while [ ! -e new ]; do sleep 0.02; done\n"
				  "[ -e again ] && { echo 'caps Other 2.0 actions'; exit 0; }\n"
				  "echo x >again; echo failed no-server");
	notifier_redecide(stage->notifier);
	stage_wait_for_file(stage, "looking");
	notifier_redecide(stage->notifier);
	char path[400];
	snprintf(path, sizeof path, "%s/new", stage->dir);
	close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	run_until_named(stage, "desktop (Other 2.0)");
	assert_string_equal(text_string(&stage->said), "");
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
	struct stage *stage = *state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		char printed[4096] = {0};
		stage_start(stage, NOTIFIER_TERMINAL);
		text_clear(&stage->said);
		stage->outcomes = 0;
		assert_true(write(stage->terminal[1], lines[i].typed, strlen(lines[i].typed)) > 0);
		const char *said = stage_show_and_run(stage);
		if (strcmp(said, lines[i].said) != 0)
			fail_msg("typed \"%s\": said \"%s\", wanted \"%s\"", lines[i].typed, said, lines[i].said);
		assert_true(read(stage->terminal[1], printed, sizeof printed - 1) > 0);
		assert_int_equal(count(printed, "Enter alone"), lines[i].asked);
		assert_non_null(strstr(printed, "How much strain?\nA line.\n  1  Not at all\n  2  Somewhat\n"));
		assert_string_equal(notifier_name(stage->notifier), "terminal");
		stage->notifier = notifier_free(stage->notifier);
	}
}

static void test_terminal_gone(void **state)
{
	struct stage *stage = *state;
	stage_start(stage, NOTIFIER_TERMINAL);
	shutdown(stage->terminal[1], SHUT_RDWR);
	assert_string_equal(stage_show_and_run(stage), "undelivered:no-terminal ");
}

/* What is typed while nothing is asked is not read: it may be meant for the shell. */
static void test_terminal_reads_only_when_open(void **state)
{
	struct stage *stage = *state;
	char typed[8] = {0};
	stage_start(stage, NOTIFIER_TERMINAL);
	assert_int_equal(write(stage->terminal[1], "1\n", 2), 2);
	event_add(stage->quiet, &(struct timeval){.tv_usec = 50000});
	event_base_dispatch(stage->base);
	assert_int_equal(read(stage->terminal[0], typed, sizeof typed), 2);
	assert_int_equal(stage->outcomes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_STAGE(test_auto_takes_the_desktop), ON_STAGE(test_auto_falls_back),
		ON_STAGE(test_auto_decides_again),     ON_STAGE(test_decides_again_when_told),
		cmocka_unit_test(test_kind_words),     ON_STAGE(test_terminal),
		ON_STAGE(test_terminal_gone),          ON_STAGE(test_terminal_reads_only_when_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
