/* Text: growing, UTF-8, columns of three scripts, cutting and breaking lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void growing(void **state)
{
	struct text text = {0};

	(void)state;
	assert_string_equal(text_string(&text), "");
	text_append(&text, "");
	text_append_char(&text, 'a');
	text_append_repeat(&text, "bc", 3);
	text_append_repeat(&text, "x", 0);
	text_appendf(&text, "%d-%s", 7, "y");
	text_append_bytes(&text, "zz", 1);
	assert_string_equal(text_string(&text), "abcbcbc7-yz");
	assert_int_equal(text.length, 11);
	for (int i = 0; i < 10000; i++)
		text_append(&text, "0123456789");
	assert_int_equal(text.length, 100011);
	assert_int_equal(strlen(text_string(&text)), 100011);
	text_appendf(&text, "%05000d", 1);
	assert_int_equal(text.length, 105011);
	text_clear(&text);
	assert_null(text.bytes);
	text_clear(&text);
	text_clear(NULL);
}

static const struct {
	const char *bytes;
	size_t length;
	bool good;
	uint32_t first;
} encodings[] = {
	{"", 0, true, 0},
	{"a", 1, true, 'a'},
	{"\xc3\xa9", 2, true, 0xe9},
	{"\xe6\x82\xa8", 3, true, 0x60a8},
	{"\xf0\x9f\x98\x80", 4, true, 0x1f600},
	{"\xf4\x8f\xbf\xbf", 4, true, 0x10ffff},
	{"\xef\xbf\xbd", 3, true, 0xfffd},
	{"\x7f", 1, true, 0x7f},
	{"\x80", 1, false, 0xfffd},
	{"\xc0\x80", 2, false, 0xfffd},
	{"\xc1\xbf", 2, false, 0xfffd},
	{"\xe0\x9f\xbf", 3, false, 0xfffd},
	{"\xed\xa0\x80", 3, false, 0xfffd},
	{"\xf0\x8f\xbf\xbf", 4, false, 0xfffd},
	{"\xf4\x90\x80\x80", 4, false, 0xfffd},
	{"\xf5\x80\x80\x80", 4, false, 0xfffd},
	{"\xff", 1, false, 0xfffd},
	{"\xe6\x82", 2, false, 0xfffd},
	{"\xc3", 1, false, 0xfffd},
	{"\xc3(", 2, false, 0xfffd},
	{"a\0b", 3, false, 'a'},
};

static void utf8(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(encodings); i++) {
		const char *cursor = encodings[i].bytes;
		if (text_is_utf8(encodings[i].bytes, encodings[i].length) != encodings[i].good)
			fail_msg("encoding %zu", i);
		assert_int_equal(text_next(&cursor), encodings[i].first);
		if (encodings[i].good)
			assert_ptr_equal(cursor, encodings[i].bytes + encodings[i].length);
		else
			assert_ptr_equal(cursor, encodings[i].bytes + 1);
	}
	/* The length holds, not a NUL behind it. */
	assert_false(text_is_utf8("\xe6\x82\xa8", 2));
	assert_true(text_is_utf8("a\xff", 1));
}

