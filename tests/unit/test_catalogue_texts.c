/* Every text of the catalogue is in its own language, fits where it is shown, differs from its neighbours and makes no diagnosis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/exercise.h>
#include <evenkeel/text.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The phrases that code names. Those of "ask" are sentences; the others stand on buttons and in rows. */
/* clang-format off */
static const char *const phrases[] = {
	"m3.0", "m3.1", "m3.2", "f5.0", "f5.1", "f5.2", "f5.3", "f5.4", "s5.0", "s5.1", "s5.2", "s5.3", "s5.4",
	"yn.0", "yn.1", "valence.0", "valence.1", "more", "group.customer", "group.market", "group.company",
	"group.personal", "group.environment", "place.desk", "place.break", "place.after-shift", "place.manager",
	"minutes.0", "minutes.1", "minutes.5", "minutes.15", "tip.first-step", "verdict.helped", "verdict.not",
	"verdict.untried", "kind.symptom", "kind.impact", "kind.cause", "kind.prevention", "kind.effective",
	"kind.futile", "kind.coping", "kind.measure", "kind.exercise", "ask.group", "ask.cause", "ask.causes-ranked",
	"ask.response", "ask.note",
};
/* clang-format on */

typedef void check_text(const char *name, const char *text, enum catalogue_language language);

static void check_exercise_words(const struct exercise_words *words, enum catalogue_language language,
				 check_text *check)
{
	check(words->name, words->text[language], language);
	if (words->hint[language])
		check(words->name, words->hint[language], language);
}

static void each_exercise_text(const struct exercise *exercise, enum catalogue_language language, check_text *check)
{
	check_exercise_words(&exercise->occasion, language, check);
	check_exercise_words(&exercise->closing, language, check);
	for (int i = 0; i < exercise->field_count; i++) {
		const struct exercise_field *field = &exercise->fields[i];
		check_exercise_words(&field->words, language, check);
		for (int k = 0; k < field->choice_count; k++)
			check_exercise_words(&field->choices[k], language, check);
		for (int k = 0; field->rounds && k < (field->rounds->each ? field->rounds->count : 1); k++)
			check_exercise_words(&field->rounds->subjects[k], language, check);
	}
}

static void each_text_in(enum catalogue_language language, check_text *check)
{
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);

	for (size_t i = 0; i < count; i++) {
		for (int f = 0; f < TEXT_FIELDS; f++) {
			const char *text = catalogue_text(entries[i].id, (enum catalogue_field)f, language);
			if (text)
				check(entries[i].name, text, language);
		}
		if (entries[i].kind == KIND_TIP) {
			check(entries[i].name, catalogue_tip_text(entries[i].id, language), language);
			check(entries[i].name, catalogue_tip_first_step(entries[i].id, language), language);
		}
	}
	for (size_t i = 0; i < COUNT(phrases); i++)
		check(phrases[i], catalogue_phrase(phrases[i], language), language);
	const struct exercise *exercises = exercise_list(&count);
	for (size_t i = 0; i < count; i++)
		each_exercise_text(&exercises[i], language, check);
}

static void each_text(check_text *check)
{
	for (int l = 0; l < CATALOGUE_LANGUAGES; l++)
		each_text_in((enum catalogue_language)l, check);
}

/* Han for Chinese, Thai for Thai; plain letters and our typographic signs for all. */
static bool is_own(uint32_t c, enum catalogue_language language)
{
	if (language == CATALOGUE_ZH_CN)
		return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xff00 && c <= 0xff5e);
	return language == CATALOGUE_TH && c >= 0x0e01 && c <= 0x0e5b;
}

static void check_written_well(const char *name, const char *text, enum catalogue_language language)
{
	bool translated = language == CATALOGUE_EN;

	if (!text || !*text || !text_is_utf8(text, strlen(text)))
		fail_msg("%s has no well-formed text in %s", name, catalogue_language_code(language));
	for (const char *cursor = text; *cursor;) {
		uint32_t c = text_next(&cursor);
		bool own = is_own(c, language), common = (c >= 0x20 && c < 0x7f) || (c >= 0x2010 && c <= 0x2026);
		if (!own && !common)
			fail_msg("%s: U+%04X in %s", name, (unsigned)c, catalogue_language_code(language));
		translated = translated || own;
	}
	if (!translated)
		fail_msg("%s is not translated into %s", name, catalogue_language_code(language));
}

