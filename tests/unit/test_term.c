/* The terminal, on a pseudo-terminal of our own: single keys, lines, and that it is restored whatever happens. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../client/term.h"

struct terminal {
	int master, slave, old_stdin;
};

/* A pseudo-terminal as stdin; false where the system has none. */
static bool begin(struct terminal *ret)
{
	ret->master = posix_openpt(O_RDWR | O_NOCTTY);
	if (ret->master < 0 || grantpt(ret->master) < 0 || unlockpt(ret->master) < 0)
		return false;
	ret->slave = open(ptsname(ret->master), O_RDWR | O_NOCTTY);
	if (ret->slave < 0)
		return false;
	ret->old_stdin = dup(STDIN_FILENO);
	dup2(ret->slave, STDIN_FILENO);
	return true;
}

static void end(struct terminal *terminal)
{
	dup2(terminal->old_stdin, STDIN_FILENO);
	close(terminal->old_stdin);
	close(terminal->slave);
	close(terminal->master);
}

static void type(const struct terminal *terminal, const char *keys)
{
	assert_int_equal(write(terminal->master, keys, strlen(keys)), strlen(keys));
}

static void test_keys(void **state)
{
	struct terminal terminal;
	struct termios before, after;
	(void)state;
	if (!begin(&terminal))
		skip();
	tcgetattr(terminal.slave, &before);
	/* Typed ahead in line mode, a key still comes through once the mode changes. */
	type(&terminal, "2\n");
	assert_int_equal(term_key(), '2');
	assert_int_equal(term_key(), '\n');
	type(&terminal, "\033[A1\033[1;5C2键3\n"); /* an arrow is one key, and no answer; so is a letter */
	static const int keys[] = {27, '1', 27, '2', 0xe9, '3', '\n'};
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		assert_int_equal(term_key(), keys[i]);
	tcgetattr(terminal.slave, &after);
	assert_int_equal(before.c_lflag, after.c_lflag);
	assert_memory_equal(before.c_cc, after.c_cc, sizeof(before.c_cc));
	end(&terminal);
}

static void test_line(void **state)
{
	struct terminal terminal;
	(void)state;
	if (!begin(&terminal))
		skip();
	struct text line = {0};
	type(&terminal, "键 one\001two\xff\n");
	assert_int_equal(term_line(&line, 100), 0);
	assert_string_equal(text_string(&line), "键 onetwo\xef\xbf\xbd");
	text_wipe(&line);
	type(&terminal, "键键键\n"); /* cut between two characters */
	assert_int_equal(term_line(&line, 7), 0);
	assert_string_equal(text_string(&line), "键键");
	text_wipe(&line);
	type(&terminal, "\n");
	assert_int_equal(term_line(&line, 7), 0);
	assert_int_equal(line.length, 0);
	end(&terminal);
}

static void test_end_of_input(void **state)
{
	int pipes[2], old = dup(STDIN_FILENO);
	struct text line = {0};
	(void)state;
	assert_int_equal(pipe(pipes), 0);
	dup2(pipes[0], STDIN_FILENO);
	assert_int_equal(write(pipes[1], "last", 4), 4);
	close(pipes[1]);
	assert_int_equal(term_line(&line, 100), 0); /* a last line without its newline counts */
	assert_string_equal(text_string(&line), "last");
	assert_int_equal(term_line(&line, 100), -1);
	assert_int_equal(term_key(), -1);
	text_wipe(&line);
	close(pipes[0]);
	dup2(old, STDIN_FILENO);
	close(old);
}

/* For each signal a child does @work, which ends it by that signal; the terminal is as it was then. */
static void end_by_signals(void (*work)(int slave, int number))
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	struct terminal terminal;
	struct termios before, after;
	if (!begin(&terminal))
		skip();
	tcgetattr(terminal.slave, &before);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		int status;
		pid_t child = fork();
		if (child == 0) {
			work(terminal.slave, signals[i]);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
		tcgetattr(terminal.slave, &after);
		assert_int_equal(before.c_lflag, after.c_lflag);
	}
	end(&terminal);
}

static void without_echo(int slave, int number)
{
	term_change(slave, true, false);
	raise(number);
}

static void test_restored_by_signals(void **state)
{
	(void)state;
	end_by_signals(without_echo);
}

static void while_held(int slave, int number)
{
	struct text line = {0};
	(void)slave;
	signal(SIGHUP, number == SIGQUIT ? SIG_IGN : SIG_DFL);
	term_hold_signals();
	raise(number);
	if (term_key() != -1 || term_line(&line, 100) != -1 || !term_was_interrupted())
		_exit(1);
	if (number == SIGQUIT) {
		raise(SIGHUP);
		struct sigaction now;
		sigaction(SIGHUP, NULL, &now);
		if (now.sa_handler != SIG_IGN)
			_exit(2);
	}
	term_let_go_signals();
}

/* While signals are held, one ends a read, not the program; it ends it once it is let go. What was ignored stays so. */
static void test_held_signals(void **state)
{
	(void)state;
	end_by_signals(while_held);
}

static void test_columns(void **state)
{
	(void)state;
	setenv("COLUMNS", "132", 1);
	assert_int_equal(term_columns(), 132);
	setenv("COLUMNS", "2", 1);
	assert_true(term_columns() >= 20);
	setenv("COLUMNS", "many", 1);
	assert_true(term_columns() >= 20);
	unsetenv("COLUMNS");
	assert_true(term_columns() >= 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),         cmocka_unit_test(test_line),
		cmocka_unit_test(test_end_of_input), cmocka_unit_test(test_restored_by_signals),
		cmocka_unit_test(test_held_signals), cmocka_unit_test(test_columns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
