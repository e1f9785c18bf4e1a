/* The tips' texts: a quick one betrays no answer and reaches the notification whole, lists hold them, no two say the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/promptline.h>
#include <evenkeel/text.h>

#include "../../daemon/prompt.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TIPS_MAX 256

typedef void check_tip(const struct catalogue_tip *tip, enum catalogue_language language);

static void each_tip(check_tip *check, bool only_quick)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	for (size_t i = 0; i < count; i++)
		for (int l = 0; l < CATALOGUE_LANGUAGES && (!only_quick || tips[i].minutes == 1); l++)
			check(&tips[i], (enum catalogue_language)l);
}

static void check_says_not(const struct catalogue_tip *tip, const char *word, enum catalogue_language language)
{
	if (strstr(catalogue_tip_text(tip->id, language), word) ||
	    strstr(catalogue_tip_first_step(tip->id, language), word))
		fail_msg("%s says '%s'", catalogue_find(tip->id)->name, word);
}

static void check_betrays_nothing(const struct catalogue_tip *tip, enum catalogue_language language)
{
	static const char *const betraying[CATALOGUE_LANGUAGES][16] = {
		[CATALOGUE_EN] = {"stress", "tired", "lonely", "alone", "cry", "tears", "panic", "anxious", "afraid",
				  "angry", "upset", "sad", "sleepless", "irritable", "appetite"},
		[CATALOGUE_ZH_CN] = {"压力", "疲", "累", "孤", "哭", "泪", "慌", "焦虑", "害怕", "生气", "难过", "失眠",
				     "烦躁", "胃口", "食欲"},
		[CATALOGUE_TH] = {"เครียด", "เหนื่อย", "ล้า", "เหงา", "โดดเดี่ยว", "ร้องไห้", "น้ำตา", "ตื่นตระหนก", "กลัว", "โกรธ",
				  "โมโห", "เศร้า", "นอนไม่หลับ", "หงุดหงิด", "เบื่ออาหาร"},
	};
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);

	for (size_t w = 0; betraying[language][w]; w++)
		check_says_not(tip, betraying[language][w], language);
	for (size_t i = 0; i < count; i++)
		if (entries[i].kind == KIND_SYMPTOM || entries[i].kind == KIND_IMPACT || entries[i].kind == KIND_CAUSE)
			check_says_not(tip, catalogue_text(entries[i].id, TEXT_LABEL, language), language);
}

/* A quick tip may stand on the screen right after an answer, so it says nothing about how its reader is, or what was asked. */
static void quick_tips_betray_nothing(void **state)
{
	(void)state;
	each_tip(check_betrays_nothing, true);
}

/* The notice as the daemon writes it, read as its helper reads it. */
static void check_notice(const struct catalogue_tip *tip, enum catalogue_language language, bool page)
{
	static struct prompt_text prompt;
	static struct prompt_reader reader;
	_cleanup_(text_clear) struct text lines = {0}, wanted = {0};

	prompt_notice(NOTICE_THANKS, tip->id, page, language, &prompt);
	prompt_text_encode(&prompt, &lines);
	reader = (struct prompt_reader){0};
	for (const char *line = text_string(&lines); *line; line += strcspn(line, "\n") + 1)
		assert_int_equal(prompt_reader_line(&reader, line, strcspn(line, "\n"), NULL), 0);
	assert_int_equal(reader.complete, 1);
	text_appendf(&wanted, "%s\n%s\n'evenkeel help-me' names people to talk to.%s",
		     catalogue_tip_text(tip->id, language), catalogue_tip_first_step(tip->id, language),
		     page ? "" : "\n'evenkeel open' shows your week in the browser.");
	assert_string_equal(reader.prompt.body, text_string(&wanted));
}

/* With a button for the page, and with the command that opens it. */
static void check_notice_is_whole(const struct catalogue_tip *tip, enum catalogue_language language)
{
	check_notice(tip, language, true);
	check_notice(tip, language, false);
}

static void quick_tips_reach_the_notification(void **state)
{
	(void)state;
	each_tip(check_notice_is_whole, true);
}

static void check_length(const char *name, const char *text, int least, int most)
{
	int columns = text_columns(text);

	if (columns < least || columns > most)
		fail_msg("%s: '%s' has %d columns, not %d to %d", name, text, columns, least, most);
}

/* A tip is two rows of a terminal, or three, not a page; its name shares a row with "helped you 12 of 30 times, 40 %". */
static void check_lengths(const struct catalogue_tip *tip, enum catalogue_language language)
{
	const char *name = catalogue_find(tip->id)->name;

	check_length(name, catalogue_tip_text(tip->id, language), 30, 2 * 80);
	check_length(name, catalogue_tip_first_step(tip->id, language), 10, 2 * 80);
	check_length(name, name, 8, 40);
}

static void tips_fit_lists(void **state)
{
	(void)state;
	each_tip(check_lengths, false);
}

