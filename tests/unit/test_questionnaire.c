/* Questionnaires read: the model, each thing that is refused or noted, and who is asked what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "questionnaire_stage.h"

static const struct questionnaire_item *item(const struct questionnaire_stage *stage, const char *link_id)
{
	size_t place = questionnaire_find(&stage->questionnaire, link_id);

	assert_true(place != SIZE_MAX);
	return &stage->questionnaire.items[place];
}

static void reads_the_model(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(
		&stage,
		"{`linkId`:`g`,`type`:`group`,`text`:`Group`,`item`:["
		"{`linkId`:`a`,`type`:`choice`,`text`:`A?`,`required`:true," SCALE ",`item`:["
		"{`linkId`:`help`,`type`:`display`,`text`:`choose`}]},"
		"{`linkId`:`r5`,`type`:`coding`,`text`:`R5?`,`repeats`:true," SCALE "}]},"
		"{`linkId`:`n`,`type`:`integer`,`text`:`N?`},{`linkId`:`d`,`type`:`decimal`,`text`:`D?`},"
		"{`linkId`:`y`,`type`:`boolean`,`text`:`Y?`},{`linkId`:`t`,`type`:`text`,`text`:`T?`},"
		"{`linkId`:`i`,`type`:`choice`,`text`:`I?`,`answerOption`:[{`valueInteger`:1},{`valueInteger`:2}]},"
		"{`linkId`:`s`,`type`:`choice`,`text`:`S?`,`answerOption`:[{`valueString`:`yes`},{`valueString`:`no`}]}"
		","
		"{`linkId`:`h`,`type`:`group`,`extension`:[{`url`:`http://hl7.org/fhir/StructureDefinition/"
		"questionnaire-hidden`,`valueBoolean`:true}],`item`:[{`linkId`:`hi`,`type`:`integer`,`text`:`x`}]}");
	assert_int_equal(stage.result, 0);
	assert_int_equal(stage.problems.count, 0);
	assert_string_equal(stage.questionnaire.id, "made");
	assert_int_equal(stage.questionnaire.count, 12);
	assert_int_equal(item(&stage, "a")->parent, 0);
	assert_true(item(&stage, "a")->required);
	assert_int_equal(item(&stage, "a")->option_count, 4);
	assert_string_equal(item(&stage, "a")->options[3].text, "d!");
	assert_true(item(&stage, "a")->options[3].has_number && item(&stage, "a")->options[3].number == 3);
	assert_int_equal(item(&stage, "help")->type, ITEM_DISPLAY);
	assert_int_equal(item(&stage, "r5")->type, ITEM_CHOICE);
	assert_true(item(&stage, "r5")->repeats);
	assert_int_equal(item(&stage, "n")->type, ITEM_INTEGER);
	assert_int_equal(item(&stage, "d")->type, ITEM_DECIMAL);
	assert_int_equal(item(&stage, "y")->type, ITEM_BOOLEAN);
	assert_int_equal(item(&stage, "t")->type, ITEM_TEXT);
	assert_true(item(&stage, "i")->options[1].number == 2);
	assert_false(item(&stage, "s")->options[0].has_number);
	assert_true(questionnaire_asks(item(&stage, "a")) && !questionnaire_asks(item(&stage, "g")));
	assert_false(questionnaire_asks(item(&stage, "hi")));
}

/* Items, what is said of them, of which item, and whether that keeps the file out. */
static const struct {
	const char *items, *link_id, *words;
	bool refused;
} faults[] = {
	{CHOICE("a") "," CHOICE("a"), "a", "stands twice", true},
	{"{`type`:`integer`}", NULL, "no linkId", true},
	{"{`linkId`:`g`,`type`:`group`,`item`:[{`type`:`integer`}]}", "g", "no linkId", true},
	{"{`linkId`:`a`,`type`:`slider`}", "a", "no item type 'slider'", true},
	{"{`linkId`:`a`}", "a", "no item type", true},
	{"{`linkId`:`a`,`type`:`date`,`text`:`when?`}", "a", "type 'date' cannot be asked", false},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`}", "a", "nothing to choose from", true},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerOption`:[{`valueCoding`:{`display`:`Never`}}]}", "a",
	 "has no code", true},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerOption`:[{`valueDate`:`2026-01-01`}]}", "a",
	 "none of valueCoding", true},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerOption`:[" OPTION("x", "0") "," OPTION("x", "1") "]}", "a",
	 "have the code 'x'", true},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerOption`:[" OPTION("x", "0") ",{`valueCoding`:{`code`:`y`}}]}",
	 "a", "'y' has no number", false},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerOption`:[" OPTION("x", "`1`") "]}", "a", "two numbers", true},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerOption`:[" OPTION("x", "1e30") "]}", "a", "two numbers",
	 true},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerOption`:[{`valueCoding`:{`code`:`x`,`extension`:[" ORDINAL(
		 "1") "]},`extension`:[" ORDINAL("2") "]}]}",
	 "a", "two numbers", true},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerValueSet`:`#none`}", "a", "'#none' is not contained", true},
	{"{`linkId`:`a`,`type`:`choice`,`text`:`?`,`answerValueSet`:`http://x/vs`}", "a", "--valuesets", true},
	{"{`linkId`:`a`,`type`:`open-choice`,`text`:`?`," SCALE "}", "a", "no words of one's own", false},
	{"{`linkId`:`g`,`type`:`group`,`repeats`:true,`item`:[" CHOICE("a") "]}", "g", "asked once", false},
	{"{`linkId`:`a`,`type`:`integer`}", "a", "no text", false},
	{"{`linkId`:`a`,`type`:`integer`,`text`:`?`,`modifierExtension`:[{`url`:`u`}]}", "a", "modifierExtension",
	 true},
	{"{`linkId`:`a`,`type`:`integer`,`text`:`?`,`extension`:[{`url`:`http://hl7.org/fhir/uv/sdc/"
	 "StructureDefinition/"
	 "sdc-questionnaire-enableWhenExpression`}]}",
	 "a", "enableWhenExpression", true},
	{CHOICE("a") ",{`linkId`:`b`,`type`:`integer`,`text`:`?`,`enableWhen`:[{`question`:`z`,`operator`:`exists`,"
		     "`answerBoolean`:true}]}",
	 "b", "the item 'z', which is not in the file", true},
	{CHOICE("a") ",{`linkId`:`b`,`type`:`integer`,`text`:`?`,`enableWhen`:[{`question`:`a`,`operator`:`~`,"
		     "`answerBoolean`:true}]}",
	 "b", "no operator '~'", true},
	{CHOICE("a") ",{`linkId`:`b`,`type`:`integer`,`text`:`?`,`enableWhen`:[{`question`:`a`,`operator`:`=`,"
		     "`answerDate`:`2026-01-01`}]}",
	 "b", "cannot be compared", true},
	{CHOICE("a") ",{`linkId`:`b`,`type`:`integer`,`text`:`?`,`enableWhen`:[{`question`:`a`,`operator`:`>`,"
		     "`answerCoding`:{`code`:`a`}}]}",
	 "b", "cannot be compared", true},
	{CHOICE("a") ",{`linkId`:`b`,`type`:`integer`,`text`:`?`,`enableWhen`:[{`question`:`a`,`operator`:`exists`,"
		     "`answerBoolean`:true},{`question`:`a`,`operator`:`exists`,`answerBoolean`:true}]}",
	 "b", "'any' or 'all'", true},
	{"{`linkId`:`a`,`type`:`integer`,`text`:`?`,`enableWhen`:[{`question`:`b`,`operator`:`=`,`answerInteger`:1}]},"
	 "{`linkId`:`b`,`type`:`integer`,`text`:`?`,`enableWhen`:[{`question`:`a`,`operator`:`=`,`answerInteger`:1}]}",
	 "a", "its own answer", true},
	{"", NULL, "no items", true},
};

