/* What an office reads from files: its office.json, the other party's .ekp, B's register and lists of codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "../../client/enrol_code.h"
#include "../../client/officer/enrol.h"
#include "../../client/officer/office_own.h"

#define TASK "0123456789abcdef"
#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HEAD_LINE "evenkeel register 1\n"

static uint8_t secret[DAP_SECRET_SIZE], sign[DAP_KEY_SIZE];

static int prepare(void **state)
{
	static const uint8_t seed[crypto_sign_SEEDBYTES] = {3};

	(void)state;
	return sodium_init() < 0 || crypto_sign_seed_keypair(sign, secret, seed);
}

static struct office_public party_of(unsigned party)
{
	struct office_public ret = {.party = party, .name = "Council", .input.public_key = {9}};

	memcpy(ret.sign, sign, sizeof(ret.sign));
	if (party == PARTY_A)
		ret.collector.public_key[0] = 9;
	return ret;
}

static int decode(struct office_public *party, struct office_public *ret)
{
	uint8_t bytes[OFFICE_PUBLIC_MAX];

	office_public_sign(party, secret);
	return office_public_decode((struct hpke_bytes){bytes, office_public_encode(party, bytes)}, ret);
}

/* Signed as it should be, and nobody could ever seal anything for it. Found by the fuzzer. */
static void weak_key(void **state)
{
	static const struct office_public untouched;
	struct office_public ret = {0};

	(void)state;
	for (unsigned i = PARTY_A; i <= PARTY_B; i++) {
		struct office_public party = party_of(i);
		party.input.public_key[0] = 1;
		assert_int_equal(decode(&party, &ret), REFUSAL_SUITE);
		assert_memory_equal(&ret, &untouched, sizeof(ret));
	}
	struct office_public a = party_of(PARTY_A);
	memset(a.collector.public_key, 0, HPKE_KEY_SIZE);
	assert_int_equal(decode(&a, &ret), REFUSAL_SUITE);
	a = party_of(PARTY_A);
	assert_int_equal(decode(&a, &ret), 0);
	assert_string_equal(ret.name, "Council");
}

static int read_json(const char *version, const char *drop, struct office *ret)
{
	_cleanup_(text_clear) struct text text = {0};
	struct office_public party = party_of(PARTY_B);
	uint8_t bytes[OFFICE_PUBLIC_MAX];
	char hex[2 * OFFICE_PUBLIC_MAX + 1];

	office_public_sign(&party, secret);
	sodium_bin2hex(hex, sizeof(hex), bytes, office_public_encode(&party, bytes));
	text_appendf(&text, "{\"version\":%s,\"drop\":\"%s\",\"exchange\":\"/e\",\"own\":\"%s\"}", version, drop, hex);
	return office_json_decode((struct hpke_bytes){(const uint8_t *)text.bytes, text.length}, ret);
}

static void office_json(void **state)
{
	static struct office office;
	static const char *const versions[] = {"2", "0", "4294967297", "1.0", "\"1\"", "true"};

	(void)state;
	snprintf(office.drop, sizeof(office.drop), "/before");
	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++)
		assert_int_equal(read_json(versions[i], "/d", &office), -1);
	assert_int_equal(read_json("1", "d", &office), -1);
	assert_string_equal(office.drop, "/before");
	assert_string_equal(office.own.name, "");
	assert_int_equal(read_json("1", "/d", &office), 0);
	assert_string_equal(office.drop, "/d");
	assert_string_equal(office.own.name, "Council");
	assert_false(office.has_other);
}

static int read_register(const char *lines, size_t size, struct enrolled *ret)
{
	_cleanup_(text_clear) struct text copy = {0};

	text_append_bytes(&copy, lines, size);
	return register_decode(copy.bytes, size, 0, ret);
}

/* Nothing in it is skipped, cut or read as something else than was written. */
static void register_strict(void **state)
{
	static const char cut[] = HEAD_LINE TASK "\t1\t" KEY "\tAn\n\0" TASK "\t1\t" KEY "\tBo\n";
	static const char *const bad[] = {
		"",
		"evenkeel register 2\n",
		HEAD_LINE "\n",
		HEAD_LINE TASK "\t1\t" KEY "\tAn",
		HEAD_LINE TASK "\t4294967296\t" KEY "\tAn\n",
		HEAD_LINE TASK "\t18446744073709551617\t" KEY "\tAn\n",
		HEAD_LINE TASK "\t01\t" KEY "\tAn\n",
		HEAD_LINE TASK "\t\t" KEY "\tAn\n",
		HEAD_LINE TASK "\t1\t" KEY "00\tAn\n",
		HEAD_LINE TASK "\t1\tAA112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\tAn\n",
		HEAD_LINE TASK "\t1\t" KEY "\t An\n",
		HEAD_LINE TASK "\t1\t" KEY "\t\n",
		HEAD_LINE TASK "\t1\t" KEY "\tAn\tLi\n",
		HEAD_LINE TASK "0\t1\t" KEY "\tAn\n",
	};
	struct enrolled enrolled = {.count = 7};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(read_register(bad[i], strlen(bad[i]), &enrolled), -1);
	assert_int_equal(read_register(cut, sizeof(cut) - 1, &enrolled), -1);
	assert_int_equal(enrolled.count, 7);
	assert_null(enrolled.members);
}

static void register_same(void **state)
{
	_cleanup_(register_clear) struct enrolled enrolled = {0};
	_cleanup_(text_clear) struct text lines = {0}, again = {0};

	(void)state;
	text_append(&lines, HEAD_LINE);
	for (unsigned i = 0; i < 1000; i++)
		text_appendf(&lines, TASK "\t%u\t%060x%04x\tname %u\n", i ? i : UINT32_MAX, 5, i, i);
	assert_int_equal(read_register(lines.bytes, lines.length, &enrolled), 0);
	assert_int_equal(enrolled.count, 1000);
	register_encode(&enrolled, &again);
	assert_string_equal(text_string(&again), text_string(&lines));
}

/* CODE and NAME as a line, twice over: the first is new, the second is not another one. */
static void list_line(void **state)
{
	static const uint8_t task_id[DAP_ID_SIZE] = {1};
	static struct office_cohort cohort = {
		.task = TASK, .cohort.terms.quarter = 247, .cohort.task.task_id = task_id};
	_cleanup_(register_clear) struct enrolled enrolled = {0};
	_cleanup_(text_clear) struct text lines = {0};
	struct enrol_tally tally = {0};
	struct error err = {0};
	char code[ENROL_CODE_SIZE];

	(void)state;
	enrol_code_encode(sign, &cohort.cohort, code);
	text_appendf(&lines, "# code, tab, name\r\n\n%s\tAn Li\r\n%s\tan  li\n%s\tBo\n", code, code, code);
	assert_int_equal(enrol_lines(&cohort, lines.bytes, &enrolled, &tally, &err), -1);
	assert_int_equal(strncmp(err.message, "line 5: ", 8), 0);
	assert_null(strstr(err.message, "Bo"));
	assert_int_equal(tally.added, 1);
	assert_int_equal(tally.known, 1);
	assert_int_equal(enrolled.count, 1);
	assert_string_equal(enrolled.members[0].name, "An Li");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(weak_key), cmocka_unit_test(office_json),
					   cmocka_unit_test(register_strict), cmocka_unit_test(register_same),
					   cmocka_unit_test(list_line)};

	return cmocka_run_group_tests_name("office_files", tests, prepare, NULL);
}