struct words {
	uint64_t hashes[256];
	size_t count;
};

static void words_add(struct words *words, uint64_t hash)
{
	for (size_t i = 0; i < words->count; i++)
		if (words->hashes[i] == hash)
			return;
	assert_true(words->count < COUNT(words->hashes));
	words->hashes[words->count++] = hash;
}

static struct words words_in_english(const char *text)
{
	struct words words = {0};
	uint64_t hash = 0;

	for (; *text; text++) {
		unsigned lower = (unsigned char)*text | 0x20;
		if (lower >= 'a' && lower <= 'z') {
			hash = hash * 1000003 + lower;
		} else if (hash) {
			words_add(&words, hash);
			hash = 0;
		}
	}
	if (hash)
		words_add(&words, hash);
	return words;
}

/*
 * Chinese and Thai put no blanks between words: pairs of neighbouring characters stand in for them. Thai has few letters, so that
 * two unlike tips share a fifth of their pairs, seldom a third; it takes the same words to come near three fifths.
 */
static struct words pairs_in(const char *text)
{
	struct words words = {0};
	uint64_t before = 0;

	while (*text) {
		uint32_t c = text_next(&text);
		if (before)
			words_add(&words, before << 32 | c);
		before = c;
	}
	return words;
}

/* Of the shorter one's words, so that a tip which another holds within it counts as the same. Words like "the" are in. */
static double share_in_common(const struct words *a, const struct words *b)
{
	size_t shared = 0, fewer = a->count < b->count ? a->count : b->count;

	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			shared += a->hashes[i] == b->hashes[j];
	return (double)shared / (double)fewer;
}

static struct words words_of(const char *text, enum catalogue_language language)
{
	struct words words = language == CATALOGUE_EN ? words_in_english(text) : pairs_in(text);

	assert_true(words.count >= 8);
	return words;
}

static void check_words_differ(const struct words *words, size_t count, enum catalogue_language language)
{
	const struct catalogue_tip *tips = catalogue_tips(&(size_t){0});

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (share_in_common(&words[i], &words[j]) > 0.6)
				fail_msg("%s and %s share over 60 %% in %s", catalogue_find(tips[i].id)->name,
					 catalogue_find(tips[j].id)->name, catalogue_language_code(language));
}

/* By its text alone, and together with its first step. */
static void check_tips_differ(enum catalogue_language language)
{
	static struct words texts[TIPS_MAX], whole[TIPS_MAX];
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	assert_in_range(count, 80, TIPS_MAX);
	for (size_t i = 0; i < count; i++) {
		_cleanup_(text_clear) struct text both = {0};
		text_appendf(&both, "%s %s", catalogue_tip_text(tips[i].id, language),
			     catalogue_tip_first_step(tips[i].id, language));
		texts[i] = words_of(catalogue_tip_text(tips[i].id, language), language);
		whole[i] = words_of(text_string(&both), language);
	}
	check_words_differ(texts, count, language);
	check_words_differ(whole, count, language);
}

static void tips_differ(void **state)
{
	(void)state;
	for (int l = 0; l < CATALOGUE_LANGUAGES; l++)
		check_tips_differ((enum catalogue_language)l);
}

/* The measure can fail: the same said a little differently. */
static void likeness_is_seen(void **state)
{
	static const struct {
		enum catalogue_language language;
		const char *one, *other;
	} alike[] = {
		{CATALOGUE_EN, "Take a slow breath now, and look out of the window.",
		 "Now look out of the window and take a breath, slow and deep."},
		{CATALOGUE_ZH_CN, "先看看窗外，再慢慢喝一口水。", "喝水之前，先看看窗外，再慢慢喝一口。"},
		{CATALOGUE_TH, "มองออกไปนอกหน้าต่าง แล้วจิบน้ำช้า ๆ", "จิบน้ำช้า ๆ แล้วมองออกไปนอกหน้าต่างสักครู่"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(alike); i++) {
		struct words one = words_of(alike[i].one, alike[i].language);
		struct words other = words_of(alike[i].other, alike[i].language);
		assert_true(share_in_common(&one, &other) > 0.6);
	}
}

static void first_steps_differ(void **state)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	(void)state;
	for (int l = 0; l < CATALOGUE_LANGUAGES; l++)
		for (size_t i = 0; i < count; i++)
			for (size_t j = 0; j < i; j++)
				assert_string_not_equal(
					catalogue_tip_first_step(tips[i].id, (enum catalogue_language)l),
					catalogue_tip_first_step(tips[j].id, (enum catalogue_language)l));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quick_tips_betray_nothing),
		cmocka_unit_test(quick_tips_reach_the_notification),
		cmocka_unit_test(tips_fit_lists),
		cmocka_unit_test(tips_differ),
		cmocka_unit_test(likeness_is_seen),
		cmocka_unit_test(first_steps_differ),
	};

	return cmocka_run_group_tests_name("catalogue-tip-words", tests, NULL, NULL);
}