static void says_what_is_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
		stage_items(&stage, faults[i].items);
		if (!stage_has(&stage, faults[i].refused, faults[i].link_id, faults[i].words))
			fail_msg("%s: not said: %s", faults[i].items, faults[i].words);
		assert_int_equal(stage.result, faults[i].refused ? -1 : 0);
	}
}

static void collects_every_problem(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, "{`linkId`:`a`,`type`:`slider`},{`linkId`:`b`,`type`:`choice`,`text`:`?`}," CHOICE(
				    "c") "," CHOICE("c"));
	assert_int_equal(stage.problems.refused, 3);
	assert_string_equal(stage.problems.items[0].file, "q.json");
}

static void refuses_other_files(void **state)
{
	static const struct {
		const char *bytes, *words;
	} cases[] = {
		{"", "it is empty"},
		{" ", "no sound JSON"},
		{"{", "no sound JSON"},
		{"[]", "no object"},
		{"{`resourceType`:`Patient`}", "'Patient'"},
		{"{`a`:1,`a`:2}", "a second time"},
		{"{`resourceType`:`Questionnaire`,`n`:1e999}", "no sound JSON"},
		{"{`resourceType`:`Questionnaire`,`n`:NaN}", "no sound JSON"},
		{"{`resourceType`:`Questionnaire`,`n`:99999999999999999999}", "no sound JSON"},
		{"{`resourceType`:`Questionnaire`,`title`:`\\u0000`}", "no sound JSON"},
		{"{`resourceType`:`Questionnaire`,`title`:`\xff\xfe`}", "no sound JSON"},
		{"{`resourceType`:`Questionnaire`,`implicitRules`:`u`,`item`:[" CHOICE("a") "]}", "implicitRules"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
		stage_json(&stage, cases[i].bytes);
		assert_int_equal(stage.result, -1);
		assert_true(stage_has(&stage, true, NULL, cases[i].words));
	}
	_cleanup_(stage_clear) struct questionnaire_stage marked = {0};
	stage_json(&marked, "\xef\xbb\xbf{`resourceType`:`Questionnaire`,`item`:[" CHOICE("a") "]}");
	assert_int_equal(marked.result, 0);
	assert_string_equal(marked.questionnaire.id, "q"); /* by its file's name */
}

/* Made of @piece many times, between @before and @after. */
static void try_big(const char *before, const char *piece, size_t times, const char *after, const char *words)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	_cleanup_(text_clear) struct text bytes = {0};

	text_append(&bytes, before);
	text_append_repeat(&bytes, piece, times);
	text_append(&bytes, after);
	stage_bytes(&stage, text_string(&bytes), bytes.length);
	assert_int_equal(stage.result, -1);
	assert_true(stage_has(&stage, true, NULL, words));
}

