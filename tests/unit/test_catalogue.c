/* The catalogue is complete, and its numbers stay what they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <evenkeel/catalogue.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Stored records hold these numbers for ever: a line here is never changed or taken away, only added. */
static const struct {
	uint16_t id;
	const char *name;
} pinned[] = {
	/* clang-format off */
	{0x0001, "stress"}, {0x0002, "valence"}, {0x0010, "loneliness"}, {0x0011, "unease"},
	{0x0012, "concentration"}, {0x0013, "avoiding-calls"}, {0x0014, "fatigue"}, {0x0015, "tearfulness"},
	{0x0016, "irritability"}, {0x0017, "restlessness"}, {0x0018, "overworking"}, {0x0019, "compulsions"},
	{0x001a, "appetite"}, {0x001b, "fear-of-silence"}, {0x001c, "self-image"}, {0x0030, "enthusiasm"},
	{0x0031, "mood-swings"}, {0x0032, "health"}, {0x0033, "relationships"}, {0x0040, "customer.expectations"},
	{0x0041, "customer.complaints"}, {0x0042, "customer.demands"}, {0x0043, "market.competition"},
	{0x0044, "market.demand-swings"}, {0x0045, "company.targets"}, {0x0046, "company.overload"},
	{0x0047, "company.nature-of-work"}, {0x0048, "company.change"}, {0x0049, "company.insecurity"},
	{0x004a, "company.authority"}, {0x004b, "personal.skills"}, {0x004c, "personal.fatigue"},
	{0x004d, "environment.people"}, {0x004e, "environment.surroundings"}, {0x0060, "mindset"},
	{0x0061, "ability"}, {0x0062, "sorting-work"}, {0x0063, "realistic-plan"}, {0x0064, "work-norms"},
	{0x0065, "timely-rest"}, {0x0066, "humour"}, {0x0067, "sleep"}, {0x0068, "exercise"},
	{0x0069, "self-encouragement"}, {0x006a, "richer-life"}, {0x006b, "hobbies"}, {0x006c, "gather-facts"},
	{0x006d, "take-responsibility"}, {0x006e, "stay-healthy"}, {0x006f, "plan-and-act"},
	{0x0070, "keep-outlook"}, {0x0071, "fretting"}, {0x0072, "anger"}, {0x0073, "flailing"},
	{0x0074, "losing-control"}, {0x0075, "see-it-rightly"}, {0x0076, "take-it-on"}, {0x0077, "break-it-down"},
	{0x0078, "joyful-release"}, {0x0079, "better-environment"}, {0x007a, "self-care-support"},
	{0x007b, "health-programmes"}, {0x007c, "courses"}, {0x007d, "process-management"}, {0x0080, "week-stress"},
	{0x0081, "breaks-taken"}, {0x0082, "hard-call"}, {0x0100, "worry-inventory"}, {0x0101, "role-sheet"},
	{0x0102, "skills-check"}, {0x0103, "handover"}, {0x0104, "whose-monkey"}, {0x0105, "two-way-talk"},
	{0x0106, "service-mindset"}, {0x0200, "tip.expectations-say-what-you-can"},
	{0x0201, "tip.expectations-one-team-answer"}, {0x0202, "tip.complaints-facts-first"},
	{0x0203, "tip.complaints-three-what-ifs"}, {0x0204, "tip.demands-two-options"},
	{0x0205, "tip.demands-not-about-you"}, {0x0206, "tip.competition-one-strength"},
	{0x0207, "tip.competition-pass-it-on"}, {0x0208, "tip.swings-only-this-one"},
	{0x0209, "tip.swings-quiet-hour-list"}, {0x020a, "tip.targets-one-for-the-hour"},
	{0x020b, "tip.targets-bring-a-normal-shift"}, {0x020c, "tip.overload-three-piles"},
	{0x020d, "tip.overload-one-owner"}, {0x020e, "tip.service-work-two-breaths"},
	{0x020f, "tip.service-work-rotate"}, {0x0210, "tip.change-decided-or-talk"},
	{0x0211, "tip.change-three-questions"}, {0x0212, "tip.insecurity-one-fact"},
	{0x0213, "tip.insecurity-what-travels"}, {0x0214, "tip.authority-note-the-decision"},
	{0x0215, "tip.authority-conclusion-first"}, {0x0216, "tip.skills-one-question"},
	{0x0217, "tip.skills-sit-beside"}, {0x0218, "tip.fatigue-far-and-water"},
	{0x0219, "tip.fatigue-evening-anchor"}, {0x021a, "tip.people-say-it-back"},
	{0x021b, "tip.people-shared-aim"}, {0x021c, "tip.surroundings-one-change"},
	{0x021d, "tip.surroundings-small-log"}, {0x021e, "tip.hello-to-one"}, {0x021f, "tip.first-sentence"},
	{0x0220, "tip.stand-for-a-minute"}, {0x0221, "tip.finish-line"}, {0x0222, "tip.say-done-once"},
	{0x0223, "tip.something-within-reach"}, {0x0224, "tip.three-sounds"}, {0x0225, "tip.step-outside"},
	{0x0226, "tip.something-funny"}, {0x0227, "tip.meal-away-from-screen"}, {0x0228, "tip.walk-home-part"},
	{0x0229, "tip.own-hour"},
	{0x022a, "tip.expectations-ask-first"}, {0x022b, "tip.expectations-good-enough"},
	{0x022c, "tip.complaints-sorry-once"}, {0x022d, "tip.complaints-one-fault"},
	{0x022e, "tip.demands-one-calm-sentence"}, {0x022f, "tip.demands-slower-lower"},
	{0x0230, "tip.demands-three-sentences"}, {0x0231, "tip.competition-no-contest"},
	{0x0232, "tip.competition-be-a-customer"}, {0x0233, "tip.swings-chair-carries"},
	{0x0234, "tip.swings-show-the-curve"}, {0x0235, "tip.swings-let-quiet-be"},
	{0x0236, "tip.targets-which-counts"}, {0x0237, "tip.targets-no-board-shows"},
	{0x0238, "tip.overload-what-may-wait"}, {0x0239, "tip.overload-ten-minute-slice"},
	{0x023a, "tip.overload-out-of-the-head"}, {0x023b, "tip.service-work-new-words"},
	{0x023c, "tip.service-work-face-off-duty"}, {0x023d, "tip.change-keep-one-thing"},
	{0x023e, "tip.change-three-dry-runs"}, {0x023f, "tip.insecurity-two-circles"},
	{0x0240, "tip.insecurity-worry-chair"}, {0x0241, "tip.insecurity-passing-or-lasting"},
	{0x0242, "tip.authority-what-i-may"}, {0x0243, "tip.authority-over-the-line"},
	{0x0244, "tip.skills-own-card"}, {0x0245, "tip.skills-one-to-teach"},
	{0x0246, "tip.skills-find-out-by-four"}, {0x0247, "tip.fatigue-warm-palms"},
	{0x0248, "tip.fatigue-break-is-yours"}, {0x0249, "tip.fatigue-up-again"},
	{0x024a, "tip.fatigue-daylight"}, {0x024b, "tip.fatigue-late-then-early"},
	{0x024c, "tip.people-ask-by-name"}, {0x024d, "tip.people-precise-thanks"},
	{0x024e, "tip.people-between-two-roles"}, {0x024f, "tip.people-at-the-door"},
	{0x0250, "tip.people-not-adding"}, {0x0251, "tip.surroundings-arm-length"}, {0x0252, "tip.warm-cup"},
	{0x0253, "tip.table-for-two"}, {0x0254, "tip.five-of-one-colour"}, {0x0255, "tip.cool-wrists"},
	{0x0256, "tip.quiet-by-the-spoonful"}, {0x0257, "tip.close-the-shift"},
	{0x0258, "tip.others-have-forgotten"}, {0x0259, "tip.voice-without-headset"},
	{0x025a, "tip.hard-one-at-my-hour"}, {0x025b, "tip.funny-shelf"}, {0x025c, "tip.two-flights"},
	{0x025d, "tip.second-draft"}, {0x025e, "tip.after-it-got-too-much"}, {0x025f, "tip.number-at-hand"},
	{0x0260, "tip.next-good-thing"}, {0x0261, "tip.role-on-one-page"}, {0x0262, "tip.five-points-agreed"},
	{0x0263, "tip.low-tide"}, {0x0264, "tip.room-to-work-in"}, {0x0265, "tip.rules-that-fit"},
	{0x0266, "tip.news-in-time"}, {0x0267, "tip.time-to-learn"}, {0x0268, "tip.minutes-after-a-hard-one"},
	{0x0269, "tip.health-for-everyone"}, {0x026a, "tip.what-done-looks-like"},
	/* clang-format on */
};

