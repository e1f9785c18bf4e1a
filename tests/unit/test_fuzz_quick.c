/* The fuzz targets on mutations of good input, the same each time: a short look on every run; make fuzz looks for long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/promptline.h>
#include <evenkeel/proto.h>
#include <evenkeel/record.h>
#include <evenkeel/rng.h>

#include "fuzz/fuzz.h"

#define ROUNDS 20000
#define ROUNDS_STORE 300 /* those that make files */

/* One change such as chance, a disk or a stranger makes. */
static void mutate(struct text *bytes, struct rng *rng)
{
	static const char *const pieces[] = {"\n", "off",  "=",  "\\", "\xff\xff",   "25min",
					     "[",  "\x1b", "客", "ี",   "2026-02-30", " ;"};
	size_t at = bytes->length ? (size_t)rng_below(rng, bytes->length) : 0, most;
	_cleanup_(text_clear) struct text tail = {0};

	switch (bytes->length ? rng_below(rng, 6) : 2) {
	case 0:
		bytes->bytes[at] ^= (char)(1 << rng_below(rng, 8));
		break;
	case 1:
		bytes->bytes[at] = (char)rng_below(rng, 256);
		break;
	case 2:
		text_append_bytes(&tail, text_string(bytes) + at, bytes->length - at);
		bytes->length = at;
		text_append(bytes, pieces[rng_below(rng, sizeof(pieces) / sizeof(pieces[0]))]);
		text_append_bytes(bytes, text_string(&tail), tail.length);
		break;
	case 3:
		bytes->length = at;
		break;
	case 4: /* a stretch goes */
		most = (size_t)rng_below(rng, bytes->length - at) + 1;
		memmove(bytes->bytes + at, bytes->bytes + at + most, bytes->length - at - most);
		bytes->length -= most;
		break;
	default: /* a stretch comes twice */
		most = (size_t)rng_below(rng, bytes->length - at) + 1;
		text_append_bytes(&tail, bytes->bytes + at, most);
		text_append_bytes(bytes, text_string(&tail), tail.length);
		break;
	}
}

static void run_rounds(int rounds, int (*target)(const uint8_t *bytes, size_t size), const struct text *seeds,
		       size_t count)
{
	struct rng rng = rng_seeded(20260302);

	for (int round = 0; round < rounds; round++) {
		const struct text *seed = &seeds[(size_t)round % count];
		_cleanup_(text_clear) struct text bytes = {0};
		text_append_bytes(&bytes, text_string(seed), seed->length);
		for (int changes = round / (int)count % 6; changes > 0; changes--)
			mutate(&bytes, &rng);
		/* Of exactly this size, so that a byte read too far is found by the sanitizer. */
		uint8_t *exact _cleanup_free_ = mem_new(bytes.length, 1);
		memcpy(exact, text_string(&bytes), bytes.length);
		assert_int_equal(target(exact, bytes.length), 0);
	}
}

static void run(int (*target)(const uint8_t *bytes, size_t size), const struct text *seeds, size_t count)
{
	run_rounds(ROUNDS, target, seeds, count);
}

static struct text of(const char *string, size_t length)
{
	struct text text = {0};

	text_append_bytes(&text, string, length);
	return text;
}

static void clear_all(struct text *seeds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_clear(&seeds[i]);
}

static void config(void **state)
{
	static const char file[] =
		"\x03\x05"
		"25min; mine\nlanguage = th\n[micro]\nevery = 25min ; eyes\nfor=20s\n[hours]\n"
		"mon = 09:00-12:30,13:00-18:00\nfri = 22:00-02:00,03:00-06:00\nholidays = 2026-10-01\n"
		"holidays = 2026-12-24..2026-12-26\ncalendar = /home/me/c.ics\n[review]\nday = last\n";
	static const char dates[] =
		"\x1b\x20"
		"2026-10-01,2026-12-24..2026-12-26[hours]\r\nholidays = off\r\n[day]\nstart = 05:00";
	struct text seeds[] = {of(file, sizeof(file) - 1), of(dates, sizeof(dates) - 1)};

	(void)state;
	run(fuzz_config, seeds, 2);
	clear_all(seeds, 2);
}

static void proto(void **state)
{
	struct proto_message status = {
		.type = PROTO_STATUS_IS, .status.schedule.open = WHAT_NONE, .status.open.what = WHAT_NONE};
	struct text seeds[3] = {{0}, {0}, {0}};

	(void)state;
	status.status.schedule.hold_count = status.status.schedule.next_count = 1;
	status.status.schedule.holds[0].hold = HELD_CALL;
	status.status.feature_count = 2;
	strcpy(status.status.notifier, "desktop (dunst 1.9.0)");
	proto_encode(&status, &seeds[0]);
	proto_encode(&(struct proto_message){.type = PROTO_BUSY, .on = 1, .minutes = 30}, &seeds[1]);
	proto_encode(&(struct proto_message){.type = PROTO_NOW, .what = WHAT_REST}, &seeds[1]);
	proto_encode(&(struct proto_message){.type = PROTO_ERROR, .kind = ERROR_LOCKED, .text = "没有"}, &seeds[2]);
	run(fuzz_proto, seeds, 3);
	clear_all(seeds, 3);
}

