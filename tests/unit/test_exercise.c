/* The guided exercises: their numbers stay what they are, each walks to its end, and what is written comes back equal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/exercise.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Stored records hold these numbers for ever: a line is never changed or taken away, only added. Choices are their values 1, 2, ... */
static const struct {
	uint16_t exercise, number;
	const char *name, *choices;
} pinned[] = {
	/* clang-format off */
	{0x0100, 1, "fear", "no little lot"}, {0x0100, 2, "lasting", "passing lasting"},
	{0x0100, 3, "whole", "part whole"}, {0x0100, 4, "bearable", "bearable not"}, {0x0100, 5, "other", ""},
	{0x0100, 6, "fact", ""},
	{0x0101, 1, "purpose", ""}, {0x0101, 2, "main-tasks", ""}, {0x0101, 3, "other-tasks", ""},
	{0x0101, 4, "methods", ""}, {0x0101, 5, "excellent", ""}, {0x0101, 6, "supports", ""},
	{0x0101, 7, "supported-by", ""}, {0x0101, 8, "targets", "yes partly no"},
	{0x0101, 9, "authority", "yes partly no"}, {0x0101, 10, "gap", ""},
	{0x0102, 1, "level", "grow fair strong"}, {0x0102, 2, "strength", "grow fair strong"},
	{0x0102, 3, "moment", ""}, {0x0102, 4, "next", ""},
	{0x0103, 1, "case", ""}, {0x0103, 2, "roles", ""}, {0x0103, 3, "baton", "line grey unsure"},
	{0x0103, 4, "dropped", "owner time facts check"}, {0x0103, 5, "grey-zone", ""}, {0x0103, 6, "what-if", ""},
	{0x0103, 7, "next-time", ""},
	{0x0104, 1, "task", ""}, {0x0104, 2, "owner", "me colleague lead team nobody"}, {0x0104, 3, "one-name", ""},
	{0x0104, 4, "step", "lay-out lock lead"}, {0x0104, 5, "goes-along", ""}, {0x0104, 6, "first", ""},
	{0x0105, 1, "talk", ""}, {0x0105, 2, "meant", ""}, {0x0105, 3, "heard", ""}, {0x0105, 4, "fed-back", ""},
	{0x0105, 5, "slip", "said heard returned"}, {0x0105, 6, "next-time", ""},
	{0x0106, 1, "met", "no sometimes often"}, {0x0106, 2, "kinder", ""}, {0x0106, 3, "take-along", ""},
	/* clang-format on */
};
/* Rounds with a subject each: the round's number is stored. */
static const struct {
	uint16_t exercise, field;
	const char *subjects;
} pinned_rounds[] = {
	{0x0100, 1, "job position regard growth family stability"},
	{0x0102, 1, "analysis computer people conflict time negotiation creativity"},
	{0x0102, 2, "patience integrity values responsibility care dedication"},
	{0x0106, 1, "lower ridicule wronged dislike"},
};

static void names_of(const struct exercise_words *words, int count, struct text *ret)
{
	for (int i = 0; i < count; i++)
		text_appendf(ret, "%s%s", i ? " " : "", words[i].name);
}

static const struct exercise_field *field_of(uint16_t exercise, uint16_t number)
{
	struct exercise_item item;

	assert_true(exercise_item_find(exercise_find(exercise), number, &item));
	return item.field;
}

static void numbers_stay(void **state)
{
	size_t exercises, fields = 0;
	const struct exercise *list = exercise_list(&exercises);

	(void)state;
	assert_int_equal(exercises, ID_EXERCISE_COUNT);
	for (size_t i = 0; i < exercises; i++)
		fields += (size_t)list[i].field_count;
	assert_int_equal(fields, COUNT(pinned));
	for (size_t i = 0; i < COUNT(pinned); i++) {
		const struct exercise_field *field = field_of(pinned[i].exercise, pinned[i].number);
		struct text names = {0};
		assert_string_equal(field->words.name, pinned[i].name);
		names_of(field->choices, field->choice_count, &names);
		assert_string_equal(text_string(&names), pinned[i].choices);
		assert_int_equal(field->kind == EXERCISE_CHOICE, field->choice_count > 0);
		text_clear(&names);
	}
	for (size_t i = 0; i < COUNT(pinned_rounds); i++) {
		const struct exercise_field *field = field_of(pinned_rounds[i].exercise, pinned_rounds[i].field);
		struct text names = {0};
		names_of(field->rounds->subjects, field->rounds->count, &names);
		assert_string_equal(text_string(&names), pinned_rounds[i].subjects);
		text_clear(&names);
	}
}

