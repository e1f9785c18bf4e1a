/* A questionnaire's own expressions: by FHIRPath's rules, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "questionnaire_stage.h"

#define NONE (-1000) /* no score */
#define ITEMS                                                                                                          \
	"{`linkId`:`g`,`type`:`group`,`item`:[" CHOICE("q1") "," CHOICE("q2") "," CHOICE("q3") "]}," CHOICE(           \
		"top") ",{"                                                                                            \
		       "`linkId`:`n`,`type`:`integer`,`text`:`?`},{`linkId`:`plain`,`type`:`choice`,`text`:`?`,`"      \
		       "answerOption`:[{"                                                                              \
		       "`valueCoding`:{`code`:`x`}}]}"
#define ANSWERS "{`q1`:`b`,`q2`:`c`,`q3`:`d`,`top`:`d`,`n`:7,`plain`:`x`}" /* 1, 2, 3; 3 */
#define ITEM(group, id) "%resource.item.where(linkId='" group "').item.where(linkId='" id "')"

static const struct {
	const char *expression, *answers;
	double value;
	int items;
} cases[] = {
	{"%resource.answers().value.ordinal().sum()", ANSWERS, 9, 4},
	{"%resource.answers().value.ordinal().sum()", "{`q1`:`b`}", 1, 4},
	{"%resource.answers().value.ordinal().sum()", "{`n`:7}", NONE, 4},
	{"%resource.answers().value.weight().sum()", ANSWERS, 9, 4},
	{"%resource.item.item.answer.value.ordinal().sum()", ANSWERS, 6, 3},
	{"%resource.item.answer.value.ordinal().sum()", ANSWERS, 3, 1},
	{"%resource.item.descendants().where(linkId='q2').answer.value.ordinal().sum()", ANSWERS, 2, 1},
	{"%resource.repeat(item).answer.value.ordinal().sum()", ANSWERS, 9, 4},
	{"%resource.repeat(item).where(linkId != 'top').answer.value.ordinal().sum()", ANSWERS, 6, 3},
	{"%resource.repeat(item).where(linkId!='q1' and linkId!='q2').answer.valueCoding.ordinal().sum()", ANSWERS, 6,
	 2},
	{"%resource.repeat(item).where(linkId='q1' or linkId='q3').answer.value.ordinal().sum()", ANSWERS, 4, 2},
	{"%resource.repeat(item).where(linkId in ('q1' | 'q3')).answer.value.ordinal().sum()", ANSWERS, 4, 2},
	{"%resource.repeat(item).where(linkId.startsWith('q')).answer.value.ordinal().sum()", ANSWERS, 6, 3},
	{"%resource.item.where((linkId = 'g').not()).answer.value.ordinal().sum()", ANSWERS, 3, 1},
	{ITEM("g", "q1") ".answer.value.ordinal() + " ITEM("g", "q3") ".answer.value.ordinal()", ANSWERS, 4, 2},
	{ITEM("g", "q1") ".answer.value.ordinal() + " ITEM("g", "q3") ".answer.value.ordinal()", "{`q1`:`b`}", NONE, 2},
	{ITEM("g", "q1") ".answer.valueCoding.extension.where(url='http://hl7.org/fhir/StructureDefinition/"
			 "ordinalValue').valueDecimal",
	 ANSWERS, 1, 1},
	{ITEM("g", "q1") ".answer.value.extension('http://hl7.org/fhir/StructureDefinition/ordinalValue').value",
	 ANSWERS, 1, 1},
	{"3 - " ITEM("g", "q1") ".answer.value.ordinal()", ANSWERS, 2, 1},
	{"(" ITEM("g", "q2") ".answer.value.ordinal() + 1) * 4 / 2", ANSWERS, 6, 1},
	{"-" ITEM("g", "q2") ".answer.value.ordinal() + 1 * 5", ANSWERS, 3, 1},
	{"iif(" ITEM("g", "q1") ".exists(), " ITEM("g", "q1") ".answer.value.ordinal(), 0) + iif(" ITEM(
		 "g", "q2") ".answer.exists(), " ITEM("g", "q2") ".answer.value.ordinal(), 0)",
	 "{`q2`:`d`}", 3, 2},
	{"iif(%resource.repeat(item).answer.empty(), {}, %resource.repeat(item).answer.value.ordinal().sum())", ANSWERS,
	 9, 4},
	{"%resource.repeat(item).answer.value.ordinal().aggregate($this + $total, 0)", ANSWERS, 9, 4},
	{"%resource.repeat(item).select(answer.value.ordinal()).sum()", ANSWERS, 9, 4},
	/* What stands there already is no part of the union, nor of the repeating. */
	{"%resource.repeat(item).select(answer.value.ordinal() | {}).sum()", ANSWERS, 9, 4},
	{"%resource.item.where(linkId='top').answer.value.ordinal().combine(%resource.item.item.where(linkId='q3')."
	 "answer"
	 ".value.ordinal() | {}).sum()",
	 ANSWERS, 6, 2},
	{"%resource.item.combine(%resource.item.where(linkId='n').repeat(item)).answer.value.ordinal().sum()", ANSWERS,
	 3, 1},
	{"%resource.item.where(linkId='g').select($this.repeat(item)).combine(%resource.item.select($this.repeat(item))"
	 ")"
	 ".answer.value.ordinal().sum()",
	 ANSWERS, 12, 3},
	{"%resource.item.where(linkId='n').answer.value", ANSWERS, 7, 1},
	{"%resource.item.where(linkId='n').answer.valueInteger * 2", ANSWERS, 14, 1},
	{"%resource.repeat(item).where(answer.value.ordinal() >= 2).count()", ANSWERS, 3, 4},
	{"%resource.item.where(linkId='n').answer.value / 0", ANSWERS, NONE, 0},
};

