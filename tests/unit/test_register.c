/* B's register: which spellings are one person, and that one from before they were known to be still opens and is set right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <sodium.h>

#include "../../client/officer/office_own.h"
#include "../../client/officer/register.h"

enum { QUARTER = 247 };
#define TASK "0123456789abcdef"
#define OTHER_TASK "fedcba9876543210"

static bool same(const char *one, const char *other)
{
	struct member a, b;

	if (member_name(&a, one) || member_name(&b, other))
		fail_msg("no name: '%s' or '%s'", one, other);
	assert_int_equal(member_is_same(&a, &b), member_is_same(&b, &a));
	return member_is_same(&a, &b);
}

static void one_name(void **state)
{
	static const char *const names[][6] = {
		{"Anna Li", "anna li", "ANNA  LI", "Anna\u00a0Li", "\u2003Anna\u2003Li ", "Anna\u3000Li"},
		{"Ünal Çelik", "ünal çelik", "ÜNAL ÇELIK", "U\u0308nal C\u0327elik", "ÜNAL C\u0327ELİK"},
		{"José", "JOSE\u0301", "Jose\u0301", "JOSÉ"},
		/* Vietnamese: whole letters, letters with one mark of two, marks alone, in either order of them. */
		{"Nguyễn Thị Hồng", "Nguye\u0302\u0303n Thi\u0323 Ho\u0302\u0300ng", "NGUYÊ\u0303N THỊ HÔ\u0300NG",
		 "nguyễn thi\u0323 hồng"},
		{"Lệ", "Le\u0323\u0302", "Le\u0302\u0323", "Lẹ\u0302", "LÊ\u0323"},
		/* Full-width, as an input method for Chinese writes it, half-width kana, Hangul in parts. */
		{"Li Ming", "Ｌｉ\u3000Ｍｉｎｇ", "ＬＩ　ＭＩＮＧ", "ｌｉ ｍｉｎｇ"},
		{"王 芳 2", "王\u3000芳\u3000２", "王 芳 ２"},
		{"ガ", "ｶﾞ", "カ\u3099"},
		{"한", "\u1112\u1161\u11ab"},
		/* Thai: sara am whole and in parts, a tone mark before or behind the vowel below. */
		{"คำ", "ค\u0e4d\u0e32"},
		{"สุ\u0e48", "ส\u0e48\u0e38"},
		{"Straße", "STRASSE", "strasse", "STRAẞE"},
		{"Σωκράτης", "ΣΩΚΡΆΤΗΣ", "σωκρα\u0301της"},
		{"İpek Işık", "ipek işık", "IPEK ıŞıK", "i\u0307pek IŞIK"},
		{"ﬁona", "Fiona"},
		/* What is not to be seen: joiners, a mark of the byte order, variants of an ideograph. */
		{"Li Ming", "Li\u200b \u200dMing\ufeff", "\u2060Li M\u00ading"},
		{"邊", "邊\U000e0100"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		for (size_t k = 1; k < 6 && names[i][k]; k++)
			if (!same(names[i][0], names[i][k]))
				fail_msg("two names: '%s' and '%s'", names[i][0], names[i][k]);
}

static void two_names(void **state)
{
	static const char *const names[] = {
		"Anna Li", "AnnaLi", "Anna Li 2", "Anna Lì", "Anna Lí", "Jose", "José",   "สมชาย",  "สมหญิง", "คา", "คำ",
		"Hồng",    "Hông",   "Hong",      "Hòng",    "王芳",    "王方", "Muller", "Müller", "か",    "が",
	};
	enum { NAMES = sizeof(names) / sizeof(*names) };

	(void)state;
	for (size_t i = 0; i < NAMES; i++)
		for (size_t k = 0; k < NAMES; k++)
			if (same(names[i], names[k]) != (i == k))
				fail_msg("'%s' and '%s'", names[i], names[k]);
}

/* The longest there can be, letters that become many, and such that nothing is left of. */
static void what_a_name_is(void **state)
{
	char most[MEMBER_NAME_MAX + 2] = "";
	struct member member;

	(void)state;
	assert_int_equal(member_name(&member, "\t Anna Li\u3000 "), 0);
	assert_string_equal(member.name, "Anna Li");
	assert_int_equal(member_name(&member, "\u3000"), -1);
	assert_int_equal(member_name(&member, ""), -1);
	assert_int_equal(member_name(&member, "a\x01"), -1);
	assert_int_equal(member_name(&member, "a\tb"), -1);
	assert_int_equal(member_name(&member, "a\xff"), -1);
	assert_int_equal(member_name(&member, "\u200b"), 0);
	for (size_t i = 0; i + 3 <= MEMBER_NAME_MAX; i += 3)
		memcpy(most + i, "\ufdfa", 3);
	assert_true(same(most, most));
	for (size_t i = 0; i + 2 <= MEMBER_NAME_MAX; i += 2)
		memcpy(most + i, i ? "\u0345" : "\u0390", 2);
	assert_true(same(most, most));
	memset(most, 'x', MEMBER_NAME_MAX + 1);
	assert_int_equal(member_name(&member, most), -1);
}

