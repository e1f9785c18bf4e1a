/*
 * DAP's messages and Evenkeel's own: what is encoded is decoded and gives the same bytes again; what is a byte shorter, a byte longer or
 * out of range is refused by its name. Golden bytes are of draft-ietf-ppm-dap-18, written out by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/mem.h>

#include "hex.h"
#include "team_stage.h"

/* The table's sizes are those of Prio3 at this size. */
static void version(void **state)
{
	const struct dap_version *row = dap_version();
	struct prio3 prio3;

	(void)state;
	dap_prio3(team.task_id, &prio3);
	assert_string_equal(row->tag, "dap-18");
	assert_int_equal(row->vdaf, 18);
	assert_int_equal(row->public_share, prio3_public_share_size(&prio3));
	assert_int_equal(row->leader_share, prio3_leader_share_size(&prio3));
	assert_int_equal(row->helper_share, PRIO3_HELPER_SHARE_SIZE);
	assert_int_equal(row->initialize, prio3_initialize_size(&prio3));
	assert_int_equal(row->finish, PRIO3_FINISH_SIZE);
	assert_int_equal(prio3_random_size(&prio3), DAP_RANDOM_SIZE);
	assert_int_equal(row->report, 1544);
	assert_int_equal(row->envelope, 1644);
	assert_ptr_equal(dap_version_of("EKR", bytes_of("EKR1", 4)), row);
	assert_null(dap_version_of("EKR", bytes_of("EKR2", 4)));
	assert_null(dap_version_of("EKR", bytes_of("EKC1", 4)));
	assert_null(dap_version_of("EKR", bytes_of("EKR", 3)));
}

/* By hand: lengths, the quarter, both URLs, a week, the floor, time intervals, SumVec of 48 numbers up to 1 in chunks of 7. */
static void task_golden(void **state)
{
	static const char digits[] = "1d"
				     "6576656e6b65656c31"
				     "000000f7"
				     "000102030405060708090a0b0c0d0e0f"
				     "0009"
				     "68747470733a2f2f61"
				     "0009"
				     "68747470733a2f2f62"
				     "0000000000093a80"
				     "000000000000000a"
				     "01"
				     "0000"
				     "00000003"
				     "0010"
				     "00000030"
				     "0000000000000001"
				     "00000007"
				     "0000";
	uint8_t wanted[DAP_TASK_MAX], bytes[DAP_TASK_MAX], salt[DAP_SALT_SIZE];
	struct dap_task task = {.quarter = 247,
				.salt = salt,
				.leader = bytes_of("https://a", 9),
				.helper = bytes_of("https://b", 9),
				.floor = 10};

	(void)state;
	for (uint8_t i = 0; i < sizeof(salt); i++)
		salt[i] = i;
	size_t size = dap_task_encode(&task, bytes);
	assert_int_equal(hex_read(digits, wanted, sizeof(wanted)), size);
	assert_memory_equal(bytes, wanted, size);
}

static void task_round(void **state)
{
	uint8_t bytes[DAP_TASK_MAX + 1] = {0}, again[DAP_TASK_MAX];
	struct hpke_bytes own = team.cohort.task.configuration;
	struct dap_task task;

	(void)state;
	assert_int_equal(dap_task_decode(own, &task), 0);
	assert_int_equal(task.quarter, TEAM_QUARTER);
	assert_int_equal(task.floor, TEAM_FLOOR);
	assert_int_equal(dap_task_encode(&task, again), own.size);
	assert_memory_equal(again, own.bytes, own.size);
	memcpy(bytes, own.bytes, own.size);
	assert_int_equal(dap_task_decode(bytes_of(bytes, own.size + 1), &task), REFUSAL_MALFORMED);
	for (size_t size = 0; size < own.size; size++)
		assert_int_not_equal(dap_task_decode(bytes_of(bytes, size), &task), 0);
	task = team.cohort.terms;
	for (unsigned floor = 0; floor < DAP_FLOOR_LEAST; floor++) {
		task.floor = floor;
		assert_int_equal(dap_task_encode(&task, again), 0);
	}
	task.floor = 256;
	assert_int_equal(dap_task_encode(&task, again), 0);
	task.floor = 10;
	task.leader = bytes_of("https://a b", 11);
	assert_int_equal(dap_task_encode(&task, again), 0);
	task.leader = bytes_of("", 0);
	assert_int_equal(dap_task_encode(&task, again), 0);
}

/* A byte of the rules changed, counted from the end: extensions 2, chunk 4, maximum 8, length 4, size 2, type 4, batches 3, floor 8, week 8. */
static void task_rules(void **state)
{
	uint8_t bytes[DAP_TASK_MAX];
	struct hpke_bytes own = team.cohort.task.configuration;
	struct dap_task task;
	static const struct {
		size_t from_end;
		uint8_t change;
		int refusal;
	} cases[] = {
		{1, 1, REFUSAL_VDAF},
		{3, 1, REFUSAL_VDAF},
		{7, 2, REFUSAL_VDAF},
		{15, 1, REFUSAL_VDAF},
		{19, 1, REFUSAL_VDAF},
		{21, 1, REFUSAL_VDAF},
		{25, 1, REFUSAL_VDAF},
		{27, 3, REFUSAL_VDAF},
		{28, 13, REFUSAL_FLOOR},
		{29, 1, REFUSAL_FLOOR},
		{35, 128, REFUSAL_FLOOR},
		{36, 1, REFUSAL_VDAF},
		{28, 2, 0}, /* 8, the least */
	};

	(void)state;
	memcpy(bytes, own.bytes, own.size);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t *byte = &bytes[own.size - cases[i].from_end];
		*byte ^= cases[i].change;
		assert_int_equal(dap_task_decode(bytes_of(bytes, own.size), &task), cases[i].refusal);
		*byte ^= cases[i].change;
	}
	bytes[9] = '2';
	assert_int_equal(dap_task_decode(bytes_of(bytes, own.size), &task), REFUSAL_VERSION);
}

