/* What the reading commands print for scripts: keys in order, types, null for what is undefined, every field of a record. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "../../client/json_out.h"
#include "../../client/json_record.h"
#include "../../client/trends.h"

/* "key:type" of each member, in order: s string, i integer, r real, n null, b boolean, o object, a array. */
static void shape(json_t *object, struct text *ret)
{
	static const char letters[] = {
		[JSON_OBJECT] = 'o', [JSON_ARRAY] = 'a', [JSON_STRING] = 's', [JSON_INTEGER] = 'i',
		[JSON_REAL] = 'r',   [JSON_TRUE] = 'b',  [JSON_FALSE] = 'b',  [JSON_NULL] = 'n',
	};
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value) text_appendf(ret, "%s:%c ", key, letters[json_typeof(value)]);
}

static void assert_shape(json_t *object, const char *wanted)
{
	_cleanup_(text_clear) struct text got = {0};

	assert_non_null(object);
	shape(object, &got);
	assert_string_equal(text_string(&got), wanted);
}

#define TREND_SHAPE                                                                                                    \
	"direction:n p:n s:n var_s_guarded:n tau_b:n sen_slope_28d:n sen_low_28d:n sen_high_28d:n answer_days:i "      \
	"span_days:i "                                                                                                 \
	"enough:b "

static void test_trends(void **state)
{
	(void)state;
	struct day_mean days[] = {{20514, 100.0 / 3, 2}, {20519, 50, 1}};
	struct trends trends = {.days = days,
				.count = 2,
				.level = {.value = 41.25, .n_eff = 1.9},
				.compliance = {.shown = 12, .answered = 9, .share = {0.75, 0.46, 0.91}}};
	json_t *object _cleanup_(json_out_free) = trends_json(&trends);

	assert_shape(object, "days:a level:o trend:o step:o compliance:o ");
	json_t *day = json_array_get(json_object_get(object, "days"), 0);
	assert_shape(day, "date:s mean:r n:i ");
	assert_string_equal(json_string_value(json_object_get(day, "date")), "2026-03-02");
	assert_true(json_real_value(json_object_get(day, "mean")) == 100.0 / 3);
	assert_shape(json_object_get(object, "level"), "value:r n_eff:r ");
	assert_shape(json_object_get(object, "trend"), TREND_SHAPE);
	assert_int_equal(json_integer_value(json_object_get(json_object_get(object, "trend"), "span_days")), 6);
	assert_shape(json_object_get(object, "step"), "found:n date:n before:n after:n p:n ");
	assert_shape(json_object_get(object, "compliance"), "shown:i answered:i low:r high:r ");
}

static void test_trends_of_nothing(void **state)
{
	(void)state;
	struct trends trends = {.level = {.value = NAN, .n_eff = 0}, .compliance = {.share = {NAN, NAN, NAN}}};
	json_t *object _cleanup_(json_out_free) = trends_json(&trends);

	assert_shape(object, "days:a level:o trend:o step:o compliance:o ");
	assert_shape(json_object_get(object, "level"), "value:n n_eff:r ");
	assert_shape(json_object_get(object, "trend"), TREND_SHAPE);
	assert_shape(json_object_get(object, "compliance"), "shown:i answered:i low:n high:n ");
}

#define HEADER "kind:s time_ms:i zone_min:i flags:a group:i part:i parts:i catalogue:i "

static void test_records(void **state)
{
	(void)state;
	static const struct {
		struct record record;
		const char *shape;
	} cases[] = {
		{{.kind = RECORD_ANSWERED, .parts = 1, .prompt = {.form = FORM_MOMENTARY, .origin = ORIGIN_PROMPT}},
		 HEADER "form:s origin:s hold:n since_prompt_s:i answers:a "},
		{{.kind = RECORD_HELD,
		  .parts = 1,
		  .prompt = {.form = FORM_REVIEW, .origin = ORIGIN_PROMPT, .hold = HELD_CALL}},
		 HEADER "form:s origin:s hold:s since_prompt_s:i answers:a "},
		{{.kind = RECORD_HELD, .parts = 1, .prompt = {.form = 77, .origin = 78, .hold = 79}},
		 HEADER "form:i origin:i hold:i since_prompt_s:i answers:a "},
		{{.kind = RECORD_WITHDRAWN, .parts = 1, .withdrawn = {.group = 7}}, HEADER "takes_back:i "},
		{{.kind = RECORD_BREAK, .parts = 1, .pause = {.type = BREAK_REST}},
		 HEADER "break:s hold:n outcome:a due_ago_s:i planned_s:i taken_s:i postponed_s:i times_postponed:i "},
		{{.kind = RECORD_TIP_FEEDBACK,
		  .parts = 1,
		  .tip = {.tip = ID_TIP_FIRST, .verdict = 1, .cause = ID_CAUSE_FIRST}},
		 HEADER "tip:s verdict:s cause:s "},
		{{.kind = RECORD_WORKSHEET, .parts = 1, .worksheet = {.length = 2, .text = "no"}},
		 HEADER "exercise:n field:i text:s "},
		{{.kind = RECORD_CONTRIBUTION, .parts = 1}, HEADER "first_day:i days:i "},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		json_t *object _cleanup_(json_out_free) = json_record(&cases[i].record, CATALOGUE_EN);
		assert_shape(object, cases[i].shape);
	}
}

