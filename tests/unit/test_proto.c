/* The control socket's frames: every type there and back, bytes worked out by hand, pieces, and frames that must be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/proto.h>
#include <evenkeel/rng.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct proto_message messages[] = {
	{.type = PROTO_STATUS},
	{.type = PROTO_SNOOZE, .minutes = 10},
	{.type = PROTO_PAUSE, .minutes = -1},
	{.type = PROTO_PAUSE, .minutes = 0},
	{.type = PROTO_RESUME},
	{.type = PROTO_BUSY, .on = 1, .minutes = 30},
	{.type = PROTO_BUSY},
	{.type = PROTO_NOW, .what = WHAT_REVIEW},
	{.type = PROTO_HARD_CALL, .on = 1},
	{.type = PROTO_RELOAD},
	{.type = PROTO_RECORDED, .what = WHAT_CHECKIN},
	{.type = PROTO_OK, .text = "paused until 14:02"},
	{.type = PROTO_OK},
	{.type = PROTO_ERROR, .kind = ERROR_FAILED, .text = "没有 store"},
};

static struct proto_message full_status(void)
{
	struct proto_message message = {.type = PROTO_STATUS_IS};
	struct proto_status *status = &message.status;

	status->schedule.hold_count = HOLD_COUNT;
	for (int i = 0; i < HOLD_COUNT; i++) {
		status->schedule.holds[i].hold = (enum record_held)(HELD_CALL + i);
		status->schedule.holds[i].since_wall_s = 1772438400 + i;
	}
	status->schedule.next_count = WHAT_COUNT;
	for (int i = 0; i < WHAT_COUNT; i++)
		status->schedule.next[i] =
			(struct schedule_next){(enum schedule_what)i, 1772440000 + i, (enum record_held)(2 * i)};
	status->schedule.open = WHAT_NONE;
	status->schedule.micro_taken = 12;
	status->schedule.rest_taken = 3;
	status->open = (struct proto_open){WHAT_CHECKIN, {0x10, 0x1c}, 90};
	status->feature_count = PROTO_FEATURES_MAX;
	for (int i = 0; i < PROTO_FEATURES_MAX; i++) {
		status->features[i].missing = i % 2;
		memset(status->features[i].words, 'a' + i, PROTO_STRING_MAX);
	}
	memset(status->notifier, 'n', PROTO_STRING_MAX);
	memset(status->notifier_why, 'w', PROTO_STRING_MAX);
	memset(status->activity_source, 's', PROTO_STRING_MAX);
	memset(status->trouble, 't', PROTO_STRING_MAX);
	status->pss_kib = UINT32_MAX;
	status->uss_kib = 2;
	status->threads = 1;
	status->wakeups = UINT64_C(1) << 62;
	status->cpu_ms = 4;
	status->uptime_s = 5;
	status->demo = 1;
	status->waiting_records = 6;
	status->call_detection = 1;
	return message;
}

static void assert_round_trip(const struct proto_message *message)
{
	_cleanup_(text_clear) struct text frame = {0};
	struct proto_message back;
	struct error err = {0};
	size_t used = 0;

	proto_encode(message, &frame);
	assert_true(frame.length <= PROTO_HEADER_SIZE + PROTO_BODY_MAX);
	for (size_t part = 0; part < frame.length; part++)
		assert_int_equal(proto_decode((uint8_t *)frame.bytes, part, &back, &used, &err), PROTO_MORE);
	text_append(&frame, "the next frame's bytes");
	if (proto_decode((uint8_t *)frame.bytes, frame.length, &back, &used, &err) != 0)
		fail_msg("type %x: %s", message->type, err.message);
	assert_int_equal(used, frame.length - strlen("the next frame's bytes"));
	assert_memory_equal(&back, message, sizeof(back));
}

static void there_and_back(void **state)
{
	struct proto_message status = full_status();

	(void)state;
	for (size_t i = 0; i < COUNT(messages); i++)
		assert_round_trip(&messages[i]);
	assert_round_trip(&status);
	status = (struct proto_message){
		.type = PROTO_STATUS_IS, .status.schedule.open = WHAT_MICRO, .status.open.what = WHAT_NONE};
	assert_round_trip(&status);
}

static void bytes_by_hand(void **state)
{
	static const uint8_t pause[] = {'E', 'V', 'K', 'C', 1, 3, 0, 0, 4, 0, 0, 0, 0xff, 0xff, 0xff, 0xff};
	static const uint8_t error[] = {'E', 'V', 'K', 'C', 1, 0x81, 0, 0, 5, 0, 0, 0, 4, 2, 0, 'n', 'o'};
	_cleanup_(text_clear) struct text frame = {0};

	(void)state;
	proto_encode(&messages[2], &frame);
	proto_encode(&(struct proto_message){.type = PROTO_ERROR, .kind = ERROR_LOCKED, .text = "no"}, &frame);
	assert_int_equal(frame.length, sizeof(pause) + sizeof(error));
	assert_memory_equal(frame.bytes, pause, sizeof(pause));
	assert_memory_equal(frame.bytes + sizeof(pause), error, sizeof(error));
}

/* Writing mends what does not fit: one line, whole characters, times and minutes within bounds. */
static void writing_mends(void **state)
{
	struct proto_message message = {.type = PROTO_OK, .text = "a\nb\x1b[1m\xff"}, back;
	_cleanup_(text_clear) struct text frame = {0};
	size_t used;

	(void)state;
	proto_encode(&message, &frame);
	assert_int_equal(proto_decode((uint8_t *)frame.bytes, frame.length, &back, &used, NULL), 0);
	assert_string_equal(back.text, "a b [1m ");
	message = (struct proto_message){.type = PROTO_SNOOZE, .minutes = -7};
	text_clear(&frame);
	proto_encode(&message, &frame);
	assert_int_equal(proto_decode((uint8_t *)frame.bytes, frame.length, &back, &used, NULL), 0);
	assert_int_equal(back.minutes, 0);
	message = full_status();
	message.status.schedule.next[0].due_wall_s = INT64_MAX;
	text_clear(&frame);
	proto_encode(&message, &frame);
	assert_int_equal(proto_decode((uint8_t *)frame.bytes, frame.length, &back, &used, NULL), 0);
}

