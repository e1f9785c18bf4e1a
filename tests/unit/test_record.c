/* Records: bytes worked out by hand from STORE.md, every kind there and back, and bytes that must be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/record.h>
#include <evenkeel/rng.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define T INT64_C(0x0000019cae6b1c42)

static const struct record samples[] = {
	{.kind = RECORD_ANSWERED,
	 .flags = RECORD_LATE,
	 .wall_ms = T,
	 .zone_min = 60,
	 .part = 1,
	 .parts = 2,
	 .group = 0xdeadbeef,
	 .count = 2,
	 .catalogue = 1,
	 .prompt = {.answers = {{0x0001, SCALE_M3, 2}, {0x0014, SCALE_M3, RECORD_UNANSWERED}},
		    .since_prompt_s = 0x01020304,
		    .form = FORM_MOMENTARY,
		    .origin = ORIGIN_SELF}},
	{.kind = RECORD_HELD,
	 .wall_ms = T,
	 .zone_min = -300,
	 .parts = 1,
	 .group = 1,
	 .count = 8,
	 .catalogue = 1,
	 .prompt = {.answers = {{0x80, SCALE_S5, 4},
				{0x81, SCALE_F5, 4},
				{0x82, SCALE_YN, 1},
				{0x40, SCALE_C, 1},
				{0x41, SCALE_RANK, 3},
				{0x8000, SCALE_P11, 10},
				{0x8001, SCALE_V, -128},
				{0xffff, SCALE_V, 127}},
		    .form = FORM_REVIEW,
		    .origin = ORIGIN_PROMPT,
		    .hold = HELD_AWAY}},
	{.kind = RECORD_WITHDRAWN,
	 .wall_ms = 0,
	 .parts = 1,
	 .group = 2,
	 .catalogue = 1,
	 .withdrawn = {.group = 0xdeadbeef}},
	{.kind = RECORD_BREAK,
	 .flags = RECORD_DELAYED,
	 .wall_ms = T,
	 .zone_min = 1440,
	 .parts = 1,
	 .group = 3,
	 .catalogue = 1,
	 .pause = {.type = BREAK_REST,
		   .held = HELD_CALL,
		   .outcome = 0x7f,
		   .due_ago_s = 1,
		   .planned_s = 300,
		   .taken_s = 0xffffffff,
		   .postponed_s = 600,
		   .times_postponed = 65535}},
	{.kind = RECORD_TIP_FEEDBACK,
	 .wall_ms = T,
	 .parts = 1,
	 .group = 4,
	 .catalogue = 1,
	 .tip = {.tip = 0x200, .verdict = 3, .cause = 0x42}},
	{.kind = RECORD_WORKSHEET,
	 .flags = RECORD_IMPORTED,
	 .wall_ms = T,
	 .part = 254,
	 .parts = 255,
	 .group = 5,
	 .catalogue = 1,
	 .worksheet = {.exercise = 0x100, .field = 7, .length = 10, .text = "too much 负"}},
	{.kind = RECORD_WORKSHEET, .wall_ms = T, .parts = 1, .group = 5, .catalogue = 1},
	{.kind = RECORD_CONTRIBUTION,
	 .wall_ms = T,
	 .parts = 1,
	 .group = 6,
	 .catalogue = 1,
	 .contribution = {.first_day = 20514, .days = 7}},
	{.kind = RECORD_ERASE,
	 .wall_ms = T,
	 .parts = 1,
	 .catalogue = 1,
	 .range = {.first = 5, .last = UINT64_MAX, .mac = {1, 2, 3, [15] = 16}}},
	{.kind = RECORD_RESTORE, .wall_ms = T, .parts = 1, .catalogue = 1, .range = {.first = 9, .last = 9}},
	{.kind = RECORD_CLOCK,
	 .wall_ms = T,
	 .zone_min = -60,
	 .parts = 1,
	 .catalogue = 1,
	 .clock = {.jump_ms = -3600000, .old_zone_min = 60, .new_zone_min = -60, .cause = 1}},
};

static struct record sample(size_t i)
{
	struct record record = samples[i];

	if (record.kind == RECORD_WORKSHEET)
		record.worksheet.length = (uint16_t)strlen(record.worksheet.text);
	return record;
}

static void there_and_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		uint8_t bytes[RECORD_WORKSHEET_SIZE], again[RECORD_WORKSHEET_SIZE];
		struct record record = sample(i), decoded;
		struct error err = {0};
		record_encode(&record, bytes);
		if (record_decode(bytes, record_size(&record), &decoded, &err) != 0)
			fail_msg("sample %zu: %s", i, err.message);
		record_encode(&decoded, again);
		assert_memory_equal(bytes, again, sizeof(bytes));
		assert_int_equal(decoded.wall_ms, record.wall_ms);
		assert_int_equal(decoded.zone_min, record.zone_min);
		assert_memory_equal(decoded.raw, record.raw, sizeof(record.raw));
	}
}

/* A length says nothing about what was answered. */
static void sizes_are_two(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++)
		assert_int_equal(record_size(&samples[i]), samples[i].kind == RECORD_WORKSHEET ? 1024 : 64);
}

