/* Answers read: by code and number, never by words or place; and what no message may ever say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include <evenkeel/mem.h>
#include <evenkeel/shipped.h>

#include "questionnaire_stage.h"

#define ITEMS                                                                                                          \
	CHOICE("q")                                                                                                    \
	",{`linkId`:`many`,`type`:`choice`,`repeats`:true,`text`:`?`," SCALE "},{`linkId`:`i`,`type`:`choice`,"        \
	"`text`:`?`,`answerOption`:[{`valueInteger`:5},{`valueInteger`:6}]},{`linkId`:`two`,`type`:`choice`,"          \
	"`text`:`?`,`answerOption`:[{`valueCoding`:{`system`:`s`,`code`:`x`}},{`valueCoding`:{`system`:`t`,"           \
	"`code`:`x`}}]},{`linkId`:`n`,`type`:`integer`,`text`:`?`},{`linkId`:`d`,`type`:`decimal`,`text`:`?`},{"       \
	"`linkId`:`y`,`type`:`boolean`,`text`:`?`},{`linkId`:`t`,`type`:`string`,`text`:`?`},{`linkId`:`g`,"           \
	"`type`:`group`},{`linkId`:`when`,`type`:`date`,`text`:`?`}"

static void takes(void **state)
{
	static const struct {
		const char *answers;
		size_t count, option;
		double number;
	} cases[] = {
		{"{`q`:`c`}", 1, 2, 0},
		{"{`many`:[`a`,`d`]}", 2, 0, 0},
		{"{`many`:[`a`,`a`]}", 1, 0, 0},
		{"{`i`:6}", 1, 1, 0},
		{"{`two`:`t|x`}", 1, 1, 0},
		{"{`n`:-3}", 1, SIZE_MAX, -3},
		{"{`d`:2.5}", 1, SIZE_MAX, 2.5},
		{"{`d`:2}", 1, SIZE_MAX, 2},
		{"{`y`:true}", 1, SIZE_MAX, 1},
		{"{`y`:false}", 1, SIZE_MAX, 0},
		{"{`t`:`a word`}", 1, SIZE_MAX, 0},
		{"{`q`:null}", 0, 0, 0},
		{"{}", 0, 0, 0},
		{"{`q`:[`b`]}", 1, 1, 0},
	};
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, ITEMS);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(stage_score(&stage, NULL, cases[i].answers), 0);
		assert_int_equal(stage.answers.count, cases[i].count);
		if (cases[i].count == 0)
			continue;
		assert_int_equal(stage.answers.items[0].option, cases[i].option);
		assert_true(stage.answers.items[0].number == cases[i].number);
	}
}

static void refuses(void **state)
{
	static const struct {
		const char *answers, *link_id, *words;
	} cases[] = {
		{"{`zz`:1}", "zz", "no item with this linkId"},
		{"{`q`:`c!`}", "q", "none of its options"}, /* its words are no code */
		{"{`q`:2}", "q", "none of its options"},    /* nor is its place */
		{"{`q`:true}", "q", "another kind"},
		{"{`q`:[`a`,`b`]}", "q", "takes one answer"},
		{"{`two`:`x`}", "two", "system|code"},
		{"{`i`:`6`}", "i", "none of its options"},
		{"{`n`:1.5}", "n", "another kind"},
		{"{`n`:`1`}", "n", "another kind"},
		{"{`n`:9007199254740994}", "n", "beyond all bounds"},
		{"{`n`:-9223372036854775808}", "n", "beyond all bounds"},
		{"{`y`:1}", "y", "another kind"},
		{"{`t`:1}", "t", "another kind"},
		{"{`g`:1}", "g", "nothing to answer"},
		{"{`q`:`a`,`q`:`b`}", NULL, "a second time"},
		{"{`q`:`secretly`", NULL, "no sound JSON"},
		{"{`resourceType`:`QuestionnaireResponse`,`item`:[{`linkId`:`q`,`answer`:[{`valueCoding`:{`display`:`a!"
		 "`}}]}]}",
		 "q", "known by its code"},
		{"{`resourceType`:`QuestionnaireResponse`,`item`:[{`linkId`:`n`,`answer`:[{`valueCoding`:{`code`:`a`}}]"
		 "}]}",
		 "n", "another kind"},
		{"{`resourceType`:`QuestionnaireResponse`,`item`:[{`linkId`:`zz`}]}", "zz", "no item"},
		{"{`resourceType`:`QuestionnaireResponse`,`item`:[{`answer`:[]}]}", NULL, "no item"},
	};
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, ITEMS);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (stage_score(&stage, NULL, cases[i].answers) == 0)
			fail_msg("taken: %s", cases[i].answers);
		if (!stage_has(&stage, true, cases[i].link_id, cases[i].words))
			fail_msg("%s: not said: %s", cases[i].answers, cases[i].words);
		for (size_t k = 0; k < stage.problems.count; k++)
			assert_null(strstr(stage.problems.items[k].message, "secretly"));
		assert_int_equal(stage.answers.count, 0);
	}
}

