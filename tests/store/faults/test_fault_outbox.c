/*
 * The outbox's way into the drop folder, and into the outbox: each call fails, the process ends before each change, the power goes before
 * each. What waits is in the outbox or at its goal, whole, with its time; what the outbox says of it is so; it can be gone on with, once,
 * or taken back. And with the store beside it: each that left has one record, and none has one that did not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/outbox.h>

#include "../fixture.h"
#include "disk.h"
#include "noted.h"
#include "placed.h"

enum { WEEK = NOTED_WEEK, WEEK_S = 604800, SIZE = 1644 };
#define TASK "0123456789abcdef"
#define RANDOM "00112233445566778899aabbccddeeff"
#define OTHER_RANDOM "ffeeddccbbaa99887766554433221100"

static const struct outbox_item before = {.due_s = 100, .until_s = 900, .week = WEEK, .task = TASK, .random = RANDOM},
				after = {.due_s = 200,
					 .until_s = 900,
					 .week = WEEK,
					 .task = TASK,
					 .random = OTHER_RANDOM};

static struct {
	uint8_t old[SIZE], new[SIZE];
} test;

static void in(char *ret, const char *place, const char *name)
{
	fault_path(ret, place, name);
}

static int put(const char *place, const struct outbox_item *item, const uint8_t *bytes, struct error *err)
{
	char box[FAULT_PATH];

	in(box, place, "outbox");
	return outbox_put(box, item, bytes, SIZE, err);
}

static int put_one(const char *place, struct error *err)
{
	return put(place, &after, test.new, err);
}

static int send_this(const char *place, const struct outbox_item *item, struct error *err)
{
	char box[FAULT_PATH], drop[FAULT_PATH];

	in(box, place, "outbox");
	in(drop, place, "drop");
	return outbox_send(box, item, drop, err);
}

static int send_one(const char *place, struct error *err)
{
	return send_this(place, &before, err);
}

static bool holds(const char *path, const uint8_t *bytes)
{
	uint8_t got[SIZE + 1];
	FILE *file = fopen(path, "r");

	if (!file)
		return false;
	size_t size = fread(got, 1, sizeof(got), file);
	fclose(file);
	return size == SIZE && memcmp(got, bytes, SIZE) == 0;
}

static size_t listed(const char *place, struct outbox_item items[static OUTBOX_MOST])
{
	char box[FAULT_PATH];
	struct error err = {0};
	size_t count = 0;

	in(box, place, "outbox");
	if (outbox_list(box, items, &count, &err))
		fail_msg("%s", err.message);
	return count;
}

static bool is_whole(const char *place, const struct outbox_item *item, const uint8_t *bytes)
{
	static const char *const endings[] = {".ekr", ".leaving", ".withdrawn", ".left"};
	char name[FAULT_PATH], path[FAULT_PATH];

	snprintf(name, sizeof(name), "outbox/%lld-%lld-%d-" TASK "-%s%s%s%s", (long long)item->due_s,
		 (long long)item->until_s, WEEK, item->random, item->record[0] ? "-" : "", item->record,
		 endings[item->state]);
	in(path, place, name);
	return holds(path, bytes);
}

static bool is(const struct outbox_item *one, const struct outbox_item *other)
{
	return one->due_s == other->due_s && strcmp(one->random, other->random) == 0;
}

static const char *judge_put_over(const char *place, bool done, bool one_waited)
{
	struct outbox_item items[OUTBOX_MOST];
	struct error err = {0};
	size_t count = listed(place, items);

	if (count > 1 || (count == 0 && (done || one_waited)))
		return "not one waits";
	if (count == 1 && !(is(items, &after) && is_whole(place, items, test.new)) &&
	    !(!done && one_waited && is(items, &before) && is_whole(place, items, test.old)))
		return "neither the older waits whole, nor the newer";
	if (put_one(place, &err) || listed(place, items) != 1 || !is_whole(place, &after, test.new))
		return "once more does not bring it in";
	return NULL;
}

static const char *judge_first(const char *place, bool done)
{
	return judge_put_over(place, done, false);
}

static const char *judge_second(const char *place, bool done)
{
	return judge_put_over(place, done, true);
}

static bool is_there(const char *place)
{
	char goal[FAULT_PATH];
	struct stat status;

	in(goal, place, "drop/" TASK "/2968/" RANDOM ".ekr");
	return lstat(goal, &status) == 0;
}

static const char *go_on(const char *place, const struct outbox_item *item)
{
	struct outbox_item items[OUTBOX_MOST];
	struct error err = {0};

	if (item && send_this(place, item, &err))
		return "it cannot be gone on with";
	if (!is_there(place) || noted_records(place) != 1)
		return "it left, and has not one record";
	return listed(place, items) ? "something stays in the outbox" : NULL;
}

static const char *take_back(const char *place, const struct outbox_item *item)
{
	static const int answers[] = {0, OUTBOX_PERHAPS, OUTBOX_PERHAPS, OUTBOX_HAS_LEFT};
	struct outbox_item items[OUTBOX_MOST];
	char box[FAULT_PATH];
	struct error err = {0};
	bool there = is_there(place);

	in(box, place, "outbox");
	/* By the name that it had when it waited. */
	int r = outbox_drop(box, &before, &err);
	if (r != (item ? answers[item->state] : OUTBOX_GONE))
		return "taking it back, it says something else";
	if (there ? r == 0 : r == OUTBOX_HAS_LEFT)
		return "taking it back, it says what is not so";
	if (r == OUTBOX_PERHAPS && (listed(place, items) != 1 || items[0].state != OUTBOX_WITHDRAWN ||
				    send_this(place, items, &err) != (there ? 0 : OUTBOX_NOT_THERE)))
		return "taken back, it is not found out whether it had left";
	if (is_there(place) != there || noted_records(place) != there)
		return "taken back, it has a record that it should not have, or none";
	return listed(place, items) ? "taken back, something stays in the outbox" : NULL;
}

