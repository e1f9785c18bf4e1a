/* Scoring files: what they compute, both sides of each rule, and each thing that is wrong in one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "questionnaire_stage.h"

#define PLAIN(link_id)                                                                                                 \
	"{`linkId`:`" link_id                                                                                          \
	"`,`type`:`choice`,`text`:`?`,`answerOption`:[{`valueCoding`:{`system`:`s`,`code`:`best`}},{"                  \
	"`valueCoding`:{`code`:`so so`}},{`valueCoding`:{`code`:`worst`}}]}"
#define ITEMS                                                                                                          \
	CHOICE("q1")                                                                                                   \
	"," CHOICE("q2") "," CHOICE("q3") "," CHOICE(                                                                  \
		"q4") ",{`linkId`:`n`,`type`:`integer`,`text`:`?`},{"                                                  \
		      "`linkId`:`y`,`type`:`boolean`,`text`:`?`}," PLAIN("p1") "," PLAIN(                              \
			      "p2") ",{`linkId`:`t`,`type`:`text`,`text`:`?`}"
#define FOUR "item = q1\nitem = q2\nitem = q3\nitem = q4\n"

static const struct {
	const char *scoring, *answers;
	bool scored;
	double value;
	int answered;
	const char *band;
} cases[] = {
	{"[score x]\n" FOUR, "{`q1`:`a`,`q2`:`b`,`q3`:`c`,`q4`:`d`}", true, 6, 4, NULL},
	{"[score x]\n" FOUR, "{`q1`:`a`,`q2`:`b`,`q3`:`c`}", false, 0, 3, NULL},
	{"[score x]\n" FOUR, "{}", false, 0, 0, NULL},
	{"[score x]\n" FOUR, "{`n`:5}", false, 0, 0, NULL},
	{"[score x]\nitem = q1\nreverse = q2\n", "{`q1`:`a`,`q2`:`a`}", true, 3, 2, NULL},
	{"[score x]\nitem = q1\nreverse = q2\n", "{`q1`:`d`,`q2`:`d`}", true, 3, 2, NULL},
	{"[score x]\nitem = q1\nreverse = q2\nrange = 0 4\n", "{`q1`:`a`,`q2`:`d`}", true, 1, 2, NULL},
	{"[score x]\n" FOUR "at-least = 3\nmissing = mean\n", "{`q1`:`d`,`q2`:`d`,`q3`:`d`}", true, 12, 3, NULL},
	{"[score x]\n" FOUR "at-least = 3\nmissing = mean\n", "{`q1`:`d`,`q2`:`d`}", false, 0, 2, NULL},
	{"[score x]\n" FOUR "at-least = 3\nmissing = omit\n", "{`q1`:`d`,`q2`:`d`,`q3`:`d`}", true, 9, 3, NULL},
	{"[score x]\n" FOUR "method = mean\nat-least = 2\nmissing = omit\n", "{`q1`:`d`,`q2`:`c`}", true, 2.5, 2, NULL},
	{"[score x]\n" FOUR "multiply = 2.5\n", "{`q1`:`d`,`q2`:`d`,`q3`:`d`,`q4`:`d`}", true, 30, 4, NULL},
	{"[score x]\nitem = q1\nband = 0 1 low\nband = 2 3 high\n", "{`q1`:`b`}", true, 1, 1, "low"},
	{"[score x]\nitem = q1\nband = 0 1 low\nband = 2 3 high\n", "{`q1`:`c`}", true, 2, 1, "high"},
	{"[score x]\nitem = q1\nmultiply = 0.5\nband = 0 0 none\nband = 1 3 some\n", "{`q1`:`b`}", true, 0.5, 1,
	 "none"},
	{"[score x]\nitem = q1\nmultiply = 2\nband = 0 3 low\n", "{`q1`:`d`}", true, 6, 1, NULL},
	{"[values]\nvalue = 5 best\nvalue = 3 so so\nvalue = 0 worst\n[score x]\nitem = p1\nitem = p2\n",
	 "{`p1`:`best`,`p2`:`so so`}", true, 8, 2, NULL},
	{"[values]\nvalue = 5 best\nvalue = 3 so so\nvalue = 0 worst\n[values]\nitem = p2\nvalue = 1 best\nvalue = 2 "
	 "so so\n"
	 "value = 9 worst\n[score x]\nitem = p1\nitem = p2\n",
	 "{`p1`:`best`,`p2`:`worst`}", true, 14, 2, NULL},
	{"[values]\nvalue = 10 d\n[score x]\nitem = q1\nitem = q2\n", "{`q1`:`d`,`q2`:`c`}", true, 12, 2, NULL},
	{"[score x]\nitem = n\nitem = q1\n", "{`n`:7,`q1`:`b`}", true, 8, 2, NULL},
	{"[score x]\nreverse = n\nrange = 0 10\n", "{`n`:7}", true, 3, 1, NULL},
	{"[values]\nvalue = 1 true\nvalue = 0 false\n[score x]\nitem = y\nitem = q1\n", "{`y`:true,`q1`:`b`}", true, 2,
	 2, NULL},
};

static void computes(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, ITEMS);
	assert_int_equal(stage.result, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (stage_score(&stage, cases[i].scoring, cases[i].answers) < 0) {
			stage_has(&stage, false, "", "");
			fail_msg("refused: %s", cases[i].scoring);
		}
		const struct score *score = stage_score_named(&stage, "x");
		if (score->scored != cases[i].scored || (score->scored && score->value != cases[i].value) ||
		    (int)score->answered != cases[i].answered)
			fail_msg("%s with %s: %d, %g of %zu", cases[i].scoring, cases[i].answers, score->scored,
				 score->value, score->answered);
		if (cases[i].band)
			assert_string_equal(score->band, cases[i].band);
		else
			assert_null(score->band);
	}
}

static const struct {
	const char *scoring, *link_id, *words;
} faults[] = {
	{"", NULL, "no [score NAME]"},
	{"name = x\n", NULL, "line 1: 'name' is not known here"},
	{"[score x]\n", NULL, "line 1: the score has no 'item"},
	{"[score x]\nitem = q1\n[score x]\nitem = q2\n", NULL, "line 3: a score of this name"},
	{"[score x]\nitem = q1\nitem = q1\n", NULL, "line 3: this item is in the score already"},
	{"[score x]\nitem = zz\n", "zz", "no item with this linkId"},
	{"[score x]\nitem = t\n", "t", "no answers that are numbers"},
	{"[score x]\nitem = p1\n", "p1", "'best' has no number"},
	{"[score x]\nitem = y\n", "y", "'false' has no number"},
	{"[values]\nvalue = 1 nope\n[score x]\nitem = q1\n", NULL, "the code 'nope', which no option has"},
	{"[values]\nvalue = best\n[score x]\nitem = q1\n", NULL, "line 2: write 'value = NUMBER CODE'"},
	{"[values]\nvalue = nan best\n[score x]\nitem = q1\n", NULL, "line 2: write 'value = NUMBER CODE'"},
	{"[values]\nvalue = 0x1 best\n[score x]\nitem = q1\n", NULL, "line 2: write 'value = NUMBER CODE'"},
	{"[values]\nvalue = 1 best\nvalue = 2 best\n[score x]\nitem = q1\n", NULL,
	 "line 3: this code has a number already"},
	{"[score x]\nreverse = n\n", "n", "a 'range'"},
	{"[score x]\nreverse = q1\nrange = 0 2\n", "q1", "beyond the 'range'"},
	{"[score x]\nitem = q1\nrange = 4 0\n", NULL, "line 3: write 'range = MIN MAX'"},
	{"[score x]\nitem = q1\nmethod = median\n", NULL, "line 3: write 'sum' or 'mean'"},
	{"[score x]\nitem = q1\nmissing = zero\n", NULL, "line 3: write 'mean' or 'omit'"},
	{"[score x]\nitem = q1\nitem = q2\nat-least = 1\n", NULL, "say in 'missing'"},
	{"[score x]\nitem = q1\nat-least = 2\nmissing = mean\n", NULL, "more than the score has items"},
	{"[score x]\nitem = q1\nat-least = 0\n", NULL, "line 3: a number of items"},
	{"[score x]\nitem = q1\nat-least = some\n", NULL, "line 3: a number is needed"},
	{"[score x]\nitem = q1\nband = 0 3 low\nband = 3 5 high\n", NULL, "line 4: bands follow each other"},
	{"[score x]\nitem = q1\nband = low\n", NULL, "line 3: write 'band"},
	{"[score x]\nitem = q1\nalpha = 1.2\nsd = 3\n", NULL, "'alpha' from 0"},
	{"[score x]\nitem = q1\nsd = 1e99\n", NULL, "line 3: a number is needed"},
	{"[score x]\nitem = q1\ncolour = red\n", NULL, "line 3: 'colour' is not known"},
	{"[score x]\nitem =\n", NULL, "line 2: there is nothing behind"},
	{"[score x]\nitem = q1\ncompare = q2\n", "q2", "no score that the questionnaire computes"},
	{"[scores]\n", NULL, "line 1: '[scores]' is none of"},
	{"what is this\n", NULL, "line 1: the line is neither"},
	{"[score \xff]\n", NULL, "line 1: the line is not UTF-8"},
	{"[score x]\nitem = q1\n[safety]\nscore = y\nabove = 1\n", NULL, "line 3: there is no [score y]"},
	{"[score x]\nitem = q1\n[safety]\nitem = zz\nabove = 1\n", "zz", "no item with this linkId"},
	{"[score x]\nitem = q1\n[safety]\nscore = x\n", NULL, "line 3: a safety rule has one"},
	{"[score x]\nitem = q1\n[safety]\nscore = x\nitem = q1\nabove = 1\n", NULL, "line 3: a safety rule has one"},
	{"[score x]\nitem = q1\n[safety]\nscore = x\nabove = 1\nat-most = 1\n", NULL, "line 6: one of 'above'"},
	{"[scoring]\nquestionnaire = other\n[score x]\nitem = q1\n", NULL, "is for the questionnaire 'other'"},
	{"[scoring]\nname = a\nname = b\n[score x]\nitem = q1\n", NULL, "line 3: this stands twice"},
};

static void says_what_is_wrong(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	_cleanup_(text_clear) struct text line = {0};

	(void)state;
	stage_items(&stage, ITEMS);
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (stage_score(&stage, faults[i].scoring, NULL) == 0)
			fail_msg("taken: %s", faults[i].scoring);
		if (!stage_has(&stage, true, faults[i].link_id, faults[i].words))
			fail_msg("%s: not said: %s", faults[i].scoring, faults[i].words);
	}
	text_append(&line, "[score x]\nitem = ");
	text_append_repeat(&line, "x", 300);
	assert_int_equal(stage_score(&stage, text_string(&line), NULL), -1);
	assert_true(stage_has(&stage, true, NULL, "longer than 199 bytes"));
	assert_int_equal(stage_score(&stage, "[scoring]\nquestionnaire = made\n[score x]\nitem = q1\n", NULL), 0);
	assert_int_equal(stage_score(&stage, "[scoring]\nquestionnaire = urn:made\n[score x]\nitem = q1\n", NULL), 0);
}

static void safety_of(struct questionnaire_stage *stage, const char *scoring, const char *answers, bool wanted)
{
	assert_int_equal(stage_score(stage, scoring, answers), 0);
	if (stage->scores.safety != wanted)
		fail_msg("%s with %s", scoring ? scoring : "none", answers);
}

static void calls_for_help(void **state)
{
	static const char item[] = "[score x]\n" FOUR "[safety]\nitem = q4\nabove = 0\n";
	static const char least[] = "[score x]\nitem = q1\nitem = q2\n[safety]\nscore = x\nat-least = 4\n";
	static const char most[] = "[score x]\nitem = q1\nitem = q2\n[safety]\nscore = x\nat-most = 1\n";
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, ITEMS);
	safety_of(&stage, item, "{`q4`:`b`}", true);
	safety_of(&stage, item, "{`q4`:`a`,`q1`:`d`}", false);
	safety_of(&stage, item, "{`q1`:`d`}", false);
	safety_of(&stage, least, "{`q1`:`c`,`q2`:`c`}", true);
	safety_of(&stage, least, "{`q1`:`c`,`q2`:`b`}", false);
	safety_of(&stage, least, "{`q1`:`d`}", false);
	safety_of(&stage, most, "{`q1`:`a`,`q2`:`b`}", true);
	safety_of(&stage, most, "{`q1`:`b`,`q2`:`b`}", false);
	/* Thoughts of self-harm, by LOINC's code, with no scoring file at all. */
	stage_items(&stage, "{`linkId`:`s`,`type`:`choice`,`text`:`?`,`code`:[{`system`:`http://"
			    "loinc.org`,`code`:`44260-8`}]," SCALE "}");
	safety_of(&stage, NULL, "{`s`:`b`}", true);
	safety_of(&stage, NULL, "{`s`:`a`}", false);
	safety_of(&stage, NULL, "{}", false);
}

