/* What a party may open, and never twice: each of the ledger's rules with its boundary. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "ledger_stage.h"

static int commit(struct ledger_stage *stage, const struct ledger_task *task, uint64_t start, size_t people,
		  uint8_t request)
{
	struct ledger_stage_opening opening;

	ledger_stage_opening(&opening, task, start, people, request);
	return ledger_stage_commit(stage->ledger, &opening, NULL);
}

static void assert_task(struct ledger_stage *stage, const struct ledger_task *task, int wanted)
{
	struct error err = {0};

	assert_int_equal(ledger_add_task(stage->ledger, task, &err), wanted);
	assert_true(wanted == 0 || err.message[0]);
}

static void tasks_are_fixed(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_task task = ledger_stage_task(1, 4), other, known;
	struct error err = {0};

	assert_task(stage, &task, 0);
	assert_int_equal(ledger_task(stage->ledger, task.id, &known, &err), 0);
	assert_memory_equal(&known, &task, sizeof(task));
	other = task, other.roster_hash[31] = 1;
	assert_task(stage, &other, REFUSAL_TERMS);
	other = task, other.members++;
	assert_task(stage, &other, REFUSAL_TERMS);
	other = task, other.quarter++;
	assert_task(stage, &other, REFUSAL_TERMS);
	other = task, other.floor--;
	assert_task(stage, &other, REFUSAL_TERMS);
	other = task, other.label[0] = 'T';
	assert_task(stage, &other, REFUSAL_TERMS);
	other = ledger_stage_task(9, 4);
	assert_int_equal(ledger_task(stage->ledger, other.id, &known, &err), REFUSAL_TASK);
}

static void tasks_keep_the_rules(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_task task = ledger_stage_task(2, 4);

	task.floor = 7;
	assert_task(stage, &task, REFUSAL_FLOOR);
	task.floor = 8;
	task.members = 7;
	assert_task(stage, &task, REFUSAL_ROSTER_SMALL);
	task.members = 8;
	assert_task(stage, &task, 0);
	task = ledger_stage_task(3, 1);
	task.members = 29;
	assert_task(stage, &task, REFUSAL_SHORT_WINDOW);
	task.members = 30;
	assert_task(stage, &task, 0);
	task = ledger_stage_task(4, 2);
	assert_task(stage, &task, REFUSAL_SHORT_WINDOW);
}

static void verify_key_is_fixed(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_task task = ledger_stage_task(1, 4), second = ledger_stage_task(2, 4);
	uint8_t key[PRIO3_KEY_SIZE] = {1}, other[PRIO3_KEY_SIZE] = {2};
	struct error err = {0};

	assert_int_equal(ledger_fix_key(stage->ledger, second.id, key, &err), REFUSAL_TASK);
	assert_int_equal(ledger_fix_key(stage->ledger, task.id, key, &err), 0);
	assert_int_equal(ledger_fix_key(stage->ledger, task.id, key, &err), 0);
	assert_int_equal(ledger_fix_key(stage->ledger, task.id, other, &err), LEDGER_OTHER_KEY);
	ledger_stage_reopen(stage, STAGE_WEEK);
	assert_int_equal(ledger_fix_key(stage->ledger, task.id, other, &err), LEDGER_OTHER_KEY);
	assert_int_equal(ledger_fix_key(stage->ledger, task.id, key, &err), 0);
	assert_task(stage, &second, 0);
	assert_int_equal(ledger_fix_key(stage->ledger, second.id, other, &err), 0);
}

static void same_request_same_bytes(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_task task = ledger_stage_task(1, 4);
	struct ledger_stage_opening opening;
	struct text answer _cleanup_(text_clear) = {0};
	struct error err = {0};
	struct dap_window window = {STAGE_WEEK, 4};
	uint8_t other_hash[DAP_HASH_SIZE] = {99};

	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, 5);
	assert_int_equal(
		ledger_stage_answer(stage->ledger, task.id, window, opening.opening.request_hash, &answer, &err),
		LEDGER_UNOPENED);
	assert_int_equal(ledger_may_open(stage->ledger, task.id, window, &err), 0);
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), 0);
	assert_int_equal(ledger_may_open(stage->ledger, task.id, window, &err), REFUSAL_OPENED);
	/* Whatever noise the second run drew: what leaves is what left. */
	memset(opening.answer, 0x77, sizeof(opening.answer));
	ledger_stage_reopen(stage, STAGE_WEEK + 5);
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, &answer), LEDGER_ANSWERED);
	assert_int_equal(answer.length, STAGE_ANSWER);
	for (size_t i = 0; i < answer.length; i++)
		assert_int_equal(answer.bytes[i], 5);
	text_clear(&answer);
	assert_int_equal(
		ledger_stage_answer(stage->ledger, task.id, window, opening.opening.request_hash, &answer, &err), 0);
	assert_int_equal(answer.length, STAGE_ANSWER);
	assert_int_equal(answer.bytes[0], 5);
	assert_int_equal(ledger_stage_answer(stage->ledger, task.id, window, other_hash, &answer, &err),
			 REFUSAL_CHANGED);
	assert_int_equal(commit(stage, &task, STAGE_WEEK, 10, 6), REFUSAL_CHANGED);
	assert_int_equal(commit(stage, &task, STAGE_WEEK, 12, 6), REFUSAL_CHANGED);
}