/* What DOMAIN asks for: each belongs to its causes, and the inventory ends with a fact that can be checked. */
static void is_for_its_causes(void **state)
{
	(void)state;
	assert_true(exercise_fits(exercise_find(0x0101), 0x0045));
	assert_true(exercise_fits(exercise_find(0x0101), 0x004a));
	assert_true(exercise_fits(exercise_find(0x0102), 0x004b));
	assert_true(exercise_fits(exercise_find(0x0104), 0x0046));
	assert_false(exercise_fits(exercise_find(0x0104), 0x0041));
	assert_null(exercise_find(0x0107));
	const struct exercise *worry = exercise_find(0x0100);
	assert_string_equal(worry->fields[worry->field_count - 1].words.name, "fact");
}

static void check_words(const struct exercise_words *words, int columns)
{
	for (int l = 0; l < CATALOGUE_LANGUAGES; l++) {
		assert_non_null(words->text[l]);
		assert_in_range(text_columns(words->text[l]), 1, columns);
	}
}

static void texts_fit(void **state)
{
	size_t count;
	const struct exercise *list = exercise_list(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		check_words(&list[i].occasion, 49); /* one line of the list */
		check_words(&list[i].closing, 600);
		for (int k = 0; k < list[i].field_count; k++) {
			const struct exercise_field *field = &list[i].fields[k];
			check_words(&field->words, 240);
			for (int c = 0; c < field->choice_count; c++)
				check_words(&field->choices[c], 44);
			for (int s = 0; field->rounds && field->rounds->each && s < field->rounds->count; s++)
				check_words(&field->rounds->subjects[s], 60);
		}
	}
}

/* Answer everything in the way that leads through most of it; each text says which it is. */
static void fill(struct exercise_sheet *sheet)
{
	for (size_t i = exercise_from(sheet, 0); i < sheet->count; i = exercise_from(sheet, i + 1)) {
		const struct exercise_field *field = sheet->items[i].field;
		if (field->kind == EXERCISE_CHOICE)
			sheet->choices[i] = (uint8_t)(field->choice_count > 1 ? 2 : 1);
		else
			text_appendf(&sheet->texts[i], "文 %zu\n%s", i, i % 3 ? "" : "second line");
	}
}

static void progress_never_lies(void **state)
{
	size_t count;
	const struct exercise *list = exercise_list(&count);

	(void)state;
	for (size_t e = 0; e < count; e++) {
		struct exercise_sheet sheet;
		int steps = 0, at = 0, of = 0;
		exercise_sheet_init(&sheet, &list[e]);
		assert_int_equal(exercise_before(&sheet, 0), 0);
		for (size_t i = exercise_from(&sheet, 0); i < sheet.count; i = exercise_from(&sheet, i + 1)) {
			exercise_progress(&sheet, i, &at, &of);
			assert_int_equal(at, ++steps);
			assert_true(of >= at);
			if (sheet.items[i].field->kind == EXERCISE_CHOICE)
				sheet.choices[i] = 2;
			else
				text_append(&sheet.texts[i], "x");
		}
		assert_int_equal(at, of);
		assert_int_equal(exercise_answered(&sheet), steps);
		/* Back from the end meets each of them once more. */
		for (size_t i = sheet.count; exercise_before(&sheet, i) != i; i = exercise_before(&sheet, i))
			steps--;
		assert_int_equal(steps, 0);
		exercise_sheet_clear(&sheet);
	}
}

static void what_does_not_apply_is_not_asked(void **state)
{
	struct exercise_sheet sheet;
	int at, of;

	(void)state;
	exercise_sheet_init(&sheet, exercise_find(0x0100));
	exercise_progress(&sheet, 0, &at, &of);
	assert_int_equal(of, 6 * 4 + 2);
	sheet.choices[0] = 1; /* no fear for the job: its three questions fall away */
	assert_int_equal(exercise_from(&sheet, 1), 4);
	exercise_progress(&sheet, 4, &at, &of);
	assert_int_equal(at, 2);
	assert_int_equal(of, 5 * 4 + 2 + 1);
	sheet.choices[1] = 2; /* answered once, before the answer above was changed: it does not count */
	assert_int_equal(exercise_answered(&sheet), 1);
	sheet.choices[0] = 3;
	assert_int_equal(exercise_answered(&sheet), 2);
	exercise_sheet_clear(&sheet);

	/* Counted rounds end with the first that stays empty. */
	exercise_sheet_init(&sheet, exercise_find(0x0104));
	exercise_progress(&sheet, 0, &at, &of);
	assert_int_equal(of, 5 + 1);
	assert_int_equal(exercise_from(&sheet, 1), 25);
	text_append(&sheet.texts[0], "the refund list");
	sheet.choices[1] = 1; /* mine: nobody else's name, nothing goes back */
	assert_int_equal(exercise_from(&sheet, 2), 3);
	assert_int_equal(exercise_from(&sheet, 4), 5);
	assert_int_equal(exercise_from(&sheet, 6), 25);
	exercise_sheet_clear(&sheet);
}