/* How many ids of each kind the domain has, where they begin, and which texts they need. */
#define HAS(field) (1 << TEXT_##field)
static const struct {
	enum catalogue_kind kind;
	uint16_t first;
	int count; /* at least, for tips */
	int fields;
} kinds[] = {
	{KIND_STRESS, ID_STRESS, 1, HAS(LABEL) | HAS(MOMENTARY) | HAS(EXPLANATION)},
	{KIND_VALENCE, ID_VALENCE, 1, HAS(LABEL) | HAS(MOMENTARY) | HAS(WEEKLY) | HAS(EXPLANATION)},
	{KIND_SYMPTOM, ID_SYMPTOM_FIRST, 13, HAS(LABEL) | HAS(MOMENTARY) | HAS(WEEKLY) | HAS(EXPLANATION)},
	{KIND_IMPACT, ID_IMPACT_FIRST, 4, HAS(LABEL) | HAS(WEEKLY) | HAS(EXPLANATION)},
	{KIND_CAUSE, ID_CAUSE_FIRST, 15, HAS(LABEL) | HAS(EXPLANATION)},
	{KIND_PREVENTION, ID_PREVENTION_FIRST, 12, HAS(LABEL) | HAS(EXPLANATION)},
	{KIND_EFFECTIVE, ID_EFFECTIVE_FIRST, 5, HAS(LABEL) | HAS(WEEKLY) | HAS(EXPLANATION)},
	{KIND_FUTILE, ID_FUTILE_FIRST, 4, HAS(LABEL) | HAS(WEEKLY) | HAS(EXPLANATION)},
	{KIND_COPING, ID_COPING_FIRST, 4, HAS(LABEL) | HAS(EXPLANATION)},
	{KIND_MEASURE, ID_MEASURE_FIRST, 5, HAS(LABEL) | HAS(EXPLANATION)},
	{KIND_REVIEW, ID_WEEK_STRESS, 3, HAS(LABEL) | HAS(WEEKLY) | HAS(EXPLANATION)},
	{KIND_EXERCISE, ID_EXERCISE_FIRST, 7, HAS(LABEL) | HAS(EXPLANATION)},
	{KIND_TIP, ID_TIP_FIRST, 107, 0},
};