static void windows_in_order(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_task task = ledger_stage_task(1, 4), weekly = ledger_stage_task(2, 1),
			   unknown = ledger_stage_task(9, 1);

	assert_task(stage, &weekly, 0);
	assert_int_equal(commit(stage, &unknown, STAGE_WEEK, 10, 1), REFUSAL_TASK);
	/* Not a window: across two, of another length, another quarter's. */
	assert_int_equal(commit(stage, &task, STAGE_WEEK + 1, 10, 1), REFUSAL_WINDOW);
	assert_int_equal(commit(stage, &task, STAGE_WEEK + 12, 10, 1), REFUSAL_WINDOW);
	assert_int_equal(commit(stage, &task, STAGE_WEEK - 4, 10, 1), REFUSAL_WINDOW);
	assert_int_equal(commit(stage, &task, STAGE_WEEK + 4, 10, 1), 0);
	assert_int_equal(commit(stage, &task, STAGE_WEEK, 10, 1), REFUSAL_ORDER);
	assert_int_equal(commit(stage, &task, STAGE_WEEK + 8, 10, 1), 0);
	for (uint64_t week = STAGE_WEEK; week < STAGE_WEEK + 12; week++) {
		assert_int_equal(commit(stage, &weekly, week, 10, 1), 0);
		assert_int_equal(commit(stage, &weekly, week, 10, 2), REFUSAL_CHANGED);
	}
	assert_int_equal(commit(stage, &weekly, STAGE_WEEK + 12, 10, 1), REFUSAL_WINDOW);
	/* A length of its own that the task does not have. */
	struct ledger_stage_opening opening;
	struct ledger_task wrong = task;
	wrong.weeks = 1;
	ledger_stage_opening(&opening, &wrong, STAGE_WEEK + 8, 10, 3);
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), REFUSAL_WINDOW);
}