#define H(type, length) 'E', 'V', 'K', 'C', 1, type, 0, 0, length, 0, 0, 0
static const struct {
	size_t length;
	uint8_t bytes[40];
} faults[] = {
	{1, {'G'}},
	{4, {'E', 'V', 'K', 'D'}},
	{5, {'E', 'V', 'K', 'C', 2}},
	{5, {'E', 'V', 'K', 'C', 0}},
	{12, {'E', 'V', 'K', 'C', 1, 1, 1, 0, 0, 0, 0, 0}},
	{12, {'E', 'V', 'K', 'C', 1, 1, 0, 1, 0, 0, 0, 0}},
	{12, {'E', 'V', 'K', 'C', 1, 1, 0, 0, 1, 16, 0, 0}},
	{12, {'E', 'V', 'K', 'C', 1, 1, 0, 0, 0, 0, 0, 1}},
	{12, {H(0, 0)}},
	{12, {H(0x0b, 0)}},
	{12, {H(0x83, 0)}},
	{13, {H(PROTO_STATUS, 1), 0}},
	{12, {H(PROTO_SNOOZE, 0)}},
	{15, {H(PROTO_SNOOZE, 3), 1, 0, 0}},
	{17, {H(PROTO_SNOOZE, 5), 1, 0, 0, 0, 0}},
	{16, {H(PROTO_SNOOZE, 4), 0xff, 0xff, 0xff, 0xff}},
	{16, {H(PROTO_SNOOZE, 4), 0, 0, 0, 0x7f}},
	{16, {H(PROTO_PAUSE, 4), 0xfe, 0xff, 0xff, 0xff}},
	{17, {H(PROTO_BUSY, 5), 2, 0, 0, 0, 0}},
	{13, {H(PROTO_NOW, 1), WHAT_DAILY}},
	{13, {H(PROTO_NOW, 1), WHAT_NONE}},
	{13, {H(PROTO_HARD_CALL, 1), 2}},
	{14, {H(PROTO_OK, 2), 1, 0}},
	{15, {H(PROTO_OK, 3), 1, 0, '\n'}},
	{15, {H(PROTO_OK, 3), 1, 0, 0}},
	{15, {H(PROTO_OK, 3), 1, 0, 0xff}},
	{16, {H(PROTO_OK, 4), 1, 0, 'a', 'b'}},
	{15, {H(PROTO_ERROR, 3), 0, 0, 0}},
	{15, {H(PROTO_ERROR, 3), 7, 0, 0}},
	{13, {H(PROTO_STATUS_IS, 1), 9}},
};

static void wrong_frames_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		struct proto_message message = {.minutes = 77};
		struct error err = {0};
		size_t used = 99;
		if (proto_decode(faults[i].bytes, faults[i].length, &message, &used, &err) != -1)
			fail_msg("fault %zu is taken", i);
		assert_int_equal(message.minutes, 77);
		assert_int_equal(used, 99);
		assert_true(err.message[0]);
	}
}

/* Every field of a status has a value that is refused, and a frame that is taken is the one that would be written. */
static void any_bytes(void **state)
{
	struct proto_message status = full_status();
	_cleanup_(text_clear) struct text frame = {0};
	struct rng rng = rng_seeded(11);
	int taken = 0, refused = 0;

	(void)state;
	proto_encode(&status, &frame);
	for (int round = 0; round < 20000; round++) {
		_cleanup_(text_clear) struct text bytes = {0}, again = {0};
		struct proto_message message;
		size_t used;
		text_append_bytes(&bytes, frame.bytes, frame.length);
		size_t reach = round % 2 ? bytes.length : 160;
		bytes.bytes[rng_below(&rng, reach)] ^= (char)(1 << rng_below(&rng, 8));
		int rc = proto_decode((uint8_t *)bytes.bytes, bytes.length, &message, &used, NULL);
		if (rc != 0) {
			refused++;
			continue;
		}
		taken++;
		proto_encode(&message, &again);
		assert_int_equal(again.length, used);
		assert_memory_equal(again.bytes, bytes.bytes, used);
	}
	assert_true(taken > 1000 && refused > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back), cmocka_unit_test(bytes_by_hand),
		cmocka_unit_test(writing_mends),  cmocka_unit_test(wrong_frames_are_refused),
		cmocka_unit_test(any_bytes),
	};

	return cmocka_run_group_tests_name("proto", tests, NULL, NULL);
}