static void bounds_what_it_reads(void **state)
{
	(void)state;
	try_big("", "[", 50 << 20, "", "longer than 16 MiB");
	try_big("", "{\"a\":", 3 << 20, "", "deeper");
	try_big("{\"a\":[0", ",0", 1 << 20, "]}", "more values");
	try_big("{\"resourceType\":\"Questionnaire\",\"title\":\"", "x", 10000,
		"\",\"item\":[{\"linkId\":\"a\",\"type\":\"integer\"}]}", "longer than 8192");
	_cleanup_(text_clear) struct text items = {0};
	for (int i = 0; i < 2500; i++)
		text_appendf(&items, "%s{`linkId`:`%d`,`type`:`integer`,`text`:`x`}", i ? "," : "", i);
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
	stage_items(&stage, text_string(&items));
	assert_true(stage_has(&stage, true, NULL, "too many items"));
	_cleanup_(text_clear) struct text deep = {0};
	for (int i = 0; i < 40; i++)
		text_appendf(&deep, "{`linkId`:`%d`,`type`:`group`,`item`:[", i);
	text_append(&deep, CHOICE("a"));
	text_append_repeat(&deep, "]}", 40);
	stage_items(&stage, text_string(&deep));
	assert_true(stage_has(&stage, true, NULL, "too deep"));
}

#define WHEN(operator, answer) "`enableWhen`:[{`question`:`q`,`operator`:`" operator"`," answer "}]"
#define NEEDS(link_id, type, when) "{`linkId`:`" link_id "`,`type`:`" type "`,`text`:`?`," when "}"