static void texts_are_written_well(void **state)
{
	(void)state;
	each_text(check_written_well);
}

static int characters(const char *string)
{
	int count = 0;

	for (; *string; count++)
		text_next(&string);
	return count;
}

static void check_width(const char *name, const char *text, int columns)
{
	if (text_columns(text) > columns)
		fail_msg("%s: '%s' has %d columns, more than %d", name, text, text_columns(text), columns);
}

static void texts_fit_in(enum catalogue_language language)
{
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);

	for (size_t i = 0; i < count; i++) {
		const char *label = catalogue_text(entries[i].id, TEXT_LABEL, language);
		const char *momentary = catalogue_text(entries[i].id, TEXT_MOMENTARY, language);
		if (label) /* a cause stands on a button; lists give the others as much room */
			check_width(entries[i].name, label, 28);
		/* 1,000 bytes: a line between daemon and helper holds the question and its keyword. */
		if (momentary && (characters(momentary) > 110 || strlen(momentary) > 1000))
			fail_msg("%s: the question is too long for a notification", entries[i].name);
	}
	for (size_t i = 0; i < COUNT(phrases); i++)
		if (strncmp(phrases[i], "ask.", 4) != 0)
			check_width(phrases[i], catalogue_phrase(phrases[i], language), 20);
		else
			assert_in_range(characters(catalogue_phrase(phrases[i], language)), 5, 110);
}

static void texts_fit(void **state)
{
	(void)state;
	for (int l = 0; l < CATALOGUE_LANGUAGES; l++)
		texts_fit_in((enum catalogue_language)l);
}

/* What looks alike could not be told apart on a button or in a list. */
static void labels_differ_in(enum catalogue_language language)
{
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);

	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++) {
			const char *a = catalogue_text(entries[i].id, TEXT_LABEL, language);
			const char *b = catalogue_text(entries[j].id, TEXT_LABEL, language);
			if (a && b && strcmp(a, b) == 0)
				fail_msg("%s and %s have one label", entries[i].name, entries[j].name);
		}
	for (size_t i = 0; i < COUNT(phrases); i++)
		for (size_t j = i + 1; j < COUNT(phrases); j++)
			if (strncmp(phrases[i], phrases[j], strcspn(phrases[i], ".") + 1) == 0)
				assert_string_not_equal(catalogue_phrase(phrases[i], language),
							catalogue_phrase(phrases[j], language));
}

static void labels_differ(void **state)
{
	(void)state;
	for (int l = 0; l < CATALOGUE_LANGUAGES; l++)
		labels_differ_in((enum catalogue_language)l);
}

/* Words that would make a verdict or a diagnosis of an answer. */
static void check_no_diagnosis(const char *name, const char *text, enum catalogue_language language)
{
	static const char *const never[] = {"disorder", "obsessive-compulsive",
					    "OCD",      "depress",
					    "patholog", "symptom",
					    "diagnos",  "your fault",
					    "强迫症",   "抑郁",
					    "焦虑症",   "障碍",
					    "症状",     "诊断",
					    "โรค",      "ซึมเศร้า"};

	(void)language;
	for (size_t i = 0; i < COUNT(never); i++)
		if (strstr(text, never[i]))
			fail_msg("%s says '%s'", name, never[i]);
}

static void no_diagnosis(void **state)
{
	(void)state;
	each_text(check_no_diagnosis);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_written_well),
		cmocka_unit_test(texts_fit),
		cmocka_unit_test(labels_differ),
		cmocka_unit_test(no_diagnosis),
	};

	return cmocka_run_group_tests_name("catalogue_texts", tests, NULL, NULL);
}