static void test_newer_kind_keeps_its_bytes(void **state)
{
	(void)state;
	struct record record = {.kind = 0x1f, .parts = 1, .flags = RECORD_LATE | 0x100, .raw = {0xab, 0x01}};
	json_t *object _cleanup_(json_out_free) = json_record(&record, CATALOGUE_EN);
	const char *raw = json_string_value(json_object_get(object, "raw"));

	assert_shape(object, "kind:i time_ms:i zone_min:i flags:a group:i part:i parts:i catalogue:i count:i raw:s ");
	assert_int_equal(strlen(raw), 2 * (RECORD_SIZE - 24));
	assert_memory_equal(raw, "ab010000", 8);
	json_t *flags = json_object_get(object, "flags");
	assert_string_equal(json_string_value(json_array_get(flags, 0)), "late");
	assert_int_equal(json_integer_value(json_array_get(flags, 1)), 0x100);
}

static void test_answers(void **state)
{
	(void)state;
	struct record record = {.kind = RECORD_PARTIAL,
				.parts = 1,
				.count = 4,
				.prompt.answers = {{ID_STRESS, SCALE_M3, 2},
						   {ID_SYMPTOM_FIRST, SCALE_M3, RECORD_UNANSWERED},
						   {ID_CAUSE_FIRST, SCALE_C, 1},
						   {0x9001, 99, 5}}};
	static const char *const shapes[] = {
		"question:i id:s scale:s value:i label:s ", "question:i id:s scale:s value:n label:n ",
		"question:i id:s scale:s value:i label:n ", "question:i id:i scale:i value:i label:n "};
	json_t *answers _cleanup_(json_out_free) = json_record_answers(&record, CATALOGUE_EN);

	assert_int_equal(json_array_size(answers), 4);
	for (size_t i = 0; i < 4; i++)
		assert_shape(json_array_get(answers, i), shapes[i]);
	assert_string_equal(json_string_value(json_object_get(json_array_get(answers, 0), "label")), "A lot");
}

static void test_steps_in_words(void **state)
{
	(void)state;
	static const struct {
		struct record_answer answer;
		const char *words;
	} cases[] = {
		{{ID_STRESS, SCALE_M3, 0}, "Not at all"}, {{ID_STRESS, SCALE_M3, 3}, NULL},
		{{ID_STRESS, SCALE_M3, -1}, NULL},        {{ID_IMPACT_FIRST, SCALE_F5, 4}, "Almost always"},
		{{ID_VALENCE, SCALE_YN, 0}, "Draining"},  {{ID_HARD_CALL, SCALE_YN, 1}, "Yes"},
		{{ID_CAUSE_FIRST, SCALE_C, 1}, NULL},     {{0x9000, SCALE_V, 3}, NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *words = record_step_words(&cases[i].answer, CATALOGUE_EN);
		if (cases[i].words)
			assert_string_equal(words, cases[i].words);
		else
			assert_null(words);
	}
}

static void test_places_in_words(void **state)
{
	(void)state;
	static const char *const steps[] = {"none", "some", "much"};
	static const struct {
		double value;
		const char *words;
	} cases[] = {
		{0, "around “none”"},  {12, "around “none”"}, {25, "between “none” and “some”"}, {38, "around “some”"},
		{50, "around “some”"}, {62, "around “some”"}, {75, "between “some” and “much”"}, {88, "around “much”"},
		{100, "around “much”"}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(text_clear) struct text words = {0};
		trends_place(cases[i].value, steps, 3, &words);
		assert_string_equal(text_string(&words), cases[i].words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trends),          cmocka_unit_test(test_trends_of_nothing),
		cmocka_unit_test(test_records),         cmocka_unit_test(test_newer_kind_keeps_its_bytes),
		cmocka_unit_test(test_answers),         cmocka_unit_test(test_steps_in_words),
		cmocka_unit_test(test_places_in_words),
	};

	json_out_init();
	return cmocka_run_group_tests_name("json views", tests, NULL, NULL);
}