static void windows(void **state)
{
	static const char *const bad[] = {"",
					  "2968",
					  "2968-",
					  "-4",
					  "2968-4x",
					  " 2968-4",
					  "02968-4",
					  "2968-04",
					  "+2968-4",
					  "2968--4",
					  "99999999999999999999-4"};
	struct dap_window window;
	char name[DAP_WINDOW_NAME];

	(void)state;
	assert_int_equal(dap_window_parse("2968-4", &window), 0);
	assert_int_equal(window.start, 2968);
	assert_int_equal(window.weeks, 4);
	dap_window_name(window, name);
	assert_string_equal(name, "2968-4");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(dap_window_parse(bad[i], &window), -1);
	window = dap_window_of(2971, 4);
	assert_int_equal(window.start, 2968);
	/* Thursday 00:00 UTC begins a week; three days after the window's end it may be opened. */
	assert_int_equal(dap_week(INT64_C(1795046400)), 2968);
	assert_int_equal(dap_week(INT64_C(1795046399)), 2967);
	int64_t end = INT64_C(2972) * DAP_WEEK_S + 72 * 3600;
	assert_int_equal(dap_window_over(window, end - 1), REFUSAL_EARLY);
	assert_int_equal(dap_window_over(window, end), 0);
	assert_int_equal(dap_window_over(window, -1), REFUSAL_EARLY);
	assert_int_equal(dap_window_over((struct dap_window){UINT64_MAX, 4}, end), REFUSAL_EARLY);
}

/* The verify key: HKDF-SHA256 of the seed with salt "verify_key" and the task's id, once more by libsodium's HMAC. */
static void verify_key(void **state)
{
	uint8_t prk[32], okm[32], key[PRIO3_KEY_SIZE], block[DAP_ID_SIZE + 1];
	crypto_auth_hmacsha256_state hmac;

	(void)state;
	crypto_auth_hmacsha256_init(&hmac, (const uint8_t *)"verify_key", 10);
	crypto_auth_hmacsha256_update(&hmac, team.seed, sizeof(team.seed));
	crypto_auth_hmacsha256_final(&hmac, prk);
	memcpy(block, team.task_id, DAP_ID_SIZE);
	block[DAP_ID_SIZE] = 1;
	crypto_auth_hmacsha256(okm, block, sizeof(block), prk);
	dap_verify_key(team.seed, team.task_id, key);
	assert_memory_equal(key, okm, sizeof(key));
}

static void sums(void **state)
{
	struct field128 total[CELL_COUNT] = {{0}};
	int64_t numbers[CELL_COUNT];
	static const struct {
		unsigned cell;
		int64_t value;
		int refusal;
	} cases[] = {
		{0, -40, 0},
		{0, -41, REFUSAL_ALTERED},
		{42, 60, 0},
		{42, 61, REFUSAL_ALTERED},
		{43, 4, 0},
		{43, 5, REFUSAL_ALTERED},
		{46, 1, 0},
		{46, -1, REFUSAL_ALTERED},
		{47, 16, 0},
		{47, 15, REFUSAL_ALTERED},
		{47, 21, REFUSAL_ALTERED},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(total, 0, sizeof(total));
		total[CELL_ANSWERED] = field128_from(20);
		int64_t value = cases[i].value;
		total[cases[i].cell] =
			value < 0 ? field128_subtract((struct field128){0}, field128_from((uint64_t)-value))
				  : field128_from((uint64_t)value);
		assert_int_equal(dap_sums(total, 4, 20, numbers), cases[i].refusal);
		if (!cases[i].refusal)
			assert_true(numbers[cases[i].cell] == value);
	}
}

static void refusals(void **state)
{
	(void)state;
	for (int i = 0; i < REFUSAL_COUNT_OF; i++) {
		assert_non_null(refusal_name(i));
		assert_true(refusal_words(i)[0] != '\0');
		for (int j = 0; j < i; j++) {
			assert_string_not_equal(refusal_name(i), refusal_name(j));
			assert_string_not_equal(refusal_words(i), refusal_words(j));
		}
	}
	static const enum refusal sent[] = {REFUSAL_REPLAYED, REFUSAL_CONFIG_ID, REFUSAL_DECRYPT, REFUSAL_SHARE,
					    REFUSAL_PROOF};
	for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++)
		assert_int_equal(refusal_of_error(refusal_error(sent[i])), sent[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version),    cmocka_unit_test(task_golden), cmocka_unit_test(task_round),
		cmocka_unit_test(task_rules), cmocka_unit_test(windows),     cmocka_unit_test(verify_key),
		cmocka_unit_test(sums),       cmocka_unit_test(refusals),
	};

	return cmocka_run_group_tests_name("dap", tests, team_stage_begin, team_stage_end);
}
