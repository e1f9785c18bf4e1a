/* The tips: what they are for resolves, nothing is left without one, and no two say the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/text.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TIPS_MAX 256

static void check_list(const struct catalogue_tip *tip, const uint16_t *ids, size_t max, int allowed)
{
	bool ended = false;

	for (size_t i = 0; i < max; i++) {
		const struct catalogue_entry *entry = catalogue_find(ids[i]);
		ended = ended || !ids[i];
		if (ended ? ids[i] != 0 : !entry || !(allowed & 1 << entry->kind))
			fail_msg("tip 0x%04x names 0x%04x", tip->id, ids[i]);
	}
}

static void check_tip(const struct catalogue_tip *tip)
{
	const struct catalogue_entry *entry = catalogue_find(tip->id);

	assert_non_null(entry);
	assert_int_equal(entry->kind, KIND_TIP);
	assert_int_equal(strncmp(entry->name, "tip.", 4), 0);
	check_list(tip, tip->causes, TIP_CAUSES_MAX, 1 << KIND_CAUSE);
	check_list(tip, tip->symptoms, TIP_SYMPTOMS_MAX, 1 << KIND_SYMPTOM);
	check_list(tip, tip->techniques, TIP_TECHNIQUES_MAX,
		   1 << KIND_PREVENTION | 1 << KIND_EFFECTIVE | 1 << KIND_COPING);
	check_list(tip, tip->answers, TIP_ANSWERS_MAX, 1 << KIND_IMPACT | 1 << KIND_FUTILE);
	assert_true(tip->causes[0] || tip->symptoms[0]);
	assert_true(tip->techniques[0]);
	assert_true(tip->minutes == 0 || tip->minutes == 1 || tip->minutes == 5 || tip->minutes == 15);
	assert_in_range(tip->place, TIP_AT_DESK, TIP_WITH_MANAGER);
}

static void tips_resolve(void **state)
{
	size_t count, entry_count, tip_entries = 0;
	const struct catalogue_tip *tips = catalogue_tips(&count);
	const struct catalogue_entry *entries = catalogue_entries(&entry_count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		check_tip(&tips[i]);
		assert_true(i == 0 || tips[i].id > tips[i - 1].id);
	}
	for (size_t i = 0; i < entry_count; i++)
		tip_entries += entries[i].kind == KIND_TIP;
	assert_int_equal(count, tip_entries);
}

static bool is_listed(const uint16_t *ids, size_t max, uint16_t id)
{
	for (size_t i = 0; i < max && ids[i]; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static bool is_for(const struct catalogue_tip *tip, uint16_t id)
{
	return is_listed(tip->causes, TIP_CAUSES_MAX, id) || is_listed(tip->symptoms, TIP_SYMPTOMS_MAX, id) ||
	       is_listed(tip->techniques, TIP_TECHNIQUES_MAX, id) || is_listed(tip->answers, TIP_ANSWERS_MAX, id);
}

struct tally {
	int all, quick, with_manager;
};

static struct tally tally_of(uint16_t id)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);
	struct tally tally = {0};

	for (size_t i = 0; i < count; i++) {
		if (!is_for(&tips[i], id))
			continue;
		tally.all++;
		tally.quick += tips[i].minutes == 1 && tips[i].place == TIP_AT_DESK;
		tally.with_manager += tips[i].place == TIP_WITH_MANAGER;
	}
	return tally;
}

static void everything_has_tips(void **state)
{
	static const struct {
		enum catalogue_kind kind;
		struct tally least;
	} needs[] = {
		{KIND_CAUSE, {2, 1, 0}},  {KIND_SYMPTOM, {2, 1, 0}},    {KIND_IMPACT, {1, 0, 0}},
		{KIND_FUTILE, {1, 0, 0}}, {KIND_PREVENTION, {1, 0, 0}}, {KIND_EFFECTIVE, {1, 0, 0}},
		{KIND_COPING, {1, 0, 0}},
	};
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < COUNT(needs); k++) {
			struct tally tally = tally_of(entries[i].id);
			if (entries[i].kind == needs[k].kind &&
			    (tally.all < needs[k].least.all || tally.quick < needs[k].least.quick))
				fail_msg("%s has %d tips, %d of them quick", entries[i].name, tally.all, tally.quick);
		}
}

/* What belongs to the organisation is not left to the person alone. */
static void the_company_has_its_part(void **state)
{
	static const char *const causes[] = {"market.demand-swings",   "company.targets",  "company.overload",
					     "company.nature-of-work", "company.change",   "company.authority",
					     "personal.skills",        "personal.fatigue", "environment.surroundings"};

	(void)state;
	for (size_t i = 0; i < COUNT(causes); i++)
		if (tally_of(catalogue_find_name(causes[i])->id).with_manager == 0)
			fail_msg("%s has no tip to take to the manager", causes[i]);
}