static void computes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
		_cleanup_(text_clear) struct text items = {0};
		text_appendf(&items, "%s," TOTAL("%s"), ITEMS, cases[i].expression);
		stage_items(&stage, text_string(&items));
		assert_int_equal(stage.result, 0);
		assert_int_equal(stage_score(&stage, NULL, cases[i].answers), 0);
		const struct score *score = stage_score_named(&stage, "total");
		bool any = cases[i].value != NONE, whole = score->answered == score->items;
		/* With answers missing it is the file's own sum, and no score. */
		if (score->has_file_value != any || (any && score->file_value != cases[i].value) ||
		    score->scored != (any && whole) || (score->scored && score->value != cases[i].value) ||
		    (int)score->items != cases[i].items)
			fail_msg("%s: %d %g of %zu items", cases[i].expression, score->scored, score->file_value,
				 score->items);
		assert_null(score->source);
	}
}

static void names_what_it_lacks(void **state)
{
	static const struct {
		const char *expression, *words;
	} unknown[] = {
		{"%resource.item.answer.value.memberOf('http://x')", "memberOf()"},
		{"%resource.item.answer.value.ordinal().avg()", "avg()"},
		{"%patient.age", "%patient"},
		{"%resource.item[0].answer.value.ordinal()", "'['"},
		{"item.answer.value.ordinal().sum()", "item"},
		{"%resource.item.where(linkId='q1'", "ends too early"},
		{"%resource.item.answer.value.ordinal().sum() div 2", "div"},
		{"%resource.item.where(linkId='it\\u0027s')", "\\"},
		{"today()", "today()"},
		{"1 +", "ends too early"},
		{"", "language"},
		{"%resource.item.answer.value.ordinal() + 1 @ 2", "@"},
		{"%resource.repeat(item).answer.value.ordinal() + 1", "several numbers"},
		{"'x'", "no single number"},
		{"%resource.item.where(linkId).answer", "neither true nor false"},
		{"1000000000000000000000000000000 * 1000000000000000000000000000000 * %resource.item.count() * "
		 "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
		 "999999999999"
		 "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
		 "999999999999"
		 "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
		 "999999999999",
		 ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
		_cleanup_(text_clear) struct text items = {0}, expression = {0};
		for (const char *c = unknown[i].expression; *c; c++)
			text_appendf(&expression, *c == '\\' ? "\\\\" : "%c", *c);
		text_appendf(&items, "%s," TOTAL("%s"), ITEMS, text_string(&expression));
		stage_items(&stage, text_string(&items));
		assert_int_equal(stage.result, 0);
		problems_clear(&stage.problems);
		stage_score(&stage, NULL, ANSWERS);
		assert_false(stage_score_named(&stage, "total")->scored);
		if (*unknown[i].expression && !stage_has(&stage, false, "total", unknown[i].words))
			fail_msg("%s: not named: %s", unknown[i].expression, unknown[i].words);
	}
}

#define VARIABLE(name, expression)                                                                                     \
	"{`url`:`http://hl7.org/fhir/StructureDefinition/variable`,`valueExpression`:{`name`:`" name                   \
	"`,`language`:`text/fhirpath`,`expression`:`" expression "`}}"
#define WITH_VARIABLES(variables, expression)                                                                          \
	"{`linkId`:`total`,`text`:`Total`,`type`:`decimal`,`extension`:[" variables                                    \
	",{`url`:`http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression`,"             \
	"`valueExpression`:{`language`:`text/fhirpath`,`expression`:`" expression "`}}]}"
#define FROM_QUESTIONNAIRE(id)                                                                                         \
	"%questionnaire.item.where(linkId = '" id "').answerOption.where(valueCoding.code=%resource.item.where("       \
	"linkId = '" id "').answer.valueCoding.code).extension.where(url=%ext).valueDecimal"

/* The shape that LHC-Forms writes: the number looked up in the questionnaire by the answer's code. */
static void variables_and_lookups(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage,
		    CHOICE("a") "," CHOICE("b") "," CHOICE("after") "," WITH_VARIABLES(
			    VARIABLE("ext", "'http://hl7.org/fhir/StructureDefinition/ordinalValue'") "," VARIABLE(
				    "a",
				    FROM_QUESTIONNAIRE(
					    "a")) "," VARIABLE("b",
							       FROM_QUESTIONNAIRE(
								       "b")) "," VARIABLE("any",
											  "%a.exists() or %b.exists()"),
			    "iif(%any, iif(%a.exists(), %a, 0) + iif(%b.exists(), %b, 0), {})"));
	assert_int_equal(stage.result, 0);
	assert_int_equal(stage_score(&stage, NULL, "{`a`:`c`,`b`:`d`,`after`:`d`}"), 0);
	assert_true(stage_value(&stage, "total") == 5);
	assert_int_equal(stage_score_named(&stage, "total")->items, 2);
	stage_score(&stage, NULL, "{`b`:`d`}");
	assert_true(!stage_score_named(&stage, "total")->scored && stage_score_named(&stage, "total")->file_value == 3);
	assert_true(stage_has(&stage, false, "total", "were not answered"));
	stage_score(&stage, NULL, "{`after`:`d`}");
	assert_false(stage_score_named(&stage, "total")->scored);
	stage_items(&stage, CHOICE("a") "," WITH_VARIABLES(VARIABLE("x", "%x + 1"), "%x"));
	stage_score(&stage, NULL, "{`a`:`c`}");
	assert_true(stage_has(&stage, false, "total", "too deep"));
}

