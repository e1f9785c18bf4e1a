/*
 * B's register and the lists of codes and names that go into it. The first byte says which: even a register, as it lies under its seal; odd a list.
 * The bytes 1 to 8 stand for a key there and for its code here. A list that is refused is told with its line and without anybody's code or name;
 * what is taken is there once, and comes out of the file as it went in. The last key's code is of another invitation, and never is.
 */
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "../../client/enrol_code.h"
#include "../../client/officer/enrol.h"
#include "fuzz/fuzz.h"

enum { KEYS = 8, QUARTER = 247, BEFORE = 2 };
#define TASK "0123456789abcdef"

static uint8_t keys[KEYS][DAP_KEY_SIZE];
static char codes[KEYS][ENROL_CODE_SIZE], hex[KEYS][2 * DAP_KEY_SIZE + 1];
static const uint8_t task_id[DAP_ID_SIZE] = {1}, other_task_id[DAP_ID_SIZE] = {2};
static const struct office_cohort team = {
	.task = TASK, .cohort.terms.quarter = QUARTER, .cohort.task.task_id = task_id};
static const struct cohort other_team = {.task.task_id = other_task_id};

static void prepare(void)
{
	uint8_t seed[crypto_sign_SEEDBYTES] = {0}, secret[DAP_SECRET_SIZE];

	FUZZ_CHECK(sodium_init() >= 0);
	for (uint8_t i = 0; i < KEYS; i++) {
		seed[0] = i;
		crypto_sign_seed_keypair(keys[i], secret, seed);
		enrol_code_encode(keys[i], i < KEYS - 1 ? &team.cohort : &other_team, codes[i]);
		sodium_bin2hex(hex[i], sizeof(hex[i]), keys[i], sizeof(keys[i]));
	}
}

/* Up to the first zero byte, if @is_list: enrol_take.c refuses a file with one before it looks at lines. */
static void expand(const uint8_t *bytes, size_t size, bool is_list, struct text *ret)
{
	for (size_t i = 0; i < size && !(is_list && bytes[i] == '\0'); i++)
		if (bytes[i] >= 1 && bytes[i] <= KEYS)
			text_append(ret, is_list ? codes[bytes[i] - 1] : hex[bytes[i] - 1]);
		else
			text_append_char(ret, (char)bytes[i]);
}

static int decode(const struct text *lines, uint32_t quarter, struct enrolled *ret)
{
	_cleanup_(text_clear) struct text copy = {0};

	text_append_bytes(&copy, text_string(lines), lines->length);
	text_append(&copy, "");
	return register_decode(copy.bytes, copy.length, quarter, ret);
}

static void check_encoded(const struct enrolled *enrolled, const struct text *lines)
{
	_cleanup_(text_clear) struct text again = {0};

	register_encode(enrolled, &again);
	FUZZ_CHECK(again.length == lines->length && memcmp(again.bytes, lines->bytes, again.length) == 0);
}

/* What is in it is known by name, and goes by name. */
static void check_members(struct enrolled *enrolled)
{
	size_t count = enrolled->count;

	for (size_t i = 0; i < count; i++)
		FUZZ_CHECK(register_add(enrolled, &enrolled->members[i]) != 0 && enrolled->count == count);
	if (count == 0)
		return;
	_cleanup_(text_clear) struct text of_task = {0};
	struct member first = enrolled->members[0];
	size_t in_task = register_count(enrolled, first.task);
	register_keys(enrolled, first.task, &of_task);
	FUZZ_CHECK(of_task.length == in_task * DAP_KEY_SIZE);
	for (size_t i = DAP_KEY_SIZE; i < of_task.length; i += DAP_KEY_SIZE)
		FUZZ_CHECK(memcmp(of_task.bytes + i - DAP_KEY_SIZE, of_task.bytes + i, DAP_KEY_SIZE) <= 0);
	FUZZ_CHECK(register_remove(enrolled, first.task, first.name) == 1);
	FUZZ_CHECK(enrolled->count == count - 1 && register_count(enrolled, first.task) == in_task - 1);
}

static void check_register(const struct text *lines)
{
	struct enrolled untouched = {.members = NULL, .count = 77, .room = 78};
	_cleanup_(register_clear) struct enrolled all = {0};
	_cleanup_(register_clear) struct enrolled later = {0};
	size_t count = 0;

	if (decode(lines, 0, &all)) {
		FUZZ_CHECK(decode(lines, 0, &untouched) == -1);
		FUZZ_CHECK(!untouched.members && untouched.count == 77 && untouched.room == 78);
		FUZZ_CHECK(decode(lines, UINT32_MAX, &later) == -1);
		return;
	}
	check_encoded(&all, lines);
	FUZZ_CHECK(decode(lines, QUARTER, &later) == 0);
	for (size_t i = 0; i < all.count; i++)
		if (all.members[i].quarter >= QUARTER)
			FUZZ_CHECK(memcmp(&all.members[i], &later.members[count++], sizeof(*all.members)) == 0);
	FUZZ_CHECK(later.count == count);
	check_members(&all);
}