/* As a store keeps them. */
static void stamp(struct record *records, size_t count, uint32_t group)
{
	for (size_t i = 0; i < count; i++) {
		records[i].wall_ms = 5000;
		records[i].group = group;
		assert_int_equal(record_check(&records[i], NULL), 0);
		assert_int_equal(records[i].part, i);
		assert_int_equal(records[i].parts, count);
	}
}

static void what_is_written_comes_back(void **state)
{
	size_t count;
	const struct exercise *list = exercise_list(&count);

	(void)state;
	for (size_t e = 0; e < count; e++) {
		struct exercise_sheet sheet, other, empty;
		struct record *records, *none;
		exercise_sheet_init(&sheet, &list[e]);
		fill(&sheet);
		size_t filled = exercise_records(&sheet, &records);
		stamp(records, filled, 7);
		/* The number of records says nothing of what was answered. */
		exercise_sheet_init(&empty, &list[e]);
		assert_int_equal(exercise_records(&empty, &none), filled);
		free(none);
		exercise_sheet_init(&other, &list[e]);
		exercise_read(records, filled, &records[filled / 2], &other);
		for (size_t i = 0; i < sheet.count; i++) {
			assert_int_equal(other.choices[i], sheet.choices[i]);
			assert_string_equal(text_string(&other.texts[i]), text_string(&sheet.texts[i]));
		}
		exercise_sheet_clear(&sheet);
		exercise_sheet_clear(&other);
		free(records);
	}
}

/* Of two fillings at one moment each is read alone; a long text is whole; what a newer version wrote is left out. */
static void each_filling_is_read_alone(void **state)
{
	struct exercise_sheet sheet, other;
	struct record *records, *more, all[64];

	(void)state;
	exercise_sheet_init(&sheet, exercise_find(0x0106));
	sheet.choices[0] = 3;
	text_append_repeat(&sheet.texts[1], "很长", 500);
	size_t first = exercise_records(&sheet, &records);
	assert_int_equal(first, 1 + 4 + 1 + 3);
	stamp(records, first, 7);
	memcpy(all, records, first * sizeof(*records));
	sheet.choices[0] = 2;
	text_append(&sheet.texts[1], "!");
	size_t second = exercise_records(&sheet, &more);
	stamp(more, second, 8);
	memcpy(all + first, more, second * sizeof(*more));
	strcpy(all[first].worksheet.text, "1=2 99=1 257=9 513=x");
	all[first].worksheet.length = 20;
	exercise_sheet_init(&other, exercise_find(0x0106));
	exercise_read(all, first + second, &all[first], &other);
	assert_int_equal(other.choices[0], 2);
	assert_int_equal(other.choices[2], 0);
	assert_string_equal(text_string(&other.texts[1]), text_string(&sheet.texts[1]));
	exercise_sheet_clear(&sheet);
	exercise_sheet_clear(&other);
	free(records);
	free(more);
}

static void items_have_names(void **state)
{
	static const struct {
		uint16_t exercise, number;
		const char *name;
	} cases[] = {{0x0100, 1, "fear.job"},      {0x0100, 1 + 5 * 256, "fear.stability"},
		     {0x0104, 2 + 256, "owner.2"}, {0x0101, 10, "gap"},
		     {0x0100, 1 + 6 * 256, NULL},  {0x0101, 11, NULL},
		     {0x0101, 256 + 1, NULL},      {0x0100, 0, NULL}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct exercise_item item;
		struct text name = {0};
		bool found = exercise_item_find(exercise_find(cases[i].exercise), cases[i].number, &item);
		assert_int_equal(found, cases[i].name != NULL);
		if (found) {
			exercise_item_name(&item, &name);
			assert_string_equal(text_string(&name), cases[i].name);
			assert_int_equal(exercise_item_number(&item), cases[i].number);
		}
		text_clear(&name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_stay),
		cmocka_unit_test(is_for_its_causes),
		cmocka_unit_test(texts_fit),
		cmocka_unit_test(progress_never_lies),
		cmocka_unit_test(what_does_not_apply_is_not_asked),
		cmocka_unit_test(what_is_written_comes_back),
		cmocka_unit_test(each_filling_is_read_alone),
		cmocka_unit_test(items_have_names),
	};

	return cmocka_run_group_tests_name("exercise", tests, NULL, NULL);
}