#define WITH_TOTAL CHOICE("q1") "," CHOICE("q2") "," TOTAL("%resource.answers().value.ordinal().sum()")

static void tells_of_differences(void **state)
{
	static const char reversing[] = "[score x]\nitem = q1\nreverse = q2\n",
			  same[] = "[score x]\nitem = q1\nitem = q2\n";
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, WITH_TOTAL);
	assert_int_equal(stage_score(&stage, reversing, "{`q1`:`a`,`q2`:`a`}"), 0);
	assert_true(stage.scores.differs && !stage.scores.own);
	assert_true(stage_value(&stage, "x") == 3 && stage_score_named(&stage, "x")->file_value == 0);
	assert_true(stage_has(&stage, false, "total", "counts otherwise than score 'x'"));
	stage_score(&stage, reversing, NULL); /* known before anything is answered */
	assert_true(stage.scores.differs);
	stage_score(&stage, same, "{`q1`:`a`,`q2`:`c`}");
	assert_false(stage.scores.differs);
	assert_true(stage_score_named(&stage, "x")->has_file_value && stage_score_named(&stage, "x")->file_value == 2);
	assert_int_equal(stage.problems.count, 0);
	/* What a response recorded. */
	stage_score(&stage, NULL,
		    "{`resourceType`:`QuestionnaireResponse`,`item`:[{`linkId`:`q1`,`answer`:[{`valueCoding`:{`code`:`"
		    "c`}}]},"
		    "{`linkId`:`q2`,`answer`:[{`valueCoding`:{`code`:`b`}}]},{`linkId`:`total`,`answer`:[{`"
		    "valueDecimal`:5}]}]}");
	assert_true(stage_value(&stage, "total") == 3 && stage_score_named(&stage, "total")->recorded == 5);
	assert_true(stage.scores.differs && stage_has(&stage, false, "total", "recorded another score"));
	stage_score(&stage, NULL,
		    "{`resourceType`:`QuestionnaireResponse`,`item`:[{`linkId`:`q1`,`answer`:[{`valueCoding`:{`code`:`"
		    "c`}}]},"
		    "{`linkId`:`total`,`answer`:[{`valueQuantity`:{`value`:2}}]}]}");
	assert_false(stage.scores.differs);
}