/* From byte @at on, the sample's bytes are @wanted. */
static void encodes_as(size_t number, size_t at, const uint8_t *wanted, size_t length)
{
	struct record record = sample(number);
	uint8_t bytes[RECORD_WORKSHEET_SIZE];

	record_encode(&record, bytes);
	assert_memory_equal(bytes + at, wanted, length);
}

static void bytes_by_hand(void **state)
{
	static const uint8_t answered[64] = {1, 0x01, 0x01,        0x00, 0x42, 0x1c, 0x6b, 0xae, 0x9c, 0x01,
					     0, 0,    60,          0,    1,    2,    0xef, 0xbe, 0xad, 0xde,
					     2, 1,    0,           0,    0x01, 0,    1,    2,    0x14, 0,
					     1, 0xff, [56] = 0x04, 0x03, 0x02, 0x01, 1,    2,    0,    0};
	static const uint8_t held_end[4] = {2, 1, 8, 0};
	static const uint8_t pause[64] = {1,    0x10, 4,    0,    0x42, 0x1c, 0x6b, 0xae, 0x9c, 0x01, 0, 0,
					  0xa0, 0x05, 0,    1,    3,    0,    0,    0,    0,    1,    0, 0,
					  2,    1,    0x7f, 0,    1,    0,    0,    0,    0x2c, 1,    0, 0,
					  0xff, 0xff, 0xff, 0xff, 0x58, 2,    0,    0,    0xff, 0xff};
	static const uint8_t tip_body[6] = {0, 2, 3, 0, 0x42, 0};
	static const uint8_t worksheet_body[8 + 12] = {0,   1,   7,   0,   12,  0,   0,   0,    't',  'o',
						       'o', ' ', 'm', 'u', 'c', 'h', ' ', 0xe8, 0xb4, 0x9f};
	static const uint8_t clock_body[13] = {0x80, 0x11, 0xc9, 0xff, 0xff, 0xff, 0xff, 0xff, 60, 0, 0xc4, 0xff, 1};

	(void)state;
	encodes_as(0, 0, answered, 64);
	encodes_as(1, 60, held_end, 4);
	encodes_as(3, 0, pause, 64);
	encodes_as(4, 24, tip_body, 6);
	encodes_as(5, 24, worksheet_body, 20);
	encodes_as(10, 24, clock_body, 13);
}

/* One byte of a good record changed: it is refused, with these words. */
static const struct {
	size_t sample, at;
	uint8_t value;
	const char *words;
} faults[] = {
	{0, 0, 0, "format 0"},
	{0, 0, 2, "format 2"},
	{0, 1, 0, "'kind' is out of range"},
	{0, 1, 0x20, "size does not fit"},
	{5, 1, 0x01, "size does not fit"},
	{0, 11, 0x80, "time is out of range"},
	{0, 11, 0x01, "time is out of range"},
	{0, 13, 0x06, "zone is out of range"},
	{0, 14, 2, "part is beyond"},
	{0, 15, 0, "'parts' is out of range"},
	{0, 20, 9, "count of answers"},
	{0, 20, 3, "no question or no scale"},
	{0, 20, 1, "unused answers"},
	{0, 22, 1, "reserved"},
	{0, 23, 1, "reserved"},
	{0, 24, 0, "no question"},
	{0, 26, 0, "no question or no scale"},
	{0, 27, 3, "out of its scale"},
	{0, 27, 0xfe, "out of its scale"},
	{0, 32, 1, "unused answers"},
	{0, 35, 1, "unused answers"},
	{0, 60, 0, "'prompt.form' is out of range"},
	{0, 61, 0, "'prompt.origin' is out of range"},
	{0, 63, 1, "reserved"},
	{1, 27, 5, "out of its scale"},
	{1, 31, 5, "out of its scale"},
	{1, 35, 2, "out of its scale"},
	{1, 39, 2, "out of its scale"},
	{1, 43, 4, "out of its scale"},
	{1, 47, 11, "out of its scale"},
	{2, 20, 1, "counts answers"},
	{2, 28, 1, "padding"},
	{2, 63, 1, "padding"},
	{3, 24, 0, "'pause.type' is out of range"},
	{3, 46, 1, "padding"},
	{4, 26, 0, "'tip.verdict' is out of range"},
	{4, 27, 1, "reserved"},
	{5, 29, 4, "length is out of range"},
	{5, 30, 1, "reserved"},
	{5, 28, 11, "not UTF-8"},
	{5, 28, 13, "not UTF-8"},
	{5, 33, 0, "not UTF-8"},
	{5, 28, 9, "padding"},
	{5, 1023, 'x', "padding"},
	{8, 39, 0, NULL},
	{9, 24, 10, "wrong way round"},
	{10, 36, 0, "'clock.cause' is out of range"},
	{10, 40, 1, "padding"},
};