/* One in this team, one in another. */
static void begin(struct enrolled *ret)
{
	static const char *const tasks[BEFORE] = {TASK, "fedcba9876543210"}, *const names[BEFORE] = {"An Li", "Bo"};

	*ret = (struct enrolled){0};
	for (size_t i = 0; i < BEFORE; i++) {
		struct member member = {.quarter = QUARTER};
		memcpy(member.task, tasks[i], sizeof(member.task));
		memcpy(member.key, keys[i], sizeof(member.key));
		FUZZ_CHECK(member_name(&member, names[i]) == 0);
		FUZZ_CHECK(register_add(ret, &member) == 0);
	}
}

static int take(const struct office_cohort *cohort, const struct text *lines, struct enrolled *enrolled,
		struct enrol_tally *ret_tally, struct error *err)
{
	_cleanup_(text_clear) struct text copy = {0};

	text_append_bytes(&copy, text_string(lines), lines->length);
	text_append(&copy, "");
	*ret_tally = (struct enrol_tally){0};
	return enrol_lines(cohort, copy.bytes, enrolled, ret_tally, err);
}

/* A line that is there, and nothing that is a code's. */
static void check_message(const char *message, const struct text *lines)
{
	size_t count = 1;
	char *end;

	for (const char *at = text_string(lines); (at = strchr(at, '\n')); at++)
		count++;
	FUZZ_CHECK(strncmp(message, "line ", 5) == 0);
	unsigned long line = strtoul(message + 5, &end, 10);
	FUZZ_CHECK(line >= 1 && line <= count && strncmp(end, ": ", 2) == 0 && end[2] != '\0');
	for (size_t i = 0; i < KEYS; i++)
		for (size_t group = 0; group < ENROL_CODE_CHARACTERS / BASE32_GROUP; group++) {
			char word[BASE32_GROUP + 1] = {0};
			memcpy(word, codes[i] + group * (BASE32_GROUP + 1), BASE32_GROUP);
			FUZZ_CHECK(!strstr(message, word));
		}
}

static void check_once(const struct enrolled *enrolled)
{
	for (size_t i = 0; i < enrolled->count; i++)
		for (size_t j = i + 1; j < enrolled->count; j++) {
			const struct member *one = &enrolled->members[i], *other = &enrolled->members[j];
			FUZZ_CHECK(memcmp(one->key, other->key, DAP_KEY_SIZE) != 0);
			FUZZ_CHECK(!member_is_same(one, other));
		}
}

static void check_file(const struct enrolled *enrolled)
{
	_cleanup_(text_clear) struct text lines = {0};
	_cleanup_(register_clear) struct enrolled again = {0};

	register_encode(enrolled, &lines);
	FUZZ_CHECK(decode(&lines, QUARTER, &again) == 0 && again.count == enrolled->count);
	check_encoded(&again, &lines);
}

static void check_list(const struct text *lines)
{
	_cleanup_(register_clear) struct enrolled enrolled = {0};
	_cleanup_(register_clear) struct enrolled before = {0};
	struct enrol_tally tally, second;
	struct error err = {0};

	begin(&enrolled);
	begin(&before);
	int r = take(&team, lines, &enrolled, &tally, &err);
	FUZZ_CHECK(enrolled.count == BEFORE + tally.added && enrolled.count <= KEYS);
	FUZZ_CHECK(memcmp(enrolled.members, before.members, BEFORE * sizeof(*before.members)) == 0);
	check_once(&enrolled);
	check_file(&enrolled);
	if (r) {
		check_message(err.message, lines);
		return;
	}
	FUZZ_CHECK(take(&team, lines, &enrolled, &second, &err) == 0);
	FUZZ_CHECK(second.added == 0 && second.known == tally.added + tally.known);
}

int FUZZ_TARGET(fuzz_enrol)(const uint8_t *bytes, size_t size)
{
	_cleanup_(text_clear) struct text lines = {0};

	if (codes[0][0] == '\0')
		prepare();
	if (size == 0)
		return 0;
	bool is_list = bytes[0] & 1;
	expand(bytes + 1, size - 1, is_list, &lines);
	if (is_list)
		check_list(&lines);
	else
		check_register(&lines);
	return 0;
}
