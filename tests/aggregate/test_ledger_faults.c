/*
 * A window that is about to be opened, and what may come between: kill -9 and a power cut at each change of a file, a failing or full
 * disk, another process, a damaged ledger. Whatever happens, an answer that was acknowledged is the only one there will ever be.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "ledger_stage.h"
#include "store/faults/disk.h"
#include "store/faults/shim.h"
#include "store/forked.h"

enum { FIRST = 5, SECOND = 6, FAILED = 9 };

/* Open the window of the week where stage begins, with @request; 0 and so on, as ledger_commit, or FAILED when there was an error. */
static int try_to_open(const char *path, const struct ledger_party *party, uint8_t request, struct text *ret_answer)
{
	struct ledger_task task = ledger_stage_task(1, 4);
	struct ledger *ledger _cleanup_(ledger_free_pointer) = NULL;
	struct ledger_stage_opening opening;
	struct error err = {0};

	if (ledger_open(&ledger, path, party, STAGE_WEEK, &err))
		return FAILED;
	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, request);
	int r = ledger_stage_try(ledger, &opening, ret_answer, &err);
	return r < 0 ? FAILED : r;
}

/* Which request the window was opened for; 0: none. The ledger has to be whole. */
static int opened_for(const char *path, const struct ledger_party *party)
{
	static const uint8_t hashes[][DAP_HASH_SIZE] = {{FIRST}, {SECOND}};
	struct ledger_task task = ledger_stage_task(1, 4);
	struct ledger *ledger _cleanup_(ledger_free_pointer) = NULL;
	struct error err = {0};
	int found = 0;

	if (ledger_open(&ledger, path, party, STAGE_WEEK, &err))
		return -1;
	for (int i = 0; i < 2; i++) {
		struct text answer _cleanup_(text_clear) = {0};
		struct dap_window window = {STAGE_WEEK, 4};
		int r = ledger_stage_answer(ledger, task.id, window, hashes[i], &answer, &err);
		bool whole = answer.length == STAGE_ANSWER && answer.bytes[0] == hashes[i][0] &&
			     answer.bytes[STAGE_ANSWER - 1] == hashes[i][0];
		if (r < 0 || (r == 0 && !whole))
			return -1;
		if (r == 0)
			found = hashes[i][0];
	}
	return found;
}

/* Put the ledger back as it was before any window was opened. */
struct start {
	struct ledger_stage *stage;
	uint8_t *bytes;
	size_t size;
};

static struct start start_of(struct ledger_stage *stage)
{
	struct start start = {.stage = stage};

	stage->ledger = ledger_free(stage->ledger);
	start.bytes = ledger_stage_read(stage->path, &start.size);
	return start;
}

static void begin_again(const struct start *start)
{
	char journal[400];

	snprintf(journal, sizeof(journal), "%s-journal", start->stage->path);
	unlink(journal);
	ledger_stage_write(start->stage->path, start->bytes, start->size);
}

/* Whatever became of the first request: afterwards one of the two is answered, for good, and which one doesn't change. */
static void assert_one_answer(const struct ledger_stage *stage, bool acknowledged)
{
	int before = opened_for(stage->path, &stage->party);
	struct text answer _cleanup_(text_clear) = {0};

	assert_true(before == FIRST || (before == 0 && !acknowledged));
	int r = try_to_open(stage->path, &stage->party, SECOND, &answer);
	assert_int_equal(r, before == FIRST ? REFUSAL_CHANGED : 0);
	assert_int_equal(opened_for(stage->path, &stage->party), before == FIRST ? FIRST : SECOND);
	r = try_to_open(stage->path, &stage->party, FIRST, &answer);
	assert_int_equal(r, before == FIRST ? LEDGER_ANSWERED : REFUSAL_CHANGED);
}

static long changes_left;

static void kill_at(void *context, const struct shim_event *event)
{
	(void)context;
	if (shim_is_change(event) && --changes_left == 0)
		raise(SIGKILL);
}

struct killed {
	const struct ledger_stage *stage;
	long at;
};

