/* Files written whole: the old one or the new one, and nothing beside it, whoever ends the program on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "../../client/file_beside.h"
#include "../../client/files.h"
#include "../../client/unfinished.h"

enum { PATH = 512, MANY = 100000 };

typedef int (*way)(const char *path, file_writer write, void *context, struct error *err);
static const way ways[] = {file_write_whole, file_replace_whole, file_write_beside};
enum { WAYS = sizeof(ways) / sizeof(*ways) };

static char dir[PATH], path[PATH];
static char first[] = "first", second[] = "second", before[] = "before";

static int setup(void **state)
{
	const char *parent = getenv("TMPDIR");

	(void)state;
	snprintf(dir, sizeof(dir), "%s/evenkeel-file.XXXXXX", parent && *parent ? parent : "/tmp");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%.480s/file", dir);
	return 0;
}

static int teardown(void **state)
{
	char command[PATH + 16];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

/* The only file in the directory holds @words; NULL: there is none. */
static void assert_only(const char *words)
{
	char got[64] = "";
	int count = 0;
	DIR *list = opendir(dir);

	for (struct dirent *entry; (entry = readdir(list)) != NULL;)
		if (entry->d_name[0] != '.') {
			count++;
			assert_string_equal(entry->d_name, "file");
		}
	closedir(list);
	assert_int_equal(count, words != NULL);
	if (!words)
		return;
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	assert_true(fread(got, 1, sizeof(got) - 1, file) > 0);
	fclose(file);
	assert_string_equal(got, words);
}

static int write_words(void *context, FILE *out, struct error *err)
{
	(void)err;
	fputs(context, out);
	return 0;
}

static int write_some_and_fail(void *context, FILE *out, struct error *err)
{
	(void)context;
	for (int i = 0; i < MANY; i++)
		fputs("some", out);
	return error_set(err, ERROR_FAILED, "no more of it");
}

static void the_new_one_takes_the_place(void **state)
{
	(void)state;
	umask(0);
	for (int i = 0; i < WAYS; i++) {
		struct error err = {0};
		struct stat about;
		assert_int_equal(ways[i](path, write_words, first, &err), 0);
		assert_only(first);
		assert_int_equal(ways[i](path, write_words, second, &err), 0);
		assert_only(second);
		assert_int_equal(stat(path, &about), 0);
		assert_int_equal(about.st_mode & 0777, 0600);
		assert_int_equal(about.st_nlink, 1);
		assert_int_equal(ways[i](path, write_some_and_fail, NULL, &err), -1);
		assert_string_equal(err.message, "no more of it");
		assert_only(second);
		unlink(path);
		assert_int_equal(ways[i](path, write_some_and_fail, NULL, &err), -1);
		assert_only(NULL);
	}
}

static void what_cannot_be_written_says_why(void **state)
{
	char elsewhere[2 * PATH];

	(void)state;
	snprintf(elsewhere, sizeof(elsewhere), "%s/none/file", dir);
	for (int i = 0; i < WAYS; i++) {
		struct error err = {0};
		assert_int_equal(ways[i](elsewhere, write_words, first, &err), -1);
		assert_non_null(strstr(err.message, "cannot write"));
		assert_non_null(strstr(err.message, "No such file"));
	}
	assert_only(NULL);
}

/* Half of it on the disk, then somebody waits for the signal. */
static int write_half_and_wait(void *context, FILE *out, struct error *err)
{
	const int *ready = context;

	(void)err;
	for (int i = 0; i < MANY; i++)
		fputs("half", out);
	fflush(out);
	if (write(*ready, "", 1) != 1)
		_exit(3);
	pause();
	return 0;
}

/* How the child ended that was sent @number in the middle of writing. */
static int end_in_the_middle(way write_file, int number, bool ignored)
{
	int ready[2], status;
	char byte;

	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		struct error err = {0};
		signal(SIGUSR1, SIG_IGN);
		if (ignored)
			signal(number, SIG_IGN);
		close(ready[0]);
		alarm(20);
		_exit(write_file(path, write_half_and_wait, &ready[1], &err) ? 1 : 0);
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	kill(child, number);
	if (ignored)
		kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	return WTERMSIG(status);
}

static void a_signal_leaves_nothing(void **state)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXFSZ};

	(void)state;
	for (int i = 0; i < WAYS; i++) {
		for (size_t k = 0; k < sizeof(numbers) / sizeof(*numbers); k++) {
			unlink(path);
			assert_int_equal(end_in_the_middle(ways[i], numbers[k], false), numbers[k]);
			assert_only(NULL);
			assert_int_equal(ways[i](path, write_words, before, NULL), 0);
			assert_int_equal(end_in_the_middle(ways[i], numbers[k], false), numbers[k]);
			assert_only(before);
		}
	}
}

/* Without a name nothing is left even by what no program can catch. */
static void nor_does_kill_9(void **state)
{
	int fd = open(dir, O_TMPFILE | O_WRONLY, 0600);

	(void)state;
	if (fd < 0)
		skip();
	close(fd);
	assert_int_equal(file_write_whole(path, write_words, before, NULL), 0);
	assert_int_equal(end_in_the_middle(file_write_whole, SIGKILL, false), SIGKILL);
	assert_only(before);
}

/* A program that ended by kill -9 between giving a file its name beside and its place; @name has room for PATH. */
static pid_t leave_beside(char *name, bool kill_it)
{
	int told[2], status;

	assert_int_equal(pipe(told), 0);
	pid_t child = fork();
	if (child == 0) {
		struct text beside = {0};
		close(told[0]);
		if (file_beside_open(path, &beside) < 0 ||
		    write(told[1], beside.bytes, beside.length) != (ssize_t)beside.length)
			_exit(3);
		close(told[1]);
		alarm(20);
		pause();
	}
	close(told[1]);
	ssize_t length = read(told[0], name, PATH - 1);
	close(told[0]);
	assert_true(length > 0);
	name[length] = '\0';
	if (kill_it) {
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(access(name, F_OK), 0);
	}
	return child;
}

