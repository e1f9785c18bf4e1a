/* The parts of a page: all of them whole markup, all that comes from outside escaped, nothing said where nothing is known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "html_check.h"
#include "html_made.h"

static void make_page(const struct html_view *view, enum catalogue_language language, struct text *ret)
{
	struct html_context context = {.language = language, .today = HTML_MADE_TODAY, .file = true};

	html_begin(ret, &context, HTML_MADE_TEXT);
	html_insight(ret, &context, view);
	html_end(ret, &context);
	html_check(text_string(ret));
}

static void test_a_full_page_is_whole(void **state)
{
	(void)state;
	for (int language = 0; language < CATALOGUE_LANGUAGES; language++) {
		_cleanup_(html_made_clear) struct html_made made;
		_cleanup_(text_clear) struct text page = {0};
		html_made(&made);
		make_page(&made.view, (enum catalogue_language)language, &page);
		assert_int_equal(html_count(page.bytes, "<h1>"), 1);
		assert_int_equal(html_count(page.bytes, "<section"), 7);
		assert_int_equal(html_count(page.bytes, "<svg"), 3 + ID_CAUSE_COUNT);
		assert_int_equal(html_count(page.bytes, "<details"), 3);
		assert_int_equal(html_count(page.bytes, "<tr class=\"follows\">"), ID_CAUSE_COUNT);
	}
}

/* It comes in the title, in six questionnaires, their scores and bands, and with three lines of help. */
static void test_texts_from_outside_are_escaped(void **state)
{
	(void)state;
	_cleanup_(html_made_clear) struct html_made made;
	_cleanup_(text_clear) struct text page = {0};

	html_made(&made);
	make_page(&made.view, CATALOGUE_EN, &page);
	assert_int_equal(html_count(page.bytes, "<b>"), 0);
	assert_int_equal(html_count(page.bytes, "&lt;b&gt;&quot;PHQ&quot; &amp; &#39;co&#39;&lt;/b&gt;"),
			 2 + 3 * HTML_MADE_SCORES + 3);
}

static void test_nothing_known_is_nothing_said(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text page = {0};
	struct html_view view = {.country = "",
				 .strain = {.last = HTML_MADE_TODAY,
					    .first = HTML_MADE_TODAY - 55,
					    .level = {NAN, 0},
					    .level_low = NAN,
					    .level_high = NAN,
					    .baseline = NAN,
					    .detectable = NAN,
					    .trend.p_guarded = NAN,
					    .compliance.share = {NAN, NAN, NAN}}};

	make_page(&view, CATALOGUE_EN, &page);
	assert_int_equal(html_count(page.bytes, "<section"), 1);
	assert_int_equal(html_count(page.bytes, "<svg"), 0);
	assert_non_null(strstr(page.bytes, "not told yet"));
	assert_non_null(strstr(page.bytes, "0 of 20 days so far"));
}

/* The same words as the terminal's rows, each label beside its own. */
static void test_a_direction_is_told_with_its_size(void **state)
{
	(void)state;
	_cleanup_(html_made_clear) struct html_made made;
	_cleanup_(text_clear) struct text page = {0};

	html_made(&made);
	made.view.strain.direction = INSIGHT_RISING;
	made.view.strain.trend.slope = 13 / 28.0;
	made.view.strain.trend.slope_low = 2 / 28.0;
	made.view.strain.trend.slope_high = 25 / 28.0;
	make_page(&made.view, CATALOGUE_EN, &page);
	assert_non_null(strstr(page.bytes,
			       "<dt>Direction</dt><dd>rising, by about 13 points of 100 in four weeks (95 %: 2 "
			       "to 25)</dd>"));
	assert_int_equal(html_count(page.bytes, "class=\"step\""), 0);
	text_clear(&page);
	made.view.strain.step_found = true;
	made.view.strain.step_date = HTML_MADE_TODAY - 20;
	make_page(&made.view, CATALOGUE_EN, &page);
	assert_non_null(strstr(page.bytes, "<dt>Step</dt>"));
	assert_null(strstr(page.bytes, ">rising, by"));
	assert_int_equal(html_count(page.bytes, "class=\"step\""), 1);
}

/* The table beside the picture holds every day that the picture has. */
static void test_the_table_has_the_days(void **state)
{
	(void)state;
	_cleanup_(html_made_clear) struct html_made made;
	_cleanup_(text_clear) struct text part = {0};
	struct html_context context = {.language = CATALOGUE_EN, .today = HTML_MADE_TODAY};

	html_made(&made);
	html_level(&part, &context, &made.view);
	html_check(part.bytes);
	assert_int_equal(html_count(part.bytes, "<circle"), made.view.strain.all_count);
	assert_int_equal(html_count(part.bytes, "<tr><th scope=\"row\">"), made.view.strain.all_count);
}

static void test_people_to_talk_to_come_first_and_only_where_called_for(void **state)
{
	(void)state;
	_cleanup_(html_made_clear) struct html_made made;
	_cleanup_(text_clear) struct text page = {0};

	html_made(&made);
	make_page(&made.view, CATALOGUE_EN, &page);
	assert_true(strstr(page.bytes, "id=\"support\"") < strstr(page.bytes, "id=\"strain\""));
	assert_non_null(strstr(page.bytes, "0000 2"));
	text_clear(&page);
	made.view.support = NULL;
	make_page(&made.view, CATALOGUE_EN, &page);
	assert_null(strstr(page.bytes, "id=\"support\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_full_page_is_whole),
		cmocka_unit_test(test_texts_from_outside_are_escaped),
		cmocka_unit_test(test_nothing_known_is_nothing_said),
		cmocka_unit_test(test_a_direction_is_told_with_its_size),
		cmocka_unit_test(test_the_table_has_the_days),
		cmocka_unit_test(test_people_to_talk_to_come_first_and_only_where_called_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