/* A quick tip may stand on the screen right after an answer, so it says nothing about how its reader is. */
static void quick_tips_betray_nothing(void **state)
{
	static const char *const betraying[] = {"stress", "tired", "lonely",    "alone",     "cry",
						"tears",  "panic", "anxious",   "afraid",    "angry",
						"upset",  "sad",   "sleepless", "irritable", "appetite"};
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (size_t w = 0; tips[i].minutes == 1 && w < COUNT(betraying); w++)
			if (strstr(catalogue_tip_text(tips[i].id, CATALOGUE_EN), betraying[w]) ||
			    strstr(catalogue_tip_first_step(tips[i].id, CATALOGUE_EN), betraying[w]))
				fail_msg("%s says '%s'", catalogue_find(tips[i].id)->name, betraying[w]);
}

/* A quick tip and its first step stand together in one line of at most 1,024 bytes to the notification helper. */
static void quick_tips_fit_a_notification(void **state)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (int l = 0; tips[i].minutes == 1 && l < CATALOGUE_LANGUAGES; l++) {
			enum catalogue_language language = (enum catalogue_language)l;
			size_t bytes = strlen(catalogue_tip_text(tips[i].id, language)) +
				       strlen(catalogue_tip_first_step(tips[i].id, language));
			assert_in_range(bytes, 40, 900);
		}
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

/* Chinese and Thai do not part words: pairs of neighbouring characters stand in for them. */
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

static double share_in_common(const struct words *a, const struct words *b)
{
	size_t shared = 0, fewer = a->count < b->count ? a->count : b->count;

	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			shared += a->hashes[i] == b->hashes[j];
	return (double)shared / (double)fewer;
}

static void check_tips_differ(enum catalogue_language language)
{
	static struct words words[TIPS_MAX];
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	assert_in_range(count, 25, TIPS_MAX);
	for (size_t i = 0; i < count; i++) {
		const char *text = catalogue_tip_text(tips[i].id, language);
		words[i] = language == CATALOGUE_EN ? words_in_english(text) : pairs_in(text);
		assert_true(words[i].count >= 8);
		for (size_t j = 0; j < i; j++)
			if (share_in_common(&words[i], &words[j]) > 0.6)
				fail_msg("%s and %s share over 60 %% in %s", catalogue_find(tips[i].id)->name,
					 catalogue_find(tips[j].id)->name, catalogue_language_code(language));
	}
}

static void tips_differ(void **state)
{
	struct words a = words_in_english("Take a slow breath now"), b = words_in_english("take a breath, slow.");
	struct words c = pairs_in("先停一停再说"), d = pairs_in("先停一停再想");

	(void)state;
	for (int l = 0; l < CATALOGUE_LANGUAGES; l++)
		check_tips_differ((enum catalogue_language)l);
	/* The measure itself can fail. */
	assert_true(share_in_common(&a, &b) > 0.6);
	assert_true(share_in_common(&c, &d) > 0.6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tips_resolve),
		cmocka_unit_test(everything_has_tips),
		cmocka_unit_test(the_company_has_its_part),
		cmocka_unit_test(quick_tips_betray_nothing),
		cmocka_unit_test(quick_tips_fit_a_notification),
		cmocka_unit_test(tips_differ),
	};

	return cmocka_run_group_tests_name("catalogue-tips", tests, NULL, NULL);
}