static void notes(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, ITEMS);
	assert_int_equal(stage_score(&stage, NULL, "{`when`:`2026-01-01`,`n`:1}"), 0);
	assert_true(stage_has(&stage, false, "when", "left out"));
	assert_int_equal(stage.answers.count, 1);
	assert_int_equal(
		stage_score(
			&stage, NULL,
			"{`resourceType`:`QuestionnaireResponse`,`questionnaire`:`urn:other|2`,`item`:["
			"{`linkId`:`n`,`answer`:[{`valueInteger`:1}]},{`linkId`:`n`,`answer`:[{`valueInteger`:2}]}]}"),
		0);
	assert_true(stage_has(&stage, false, NULL, "another questionnaire"));
	assert_true(stage_has(&stage, false, "n", "stands twice"));
	assert_int_equal(stage.answers.count, 1);
}

/* As a response, and back. */
static void response_there_and_back(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	struct questionnaire_answers again = {0};

	(void)state;
	stage_items(&stage, ITEMS);
	assert_int_equal(stage_score(&stage, NULL,
				     "{`q`:`c`,`many`:[`a`,`d`],`i`:6,`two`:`t|x`,`n`:-3,`d`:2.5,`y`:true,`t`:`w`}"),
			 0);
	json_t *response = questionnaire_response(&stage.questionnaire, &stage.answers);
	char *bytes = json_dumps(response, 0);
	struct questionnaire_file file = {"r.json", bytes, strlen(bytes)};
	assert_int_equal(answers_read(&stage.questionnaire, &file, &again, &stage.problems), 0);
	assert_int_equal(again.count, stage.answers.count);
	for (size_t i = 0; i < again.count; i++) {
		assert_int_equal(again.items[i].item, stage.answers.items[i].item);
		assert_int_equal(again.items[i].option, stage.answers.items[i].option);
		assert_true(again.items[i].number == stage.answers.items[i].number);
	}
	assert_non_null(strstr(bytes, "\"display\": \"c!\""));
	answers_clear(&again);
	free(bytes);
	json_decref(response);
}

/* PHQ-4 and K6: sound, scored by their authors' keys, and what they call for. */
static void shipped(void **state)
{
	static const struct {
		const char *name, *answer;
		double total;
		bool safety;
		const char *band;
	} cases[] = {
		{"phq-4", "not-at-all", 0, false, "normal"},
		{"phq-4", "several-days", 4, false, "mild"},
		{"phq-4", "more-than-half-the-days", 8, false, "moderate"},
		{"phq-4", "nearly-every-day", 12, true, "severe"},
		{"k6", "none", 0, false, "below the authors' cut-off"},
		{"k6", "some", 12, false, "below the authors' cut-off"},
		{"k6", "most", 18, true, "at or above the authors' cut-off"},
		{"k6", "all", 24, true, "at or above the authors' cut-off"},
	};

	(void)state;
	assert_int_equal(shipped_count(), 2);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
		struct questionnaire_file file, scoring;
		assert_true(shipped_find(cases[i].name, &file, &scoring));
		stage_bytes(&stage, file.bytes, file.size);
		assert_int_equal(stage.result, 0);
		assert_int_equal(stage.problems.count, 0);
		assert_int_equal(scoring_read(&scoring, &stage.scoring, &stage.problems), 0);
		assert_int_equal(scoring_check(&stage.scoring, &stage.questionnaire, &stage.problems), 0);
		for (size_t k = 0; k < stage.questionnaire.count; k++) {
			const struct questionnaire_item *item = &stage.questionnaire.items[k];
			for (size_t o = 0; o < item->option_count; o++)
				if (strcmp(item->options[o].code, cases[i].answer) == 0)
					answers_add(&stage.answers,
						    (struct questionnaire_answer){.item = k, .option = o});
		}
		scores_compute(&stage.questionnaire, &stage.scoring, &stage.answers, &stage.scores, &stage.problems);
		assert_true(stage_value(&stage, "total") == cases[i].total);
		assert_string_equal(stage_score_named(&stage, "total")->band, cases[i].band);
		assert_int_equal(stage.scores.safety, cases[i].safety);
		assert_true(scoring_has_language(&stage.scoring, "en") && !scoring_has_language(&stage.scoring, "th"));
	}
	struct questionnaire_file none;
	assert_false(shipped_find("phq-9", &none, &none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes),   cmocka_unit_test(refuses),
		cmocka_unit_test(notes),   cmocka_unit_test(response_there_and_back),
		cmocka_unit_test(shipped),
	};

	return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
