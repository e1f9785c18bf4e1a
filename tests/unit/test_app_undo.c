/* Which answers the daemon takes back: the last ones, whether it took them down itself or was told of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/proto.h>

#include "app_world.h"

static struct world world;

static int setup(void **state)
{
	struct error err = {0};

	(void)state;
	world_init(&world, world_quiet);
	return world_begin(&world, &err);
}

static int teardown(void **state)
{
	(void)state;
	world_clear(&world);
	return 0;
}

static void tell_last(uint32_t group)
{
	struct proto_message request = {.type = PROTO_LAST, .group = group}, reply = {0};

	app_request(world.app, &request, &reply);
	assert_int_equal(reply.type, PROTO_OK);
}

static int undo(void)
{
	struct proto_message reply = world_request(&world, PROTO_UNDO, 0, 0, false);

	assert_true(reply.type == PROTO_OK || reply.kind == ERROR_NOTHING);
	return reply.type == PROTO_OK ? 0 : -1;
}

static void assert_withdrawn(const uint32_t *groups, int count)
{
	int found = 0;

	world_end(&world);
	world_read(&world);
	for (int i = 0; i < world.record_count; i++)
		if (world.records[i].kind == RECORD_WITHDRAWN) {
			assert_true(found < count);
			assert_int_equal(world.records[i].withdrawn.group, groups[found++]);
		}
	assert_int_equal(found, count);
}

static void those_it_was_told_of(void **state)
{
	static const uint32_t groups[] = {0xfedcba98, 7};

	(void)state;
	assert_int_equal(undo(), -1);
	(void)world_request(&world, PROTO_RECORDED, WHAT_CHECKIN, 0, false);
	tell_last(groups[0]);
	assert_int_equal(undo(), 0);
	assert_int_equal(undo(), -1); /* once */
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, true);
	tell_last(groups[1]);
	assert_int_equal(undo(), 0);
	assert_withdrawn(groups, 2);
}

/* Others come behind them, here or there: then those. */
static void only_the_last(void **state)
{
	uint32_t group = 0;

	(void)state;
	tell_last(5);
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, false);
	assert_int_equal(undo(), 0);
	assert_int_equal(undo(), -1);
	tell_last(6);
	/* Of these it is told nothing: it knows of none, not of others. */
	(void)world_request(&world, PROTO_RECORDED, WHAT_REVIEW, 0, false);
	assert_int_equal(undo(), -1);
	world_end(&world);
	world_read(&world);
	for (int i = 0; i < world.record_count; i++)
		if (world.records[i].kind == RECORD_ANSWERED)
			group = world.records[i].group;
	assert_true(group != 0);
	assert_withdrawn(&group, 1);
}

static void the_message_arrives_whole(void **state)
{
	static const uint8_t frame[] = {'E', 'V', 'K', 'C', 1, 0x0b, 0, 0, 4, 0, 0, 0, 0x98, 0xba, 0xdc, 0xfe};
	struct proto_message message = {.type = PROTO_LAST, .group = 0xfedcba98}, back;
	_cleanup_(text_clear) struct text bytes = {0};
	struct error err = {0};
	size_t used;

	(void)state;
	proto_encode(&message, &bytes);
	assert_int_equal(bytes.length, sizeof(frame));
	assert_memory_equal(bytes.bytes, frame, sizeof(frame));
	for (size_t part = 0; part < sizeof(frame); part++)
		assert_int_equal(proto_decode(frame, part, &back, &used, &err), PROTO_MORE);
	assert_int_equal(proto_decode(frame, sizeof(frame), &back, &used, &err), 0);
	assert_int_equal(back.group, 0xfedcba98);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(those_it_was_told_of, setup, teardown),
		cmocka_unit_test_setup_teardown(only_the_last, setup, teardown),
		cmocka_unit_test(the_message_arrives_whole),
	};

	return cmocka_run_group_tests_name("undo by the daemon", tests, NULL, NULL);
}