static void open_and_die(void *context, int out)
{
	const struct killed *killed = context;
	struct text answer _cleanup_(text_clear) = {0};

	(void)out;
	changes_left = killed->at;
	shim = (struct shim){.before = kill_at};
	_exit(try_to_open(killed->stage->path, &killed->stage->party, FIRST, &answer));
}

static void killed_at_each_change(void **state)
{
	struct ledger_stage *stage = *state;
	struct start start = start_of(stage);
	int opened = 0;
	long at = 1;

	for (;; at++) {
		struct killed killed = {stage, at};
		begin_again(&start);
		int status = forked_wait(forked_start(open_and_die, &killed, NULL));
		bool ended = WIFEXITED(status);
		assert_true(ended ? WEXITSTATUS(status) == 0 : WTERMSIG(status) == SIGKILL);
		opened += opened_for(stage->path, &stage->party) == FIRST;
		assert_one_answer(stage, ended);
		if (ended)
			break;
	}
	print_message("# killed at each of %ld changes: the window was open after %d\n", at - 1, opened - 1);
	assert_true(at > 10);
	mem_free(start.bytes);
}

/* As the store's fault tests do: each image in a process of its own, from before each change. */
static struct power {
	const struct ledger_stage *stage;
	char image[300], image_path[320];
	bool acknowledged;
	struct {
		long images, lost, broken;
	} * figures;
} power;

static void look_at_image(enum disk_image image, unsigned seed)
{
	disk_build(power.image, image, seed);
	int found = opened_for(power.image_path, &power.stage->party);
	power.figures->images++;
	power.figures->broken += found < 0;
	power.figures->lost += found == 0 && power.acknowledged;
}

static void cut(void)
{
	fflush(NULL);
	pid_t child = fork();

	if (child == 0) {
		shim = (struct shim){0};
		look_at_image(DISK_NONE, 0);
		for (enum disk_image image = DISK_ALL; disk_pending() && image < DISK_PREFIX; image++)
			look_at_image(image, 0);
		for (int i = 1; i < disk_pending(); i++)
			look_at_image(DISK_PREFIX, (unsigned)i);
		for (unsigned i = 0; disk_pending() && i < 4; i++)
			look_at_image(DISK_SECTORS, 7 * i + 1);
		_exit(0);
	}
	assert_int_equal(forked_wait(child), 0);
}

static void cut_before(void *context, const struct shim_event *event)
{
	(void)context;
	if (shim_is_change(event))
		cut();
}

static void power_sweep(const struct start *start, bool weakened)
{
	struct text answer _cleanup_(text_clear) = {0};

	power.stage = start->stage;
	power.acknowledged = false;
	memset(power.figures, 0, sizeof(*power.figures));
	begin_again(start);
	disk_start(start->stage->dir, start->stage->dir);
	shim = (struct shim){.before = cut_before, .after = disk_follow, .normal_synchronous = weakened};
	assert_int_equal(try_to_open(start->stage->path, &start->stage->party, FIRST, &answer), 0);
	power.acknowledged = true;
	cut();
	shim = (struct shim){0};
	disk_stop();
	print_message("# %s: %ld images of what a power cut leaves, %ld broken, %ld without the acknowledged opening\n",
		      weakened ? "weakened" : "as it is", power.figures->images, power.figures->broken,
		      power.figures->lost);
}

static void power_cut_at_each_change(void **state)
{
	struct start start = start_of(*state);

	snprintf(power.image, sizeof(power.image), "%s.image", start.stage->dir);
	snprintf(power.image_path, sizeof(power.image_path), "%s/ledger.db", power.image);
	power.figures = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(power.figures != MAP_FAILED);
	power_sweep(&start, false);
	assert_true(power.figures->images > 50);
	assert_int_equal(power.figures->broken, 0);
	assert_int_equal(power.figures->lost, 0);
	/* With less care than that it would be found. */
	power_sweep(&start, true);
	assert_true(power.figures->lost > 0);
	munmap(power.figures, 4096);
	char command[400];
	snprintf(command, sizeof(command), "rm -rf '%s'", power.image);
	assert_int_equal(system(command), 0);
	mem_free(start.bytes);
}