static void promptline(void **state)
{
	static const char prompt[] =
		"prompt 1\nsummary How tense?\nbody a\\nb \\\\ 您\ncli-hint or run: x\naction Yes\naction No\n"
		"urgency low\ncategory x-evenkeel.checkin\nlife-s 900\nend\n";
	static const char caps[] = "caps Xfce\\sNotify\\sDaemon 0.7.3 actions body body-markup",
			  closed[] = "closed by-call";
	struct text seeds[] = {of(prompt, sizeof(prompt) - 1), of(caps, sizeof(caps) - 1),
			       of(closed, sizeof(closed) - 1)};

	(void)state;
	run(fuzz_promptline, seeds, 3);
	clear_all(seeds, 3);
}

static void record(void **state)
{
	static const struct record records[] = {
		{.kind = RECORD_ANSWERED,
		 .wall_ms = 1772438400000,
		 .parts = 1,
		 .count = 1,
		 .catalogue = 1,
		 .prompt = {.answers = {{1, SCALE_M3, 2}}, .form = FORM_MOMENTARY, .origin = ORIGIN_PROMPT}},
		{.kind = RECORD_BREAK,
		 .wall_ms = 1772438400000,
		 .parts = 1,
		 .pause = {.type = BREAK_REST, .outcome = BREAK_TAKEN}},
		{.kind = RECORD_WORKSHEET,
		 .wall_ms = 1772438400000,
		 .parts = 1,
		 .worksheet = {.length = 3, .text = "负"}},
		{.kind = RECORD_CLOCK, .wall_ms = 1772438400000, .parts = 1, .clock = {.jump_ms = -5, .cause = 2}},
	};
	uint8_t bytes[RECORD_WORKSHEET_SIZE];
	struct text seeds[4];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		record_encode(&records[i], bytes);
		seeds[i] = of((char *)bytes, record_size(&records[i]));
	}
	run(fuzz_record, seeds, 4);
	clear_all(seeds, 4);
}

static void words(void **state)
{
	static const char *const good[] = {"\x10stress=2",
					   "\x20"
					   "customer.demands=1",
					   "\x05note=太多了 มากเกินไป, too much",
					   "\x50"
					   "2026-03-02T09:00:00+01:00",
					   "\x0f"
					   "25min"};
	struct text seeds[5];

	(void)state;
	for (size_t i = 0; i < 5; i++)
		seeds[i] = of(good[i], strlen(good[i]));
	run(fuzz_words, seeds, 5);
	clear_all(seeds, 5);
}

/* Places of the key file: a slot's passes and memory, its flags, the mark, the magic. */
static void keys(void **state)
{
	static const char changes[] = "\x01\x8c\x00\xff\x90\x00\xff\x8a\x00\x00\x30\x00\x01\x00\x00\x45";
	struct text seeds[] = {of(changes, sizeof(changes) - 1), of(changes, 4), of("\x01", 1)};

	(void)state;
	run(fuzz_keys, seeds, 3);
	clear_all(seeds, 3);
}

static void seal(void **state)
{
	char slots[4 + 2 * 160] = "\x23";
	struct text seeds[2];

	(void)state;
	for (size_t i = 4; i < sizeof(slots); i++)
		slots[i] = (char)i;
	seeds[0] = of(slots, sizeof(slots));
	slots[0] = '\x2f';
	seeds[1] = of(slots, sizeof(slots));
	run_rounds(10 * ROUNDS_STORE, fuzz_seal, seeds, 2);
	clear_all(seeds, 2);
}

/* One of the three stores and how it is spoilt; edits by number with what they take. */
static void rows(void **state)
{
	static const char by_sql[] = "\x21\x08\x01\x02\x0e\x01\x00\x04\x00key\x13\x02\x05\x03\x09";
	static const char by_bytes[] = "\xc2\x03\x00\x10\xff\x00\x64\x20\x01\x01\x10\x30\x80";
	struct text seeds[] = {of(by_sql, sizeof(by_sql) - 1), of(by_bytes, sizeof(by_bytes) - 1), of("\xa3\x0a", 2),
			       of("\x00\x03\x02", 3)};

	(void)state;
	run_rounds(ROUNDS_STORE, fuzz_rows, seeds, 4);
	clear_all(seeds, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(config), cmocka_unit_test(proto), cmocka_unit_test(promptline),
		cmocka_unit_test(record), cmocka_unit_test(words), cmocka_unit_test(keys),
		cmocka_unit_test(seal),   cmocka_unit_test(rows),
	};

	return cmocka_run_group_tests_name("fuzz_quick", tests, NULL, NULL);
}