/* Each variable doubles the one before; sixty of them would take longer than anybody waits. */
static void ends_in_time(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	_cleanup_(text_clear) struct text items = {0};

	(void)state;
	text_append(&items, CHOICE("a") ",{`linkId`:`total`,`text`:`T`,`type`:`decimal`,`extension`:[" VARIABLE(
				    "v0", "%resource.descendants()"));
	for (int i = 1; i < 60; i++)
		text_appendf(&items, "," VARIABLE("v%d", "%%v%d.combine(%%v%d)"), i, i - 1, i - 1);
	text_append(&items,
		    ",{`url`:`http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression`,"
		    "`valueExpression`:{`expression`:`%v59.count()`}}]}");
	stage_items(&stage, text_string(&items));
	stage_score(&stage, NULL, "{`a`:`c`}");
	assert_true(stage_has(&stage, false, "total", "too long"));
	_cleanup_(text_clear) struct text deep = {0};
	text_append_repeat(&deep, "(", 5000);
	text_clear(&items);
	text_appendf(&items, CHOICE("a") "," TOTAL("%s"), text_string(&deep));
	stage_items(&stage, text_string(&items));
	stage_score(&stage, NULL, "{`a`:`c`}");
	assert_true(stage_has(&stage, false, "total", "too deep"));
}

/* The questionnaire, two thousand times over: v0, v1 = v0 twice, ... */
static void append_many(struct text *ret)
{
	text_append(ret, VARIABLE("v0", "%questionnaire"));
	for (int i = 1; i < 12; i++)
		text_appendf(ret, "," VARIABLE("v%d", "%%v%d.combine(%%v%d)"), i, i - 1, i - 1);
}

/* A list is long once in the file, and there as often as it is asked for: that takes memory and time as well. */
static void ends_in_time_with_long_lists(void **state)
{
	static const char *const expressions[] = {
		"%v11.long",
		"%v11.extension('x')",
		"%v11.many.value",
		"%questionnaire.long.aggregate($total, %questionnaire.long).count()",
	};
	_cleanup_(text_clear) struct text head = {0}, many = {0};

	(void)state;
	text_append(&head, "`long`:[0");
	text_append_repeat(&head, ",0", 5000);
	text_append(&head, "],`extension`:[{`url`:`x`}");
	text_append_repeat(&head, ",{`url`:`x`}", 5000);
	text_append(&head, "],`many`:{`a`:0");
	for (int i = 0; i < 5000; i++)
		text_appendf(&head, ",`a%d`:0", i);
	text_append(&head, "},");
	append_many(&many);
	for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++) {
		_cleanup_(stage_clear) struct questionnaire_stage stage = {.head = text_string(&head)};
		_cleanup_(text_clear) struct text items = {0};
		text_appendf(&items, CHOICE("a") "," WITH_VARIABLES("%s", "%s"), text_string(&many), expressions[i]);
		stage_items(&stage, text_string(&items));
		assert_int_equal(stage.result, 0);
		stage_score(&stage, NULL, "{`a`:`c`}");
		if (!stage_has(&stage, false, "total", "too long"))
			fail_msg("%s: not stopped", expressions[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(computes),
		cmocka_unit_test(names_what_it_lacks),
		cmocka_unit_test(variables_and_lookups),
		cmocka_unit_test(ends_in_time),
		cmocka_unit_test(ends_in_time_with_long_lists),
	};

	return cmocka_run_group_tests_name("expression", tests, NULL, NULL);
}