/* Each operation fails, once or from then on, with an error or for want of room; a commit that says yes has kept it. */
static void failing_and_full_disk(void **state)
{
	struct start start = start_of(*state);
	struct ledger_stage *stage = *state;
	long failures = 0, refused = 0;

	for (int kind = 0; kind < 4; kind++)
		for (long at = 1;; at++) {
			struct text answer _cleanup_(text_clear) = {0};
			begin_again(&start);
			shim = (struct shim){.ops = kind & 2 ? SHIM_WRITE : SHIM_ALL,
					     .at = at,
					     .for_good = kind & 1,
					     .full = kind & 2};
			int r = try_to_open(stage->path, &stage->party, FIRST, &answer);
			long hits = shim.hits;
			shim = (struct shim){0};
			assert_true(r == 0 || r == FAILED);
			/* Half of an answer never comes back. */
			assert_int_equal(answer.length, 0);
			assert_one_answer(stage, r == 0);
			if (!hits)
				break;
			failures++;
			refused += r == FAILED;
		}
	print_message("# %ld failing operations, %ld of them refused the opening\n", failures, refused);
	assert_true(refused > 20);
	mem_free(start.bytes);
}

enum { PROCESSES = 6 };
struct race {
	const struct ledger_stage *stage;
	bool same_request;
	int number;
};

static void race_to_open(void *context, int out)
{
	const struct race *race = context;
	struct text answer _cleanup_(text_clear) = {0};
	struct ledger_task task = ledger_stage_task(1, 4);
	struct ledger *ledger _cleanup_(ledger_free_pointer) = NULL;
	struct ledger_stage_opening opening;
	struct error err = {0};
	uint8_t said[2] = {FAILED, 0};

	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, race->same_request ? 1 : (uint8_t)race->number);
	/* Each drew other noise. */
	memset(opening.answer, race->number, sizeof(opening.answer));
	if (ledger_open(&ledger, race->stage->path, &race->stage->party, STAGE_WEEK, &err) == 0) {
		int r = ledger_stage_try(ledger, &opening, &answer, &err);
		said[0] = r < 0 ? FAILED : (uint8_t)r;
		said[1] = r == LEDGER_ANSWERED ? (uint8_t)answer.bytes[0] : (uint8_t)race->number;
	}
	if (write(out, said, sizeof(said)) != sizeof(said))
		_exit(1);
}

static void run_race(const struct ledger_stage *stage, bool same_request)
{
	struct race races[PROCESSES];
	pid_t children[PROCESSES];
	int from[PROCESSES], opened = 0, bytes = 0;
	uint8_t said[PROCESSES][2];

	for (int i = 0; i < PROCESSES; i++) {
		races[i] = (struct race){stage, same_request, i + 1};
		children[i] = forked_start(race_to_open, &races[i], &from[i]);
	}
	for (int i = 0; i < PROCESSES; i++) {
		assert_int_equal(read(from[i], said[i], 2), 2);
		close(from[i]);
		assert_int_equal(forked_wait(children[i]), 0);
		if (said[i][0] == 0)
			opened++, bytes = said[i][1];
	}
	assert_int_equal(opened, 1);
	for (int i = 0; i < PROCESSES; i++) {
		assert_true(said[i][0] == 0 || said[i][0] == (same_request ? LEDGER_ANSWERED : REFUSAL_CHANGED));
		if (same_request)
			assert_int_equal(said[i][1], bytes);
	}
}

static void several_at_once(void **state)
{
	struct start start = start_of(*state);

	for (int round = 0; round < 10; round++) {
		begin_again(&start);
		run_race(*state, round % 2);
	}
	mem_free(start.bytes);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ledger_stage_setup, ledger_stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(killed_at_each_change),
		TEST(power_cut_at_each_change),
		TEST(failing_and_full_disk),
		TEST(several_at_once),
	};

	shim_register();
	return cmocka_run_group_tests_name("ledger_faults", tests, NULL, NULL);
}