static void people_and_reports(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_task task = ledger_stage_task(1, 4);
	struct ledger_stage_opening opening;
	struct role_report twice[2];

	/* 9 people, however many reports; 10 with one that does not count. Nothing of it stays. */
	assert_int_equal(commit(stage, &task, STAGE_WEEK, 9, 1), REFUSAL_FEW);
	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, 1);
	for (int i = 0; i < 4; i++)
		opening.reports[i].outcome = REFUSAL_PROOF;
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), REFUSAL_FEW);
	/* One id twice, and two by one key in a week. */
	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, 1);
	memcpy(opening.reports[7].id, opening.reports[0].id, sizeof(opening.reports[0].id));
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), REFUSAL_REPLAYED);
	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, 1);
	opening.reports[1].week = opening.reports[0].week;
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), REFUSAL_REPLAYED);
	opening.reports[1].outcome = REFUSAL_SECOND_BY_KEY;
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), 0);
	/* A report of the window before, under its old id and a new week. */
	ledger_stage_opening(&opening, &task, STAGE_WEEK + 4, 10, 1);
	memcpy(twice, opening.reports, sizeof(twice));
	struct ledger_stage_opening earlier;
	ledger_stage_opening(&earlier, &task, STAGE_WEEK, 10, 1);
	memcpy(opening.reports[0].id, earlier.reports[0].id, sizeof(earlier.reports[0].id));
	struct error err = {0};
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), REFUSAL_REPLAYED);
	assert_int_equal(ledger_settle(stage->ledger, task.id, ledger_stage_reports(&opening), &err), 0);
	assert_int_equal(opening.reports[0].outcome, REFUSAL_REPLAYED);
	assert_int_equal(opening.reports[1].outcome, REFUSAL_NONE);
	/* Of a week that is not the window's. */
	opening.reports[5].week = STAGE_WEEK + 8;
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), REFUSAL_OUTSIDE);
	opening.reports[5].week = twice[1].week;
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), 0);
}

/* Twelve a week; a cohort that is made anew again and again still has but one year's. */
static void epsilon_is_limited(void **state)
{
	struct ledger_stage *stage = *state;
	struct error err = {0};
	uint64_t spent;
	int opened = 0, refused = 0;

	for (uint8_t number = 10; number < 28; number++) {
		struct ledger_task task = ledger_stage_task(number, 4);
		snprintf(task.label, sizeof(task.label), "one team");
		assert_task(stage, &task, 0);
		for (uint64_t start = STAGE_WEEK; start < STAGE_WEEK + 12; start += 4) {
			int r = commit(stage, &task, start, 10, 1);
			assert_true(r == 0 || r == REFUSAL_EPSILON);
			opened += r == 0;
			refused += r == REFUSAL_EPSILON;
			assert_true(r == 0 || opened == 13);
		}
	}
	/* 624 = 13 * 48. */
	assert_int_equal(opened, 13);
	assert_int_equal(refused, 18 * 3 - 13);
	assert_int_equal(ledger_epsilon(stage->ledger, "one team", STAGE_WEEK + 12, &spent, &err), 0);
	assert_int_equal(spent, DAP_EPSILON_YEAR);
	assert_int_equal(ledger_epsilon(stage->ledger, "team-1", STAGE_WEEK + 12, &spent, &err), 0);
	assert_int_equal(spent, 0);
	/* Another team's year, and the next year of this one. */
	struct ledger_task task = ledger_stage_task(1, 4), next = ledger_stage_task(30, 4);
	assert_int_equal(commit(stage, &task, STAGE_WEEK, 10, 1), 0);
	snprintf(next.label, sizeof(next.label), "one team");
	next.quarter += 5;
	assert_task(stage, &next, 0);
	assert_int_equal(commit(stage, &next, STAGE_WEEK + 60, 10, 1), 0);
}

static bool file_has(const char *path, const void *bytes, size_t size)
{
	size_t length;
	uint8_t *file _cleanup_free_ = ledger_stage_read(path, &length);

	return memmem(file, length, bytes, size) != NULL;
}

/* Gone from the file itself, not only from its tables; what keeps a window shut stays. */
static void keys_are_deleted(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_task task = ledger_stage_task(1, 4);
	struct ledger_stage_opening opening, last;
	uint64_t end = STAGE_WEEK + 12;

	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, 1);
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), 0);
	ledger_stage_reopen(stage, end - 1);
	assert_true(file_has(stage->path, opening.reports[0].key, DAP_KEY_SIZE));
	ledger_stage_reopen(stage, end);
	for (size_t i = 0; i < opening.report_count; i++)
		assert_false(file_has(stage->path, opening.reports[i].key, DAP_KEY_SIZE));
	assert_true(file_has(stage->path, opening.reports[0].id, DAP_REPORT_ID_SIZE));
	assert_int_equal(commit(stage, &task, STAGE_WEEK, 10, 2), REFUSAL_CHANGED);
	/* The last window can be opened only when the quarter is over: its keys count, and stay no longer than that. */
	ledger_stage_opening(&last, &task, STAGE_WEEK + 8, 9, 1);
	assert_int_equal(ledger_stage_commit(stage->ledger, &last, NULL), REFUSAL_FEW);
	ledger_stage_opening(&last, &task, STAGE_WEEK + 8, 11, 1);
	assert_int_equal(ledger_stage_commit(stage->ledger, &last, NULL), 0);
	for (size_t i = 0; i < last.report_count; i++)
		assert_false(file_has(stage->path, last.reports[i].key, DAP_KEY_SIZE));
}