static const char *judge_send(const char *place, bool done)
{
	struct outbox_item items[OUTBOX_MOST];
	size_t here = listed(place, items);
	char goal[FAULT_PATH];
	struct stat status;

	if (here > 1 || (here == 1 && !is_whole(place, items, test.old)))
		return "what waits is not what waited";
	in(goal, place, "drop/" TASK "/2968/" RANDOM ".ekr");
	bool there = lstat(goal, &status) == 0;
	if (there && (!holds(goal, test.old) || status.st_mtim.tv_sec != (int64_t)WEEK * WEEK_S))
		return "at its goal it is not whole, or tells the time";
	if (!there && (done || here == 0 || items[0].state == OUTBOX_LEFT))
		return "it is lost";
	if (there && here && items[0].state == OUTBOX_WAITS)
		return "it left, and is said to wait";
	fault_copy(place, placed_beside());
	const char *fault = take_back(placed_beside(), here ? items : NULL);
	return fault ? fault : go_on(place, here ? items : NULL);
}

static const char *judge_sent(const char *place, bool done)
{
	struct outbox_item items[OUTBOX_MOST];

	if (done && (listed(place, items) != 1 || items[0].state != OUTBOX_LEFT))
		return "it is not said to have left";
	return judge_send(place, done);
}

static const char *judge_noted(const char *place, bool done)
{
	struct outbox_item items[OUTBOX_MOST];

	if (done && listed(place, items))
		return "it is still in the outbox";
	return judge_send(place, done);
}

static int leave(const char *place, outbox_keep how, struct error *err)
{
	char path[FAULT_PATH];
	struct store *store = NULL;

	in(path, place, "store");
	int r = send_one(place, err) || store_open(&store, path, err) || noted_all(place, how, store, err) ? -1 : 0;
	store_free(store);
	return r;
}

static int leave_and_note(const char *place, struct error *err)
{
	return leave(place, noted_keep, err);
}

/* The order that once was: out of the outbox, then the record. */
static int leave_then_note(const char *place, struct error *err)
{
	const struct record record = noted_record(WEEK);

	if (leave(place, noted_count, err))
		return -1;
	struct store *store = noted_store(place);
	int r = store_append(store, &record, 1, fixture_instant(START_MS), 0, 0, err);
	store_free(store);
	return r;
}

static int leave_and_note_nameless(const char *place, struct error *err)
{
	return leave(place, noted_keep_nameless, err);
}