/* How PSS-10's file does it, and how it might. */
static void a_sum_that_reverses_nothing_is_no_score(void **state)
{
	static const struct {
		const char *head, *items;
		bool scored;
		double value; /* of b, d */
	} sums[] = {
		{"`title`:`Perceived stress scale, ours`,", WITH_TOTAL, false, 4},
		{"`title`:`Ours`,", WITH_TOTAL, true, 4},
		{"`title`:`Perceived Stress Scale`,",
		 CHOICE("q1") "," CHOICE("q2") "," TOTAL("%resource.answers().value.ordinal().sum() / 2"), false, 2},
		{"`title`:`Perceived Stress Scale`,",
		 CHOICE("q1") "," CHOICE("q2") "," TOTAL(
			 "%resource.item.where(linkId='q1').answer.value.ordinal() + 3 - "
			 "%resource.item.where(linkId='q2').answer.value.ordinal()"),
		 true, 1},
		{"`title`:`Perceived Stress Scale`,",
		 CHOICE("q1") ",{`linkId`:`q2`,`text`:`?`,`type`:`choice`,`answerOption`:[" OPTION("a", "3") "," OPTION(
			 "b", "2") "," OPTION("c", "1") "," OPTION("d", "0") "]}," TOTAL("%resource.answers().value."
											 "ordinal().sum()"),
		 true, 1},
		{"",
		 CHOICE("q1") "," CHOICE(
			 "q2") ",{`linkId`:`total`,`code`:[{`system`:`http://loinc.org`,`code`:`64394-0`}],"
			       "`text`:`T`,`type`:`decimal`,`extension`:[{`url`:`http://hl7.org/fhir/uv/sdc/"
			       "StructureDefinition/"
			       "sdc-questionnaire-calculatedExpression`,`valueExpression`:{`language`:"
			       "`text/fhirpath`,`expression`:`%resource.answers().value.ordinal().sum()`}}]}",
		 false, 4},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sums) / sizeof(*sums); i++) {
		_cleanup_(stage_clear) struct questionnaire_stage stage = {.head = sums[i].head};
		stage_items(&stage, sums[i].items);
		assert_int_equal(stage.result, 0);
		stage_score(&stage, NULL, "{`q1`:`b`,`q2`:`d`}");
		const struct score *score = stage_score_named(&stage, "total");
		if (score->scored != sums[i].scored || score->file_value != sums[i].value)
			fail_msg("case %zu: %d %g", i, score->scored, score->file_value);
		assert_int_equal(stage_has(&stage, false, "total", "in reverse"), !sums[i].scored);
		stage_score(&stage, "[score x]\nitem = q1\nreverse = q2\n", "{`q1`:`b`,`q2`:`d`}");
		assert_true(stage_score_named(&stage, "x")->scored); /* a scoring file always counts */
	}
}