/* Whatever a member sends beside the one that counts: rows are one a key and week. Nor does a copy of one that counts keep the window shut. */
static void extras_leave_no_row(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_task task = ledger_stage_task(1, 4);
	struct ledger_stage_opening opening;

	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, 1);
	for (size_t i = 0; i < 60; i++) {
		struct role_report *extra = &opening.reports[opening.report_count++];
		*extra = opening.reports[0];
		extra->outcome = REFUSAL_SECOND_BY_KEY;
		if (i > 0)
			memset(extra->id, 0xa0 + (int)i, sizeof(extra->id) / 2);
	}
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), 0);
	ledger_stage_reopen(stage, STAGE_WEEK);
	assert_true(file_has(stage->path, opening.reports[0].id, DAP_REPORT_ID_SIZE));
	for (size_t i = opening.report_count - 59; i < opening.report_count; i++)
		assert_false(file_has(stage->path, opening.reports[i].id, DAP_REPORT_ID_SIZE));
}

static void past_is_told(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_task task = ledger_stage_task(1, 4);
	size_t outcomes[REFUSAL_COUNT_OF] = {[REFUSAL_NONE] = 44, [REFUSAL_SIGNATURE] = 3, [REFUSAL_SECOND_BY_KEY] = 2};
	struct ledger_past *past = NULL;
	struct ledger_stage_opening opening;
	struct error err = {0};
	size_t count;

	ledger_stage_opening(&opening, &task, STAGE_WEEK, 11, 8);
	opening.opening.outcomes = outcomes;
	opening.reports[0].outcome = REFUSAL_DECRYPT;
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), 0);
	assert_int_equal(commit(stage, &task, STAGE_WEEK + 8, 10, 9), 0);
	ledger_stage_reopen(stage, STAGE_WEEK + 30);
	assert_int_equal(ledger_openings(stage->ledger, task.id, &past, &count, &err), 0);
	assert_int_equal(count, 2);
	assert_int_equal(past[0].window.start, STAGE_WEEK);
	assert_int_equal(past[0].window.weeks, 4);
	assert_int_equal(past[0].request_hash[0], 8);
	assert_int_equal(past[0].reports, 43);
	assert_int_equal(past[0].people, 11);
	assert_int_equal(past[0].epsilon, 48);
	for (int i = 0; i < REFUSAL_COUNT_OF; i++)
		assert_int_equal(past[0].outcomes[i], outcomes[i]);
	assert_int_equal(past[1].window.start, STAGE_WEEK + 8);
	assert_int_equal(past[1].reports, 40);
	assert_int_equal(past[1].outcomes[REFUSAL_NONE], 0);
	mem_free(past);
	struct ledger_task unknown = ledger_stage_task(9, 4);
	assert_int_equal(ledger_openings(stage->ledger, unknown.id, &past, &count, &err), 0);
	assert_int_equal(count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, ledger_stage_setup, ledger_stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tasks_are_fixed),     TEST(tasks_keep_the_rules),
		TEST(verify_key_is_fixed), TEST(same_request_same_bytes),
		TEST(windows_in_order),    TEST(people_and_reports),
		TEST(epsilon_is_limited),  TEST(keys_are_deleted),
		TEST(extras_leave_no_row), TEST(past_is_told),
	};

	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