static void prepare_empty(const char *place)
{
	static const char *const names[] = {"drop", "drop/" TASK, "drop/" TASK "/2968"};
	char path[FAULT_PATH];

	for (int i = 0; i < 3; i++) {
		in(path, place, names[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
}

static void prepare_waiting(const char *place)
{
	struct error err = {0};

	prepare_empty(place);
	if (put(place, &before, test.old, &err))
		fail_msg("%s", err.message);
}

static void prepare_with_store(const char *place)
{
	char path[FAULT_PATH];

	prepare_waiting(place);
	in(path, place, "store");
	fault_create(path);
}

static const struct placed_step steps[] = {
	{"a first one waits", prepare_empty, put_one, judge_first, RANDOM, false},
	{"one is replaced", prepare_waiting, put_one, judge_second, RANDOM, false},
	{"one is sent", prepare_waiting, send_one, judge_sent, RANDOM, false},
	{"one is sent and noted", prepare_with_store, leave_and_note, judge_noted, RANDOM, false},
};
enum { STEPS = sizeof(steps) / sizeof(*steps), WITHOUT_STORE = 3 };
static const struct placed_step wrong[] = {
	{"the record last", prepare_with_store, leave_then_note, judge_noted, RANDOM, true},
	{"the record without a name", prepare_with_store, leave_and_note_nameless, judge_noted, RANDOM, true},
};
enum { WRONG = sizeof(wrong) / sizeof(*wrong) };

static void each_call_fails(void **state)
{
	struct placed_sum sum = {0};

	(void)state;
	for (int i = 0; i < STEPS; i++)
		placed_failing(&steps[i], &sum);
	fault_figure("outbox-operations-failed", sum.failed);
	fault_figure("outbox-violations", sum.broken);
	assert_true(sum.failed > 100);
	assert_int_equal(sum.broken, 0);
}

static void the_process_ends_before_each_change(void **state)
{
	struct placed_sum sum = {0};

	(void)state;
	for (int i = 0; i < STEPS; i++)
		placed_ended(&steps[i], &sum);
	fault_figure("kills-outbox", sum.ended);
	fault_figure("outbox-kill-violations", sum.broken);
	assert_true(sum.ended > 30);
	assert_int_equal(sum.broken, 0);
}

static void the_power_goes_before_each_change(void **state)
{
	struct placed_sum sum = {0};

	(void)state;
	for (int i = 0; i < STEPS; i++)
		placed_cut(&steps[i], &sum);
	for (int i = 0; i < WITHOUT_STORE; i++)
		placed_unsynced(&steps[i], &sum);
	fault_figure("power-images", sum.tried);
	fault_figure("outbox-power-violations", sum.broken);
	fault_figure("control-outbox-unsynced", sum.unsynced);
	fault_figure("control-outbox-noticed", sum.noticed);
	assert_true(sum.tried > 50);
	assert_int_equal(sum.broken, 0);
	assert_true(sum.noticed >= WITHOUT_STORE);
}

/* The negative control: with the record written at another moment, or without its name, the same judge finds it missing, or twice. */
static void another_order_is_noticed(void **state)
{
	(void)state;
	for (int i = 0; i < WRONG; i++) {
		struct placed_sum ended = {0}, cut = {0};
		placed_ended(&wrong[i], &ended);
		placed_cut(&wrong[i], &cut);
		fault_figure("control-outbox-order", ended.broken);
		fault_figure("control-outbox-order-power", cut.broken);
		assert_true(ended.broken > 0);
		assert_true(cut.broken > 0);
	}
}

static int setup(void **state)
{
	(void)state;
	placed_start();
	for (int i = 0; i < SIZE; i++) {
		test.old[i] = (uint8_t)(i * 7 + 1);
		test.new[i] = (uint8_t)(i * 11 + 3);
	}
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	placed_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_call_fails),
		cmocka_unit_test(the_process_ends_before_each_change),
		cmocka_unit_test(the_power_goes_before_each_change),
		cmocka_unit_test(another_order_is_noticed),
	};

	shim_register();
	return cmocka_run_group_tests(tests, setup, teardown);
}