static void numbers_stay(void **state)
{
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);

	(void)state;
	assert_int_equal(count, COUNT(pinned));
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(entries[i].id, pinned[i].id);
		assert_string_equal(entries[i].name, pinned[i].name);
		assert_true(i == 0 || entries[i].id > entries[i - 1].id);
	}
}

static void kinds_are_whole(void **state)
{
	(void)state;
	for (size_t k = 0; k < COUNT(kinds); k++) {
		for (int i = 0; i < kinds[k].count; i++) {
			const struct catalogue_entry *entry = catalogue_find((uint16_t)(kinds[k].first + i));
			assert_non_null(entry);
			assert_int_equal(entry->kind, kinds[k].kind);
		}
		const struct catalogue_entry *next = catalogue_find((uint16_t)(kinds[k].first + kinds[k].count));
		assert_true(kinds[k].kind == KIND_TIP || !next || next->kind != kinds[k].kind);
	}
}

static void lookups(void **state)
{
	static const uint16_t strangers[] = {0, 3, 0x0f, 0x1d, 0x4f, 0x83, 0x107, 0x1ff, 0x8000, 0xffff};
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(catalogue_find(entries[i].id), &entries[i]);
		assert_ptr_equal(catalogue_find_name(entries[i].name), &entries[i]);
	}
	for (size_t i = 0; i < COUNT(strangers); i++) {
		assert_null(catalogue_find(strangers[i]));
		assert_null(catalogue_text(strangers[i], TEXT_LABEL, CATALOGUE_EN));
		assert_null(catalogue_tip_text(strangers[i], CATALOGUE_EN));
		assert_null(catalogue_tip_first_step(strangers[i], CATALOGUE_EN));
	}
	assert_null(catalogue_find_name(""));
	assert_null(catalogue_find_name("customer"));
	assert_null(catalogue_find_name("Fatigue"));
	assert_null(catalogue_phrase("m3.3", CATALOGUE_EN));
	assert_null(catalogue_tip_text(ID_STRESS, CATALOGUE_EN));
}