static void what_was_left_goes_with_the_next(void **state)
{
	char name[PATH];

	(void)state;
	for (int i = 0; i < WAYS; i++) {
		assert_int_equal(ways[i](path, write_words, before, NULL), 0);
		leave_beside(name, true);
		assert_int_equal(ways[i](path, write_words, first, NULL), 0);
		assert_only(first);
	}
}

/* Another program's, which is at work; and what has such a name by chance. */
static void what_is_held_stays(void **state)
{
	static const char *const others[] = {"file.new-0123456789abcde",  "file.new-0123456789abcdef0",
					     "file.new-0123456789abcdeg", "filf.new-0123456789abcdef",
					     "file.new-20261122",         "file.new-"};
	char name[PATH], other[2 * PATH], link[2 * PATH];

	(void)state;
	snprintf(link, sizeof(link), "%s/file.new-fedcba9876543210", dir);
	assert_int_equal(symlink("/etc/passwd", link), 0);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		snprintf(other, sizeof(other), "%s/%s", dir, others[i]);
		close(open(other, O_WRONLY | O_CREAT, 0600));
	}
	pid_t child = leave_beside(name, false);
	for (int i = 0; i < WAYS; i++) {
		assert_int_equal(ways[i](path, write_words, first, NULL), 0);
		assert_int_equal(access(name, F_OK), 0);
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		snprintf(other, sizeof(other), "%s/%s", dir, others[i]);
		assert_int_equal(unlink(other), 0);
	}
	assert_int_equal(unlink(link), 0);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	file_beside_sweep(path);
	assert_only(first);
}

/* In place of the C library's: with @sweeper_comes, somebody else opens and locks the file a moment earlier. */
static bool sweeper_comes;
static int sweepers = -1;
static char swept[PATH];

int flock(int fd, int operation)
{
	char of_fd[32];

	if (sweeper_comes) {
		sweeper_comes = false;
		snprintf(of_fd, sizeof(of_fd), "/proc/self/fd/%d", fd);
		ssize_t length = readlink(of_fd, swept, sizeof(swept) - 1);
		swept[length > 0 ? length : 0] = '\0';
		sweepers = open(swept, O_RDWR | O_CLOEXEC);
		syscall(SYS_flock, sweepers, LOCK_EX | LOCK_NB);
	}
	return (int)syscall(SYS_flock, fd, operation);
}

/* One that sweeps takes a new file for left behind, and removes it only behind our look at it: another is made. */
static void a_sweeper_in_between_takes_nothing(void **state)
{
	_cleanup_(text_clear) struct text name = {0};

	(void)state;
	sweeper_comes = true;
	int fd = file_beside_open(path, &name);
	assert_true(fd >= 0);
	assert_true(sweepers >= 0);
	(void)unlink(swept);
	close(sweepers);
	assert_int_equal(access(text_string(&name), F_OK), 0);
	file_beside_sweep(path);
	assert_int_equal(access(text_string(&name), F_OK), 0);
	close(fd);
	file_beside_sweep(path);
	assert_only(NULL);
}

/* What nohup ignores does not end it. */
static void what_is_ignored_stays_ignored(void **state)
{
	(void)state;
	assert_int_equal(end_in_the_middle(file_write_whole, SIGHUP, true), SIGKILL);
	assert_int_equal(end_in_the_middle(file_write_beside, SIGHUP, true), SIGKILL);
}

/* Behind it the signals mean what they meant before. */
static void signals_are_given_back(void **state)
{
	struct sigaction interrupt, end;

	(void)state;
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	assert_int_equal(file_write_beside(path, write_words, first, NULL), 0);
	sigaction(SIGINT, NULL, &interrupt);
	sigaction(SIGTERM, NULL, &end);
	assert_true(interrupt.sa_handler == SIG_IGN && end.sa_handler == SIG_DFL);
	signal(SIGINT, SIG_DFL);
	sigset_t mask;
	sigprocmask(SIG_SETMASK, NULL, &mask);
	assert_false(sigismember(&mask, SIGINT));
}

/* More than one, and the directory that they are in. */
static void a_whole_directory_goes(void **state)
{
	char sub[PATH + 16], name[PATH + 64];
	int status;

	(void)state;
	snprintf(sub, sizeof(sub), "%s/sub", dir);
	assert_int_equal(mkdir(sub, 0700), 0);
	pid_t child = fork();
	if (child == 0) {
		for (int i = 0; i < 40; i++) {
			snprintf(name, sizeof(name), "%s/%d", sub, i);
			if (i < 20)
				close(open(name, O_WRONLY | O_CREAT, 0600));
			unfinished_add(i < 20 ? name : sub); /* too many do no harm */
		}
		raise(SIGTERM);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	assert_only(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_new_one_takes_the_place, setup, teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_written_says_why, setup, teardown),
		cmocka_unit_test_setup_teardown(a_signal_leaves_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(nor_does_kill_9, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_left_goes_with_the_next, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_held_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(a_sweeper_in_between_takes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_ignored_stays_ignored, setup, teardown),
		cmocka_unit_test_setup_teardown(signals_are_given_back, setup, teardown),
		cmocka_unit_test_setup_teardown(a_whole_directory_goes, setup, teardown),
	};

	return cmocka_run_group_tests_name("files written whole", tests, NULL, NULL);
}
