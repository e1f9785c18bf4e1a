/*
 * Rotations through the program itself, from setup to the new recovery code. In the long form with the key derivation that people have, 3
 * passes over 256 MiB: how long a rotation takes and how much memory it asks for, which is one derivation's at a time and not two.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/keys.h>

#include "../forked.h"
#include "../fixture.h"
#include "ledger.h"

enum { WORDS = 16, RECORDS = 6, ROOM_MIB = 32 };

static struct {
	char dir[FAULT_PATH], program[FAULT_PATH], store[FAULT_PATH], passphrase[FAULT_PATH], code[FAULT_PATH];
	char output[8192];
	long ms, peak_kib; /* of the last call; of all */
} test;

static void write_secret(const char *path, const char *words)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, words, strlen(words)), (ssize_t)strlen(words));
	close(fd);
}

/* Descriptor 3 the passphrase, 4 the code. */
static void become(void *context, int out)
{
	const char *const *words = context;
	const char *arguments[WORDS] = {test.program, "--store", test.store};

	for (size_t i = 0; words[i]; i++)
		arguments[3 + i] = words[i];
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	int passphrase = open(test.passphrase, O_RDONLY), code = open(test.code, O_RDONLY);
	dup2(code, 14);
	dup2(passphrase, 13);
	setenv("EVENKEEL_PASSPHRASE_FILE", test.passphrase, 1);
	setenv("HOME", test.dir, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	execv(test.program, (char *const *)(uintptr_t)arguments);
	_exit(127);
}

static void run(const char **words)
{
	struct timespec begun, ended;
	struct rusage usage;
	size_t at = 0;
	ssize_t got;
	int from;

	clock_gettime(CLOCK_MONOTONIC, &begun);
	pid_t child = forked_start(become, words, &from);
	while ((got = read(from, test.output + at, sizeof(test.output) - 1 - at)) > 0)
		at += (size_t)got;
	test.output[at] = '\0';
	close(from);
	int status = forked_wait(child);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	test.ms = (ended.tv_sec - begun.tv_sec) * 1000 + (ended.tv_nsec - begun.tv_nsec) / 1000000;
	/* Of the biggest of all. */
	assert_int_equal(getrusage(RUSAGE_CHILDREN, &usage), 0);
	test.peak_kib = usage.ru_maxrss;
	if (status)
		fail_msg("%s %s: status %x: %s", words[0], words[1] ? words[1] : "", (unsigned)status, test.output);
}
#define RUN(...) run((const char *[]){__VA_ARGS__, NULL})

/* 7 groups of 4, wherever they stand in the output. */
static void find_code(char ret[static RECOVERY_CODE_SIZE])
{
	for (const char *at = test.output; *at; at++) {
		size_t length = strspn(at, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-");
		if (length == RECOVERY_CODE_SIZE - 1 && at[4] == '-' && at[29] == '-') {
			memcpy(ret, at, length);
			ret[length] = '\0';
			return;
		}
	}
	fail_msg("no recovery code: %s", test.output);
}

static void verify(void)
{
	char wanted[64];

	RUN("verify");
	snprintf(wanted, sizeof(wanted), "%d records, none missing", RECORDS);
	if (!strstr(test.output, wanted))
		fail_msg("%s", test.output);
}

static void set_up(char ret_code[static RECOVERY_CODE_SIZE])
{
	if (fault_is_long())
		RUN("setup", "--passphrase-fd", "13", "--no-recovery-check", "--no-service");
	else
		RUN("setup", "--passphrase-fd", "13", "--no-recovery-check", "--no-service", "--kdf-test");
	find_code(ret_code);
	for (int i = 0; i < RECORDS; i++)
		RUN("checkin", "stress=1", "fatigue=2", "valence=0");
}

static long rotate(bool full, char code[static RECOVERY_CODE_SIZE])
{
	char fresh[RECOVERY_CODE_SIZE];

	if (full)
		RUN("keys", "rotate", "--no-recovery-check", "--full");
	else
		RUN("keys", "rotate", "--no-recovery-check");
	long ms = test.ms;
	find_code(fresh);
	assert_string_not_equal(fresh, code);
	memcpy(code, fresh, sizeof(fresh));
	verify();
	return ms;
}

static void recover(const char *code)
{
	write_secret(test.code, code);
	write_secret(test.passphrase, "quite another passphrase\n");
	RUN("keys", "recover", "--code-fd", "14", "--new-passphrase-fd", "13");
	verify();
}

static void rotations_from_beginning_to_end(void **state)
{
	char code[RECOVERY_CODE_SIZE] = "";

	(void)state;
	if (access(test.program, X_OK)) {
		print_message("# SKIP needs the program\n");
		skip();
	}
	set_up(code);
	verify();
	fault_figure("rotation-unlock-ms", test.ms);
	fault_figure("rotation-fast-ms", rotate(false, code));
	fault_figure("rotation-full-ms", rotate(true, code));
	recover(code);
	fault_figure("rotation-peak-mib", test.peak_kib / 1024);
	if (fault_is_long())
		assert_in_range(test.peak_kib, KEYS_MEM_KIB, KEYS_MEM_KIB + ROOM_MIB * 1024);
}

static int setup(void **state)
{
	const char *build = getenv("BUILD");

	(void)state;
	fault_directory(test.dir);
	fault_path(test.program, build ? build : "build", "evenkeel");
	fault_path(test.store, test.dir, "store");
	fault_path(test.passphrase, test.dir, "passphrase");
	fault_path(test.code, test.dir, "code");
	write_secret(test.passphrase, PASSPHRASE "\n");
	write_secret(test.code, "");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fault_remove(test.dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rotations_from_beginning_to_end),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
