/* Pages: rows line up in terminal columns whatever the script, values wrap under themselves, no escape codes without colour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "../../client/page.h"

static void expect(struct page *page, const char *wanted)
{
	assert_string_equal(text_string(&page->text), wanted);
	text_clear(&page->text);
}

static void test_rows(void **state)
{
	(void)state;
	struct page page = {.columns = 30};
	page_row(&page, "key", 6, "value");
	expect(&page, "key   value\n");
	page_row(&page, "键", 6, "值");
	expect(&page, "键    值\n");
	page_row(&page, "key", 6, "");
	expect(&page, "key\n");
	page_row(&page, "", 6, "value");
	expect(&page, "      value\n");
	page_row(&page, "key", 6, "one two three four five six seven");
	expect(&page, "key   one two three four five\n      six seven\n");
	page_row(&page, "a long label", 6, "value");
	expect(&page, "a long label\n      value\n");
	page_row(&page, "abcdef", 6, "value");
	expect(&page, "abcdef\n      value\n");
}

static void test_headings(void **state)
{
	(void)state;
	struct page page = {.columns = 80};
	page_heading(&page, "One");
	page_paragraph(&page, "text", "  ");
	page_heading(&page, "Two");
	page_blank(&page);
	page_blank(&page);
	page_paragraph(&page, "more", "");
	expect(&page, "One\n  text\n\nTwo\n\nmore\n");
}

/* Words of a real sentence stay whole; "เป็น" was torn in two before. */
static void thai_is_broken_between_words(void **state)
{
	static const char *const words[] = {"ความเครียด", "เป็น", "เรื่อง", "ธรรมดา", "ของ", "งาน", "บริการ"};
	static const char sentence[] = "ความเครียดเป็นเรื่องธรรมดาของงานบริการ";
	(void)state;
#if !HAVE_THAI
	skip();
#endif
	for (int columns = 10; columns < 40; columns++) {
		_cleanup_(text_clear) struct text text = {0};
		page_wrap(&text, sentence, columns, "");
		const char *rest = text_string(&text);
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			const char *at = strstr(rest, words[i]);
			assert_non_null(at);
			rest = at + strlen(words[i]);
		}
	}
}

static void test_styles(void **state)
{
	(void)state;
	struct page plain = {.columns = 80}, color = {.columns = 80, .color = true};
	for (int style = PAGE_PLAIN; style <= PAGE_STRAIN; style++) {
		page_styled(&plain, style, "word");
		expect(&plain, "word");
		page_styled(&color, style, "word");
		assert_int_equal(strchr(text_string(&color.text), '\033') != NULL, style != PAGE_PLAIN);
		/* Strain is a note, not an alarm: never red. */
		assert_null(strstr(text_string(&color.text), "\033[31m"));
		text_clear(&color.text);
	}
}

static void test_width(void **state)
{
	(void)state;
	struct page page = {.columns = 200};
	_cleanup_(text_clear) struct text words = {0};
	text_append_repeat(&words, "word ", 60);
	page_paragraph(&page, text_string(&words), "");
	assert_true(strcspn(text_string(&page.text), "\n") <= 80);
	text_clear(&page.text);
	page.columns = 40;
	page_paragraph(&page, text_string(&words), "");
	assert_true(strcspn(text_string(&page.text), "\n") <= 40);
	text_clear(&page.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(thai_is_broken_between_words),
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_width),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
