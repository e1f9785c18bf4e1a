/* Long texts: split between characters, joined to the same bytes, and never silently short. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/worksheet.h>

/* As a store keeps them: a group, an instant, part by part behind @from. */
static size_t number(struct record *records, size_t count, size_t from, size_t parts)
{
	for (size_t i = 0; i < count; i++) {
		records[i].wall_ms = 1000;
		records[i].group = 7;
		records[i].part = (uint8_t)(from + i);
		records[i].parts = (uint8_t)parts;
	}
	return count;
}

static void splits_and_joins(void **state)
{
	static const struct {
		const char *piece;
		size_t bytes, records;
	} cases[] = {
		{"x", 0, 0},      {"x", 1, 1},      {"x", 992, 1},   {"x", 993, 2},   {"x", 1984, 2},
		{"x", 1985, 3},   {"é", 994, 2},    {"的", 990, 1},  {"的", 993, 2},  {"的", 1980, 2},
		{"😀", 1000, 2}, {"😀", 8192, 9}, {"的", 8190, 9}, {"ก", 8190, 9}, {"x", 8192, 9},
	};
	static struct record records[WORKSHEET_PIECES_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		_cleanup_(text_clear) struct text text = {0}, joined = {0};
		/* With an offset of one byte for each, so that characters meet every place of the border. */
		for (size_t shift = 0; shift < 4 && text.length <= WORKSHEET_TEXT_MAX; shift++) {
			text_clear(&text);
			text_clear(&joined);
			text_append_repeat(&text, "y", shift);
			text_append_repeat(&text, cases[i].piece, cases[i].bytes / strlen(cases[i].piece));
			if (text.length > WORKSHEET_TEXT_MAX)
				break;
			size_t count = worksheet_split(0x101, 3, text_string(&text), text.length, records);
			if (shift == 0)
				assert_int_equal(count, cases[i].records);
			number(records, count, 0, count);
			for (size_t k = 0; k < count; k++) {
				assert_int_equal(record_check(&records[k], NULL), 0);
				assert_int_equal(records[k].worksheet.exercise, 0x101);
				assert_int_equal(records[k].worksheet.field, 3);
				assert_int_equal(worksheet_is_first(records, count, &records[k]), k == 0);
				text_clear(&joined);
				assert_true(worksheet_join(records, count, &records[k], &joined));
				assert_string_equal(text_string(&joined), text_string(&text));
			}
		}
	}
}

/* Behind a review's answers, beside other fields and other groups, in whatever order rows of one instant come. */
static void finds_its_own(void **state)
{
	static struct record records[3 * WORKSHEET_PIECES_MAX + 2];
	_cleanup_(text_clear) struct text a = {0}, b = {0}, joined = {0};
	size_t count = 1;

	(void)state;
	text_append_repeat(&a, "a", 2000);
	text_append_repeat(&b, "b", 1500);
	records[0] = (struct record){.kind = RECORD_ANSWERED};
	count += worksheet_split(0, 0, text_string(&a), a.length, records + count);
	count += worksheet_split(0, 1, text_string(&b), b.length, records + count);
	assert_int_equal(count, 6);
	number(records, count, 0, count);
	records[count] = records[1];
	records[count].group = 8;
	records[count].part = 0;
	records[count++].parts = 1;
	struct record swap = records[2];
	records[2] = records[3];
	records[3] = swap;
	assert_true(worksheet_is_first(records, count, &records[1]));
	assert_false(worksheet_is_first(records, count, &records[2]));
	assert_true(worksheet_is_first(records, count, &records[4]));
	assert_true(worksheet_join(records, count, &records[3], &joined));
	assert_string_equal(text_string(&joined), text_string(&a));
	text_clear(&joined);
	assert_true(worksheet_join(records, count, &records[5], &joined));
	assert_string_equal(text_string(&joined), text_string(&b));
	text_clear(&joined);
	assert_true(worksheet_join(records, count, &records[6], &joined));
	assert_int_equal(joined.length, RECORD_TEXT_MAX);
}

static void a_missing_piece_shows(void **state)
{
	static struct record all[WORKSHEET_PIECES_MAX], left[WORKSHEET_PIECES_MAX];
	_cleanup_(text_clear) struct text text = {0};

	(void)state;
	text_append_repeat(&text, "abc ", 1000);
	size_t count = worksheet_split(0, 0, text_string(&text), text.length, all);
	assert_int_equal(count, 5);
	number(all, count, 0, count);
	for (size_t gone = 0; gone < count; gone++) {
		size_t kept = 0, firsts = 0, length = 0;
		for (size_t i = 0; i < count; i++)
			if (i != gone)
				left[kept++] = all[i];
		for (size_t i = 0; i < kept; i++) {
			_cleanup_(text_clear) struct text joined = {0};
			if (!worksheet_is_first(left, kept, &left[i]))
				continue;
			firsts++;
			assert_false(worksheet_join(left, kept, &left[i], &joined));
			assert_non_null(strstr(text_string(&joined), "…"));
			length += joined.length;
		}
		assert_int_equal(firsts, gone == 0 || gone == count - 1 ? 1 : 2);
		assert_int_equal(length, text.length - all[gone].worksheet.length + 3 * firsts);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_and_joins),
		cmocka_unit_test(finds_its_own),
		cmocka_unit_test(a_missing_piece_shows),
	};

	return cmocka_run_group_tests_name("worksheet", tests, NULL, NULL);
}
