/* Pages: what comes in is escaped, the frame is whole, the style is what its hash says and can be read by everyone. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/mem.h>

#include "../../client/html.h"

static void expect(const char *given, const char *wanted)
{
	_cleanup_(text_clear) struct text text = {0};

	html_write(&text, "%s", given);
	assert_string_equal(text_string(&text), wanted);
}

static void test_texts_are_escaped(void **state)
{
	(void)state;
	expect("a < b && c > \"d\" 'e'", "a &lt; b &amp;&amp; c &gt; &quot;d&quot; &#39;e&#39;");
	expect("</style><script>alert(1)</script>", "&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
	expect("\" onload=\"x", "&quot; onload=&quot;x");
	expect("50 %s %d %%", "50 %s %d %%");
	expect("", "");
	expect("客户期望 ความเครียด é", "客户期望 ความเครียด é");
	expect("one\n\ttwo", "one\n\ttwo");
}

static void test_nothing_steers_the_page(void **state)
{
	(void)state;
	expect("a\033[2Jb\001\177c\xc2\x9b", "a[2Jbc");
	expect("a\u202eb\u202cc\u2066d\u2069e\ufefff", "abcdef");
	expect("a\xff\xc3", "a\ufffd\ufffd");
	expect("\xed\xa0\x80", "\ufffd\ufffd\ufffd");
	expect("a\xef\xbf\xbf", "a");
	expect("\xc0\xbcscript", "\ufffd\ufffdscript"); /* an overlong < */
}

static void test_holes(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};

	html_write(&text, "<a b=\"%d\" c=\"%.1f\" d=\"%.0f\">%s%%</a>", -7, 1.25, 2.0, "&");
	assert_string_equal(text_string(&text), "<a b=\"-7\" c=\"1.2\" d=\"2\">&amp;%</a>");
}

/* Longer than any first room: all of it is there, and what stood before stays. */
static void test_long_pages(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};

	for (int i = 0; i < 40000; i++)
		html_write(&text, "<b>%s</b>", "<");
	assert_int_equal(text.length, 40000 * strlen("<b>&lt;</b>"));
	assert_memory_equal(text.bytes + text.length - 11, "<b>&lt;</b>", 12);
	assert_memory_equal(text.bytes, "<b>&lt;</b>", 11);
}

static size_t count_of(const char *string, const char *what)
{
	size_t count = 0;

	for (; (string = strstr(string, what)) != NULL; string += strlen(what))
		count++;
	return count;
}

static void make_page(struct text *ret, const struct html_context *context)
{
	html_begin(ret, context, "A <title>");
	html_write(ret, "<p>%s</p>", "in it");
	html_end(ret, context);
}

static void test_the_frame(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct html_context context = {
		.language = CATALOGUE_ZH_CN, .now_ms = 1772442000000, .zone_min = 60, .today = 20514};

	make_page(&text, &context);
	assert_memory_equal(text.bytes, "<!DOCTYPE html>\n<html lang=\"zh-CN\">", 35);
	assert_int_equal(count_of(text.bytes, "<h1>A &lt;title&gt;</h1>"), 1);
	assert_int_equal(count_of(text.bytes, "<title>A &lt;title&gt; · Evenkeel</title>"), 1);
	assert_int_equal(count_of(text.bytes, "<main>"), 1);
	assert_non_null(strstr(text.bytes, "Made on Monday 2 March 2026 at 10:00."));
	assert_int_equal(count_of(text.bytes, "made-up agent"), 0);
	assert_int_equal(count_of(text.bytes, "Content-Security-Policy"), 0);
	assert_int_equal(count_of(text.bytes, "not sealed"), 0);
	text_clear(&text);
	context.demo = context.file = true;
	make_page(&text, &context);
	assert_int_equal(count_of(text.bytes, "made-up agent"), 1);
	assert_int_equal(count_of(text.bytes, "not sealed"), 1);
}

/* What stands between the tags has the hash that the policy names: else a browser shows the page bare. */
static void test_the_style_is_what_its_hash_says(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0}, hash = {0};
	struct html_context context = {.language = CATALOGUE_EN, .file = true};
	uint8_t bytes[crypto_hash_sha256_BYTES];
	char words[64];

	make_page(&text, &context);
	char *from = strstr(text.bytes, "<style>") + strlen("<style>"), *end = strstr(from, "</style>");
	crypto_hash_sha256(bytes, (const unsigned char *)from, (size_t)(end - from));
	sodium_bin2base64(words, sizeof words, bytes, sizeof bytes, sodium_base64_VARIANT_ORIGINAL);
	html_style_hash(&hash);
	assert_string_equal(text_string(&hash) + strlen("sha256-"), words);
	text_append_char(&hash, '\'');
	assert_non_null(strstr(text.bytes, text_string(&hash)));
	assert_null(memmem(from, (size_t)(end - from), "<", 1));
	assert_null(memmem(from, (size_t)(end - from), "url(", 4));
	assert_null(memmem(from, (size_t)(end - from), "@import", 7));
}

/* The value of --@name behind @from, as a luminance (WCAG 2.2, "relative luminance"). */
static double luminance_of(const char *from, const char *name)
{
	char key[32];
	double sum = 0;
	static const double weights[] = {0.2126, 0.7152, 0.0722};

	snprintf(key, sizeof key, "--%s: #", name);
	const char *at = strstr(from, key);
	assert_non_null(at);
	unsigned long colour = strtoul(at + strlen(key), NULL, 16);
	for (int i = 0; i < 3; i++) {
		double part = (double)((colour >> (16 - 8 * i)) & 0xff) / 255;
		sum += weights[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(const char *from, const char *one, const char *other)
{
	double a = luminance_of(from, one), b = luminance_of(from, other);

	return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

/* Words at 4.5 to 1 and lines that carry a meaning at 3 to 1, in the light and in the dark: what axe does not see within a picture, too. */
static void test_everything_can_be_read(void **state)
{
	(void)state;
	static const struct {
		const char *on, *ground;
		double least;
	} pairs[] = {
		{"ink", "paper", 4.5},
		{"ink", "card", 4.5},
		{"ink", "note", 4.5},
		{"quiet", "paper", 4.5},
		{"quiet", "card", 4.5},
		{"accent", "card", 4.5},
		{"accent", "paper", 4.5},
		{"accent", "band", 3},
		{"usual", "card", 3},
		{"usual", "note", 3},
		{"ink", "band", 4.5},
		{"heat-ink", "heat-0", 4.5},
		{"heat-ink", "heat-1", 4.5},
		{"heat-ink", "heat-2", 4.5},
		{"heat-ink-deep", "heat-3", 4.5},
		{"heat-ink-deep", "heat-4", 4.5},
	};
	_cleanup_(text_clear) struct text style = {0};

	html_style(&style);
	const char *themes[] = {text_string(&style), strstr(text_string(&style), "prefers-color-scheme: dark")};
	for (int t = 0; t < 2; t++)
		for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
			double got = contrast(themes[t], pairs[i].on, pairs[i].ground);
			if (got < pairs[i].least)
				fail_msg("%s on %s, %s: %.2f", pairs[i].on, pairs[i].ground, t ? "dark" : "light", got);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts_are_escaped),
		cmocka_unit_test(test_nothing_steers_the_page),
		cmocka_unit_test(test_holes),
		cmocka_unit_test(test_long_pages),
		cmocka_unit_test(test_the_frame),
		cmocka_unit_test(test_the_style_is_what_its_hash_says),
		cmocka_unit_test(test_everything_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
