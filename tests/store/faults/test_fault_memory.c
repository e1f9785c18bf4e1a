/*
 * No memory: SQLite's N-th allocation fails, once or from there on; the process comes to its limit anywhere; the key derivation finds
 * no room, and key files ask for more than any has. Each time there is a message or an exit with one, never a signal, and
 * what was acknowledged stays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/keys.h>

#include "../fixture.h"
#include "ledger.h"
#include "shim.h"
#include "starve.h"

#define ANYTHING (~0u)
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { HAVE_LIMITS = 0 }; /* their shadow takes the address space */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { HAVE_LIMITS = 0 };
#else
enum { HAVE_LIMITS = 1 };
#endif
#else
enum { HAVE_LIMITS = 1 };
#endif

static struct {
	char dir[FAULT_PATH], base[FAULT_PATH], work[FAULT_PATH];
	struct ledger begun, ledger;
	long at, runs, failed, broken;
} test;

static int setup(void **state)
{
	(void)state;
	if (starve_register())
		return -1;
	shim_register();
	fault_directory(test.dir);
	fault_path(test.base, test.dir, "base");
	fault_path(test.work, test.dir, "work");
	fault_begin(START_LOG, test.base, &test.begun);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fault_remove(test.base);
	fault_remove(test.work);
	fault_remove(test.dir);
	return 0;
}

static void broken(const char *where, const char *words)
{
	if (test.broken++ < 10)
		print_error("# allocation %ld%s, %s: %s\n", test.at, starve.for_good ? " and all after" : "", where,
			    words);
}

static void try_append(struct store *store, int count)
{
	struct error err = {0};

	if (ledger_append(&test.ledger, store, count, 0, &err) && !err.message[0])
		broken("append", "refused without a message");
}

/* Returns the store still open, or NULL. */
static struct store *work(void)
{
	struct error err = {0};
	struct store *store = NULL;
	bool unreadable = false;

	if (store_open(&store, test.work, &err)) {
		if (!err.message[0])
			broken("open", "refused without a message");
		return NULL;
	}
	try_append(store, 1);
	try_append(store, 3);
	store_settle(store);
	try_append(store, 1);
	struct verdict verdict = ledger_read_store(&test.ledger, store, ANYTHING, &unreadable);
	if ((!unreadable && verdict.words[0]) || strstr(verdict.words, "WITHOUT"))
		broken("read", verdict.words);
	return store;
}

static bool run(long at, bool for_good)
{
	struct error err = {0};

	fault_copy(test.base, test.work);
	test.ledger = test.begun;
	test.at = at;
	starve = (struct starve){.at = at, .for_good = for_good};
	struct store *store = work();
	starve.at = 0;
	if (store && ledger_retry_refused(&test.ledger, store, test.begun.count, &err))
		broken("the same store later", err.message);
	store_free(store);
	struct verdict verdict = ledger_check(&test.ledger, test.work, 0);
	if (verdict.words[0])
		broken("afterwards", verdict.words);
	test.runs++;
	test.failed += starve.hits;
	return starve.hits > 0;
}

static void failed_allocations_lose_nothing(void **state)
{
	long step = fault_is_long() ? 1 : 3;

	(void)state;
	for (int for_good = 0; for_good < 2; for_good++)
		for (long at = 1; run(at, for_good); at += step)
			;
	fault_figure("memory-runs", test.runs);
	fault_figure("memory-allocations-failed", test.failed);
	fault_figure("memory-violations", test.broken);
	assert_true(test.failed > 100 / step);
	assert_int_equal(test.broken, 0);
}

/* --- the process's own limit --- */

static void set_limit(int resource, rlim_t value)
{
	struct rlimit limit = {0};

	getrlimit(resource, &limit);
	limit.rlim_cur = value;
	assert_int_equal(setrlimit(resource, &limit), 0);
}

/* How much address space this process has, found without /proc: the limit under which one more page goes in. */
static rlim_t address_space(void)
{
	rlim_t low = 0, high = (rlim_t)1 << 46;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	while (high - low > page) {
		rlim_t middle = low + (high - low) / 2;
		set_limit(RLIMIT_AS, middle);
		void *piece = mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (piece == MAP_FAILED) {
			low = middle;
		} else {
			munmap(piece, page);
			high = middle;
		}
	}
	set_limit(RLIMIT_AS, RLIM_INFINITY);
	return high;
}

/* A stack that cannot grow is a signal, and none of ours. */
static void __attribute__((noinline)) touch_stack(void)
{
	volatile char room[512 * 1024];

	for (size_t i = 0; i < sizeof(room); i += 1024)
		room[i] = 1;
}

/* What a process does under its limit: a byte to the pipe for each transaction that was acknowledged. */
static _Noreturn void live_within(rlim_t limit, int acknowledge)
{
	struct error err = {0};
	struct store *store = NULL;
	struct store_report report;

	touch_stack();
	set_limit(RLIMIT_AS, limit);
	if (store_open(&store, test.work, &err))
		_exit(err.message[0] ? 1 : 9);
	for (int i = 0; i < 3; i++) {
		if (ledger_append(&test.ledger, store, 2, 0, &err))
			_exit(err.message[0] ? 1 : 9);
		if (write(acknowledge, "", 1) != 1)
			_exit(8);
	}
	if (store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err) || store_read(store, NULL, NULL, &report, &err))
		_exit(err.message[0] ? 1 : 9);
	store_free(store);
	_exit(0);
}