/* A question that is not put is not missing. */
static void closed_items_are_not_missing(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, CHOICE("q1") ",{`linkId`:`q2`,`text`:`?`,`type`:`choice`,`enableWhen`:[{`question`:`q1`,"
					 "`operator`:`=`,`answerCoding`:{`code`:`d`}}]," SCALE
					 "}," TOTAL("%resource.answers().value.ordinal().sum()"));
	assert_int_equal(stage.result, 0);
	stage_score(&stage, NULL, "{`q1`:`c`}");
	assert_true(stage_value(&stage, "total") == 2);
	stage_score(&stage, NULL, "{`q1`:`d`}");
	assert_false(stage_score_named(&stage, "total")->scored);
	assert_true(stage_has(&stage, false, "total", "no rule for that: not scored"));
}

static void without_numbers_nothing_is_scored(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, PLAIN("p1"));
	stage_score(&stage, NULL, "{`p1`:`best`}");
	assert_int_equal(stage.scores.count, 0);
	assert_true(stage_has(&stage, false, NULL, "have no numbers"));
	stage_items(&stage, CHOICE("q1"));
	stage_score(&stage, NULL, "{`q1`:`b`}");
	assert_int_equal(stage.scores.count, 0);
	assert_true(stage_has(&stage, false, NULL, "nothing says how"));
}

