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

#include "notifier_world.h"

static void test_auto_takes_the_desktop(void **state)
{
	struct world *world = *state;
	world_write_helper(world, UP "echo action 0; upto close");
	world_start(world, NOTIFIER_AUTO);
	assert_string_equal(world_show_and_run(world), "shown action0 ");
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
		world->show_limit_ms = strstr(probes[i].why, "not answer") ? HURRY_MS : PATIENT_MS;
		world_write_helper(world, probes[i].script);
		world_start(world, NOTIFIER_AUTO);
		text_clear(&world->said);
		assert_string_equal(world_show_and_run(world), "shown ");
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
	world_write_helper(
		world, "[ -e gone ] && [ ! -e back ] && { echo failed no-server; exit 0; }\n" UP
		       "[ -e back ] || { echo x >gone; echo failed server-lost; exit 0; }\necho action 1; upto close");
	world_start(world, NOTIFIER_AUTO);
	world->show_next = true;
	world->wanted = 2;
	assert_string_equal(world_show_and_run(world), "shown undelivered:server-lost shown expired ");
	assert_string_equal(notifier_name(world->notifier), "log");
	char path[128];
	snprintf(path, sizeof path, "%s/back", world->dir);
	close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	text_clear(&world->said);
	world->wanted = 3;
	assert_string_equal(world_show_and_run(world), "shown action1 ");
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
		world_start(world, NOTIFIER_TERMINAL);
		text_clear(&world->said);
		world->outcomes = 0;
		assert_true(write(world->terminal[1], lines[i].typed, strlen(lines[i].typed)) > 0);
		const char *said = world_show_and_run(world);
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
	world_start(world, NOTIFIER_TERMINAL);
	shutdown(world->terminal[1], SHUT_RDWR);
	assert_string_equal(world_show_and_run(world), "undelivered:no-terminal ");
}

/* What is typed while nothing is asked is not read: it may be meant for the shell. */
static void test_terminal_reads_only_when_open(void **state)
{
	struct world *world = *state;
	char typed[8] = {0};
	world_start(world, NOTIFIER_TERMINAL);
	assert_int_equal(write(world->terminal[1], "1\n", 2), 2);
	event_add(world->quiet, &(struct timeval){.tv_usec = 50000});
	event_base_dispatch(world->base);
	assert_int_equal(read(world->terminal[0], typed, sizeof typed), 2);
	assert_int_equal(world->outcomes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
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