/* The child's status. */
static int one_life(rlim_t limit)
{
	int ends[2], status;
	char byte;

	fault_copy(test.base, test.work);
	test.ledger = test.begun;
	assert_int_equal(pipe(ends), 0);
	fflush(stdout);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		live_within(limit, ends[1]);
	close(ends[1]);
	for (int i = 0; i < 3; i++) {
		int first = test.ledger.count;
		bool stored = read(ends[0], &byte, 1) == 1;
		test.ledger.count += 2;
		memset(test.ledger.state + first, stored ? LEDGER_STORED : LEDGER_TRIED, 2);
		test.ledger.first_of[first] = test.ledger.first_of[first + 1] = first;
	}
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void a_process_at_its_limit_says_so(void **state)
{
	long lives = 0, ended = 0, violations = 0;
	rlim_t step = fault_is_long() ? 8 * 1024 : 64 * 1024;

	(void)state;
	if (!HAVE_LIMITS)
		skip();
	rlim_t begin = address_space();
	int status = -1;
	for (rlim_t more = 0; status && more < 16 << 20; more += step, lives++) {
		status = one_life(begin + more);
		ended += status != 0;
		struct verdict verdict = ledger_check(&test.ledger, test.work, 0);
		if (!verdict.words[0] && (status == 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 1)))
			continue;
		violations++;
		print_error("# %lu KiB more: status %x, %s\n", (unsigned long)(more / 1024), (unsigned)status,
			    verdict.words);
	}
	fault_figure("memory-limits", lives);
	fault_figure("memory-limits-violations", violations);
	assert_true(ended > 0);
	assert_int_equal(status, 0);
	assert_int_equal(violations, 0);
}

/* --- the key derivation --- */

static void ask_for(uint16_t flags, uint32_t ops, uint32_t mem_kib)
{
	struct keys keys;
	struct error err = {0};

	fault_copy(test.base, test.work);
	assert_int_equal(keys_read(test.work, &keys, &err), 0);
	keys.slots[0].flags = flags;
	keys.slots[0].ops = ops;
	keys.slots[0].mem_kib = mem_kib;
	assert_int_equal(keys_write(test.work, KEYS_FILE, &keys, &err), 0);
	assert_int_equal(keys_write(test.work, KEYS_BACKUP_FILE, &keys, &err), 0);
}

/* Open and unlock with 100 MiB to spare and two seconds of processor time; the kind of error, or 100 plus a signal. */
static int unlock_within_limits(const char *words)
{
	struct store *store = NULL;
	struct error err = {0};
	int status;

	fflush(stdout);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		touch_stack();
		set_limit(RLIMIT_CPU, 2);
		set_limit(RLIMIT_AS, address_space() + (100 << 20));
		int r = store_open(&store, test.work, &err);
		if (r == 0)
			r = store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err);
		_exit(r == -1 && strstr(err.message, words) ? (int)err.kind : 99);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static void no_room_for_the_derivation_is_said(void **state)
{
	(void)state;
	if (!HAVE_LIMITS)
		skip();
	ask_for(0, KEYS_OPS, KEYS_MEM_KIB);
	assert_int_equal(unlock_within_limits("not enough memory"), ERROR_FAILED);
	struct verdict verdict = ledger_read(&test.begun, test.base, 0, NULL);
	assert_string_equal(verdict.words, "");
}

static void the_client_says_it_too(void **state)
{
	const char *build = getenv("BUILD");
	char program[FAULT_PATH], line[512] = "", passphrase[] = PASSPHRASE;
	int out[2], in[2], status;

	(void)state;
	snprintf(program, sizeof(program), "%s/evenkeel", build ? build : "build");
	if (!HAVE_LIMITS || access(program, X_OK))
		skip();
	ask_for(0, KEYS_OPS, KEYS_MEM_KIB);
	assert_int_equal(pipe(out) | pipe(in), 0);
	assert_int_equal(write(in[1], passphrase, strlen(passphrase)), (ssize_t)strlen(passphrase));
	close(in[1]);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		dup2(out[1], STDERR_FILENO);
		dup2(in[0], 3);
		setenv("EVENKEEL_PASSPHRASE_FD", "3", 1);
		set_limit(RLIMIT_AS, 200 << 20);
		execl(program, program, "--store", test.work, "verify", (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	close(in[0]);
	for (size_t at = 0; at < sizeof(line) - 1;) {
		ssize_t got = read(out[0], line + at, sizeof(line) - 1 - at);
		if (got <= 0)
			break;
		at += (size_t)got;
	}
	close(out[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 1 || !strstr(line, "not enough memory"))
		fail_msg("status %x: %s", (unsigned)status, line);
}

static void hostile_key_files_are_refused_at_once(void **state)
{
	static const uint32_t hostile[][2] = {{3, 16 * 1024 * 1024}, {UINT32_MAX, 256 * 1024}, {3, UINT32_MAX},
					      {17, 256 * 1024},      {3, 1024 * 1024 + 1},     {1000000, 1024 * 1024}};

	(void)state;
	if (!HAVE_LIMITS)
		skip();
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++)
		for (uint16_t flags = 0; flags < 2; flags++) {
			ask_for(flags, hostile[i][0], hostile[i][1]);
			assert_int_equal(unlock_within_limits("limits"), ERROR_DAMAGED);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(failed_allocations_lose_nothing),
		cmocka_unit_test(a_process_at_its_limit_says_so),
		cmocka_unit_test(no_room_for_the_derivation_is_said),
		cmocka_unit_test(the_client_says_it_too),
		cmocka_unit_test(hostile_key_files_are_refused_at_once),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