static void columns(void **state)
{
	static const struct {
		const char *string;
		int columns;
	} cases[] = {
		{"", 0},    {"abc", 3},          {"客服", 4},     {"压力，累。", 10}, {"ความเครียด", 9}, {"กี่", 1},
		{"น้ำ", 2},  {"e\u0301", 1},      {"é", 1},        {"😀", 2},           {"a\tb\x1b", 2},  {"…", 1},
		{"│─┤", 3}, {"\u200b\u202e", 0}, {"\xff\xfe", 2}, {"ｱ", 1},           {"ㄅ", 2},        {"한", 2},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (text_columns(cases[i].string) != cases[i].columns)
			fail_msg("'%s': %d", cases[i].string, text_columns(cases[i].string));
}

static void fitted(void **state)
{
	static const struct {
		const char *string;
		int columns;
		const char *fitted;
	} cases[] = {
		{"abc", 5, "abc  "},    {"abc", 3, "abc"},     {"abcd", 3, "ab…"},      {"压力大", 6, "压力大"},
		{"压力大", 5, "压力…"}, {"压力大", 4, "压… "}, {"กี่กี่กี่", 2, "กี่…"},        {"abc", 1, "…"},
		{"abc", 0, ""},         {"", 2, "  "},         {"a\x1b[1m", 4, "a[1m"}, {"\xff", 2, "\xef\xbf\xbd "},
		{"a\nb", 3, "ab "},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_(text_clear) struct text text = {0};
		text_append_fitted(&text, cases[i].string, cases[i].columns);
		assert_string_equal(text_string(&text), cases[i].fitted);
		assert_int_equal(text_columns(text_string(&text)), cases[i].columns);
	}
}

static const struct {
	const char *string;
	int columns;
	const char *indent, *wrapped;
} paragraphs[] = {
	{"", 20, "", "\n"},
	{"one two three", 20, "  ", "  one two three\n"},
	{"one two three", 7, "", "one two\nthree\n"},
	{"one two three", 8, "", "one two\nthree\n"},
	{"one two three", 6, "  ", "  one\n  two\n  thre\n  e\n"},
	{"one  two ", 3, "", "one\ntwo\n"},
	{"one\ntwo", 20, "> ", "> one\n> two\n"},
	{"one\n\ntwo\n", 20, "> ", "> one\n\n> two\n"},
	{"\none", 20, "> ", "> \n> one\n"},
	{"abcdef", 3, "", "abc\ndef\n"},
	{"in '/ab/cdefg' now", 6, "", "in\n'/ab/cdefg'\nnow\n"}, /* a path stays whole */
	{"/abcdef", 3, " ", " /abcdef\n"},
	{"在“/ab/cdefg”中", 6, "", "在\n“/ab/cdefg”\n中\n"},
	{"压力大的时候", 6, "", "压力大\n的时候\n"},
	{"压力大，休息", 6, "", "压力\n大，休\n息\n"},
	{"a压力", 3, "", "a压\n力\n"},
	{"压力（大）", 6, "", "压力\n（大）\n"}, /* no line ends with what opens */
	{"12 (90 %: 4)", 7, "", "12\n(90 %:\n4)\n"},
	{"ความเครียด", 4, "", "ความ\nเครีย\nด\n"},
	{"ความ\u200bเครียด", 8, "", "ความ\nเครียด\n"}, /* where it is marked, only there, and the mark is not shown */
	{"ความ\u200bเครียด", 20, "", "ความเครียด\n"},
	{"ab", 0, "", "a\nb\n"},
	{"a\x1b[31mb", 20, "", "a[31mb\n"},
	{"\xc3 x", 20, "", "\xef\xbf\xbd x\n"},
};

static void wrapped(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(paragraphs); i++) {
		_cleanup_(text_clear) struct text text = {0};
		text_append_wrapped(&text, paragraphs[i].string, paragraphs[i].columns, paragraphs[i].indent);
		assert_string_equal(text_string(&text), paragraphs[i].wrapped);
	}
}

/* Whatever the width, no line is wider, and nothing but blanks is lost. */
static void no_line_is_too_wide(void **state)
{
	static const char prose[] =
		"Take two minutes away from the screen. 看看远处，喝口水，再回来。 พักสายตาสักครู่ แล้วค่อยกลับมา (20-20-20).";

	(void)state;
	for (int width = 4; width < 100; width++) {
		_cleanup_(text_clear) struct text text = {0};
		text_append_wrapped(&text, prose, width, "");
		const char *left = prose;
		for (char *line = text.bytes, *end; *line; line = end + 1) {
			end = strchr(line, '\n');
			*end = '\0';
			assert_true(text_columns(line) <= width);
			for (; *line; line++) {
				while (*left == ' ' && *line != ' ')
					left++;
				assert_int_equal(*line, *left);
				left++;
			}
		}
		assert_int_equal(*left, '\0');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(growing), cmocka_unit_test(utf8),    cmocka_unit_test(columns),
		cmocka_unit_test(fitted),  cmocka_unit_test(wrapped), cmocka_unit_test(no_line_is_too_wide),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