static struct member member(const char *task, const char *name, uint8_t key)
{
	struct member made = {.quarter = QUARTER};

	memcpy(made.task, task, sizeof(made.task));
	memset(made.key, key, sizeof(made.key));
	assert_int_equal(member_name(&made, name), 0);
	return made;
}

static int add(struct enrolled *enrolled, const char *task, const char *name, uint8_t key)
{
	const struct member made = member(task, name, key);

	return register_add(enrolled, &made);
}

static void nobody_twice(void **state)
{
	struct enrolled enrolled = {0};

	(void)state;
	assert_int_equal(add(&enrolled, TASK, "José", 1), 0);
	assert_int_equal(add(&enrolled, TASK, "Jose\u0301", 1), REGISTER_SAME);
	assert_int_equal(add(&enrolled, TASK, "JOSE\u0301", 2), REGISTER_OTHER_KEY);
	assert_int_equal(add(&enrolled, OTHER_TASK, "Ｊｏｓé", 2), REFUSAL_TWO_LEAVES);
	assert_int_equal(add(&enrolled, TASK, "Jose", 2), 0);
	assert_int_equal(add(&enrolled, OTHER_TASK, "Anna", 2), REGISTER_KEY);
	assert_false(register_is_twice(&enrolled, TASK, QUARTER));
	assert_int_equal(register_remove(&enrolled, TASK, "jose\u0301"), 1);
	assert_string_equal(enrolled.members[0].name, "Jose");
	assert_int_equal(register_remove(&enrolled, TASK, "\xff"), 0);
	assert_int_equal(register_remove(&enrolled, OTHER_TASK, "Jose"), 0);
	assert_int_equal(register_remove(&enrolled, TASK, "Jose"), 1);
	assert_int_equal(register_remove(&enrolled, TASK, "Jose"), 0);
	register_clear(&enrolled);
}

static void seal_register(const struct office *office, const char *lines)
{
	struct error err = {0};

	if (office_seal_file(office, "register", lines, strlen(lines), &err))
		fail_msg("%s", err.message);
}

#define KEY(digit) digit digit digit digit digit digit digit digit
#define KEY_OF(digit) KEY(digit) KEY(digit) KEY(digit) KEY(digit) KEY(digit) KEY(digit) KEY(digit) KEY(digit)

/* Written when only capitals and blanks counted for nothing. */
static void an_older_register(void **state)
{
	char dir[] = "/tmp/evenkeel-register.XXXXXX", path[sizeof(dir) + 16];
	struct office_keys keys = {.seal = {7}};
	struct office office = {.keys = &keys};
	struct enrolled enrolled = {0};
	struct error err = {0};

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(office.dir, sizeof(office.dir), "%s", dir);
	seal_register(&office, "evenkeel register 1\n" TASK "\t247\t" KEY_OF("1") "\tJosé\n" TASK "\t247\t" KEY_OF(
				       "2") "\tJose\u0301\n" OTHER_TASK
					    "\t247\t" KEY_OF("3") "\tＡｎｎａ\n" TASK "\t246\t" KEY_OF(
						    "4") "\tAnna\n" TASK "\t247\t" KEY_OF("5") "\t\u200b\n");
	assert_int_equal(register_open(&office, 0, &enrolled, &err), 0);
	assert_int_equal(enrolled.count, 5);
	assert_string_equal(enrolled.members[1].name, "Jose\u0301");
	assert_int_equal(add(&enrolled, TASK, "JOSÉ", 6), REGISTER_OTHER_KEY);
	assert_int_equal(add(&enrolled, TASK, "anna", 6), REFUSAL_TWO_LEAVES);
	/* Another quarter's are others; who is twice has to be told apart, or goes by the spelling that is on the list. */
	assert_true(register_is_twice(&enrolled, TASK, QUARTER));
	assert_false(register_is_twice(&enrolled, OTHER_TASK, QUARTER));
	assert_int_equal(register_remove(&enrolled, TASK, "Jose\u0301"), 1);
	assert_string_equal(enrolled.members[0].name, "José");
	assert_false(register_is_twice(&enrolled, TASK, QUARTER));
	assert_int_equal(register_save(&office, &enrolled, &err), 0);
	register_clear(&enrolled);
	assert_int_equal(register_open(&office, QUARTER, &enrolled, &err), 0);
	assert_int_equal(enrolled.count, 3);
	assert_string_equal(enrolled.members[1].name, "Ａｎｎａ");
	enrolled.members[1] = member(TASK, "JOSÉ", 9);
	assert_true(register_is_twice(&enrolled, TASK, QUARTER));
	memcpy(enrolled.members[0].task, OTHER_TASK, sizeof(OTHER_TASK));
	assert_true(register_is_twice(&enrolled, TASK, QUARTER));
	register_clear(&enrolled);
	snprintf(path, sizeof(path), "%s/register", dir);
	unlink(path);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_name),     cmocka_unit_test(two_names),         cmocka_unit_test(what_a_name_is),
		cmocka_unit_test(nobody_twice), cmocka_unit_test(an_older_register),
	};

	return sodium_init() < 0 ? 1 : cmocka_run_group_tests_name("register", tests, NULL, NULL);
}