static void wrong_bytes_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		uint8_t bytes[RECORD_WORKSHEET_SIZE];
		struct record record = sample(faults[i].sample), decoded;
		struct error err = {0};
		record_encode(&record, bytes);
		bytes[faults[i].at] = faults[i].value;
		int rc = record_decode(bytes, record_size(&record), &decoded, &err);
		if (!faults[i].words) {
			assert_int_equal(rc, 0);
			continue;
		}
		if (rc != -1)
			fail_msg("fault %zu passed", i);
		assert_int_equal(err.kind, ERROR_DAMAGED);
		if (!strstr(err.message, faults[i].words))
			fail_msg("fault %zu: %s", i, err.message);
		/* Nothing of a refused record stays behind. */
		static const struct record nothing;
		assert_memory_equal(&decoded, &nothing, sizeof(decoded));
	}
}

static void wrong_sizes_are_refused(void **state)
{
	static const size_t sizes[] = {0, 1, 23, 24, 63, 65, 104, 1023};
	uint8_t bytes[RECORD_WORKSHEET_SIZE + 1] = {1};
	struct record record = sample(0);

	(void)state;
	record_encode(&record, bytes);
	for (size_t i = 0; i < COUNT(sizes); i++)
		assert_int_equal(record_decode(bytes, sizes[i], &record, NULL), -1);
	assert_int_equal(record_decode(bytes, 1025, &record, NULL), -1);
}

/* One byte that a newer version might write: kept, and the same when written again. */
static const struct {
	size_t sample, at;
	uint8_t value;
} newer[] = {{0, 1, 0x09}, {0, 1, 0x7f}, {5, 1, 0x2f}, {0, 2, 8},   {0, 3, 0x80},  {0, 26, 9}, {0, 60, 5},
	     {0, 61, 3},   {0, 62, 10},  {3, 24, 4},   {3, 25, 10}, {3, 26, 0xff}, {4, 26, 4}, {10, 36, 3}};

static void newer_codes_are_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(newer); i++) {
		uint8_t bytes[RECORD_WORKSHEET_SIZE], again[RECORD_WORKSHEET_SIZE];
		struct record record = sample(newer[i].sample), decoded;
		struct error err = {0};
		record_encode(&record, bytes);
		bytes[newer[i].at] = newer[i].value;
		if (record_decode(bytes, record_size(&record), &decoded, &err) != RECORD_NEWER)
			fail_msg("newer %zu: %s", i, err.message);
		record_encode(&decoded, again);
		assert_memory_equal(bytes, again, sizeof(bytes));
	}
}

/* Whatever is taken is written again to the last bit, and what is not changes nothing else. */
static void any_bytes(void **state)
{
	struct rng rng = rng_seeded(64);
	int taken = 0;

	(void)state;
	for (int round = 0; round < 40000; round++) {
		uint8_t bytes[RECORD_WORKSHEET_SIZE], again[RECORD_WORKSHEET_SIZE];
		struct record record = sample((size_t)rng_below(&rng, COUNT(samples))), decoded;
		size_t size = record_size(&record);
		record_encode(&record, bytes);
		for (uint64_t flips = 1 + rng_below(&rng, 3); flips > 0; flips--)
			bytes[rng_below(&rng, size)] ^= (uint8_t)(1 << rng_below(&rng, 8));
		if (record_decode(bytes, size, &decoded, NULL) < 0)
			continue;
		taken++;
		record_encode(&decoded, again);
		assert_memory_equal(bytes, again, size);
	}
	assert_in_range(taken, 1000, 39000);
}

static void a_clock_far_off_is_no_reason_to_lose(void **state)
{
	uint8_t bytes[RECORD_WORKSHEET_SIZE];
	struct record record = sample(0), decoded;

	(void)state;
	record.wall_ms = -5;
	record_encode(&record, bytes);
	assert_int_equal(record_decode(bytes, RECORD_SIZE, &decoded, NULL), 0);
	assert_int_equal(decoded.wall_ms, 0);
	record.wall_ms = INT64_MAX;
	record_encode(&record, bytes);
	assert_int_equal(record_decode(bytes, RECORD_SIZE, &decoded, NULL), 0);
	assert_true(decoded.wall_ms > 0);
}

/* The week from Thursday 19 November 2026, and nothing of when it went. */
static void a_contribution_is_a_week(void **state)
{
	struct record record;

	(void)state;
	record_contribution(2968, &record);
	assert_int_equal(record.kind, RECORD_CONTRIBUTION);
	assert_int_equal(record.contribution.first_day, 20776);
	assert_int_equal(record.contribution.days, 7);
	assert_int_equal(record.wall_ms, 0);
	assert_int_equal(record.group, 0);
	assert_int_equal(record_check(&record, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(sizes_are_two),
		cmocka_unit_test(bytes_by_hand),
		cmocka_unit_test(wrong_bytes_are_refused),
		cmocka_unit_test(wrong_sizes_are_refused),
		cmocka_unit_test(newer_codes_are_kept),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(a_clock_far_off_is_no_reason_to_lose),
		cmocka_unit_test(a_contribution_is_a_week),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