static bool is_open(struct questionnaire_stage *stage, const char *answers, const char *link_id)
{
	bool open[32];

	assert_int_equal(stage_score(stage, NULL, answers), 0);
	assert_true(stage->questionnaire.count <= 32);
	questionnaire_open_items(&stage->questionnaire, &stage->answers, open);
	return open[questionnaire_find(&stage->questionnaire, link_id)];
}

static void opens_by_conditions(void **state)
{
	static const struct {
		const char *question, *when, *answers;
		bool open;
	} cases[] = {
		{CHOICE("q"), WHEN("=", "`answerCoding`:{`code`:`b`}"), "{`q`:`b`}", true},
		{CHOICE("q"), WHEN("=", "`answerCoding`:{`code`:`b`}"), "{`q`:`a`}", false},
		{CHOICE("q"), WHEN("=", "`answerCoding`:{`code`:`b`}"), "{}", false},
		{CHOICE("q"), WHEN("!=", "`answerCoding`:{`code`:`b`}"), "{`q`:`a`}", true},
		{CHOICE("q"), WHEN("!=", "`answerCoding`:{`code`:`b`}"), "{`q`:`b`}", false},
		{CHOICE("q"), WHEN("!=", "`answerCoding`:{`code`:`b`}"), "{}", true},
		{CHOICE("q"), WHEN("exists", "`answerBoolean`:true"), "{`q`:`b`}", true},
		{CHOICE("q"), WHEN("exists", "`answerBoolean`:true"), "{}", false},
		{CHOICE("q"), WHEN("exists", "`answerBoolean`:false"), "{}", true},
		{CHOICE("q"), WHEN("exists", "`answerBoolean`:false"), "{`q`:`b`}", false},
		{NEEDS("q", "integer", "`required`:true"), WHEN("<", "`answerInteger`:3"), "{`q`:2}", true},
		{NEEDS("q", "integer", "`required`:true"), WHEN("<", "`answerInteger`:3"), "{`q`:3}", false},
		{NEEDS("q", "integer", "`required`:true"), WHEN("<=", "`answerInteger`:3"), "{`q`:3}", true},
		{NEEDS("q", "integer", "`required`:true"), WHEN("<=", "`answerInteger`:3"), "{`q`:4}", false},
		{NEEDS("q", "integer", "`required`:true"), WHEN(">", "`answerInteger`:3"), "{`q`:4}", true},
		{NEEDS("q", "integer", "`required`:true"), WHEN(">", "`answerInteger`:3"), "{`q`:3}", false},
		{NEEDS("q", "decimal", "`required`:true"), WHEN(">=", "`answerDecimal`:2.5"), "{`q`:2.5}", true},
		{NEEDS("q", "decimal", "`required`:true"), WHEN(">=", "`answerDecimal`:2.5"), "{`q`:2.4}", false},
		{NEEDS("q", "boolean", "`required`:true"), WHEN("=", "`answerBoolean`:true"), "{`q`:true}", true},
		{NEEDS("q", "boolean", "`required`:true"), WHEN("=", "`answerBoolean`:true"), "{`q`:false}", false},
		{NEEDS("q", "boolean", "`required`:true"), WHEN("=", "`answerBoolean`:false"), "{`q`:false}", true},
		{NEEDS("q", "boolean", "`required`:true"), WHEN("=", "`answerBoolean`:false"), "{}", false},
		{NEEDS("q", "string", "`required`:true"), WHEN("=", "`answerString`:`x`"), "{`q`:`x`}", true},
		{NEEDS("q", "string", "`required`:true"), WHEN("=", "`answerString`:`x`"), "{`q`:`y`}", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		_cleanup_(stage_clear) struct questionnaire_stage stage = {0};
		_cleanup_(text_clear) struct text items = {0};
		text_appendf(&items, "%s,{`linkId`:`n`,`type`:`integer`,`text`:`?`,%s}", cases[i].question,
			     cases[i].when);
		stage_items(&stage, text_string(&items));
		assert_int_equal(stage.result, 0);
		if (is_open(&stage, cases[i].answers, "n") != cases[i].open)
			fail_msg("%s with %s", cases[i].when, cases[i].answers);
	}
}

#define TWO                                                                                                            \
	"`enableWhen`:[{`question`:`q`,`operator`:`=`,`answerCoding`:{`code`:`b`}},{`question`:`p`,`operator`:`=`,"    \
	"`answerCoding`:{`code`:`b`}}],`enableBehavior`:"

static void opens_by_any_or_all(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {0};

	(void)state;
	stage_items(&stage, CHOICE("q") "," CHOICE(
				    "p") ",{`linkId`:`any`,`type`:`integer`,`text`:`?`," TWO "`any`},"
					 "{`linkId`:`g`,`type`:`group`," TWO
					 "`all`,`item`:[{`linkId`:`in`,`type`:`integer`,`text`:`?`},"
					 "{`linkId`:`after`,`type`:`integer`,`text`:`?`,`enableWhen`:[{`question`:`in`,"
					 "`operator`:`exists`,`answerBoolean`:true}]}]}");
	assert_int_equal(stage.result, 0);
	assert_true(is_open(&stage, "{`q`:`b`,`p`:`a`}", "any"));
	assert_false(is_open(&stage, "{`q`:`a`,`p`:`a`}", "any"));
	assert_false(is_open(&stage, "{`q`:`b`,`p`:`a`}", "in")); /* its group is closed */
	assert_true(is_open(&stage, "{`q`:`b`,`p`:`b`}", "in"));
	assert_true(is_open(&stage, "{`q`:`b`,`p`:`b`,`in`:1}", "after"));
	assert_false(is_open(&stage, "{`q`:`b`,`p`:`a`,`in`:1}", "after")); /* an answer to what is closed is none */
}

#define IN_THAI(words)                                                                                                 \
	"{`extension`:[{`url`:`http://hl7.org/fhir/StructureDefinition/translation`,`extension`:[{`url`:`lang`,"       \
	"`valueCode`:`th`},{`url`:`content`,`valueString`:`" words "`}]}]}"
#define BILINGUAL(more)                                                                                                \
	"{`linkId`:`a`,`type`:`choice`,`text`:`Well?`,`_text`:" IN_THAI(                                               \
		"สบายดีไหม") ",`answerOption`:[{`valueCoding`:{"                                                        \
			    "`code`:`y`,`display`:`Yes`,`_display`:" IN_THAI("ใช่") "}}" more "]}"

static void chooses_the_language(void **state)
{
	_cleanup_(stage_clear) struct questionnaire_stage stage = {.language = "th", .head = "`language`:`en`,"};

	(void)state;
	stage_items(&stage, BILINGUAL(""));
	assert_string_equal(item(&stage, "a")->text, "สบายดีไหม");
	assert_string_equal(item(&stage, "a")->options[0].text, "ใช่");
	assert_string_equal(stage.questionnaire.language, "th");
	stage_items(&stage, BILINGUAL(",{`valueCoding`:{`code`:`n`,`display`:`No`}}"));
	assert_string_equal(item(&stage, "a")->text, "Well?"); /* not half of each */
	assert_true(stage_has(&stage, false, NULL, "only 2 of its 3 texts"));
	stage.language = "zh-CN";
	stage_items(&stage, BILINGUAL(""));
	assert_string_equal(item(&stage, "a")->text, "Well?");
	assert_int_equal(stage.problems.count, 0);
	stage.language = "en";
	stage_items(&stage, BILINGUAL(""));
	assert_string_equal(item(&stage, "a")->text, "Well?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_model),        cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(collects_every_problem), cmocka_unit_test(refuses_other_files),
		cmocka_unit_test(bounds_what_it_reads),   cmocka_unit_test(opens_by_conditions),
		cmocka_unit_test(opens_by_any_or_all),    cmocka_unit_test(chooses_the_language),
	};

	return cmocka_run_group_tests_name("questionnaire", tests, NULL, NULL);
}
