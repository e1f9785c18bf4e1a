/* What the reading commands print for scripts: keys in order, types, null for what is undefined, every field of a record. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "../../client/causes.h"
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

#define WHOLE_SHAPE "days:a level:o trend:o step:o compliance:o baseline:n levels:a weekdays:o hours:o heat:a breaks:o "
#define COMPLIANCE_SHAPE(share) "shown:i answered:i low:" share " high:" share " unasked:i "

static double some[3] = {NAN, 40, 41}, less[3] = {NAN, 30, 31}, more[3] = {NAN, 50, 51};

static struct insight_series series_of(struct day_mean *days, size_t count)
{
	return (struct insight_series){
		.all = days,
		.all_count = count,
		.from = 1,
		.levels = some,
		.lows = less,
		.highs = more,
		.level = {.value = 41.25, .n_eff = 4.9},
		.level_low = 30,
		.level_high = 52,
		.baseline = NAN,
		.direction = INSIGHT_RISING,
		.answer_days = 24,
		.span_days = 40,
		.trend = {.s = 90,
			  .var_s = 1600,
			  .var_s_guarded = 1700,
			  .p_guarded = 0.03,
			  .tau_b = 0.3,
			  .rising = 0.6,
			  .slope = 0.5,
			  .slope_low = 0.25,
			  .slope_high = 1},
		.detectable = 15,
		.step = {.p_guarded = 0.01, .index = 9, .before = 30, .after = 50},
		.compliance = {.shown = 12, .answered = 9, .share = {0.75, 0.46, 0.91}},
	};
}

static void test_trends(void **state)
{
	(void)state;
	struct day_mean days[] = {{20513, 1, 1}, {20514, 100.0 / 3, 2}, {20519, 50, 1}};
	struct trends trends = {.series = series_of(days, 3), .whole = true};

	trends.when = (struct insight_when){.enough = true, .weekdays = {9.5, 0.02, 4}, .hours = {NAN, NAN, 0}};
	trends.when.weekday[2] = (struct stats_cell){5, 9, 5};
	trends.when.cells[2][9].n = 3;
	trends.when.cells[2][9].mean = 44;
	trends.when.cells[2][10].n = 2;
	trends.when.cells[2][10].mean = 45;
	struct insight_break_day day_of_breaks = {20514, 8, 6};
	trends.breaks.days = &day_of_breaks;
	trends.breaks.count = 1;
	json_t *object _cleanup_(json_out_free) = trends_json(&trends);
	json_t *trend = json_object_get(object, "trend"), *weekdays = json_object_get(object, "weekdays");

	assert_shape(object, WHOLE_SHAPE);
	assert_int_equal(json_array_size(json_object_get(object, "days")), 2); /* the window's */
	json_t *day = json_array_get(json_object_get(object, "days"), 0);
	assert_shape(day, "date:s mean:r n:i ");
	assert_string_equal(json_string_value(json_object_get(day, "date")), "2026-03-02");
	assert_true(json_real_value(json_object_get(day, "mean")) == 100.0 / 3);
	assert_shape(json_object_get(object, "level"), "value:r n_eff:r low:r high:r ");
	assert_shape(trend, "direction:s p:r s:r var_s_guarded:r tau_b:r sen_slope_28d:r sen_low_28d:r sen_high_28d:r "
			    "answer_days:i span_days:i enough:b rising_share:r detectable:r ");
	assert_string_equal(json_string_value(json_object_get(trend, "direction")), "rising");
	assert_true(json_real_value(json_object_get(trend, "sen_slope_28d")) == 14);
	assert_true(json_is_true(json_object_get(trend, "enough")));
	assert_shape(json_object_get(object, "step"), "found:b date:n before:n after:n p:r ");
	assert_shape(json_object_get(object, "compliance"), COMPLIANCE_SHAPE("r"));
	assert_shape(weekdays, "enough:b h:r p:r cells:a ");
	assert_shape(json_array_get(json_object_get(weekdays, "cells"), 0), "weekday:i n:i raw:r shrunk:r ");
	assert_int_equal(
		json_integer_value(json_object_get(json_array_get(json_object_get(weekdays, "cells"), 0), "weekday")),
		3);
	json_t *heat = json_object_get(object, "heat");
	assert_int_equal(json_array_size(heat), 2);
	assert_shape(json_array_get(heat, 0), "weekday:i hour:i n:i mean:r ");
	assert_shape(json_array_get(heat, 1), "weekday:i hour:i n:i mean:n "); /* two answers are too few */
	assert_shape(json_array_get(json_object_get(object, "levels"), 0), "date:s value:r low:r high:r ");
	assert_shape(json_array_get(json_object_get(json_object_get(object, "breaks"), "days"), 0),
		     "date:s planned:i taken:i ");
	assert_shape(json_object_get(object, "breaks"),
		     "enough:b days_with:i days_without:i mean_with:r mean_without:r "
		     "difference:r low:r high:r days:a ");
}

