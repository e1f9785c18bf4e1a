/* The tips: what they are for resolves, nothing is left without one, and what belongs to the organisation is said to be its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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
		   1 << KIND_PREVENTION | 1 << KIND_EFFECTIVE | 1 << KIND_COPING | 1 << KIND_MEASURE);
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
		/* Two quick ones each, so that the same answer twice in a day need not bring the same tip. */
		{KIND_CAUSE, {4, 2, 1}},  {KIND_SYMPTOM, {2, 2, 0}},    {KIND_IMPACT, {1, 0, 0}},
		{KIND_FUTILE, {1, 0, 0}}, {KIND_PREVENTION, {1, 0, 0}}, {KIND_EFFECTIVE, {1, 0, 0}},
		{KIND_COPING, {1, 0, 0}}, {KIND_MEASURE, {1, 0, 1}},
	};
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < COUNT(needs); k++) {
			struct tally tally = tally_of(entries[i].id);
			if (entries[i].kind == needs[k].kind &&
			    (tally.all < needs[k].least.all || tally.quick < needs[k].least.quick ||
			     tally.with_manager < needs[k].least.with_manager))
				fail_msg("%s has %d tips, %d of them quick, %d with the manager", entries[i].name,
					 tally.all, tally.quick, tally.with_manager);
		}
}

static bool has_measure(const struct catalogue_tip *tip)
{
	for (size_t i = 0; i < TIP_TECHNIQUES_MAX && tip->techniques[i]; i++)
		if (catalogue_find(tip->techniques[i])->kind == KIND_MEASURE)
			return true;
	return false;
}

/* The page to take to the manager; a command is the same in every language. */
static bool names_the_page(const struct catalogue_tip *tip)
{
	int named = 0;

	for (int l = 0; l < CATALOGUE_LANGUAGES; l++)
		named += strstr(catalogue_tip_first_step(tip->id, (enum catalogue_language)l),
				"evenkeel report --for-manager") != NULL;
	if (named != 0 && named != CATALOGUE_LANGUAGES)
		fail_msg("tip 0x%04x names the page in %d languages", tip->id, named);
	return named != 0;
}

static bool has_page_tip(const char *name)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);
	uint16_t id = catalogue_find_name(name)->id;

	for (size_t i = 0; i < count; i++)
		if (is_for(&tips[i], id) && has_measure(&tips[i]) && names_the_page(&tips[i]))
			return true;
	return false;
}

/* What belongs to the organisation is not left to the person alone: a tip names the measure and the page for the manager. */
static void the_company_has_its_part(void **state)
{
	static const char *const names[] = {
		"market.competition", "market.demand-swings",     "company.targets",
		"company.overload",   "company.nature-of-work",   "company.change",
		"company.insecurity", "company.authority",        "personal.skills",
		"personal.fatigue",   "environment.surroundings", "better-environment",
		"self-care-support",  "health-programmes",        "courses",
		"process-management",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		if (!has_page_tip(names[i]))
			fail_msg("%s has no tip that names the page for the manager", names[i]);
}

/* A measure is not for the person to carry out at the desk. */
static void measures_are_for_the_manager(void **state)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		if (tips[i].place != TIP_WITH_MANAGER && (has_measure(&tips[i]) || names_the_page(&tips[i])))
			fail_msg("%s is not with the manager", catalogue_find(tips[i].id)->name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tips_resolve),
		cmocka_unit_test(everything_has_tips),
		cmocka_unit_test(the_company_has_its_part),
		cmocka_unit_test(measures_are_for_the_manager),
	};

	return cmocka_run_group_tests_name("catalogue-tips", tests, NULL, NULL);
}