static void groups(void **state)
{
	static const int sizes[GROUP_COUNT] = {3, 2, 6, 2, 2};
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);
	int group = 0, seen = 0;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		if (entries[i].kind != KIND_CAUSE) {
			assert_int_equal(entries[i].group, -1);
			continue;
		}
		if (seen == sizes[group]) {
			group++;
			seen = 0;
		}
		assert_int_equal(entries[i].group, group);
		seen++;
	}
	assert_int_equal(group, GROUP_COUNT - 1);
}

static void languages(void **state)
{
	static const struct {
		const char *locale;
		enum catalogue_language language;
	} cases[] = {
		{"zh_CN.UTF-8", CATALOGUE_ZH_CN},
		{"zh_CN", CATALOGUE_ZH_CN},
		{"zh", CATALOGUE_ZH_CN},
		{"zh-Hans-CN", CATALOGUE_ZH_CN},
		{"zh_SG.utf8", CATALOGUE_ZH_CN},
		{"zh_TW.UTF-8", CATALOGUE_EN},
		{"th", CATALOGUE_TH},
		{"th_TH.UTF-8", CATALOGUE_TH},
		{"th:en", CATALOGUE_TH},
		{"en_GB.UTF-8", CATALOGUE_EN},
		{"C.UTF-8", CATALOGUE_EN},
		{"C", CATALOGUE_EN},
		{"", CATALOGUE_EN},
		{NULL, CATALOGUE_EN},
		{"the", CATALOGUE_EN},
		{"de_DE", CATALOGUE_EN},
		{"t", CATALOGUE_EN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(catalogue_language_for(cases[i].locale), cases[i].language);
	for (int l = 0; l < CATALOGUE_LANGUAGES; l++)
		assert_int_equal(catalogue_language_for(catalogue_language_code((enum catalogue_language)l)), l);
}

static int fields_of(enum catalogue_kind kind)
{
	for (size_t k = 0; k < COUNT(kinds); k++)
		if (kinds[k].kind == kind)
			return kinds[k].fields;
	fail_msg("kind %d is not in the table", kind);
	return 0;
}

static void each_kind_has_its_texts(void **state)
{
	size_t count;
	const struct catalogue_entry *entries = catalogue_entries(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (int l = 0; l < CATALOGUE_LANGUAGES; l++) {
			int fields = 0;
			for (int f = 0; f < TEXT_FIELDS; f++)
				if (catalogue_text(entries[i].id, (enum catalogue_field)f, (enum catalogue_language)l))
					fields |= 1 << f;
			if (fields != fields_of(entries[i].kind))
				fail_msg("%s has fields %x in language %d", entries[i].name, (unsigned)fields, l);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_stay), cmocka_unit_test(kinds_are_whole),
		cmocka_unit_test(lookups),      cmocka_unit_test(groups),
		cmocka_unit_test(languages),    cmocka_unit_test(each_kind_has_its_texts),
	};

	return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}