static void test_trends_with_a_step(void **state)
{
	(void)state;
	struct day_mean days[] = {{20513, 1, 1}, {20514, 2, 2}};
	struct trends trends = {.series = series_of(days, 2)};

	trends.series.step_found = true;
	trends.series.step_date = 20514;
	json_t *object _cleanup_(json_out_free) = trends_json(&trends);
	json_t *step = json_object_get(object, "step");
	assert_shape(object,
		     "days:a level:o trend:o step:o compliance:o baseline:n levels:a "); /* of one item or of reviews */
	assert_shape(step, "found:b date:s before:r after:r p:r ");
	assert_true(json_is_true(json_object_get(step, "found")));
}

/* One item has a direction and no slope; too few days have nothing but their counts. */
static void test_trends_not_told(void **state)
{
	(void)state;
	struct day_mean days[] = {{20513, 1, 1}, {20514, 2, 2}};
	struct trends item = {.series = series_of(days, 2)}, few = item, none = {.series = {.baseline = NAN}};

	item.series.item = ID_STRESS;
	item.series.direction = INSIGHT_NO_CLEAR_CHANGE;
	few.series.direction = INSIGHT_TOO_FEW;
	none.series.level = (struct trend_level){NAN, 0};
	none.series.level_low = none.series.level_high = NAN;
	none.series.compliance.share = (struct share){NAN, NAN, NAN};
	json_t *first _cleanup_(json_out_free) = trends_json(&item);
	json_t *second _cleanup_(json_out_free) = trends_json(&few);
	json_t *third _cleanup_(json_out_free) = trends_json(&none);
	assert_shape(json_object_get(first, "trend"),
		     "direction:s p:r s:r var_s_guarded:r tau_b:r sen_slope_28d:n sen_low_28d:n sen_high_28d:n "
		     "answer_days:i span_days:i enough:b rising_share:r detectable:n ");
	assert_string_equal(json_string_value(json_object_get(json_object_get(first, "trend"), "direction")),
			    "no clear change");
	assert_shape(json_object_get(second, "trend"),
		     "direction:n p:n s:n var_s_guarded:n tau_b:n sen_slope_28d:n sen_low_28d:n sen_high_28d:n "
		     "answer_days:i span_days:i enough:b rising_share:n detectable:n ");
	assert_shape(json_object_get(second, "step"), "found:n date:n before:n after:n p:n ");
	assert_shape(json_object_get(third, "level"), "value:n n_eff:r low:n high:n ");
	assert_shape(json_object_get(third, "compliance"), COMPLIANCE_SHAPE("n"));
}