/* WHO-5's published figures would be SD 20, alpha .9: 1.96 * 20 * sqrt 2 * sqrt .1 = 17.53 (by hand) */
static void least_change(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	double change = 0;

	(void)state;
	stage_items(&stage, CHOICE("q1"));
	assert_int_equal(stage_score(&stage, "[score x]\nitem = q1\nsd = 20\nalpha = .9\n", NULL), 0);
	assert_true(scoring_least_change(&stage.scoring.scores[0], &change));
	assert_true(fabs(change - 17.5305) < 0.001);
	assert_int_equal(stage_score(&stage, "[score x]\nitem = q1\nsd = 20\n", NULL), 0);
	assert_false(scoring_least_change(&stage.scoring.scores[0], &change));
}

static void closed_items_do_not_count(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(
		&stage,
		CHOICE("q1") ",{`linkId`:`q2`,`type`:`choice`,`text`:`?`,`enableWhen`:[{`question`:`q1`,`operator`:`=`,"
			     "`answerCoding`:{`code`:`b`}}]," SCALE "}");
	stage_score(&stage, "[score x]\nitem = q1\nitem = q2\nat-least = 1\nmissing = omit\n", "{`q1`:`a`,`q2`:`d`}");
	assert_true(stage_value(&stage, "x") == 0);
	assert_int_equal(stage_score_named(&stage, "x")->answered, 1);
	stage_score(&stage, "[score x]\nitem = q1\nitem = q2\nat-least = 1\nmissing = omit\n", "{`q1`:`b`,`q2`:`d`}");
	assert_true(stage_value(&stage, "x") == 4);
}

/* Answers that were taken in with somebody's records may be of any size: what they come to is no score, and nothing is out of bounds. */
static void numbers_without_bounds(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	struct questionnaire_answer answer = {.item = 4, .option = SIZE_MAX, .number = 1.7e308};

	(void)state;
	stage_items(&stage, ITEMS);
	assert_int_equal(stage_score(&stage, "[score x]\nitem = n\nmultiply = 1000\nband = 0 5 low\n", "{}"), 0);
	assert_string_equal(stage.questionnaire.items[answer.item].link_id, "n");
	answers_add(&stage.answers, answer);
	scores_clear(&stage.scores);
	scores_compute(&stage.questionnaire, &stage.scoring, &stage.answers, &stage.scores, &stage.problems);
	const struct score *score = stage_score_named(&stage, "x");
	assert_false(score->scored);
	assert_true(score->value == 0 && score->band == NULL);
	json_t *response = questionnaire_response(&stage.questionnaire, &stage.answers);
	const json_t *given =
		json_array_get(json_object_get(json_array_get(json_object_get(response, "item"), 0), "answer"), 0);
	assert_null(json_object_get(given, "valueInteger"));
	assert_true(json_real_value(json_object_get(given, "valueDecimal")) == answer.number);
	json_decref(response);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(computes),
		cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(calls_for_help),
		cmocka_unit_test(tells_of_differences),
		cmocka_unit_test(a_sum_that_reverses_nothing_is_no_score),
		cmocka_unit_test(closed_items_are_not_missing),
		cmocka_unit_test(without_numbers_nothing_is_scored),
		cmocka_unit_test(least_change),
		cmocka_unit_test(closed_items_do_not_count),
		cmocka_unit_test(numbers_without_bounds),
	};

	return cmocka_run_group_tests_name("scoring", tests, NULL, NULL);
}
