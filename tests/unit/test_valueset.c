/* Where options come from: value sets in the file and beside it, code systems, expansions; and their numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "questionnaire_stage.h"

#define ASKS(reference) "{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerValueSet`:`" reference "`}"
#define CONCEPTS                                                                                                       \
	"`concept`:[{`code`:`n`,`display`:`No`,`extension`:[" ORDINAL(                                                 \
		"0") "]},{`code`:`y`,`display`:`Yes`,"                                                                 \
		     "`extension`:[{`url`:`http://hl7.org/fhir/StructureDefinition/itemWeight`,`valueDecimal`:2.5}]}]"
#define SET(id, inside) "{`resourceType`:`ValueSet`,`id`:`" id "`,`url`:`http://x/" id "`," inside "}"
#define INCLUDES(inside) "`compose`:{`include`:[{" inside "}]}"

static void check_two(const struct questionnaire_stage *stage, double second)
{
	assert_int_equal(stage->result, 0);
	const struct questionnaire_item *item = &stage->questionnaire.items[0];
	assert_int_equal(item->option_count, 2);
	assert_string_equal(item->options[1].code, "y");
	assert_string_equal(item->options[1].text, "Yes");
	assert_true(item->options[1].has_number && item->options[1].number == second);
	assert_true(item->options[0].has_number && item->options[0].number == 0);
}

static void contained(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {
		.head = "`contained`:[" SET("vs", INCLUDES("`system`:`urn:s`," CONCEPTS)) "],"};

	(void)state;
	stage_items(&stage, ASKS("#vs"));
	check_two(&stage, 2.5);
	assert_string_equal(stage.questionnaire.items[0].options[0].system, "urn:s");
	stage_items(&stage, ASKS("http://x/vs")); /* by its canonical name, too */
	check_two(&stage, 2.5);
}

static void beside_the_file(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {
		.other = SET("vs", INCLUDES("`system`:`urn:s`," CONCEPTS))};

	(void)state;
	stage_items(&stage, ASKS("http://x/vs|1.0"));
	check_two(&stage, 2.5);
	stage_items(&stage, ASKS("#vs"));
	assert_true(stage_has(&stage, true, "a", "not contained"));
	stage.other = "{`resourceType`:`Bundle`,`entry`:[{`resource`:" SET(
		"vs", INCLUDES("`system`:`urn:s`," CONCEPTS)) "}]}";
	stage_items(&stage, ASKS("http://x/vs"));
	check_two(&stage, 2.5);
	stage.other = "{broken";
	stage_items(&stage, ASKS("http://x/vs"));
	assert_string_equal(stage.problems.items[0].file, "set.json");
}

static void by_code_system(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {
		.head = "`contained`:[" SET(
			"vs", INCLUDES("`system`:`urn:s`")) ",{`resourceType`:`CodeSystem`,`url`:`urn:s`,"
							    "`concept`:[{`code`:`n`,`display`:`No`,`property`:[{`code`:"
							    "`itemWeight`,`valueDecimal`:0}]},"
							    "{`code`:`y`,`display`:`Yes`,`extension`:[" ORDINAL(
								    "4") "]}]}],"};

	(void)state;
	stage_items(&stage, ASKS("#vs"));
	check_two(&stage, 4);
	stage.head = "`contained`:[" SET("vs", INCLUDES("`system`:`urn:other`")) "],";
	stage_items(&stage, ASKS("#vs"));
	assert_true(stage_has(&stage, true, "a", "all codes of 'urn:other'"));
}

static void by_expansion(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {
		.head = "`contained`:[" SET(
			"vs", INCLUDES("`system`:`urn:s`," CONCEPTS) ",`expansion`:{`contains`:[{`system`:`urn:s`,"
								     "`code`:`n`,`display`:`No`},{`abstract`:true,`"
								     "code`:`group`,`contains`:[{`system`:`urn:s`,"
								     "`code`:`y`,`display`:`Yes`}]}]}") "],"};

	(void)state;
	stage_items(&stage, ASKS("#vs"));
	check_two(&stage, 2.5);
}

static void within_each_other(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {
		.head = "`contained`:[" SET("vs", INCLUDES("`valueSet`:[`http://x/in`]")) "," SET(
			"in", INCLUDES("`system`:`urn:s`," CONCEPTS)) "],"};

	(void)state;
	stage_items(&stage, ASKS("#vs"));
	check_two(&stage, 2.5);
	stage.head = "`contained`:[" SET("vs", INCLUDES("`valueSet`:[`http://x/in`]")) "," SET(
		"in", INCLUDES("`valueSet`:[`http://x/vs`]")) "],";
	stage_items(&stage, ASKS("#vs"));
	assert_true(stage_has(&stage, true, "a", "includes itself"));
	stage.head = "`contained`:[" SET("vs", INCLUDES("`system`:`urn:s`,`filter`:[{`property`:`p`}]")) "],";
	stage_items(&stage, ASKS("#vs"));
	assert_true(stage_has(&stage, true, "a", "by a rule"));
	stage.head = "`contained`:[" SET("vs", "`status`:`active`") "],";
	stage_items(&stage, ASKS("#vs"));
	assert_true(stage_has(&stage, true, "a", "holds no codes"));
}

/* Eight value sets, each of which includes the next a hundred times: 10^16 looks, were they made. */
static void ends_in_time(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	_cleanup_(text_clear) struct text head = {0};

	(void)state;
	text_append(&head, "`contained`:[");
	for (int set = 0; set < 8; set++) {
		text_appendf(&head, "%s{`resourceType`:`ValueSet`,`id`:`%d`,`url`:`http://x/%d`,`compose`:{`include`:[",
			     set ? "," : "", set, set);
		for (int i = 0; i < 100; i++)
			text_appendf(&head, "%s{`valueSet`:[`http://x/%d`]}", i ? "," : "", set + 1);
		text_append(&head, "]}}");
	}
	text_append(&head, ",{`resourceType`:`ValueSet`,`url`:`http://x/8`}],");
	stage.head = text_string(&head);
	stage_items(&stage, ASKS("#0"));
	assert_int_equal(stage.result, -1);
	_cleanup_(text_clear) struct text many = {0};
	for (int i = 0; i < 700; i++)
		text_appendf(&many, "%s{`valueCoding`:{`code`:`%d`}}", i ? "," : "", i);
	_cleanup_(text_clear) struct text items = {0};
	text_appendf(&items, "{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerOption`:[%s]}", text_string(&many));
	stage.head = NULL;
	stage_items(&stage, text_string(&items));
	assert_true(stage_has(&stage, true, "a", "too many options"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contained),    cmocka_unit_test(beside_the_file),   cmocka_unit_test(by_code_system),
		cmocka_unit_test(by_expansion), cmocka_unit_test(within_each_other), cmocka_unit_test(ends_in_time),
	};

	return cmocka_run_group_tests_name("valueset", tests, NULL, NULL);
}