static void test_causes(void **state)
{
	(void)state;
	static const struct {
		struct insight_cause cause;
		const char *link, *state;
	} cases[] = {
		{{.cause = ID_CAUSE_FIRST, .state = INSIGHT_LINK_WAITING, .needed = 20, .q = NAN},
		 "state:s mean:n low:n high:n p_above_zero:n q:n pairs:i with:i without:i needed:i b:n se:n prior_sd:n "
		 "p:n ",
		 "waiting"},
		{{.cause = ID_CAUSE_FIRST, .state = INSIGHT_LINK_POSSIBLE, .q = 0.4},
		 "state:s mean:r low:r high:r p_above_zero:r q:r pairs:i with:i without:i needed:n b:r se:r prior_sd:r "
		 "p:r ",
		 "possible"},
		{{.cause = ID_CAUSE_FIRST, .state = INSIGHT_LINKED, .q = 0.04},
		 "state:s mean:r low:r high:r p_above_zero:r q:r pairs:i with:i without:i needed:n b:r se:r prior_sd:r "
		 "p:r ",
		 "linked"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct causes causes = {.responses = {.share = {NAN, NAN, NAN}, .recurring = ID_FUTILE_FIRST}};
		for (int c = 0; c < ID_CAUSE_COUNT; c++)
			causes.causes[c] = cases[i].cause;
		for (int c = 0; c < ID_IMPACT_COUNT; c++)
			causes.impacts[c] = (struct insight_impact){.impact = ID_IMPACT_FIRST, .usual = NAN};
		json_t *object _cleanup_(json_out_free) = causes_json(&causes);
		json_t *cause = json_array_get(json_object_get(object, "causes"), 0);
		assert_shape(object, "causes:a impacts:a responses:o ");
		assert_shape(cause,
			     "id:s named:i asked:i share:r low:r high:r link:o n_eff:r draining:i energising:i ");
		assert_shape(json_object_get(cause, "link"), cases[i].link);
		assert_string_equal(json_string_value(json_object_get(json_object_get(cause, "link"), "state")),
				    cases[i].state);
		assert_shape(json_array_get(json_object_get(object, "impacts"), 0),
			     "id:s reviews:i recent:r usual:n up:b ");
		assert_shape(json_object_get(object, "responses"),
			     "effective:i futile:i share:n low:n high:n recurring:s recurring_count:i ");
	}
}

static void test_links_in_words(void **state)
{
	(void)state;
	static const struct {
		struct insight_cause cause;
		const char *begins;
	} cases[] = {
		{{.state = INSIGHT_LINK_WAITING, .needed = 13}, "what follows it: about 20 more answers needed"},
		{{.state = INSIGHT_LINK_WAITING, .needed = 200}, "what follows it: about 200 more answers needed"},
		{{.state = INSIGHT_LINK_WAITING, .needed = 201}, ""},
		{{.state = INSIGHT_LINK_WAITING, .needed = 0}, ""},
		{{.state = INSIGHT_LINKED, .link = {.mean = 9.7, .low = 2.2, .high = 17.4}},
		 "linked: stress at the next answer is about 10 points higher than after the others (90 %: 2 to 17)"},
		{{.state = INSIGHT_LINK_POSSIBLE, .q = 0.3, .link = {.mean = 3, .low = -4, .high = 10}},
		 "possible, not clear: at the next answer between 4 points less stress and 10 more"},
		{{.state = INSIGHT_LINK_POSSIBLE, .q = 0.3, .link = {.mean = 6, .low = 1, .high = 11}}, "possible: "},
		{{.state = INSIGHT_LINK_POSSIBLE, .q = 0.3, .link = {.mean = -6, .low = -11, .high = -1}},
		 "possibly less follows than after the others: stress at the next answer about 6 points lower (90 %: 1 "
		 "to "
		 "11)"},
		{{.state = INSIGHT_LINK_POSSIBLE, .q = 0.03, .link = {.mean = -6, .low = -11, .high = -1}},
		 "less follows than after the others: "},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(text_clear) struct text words = {0};
		causes_link_words(&cases[i].cause, &words);
		if (*cases[i].begins)
			assert_memory_equal(text_string(&words), cases[i].begins, strlen(cases[i].begins));
		else
			assert_int_equal(words.length, 0);
	}
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
		cmocka_unit_test(test_trends),
		cmocka_unit_test(test_trends_with_a_step),
		cmocka_unit_test(test_trends_not_told),
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_links_in_words),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_newer_kind_keeps_its_bytes),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_steps_in_words),
		cmocka_unit_test(test_places_in_words),
	};

	json_out_init();
	return cmocka_run_group_tests_name("json views", tests, NULL, NULL);
}
