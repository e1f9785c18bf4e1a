/* The made-up agent: repeatable, well formed, and with the truth that demo.h promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/cause.h>
#include <evenkeel/demo.h>
#include <evenkeel/insight.h>
#include <evenkeel/instant.h>
#include <evenkeel/mem.h>
#include <evenkeel/trend.h>

#define DAY_START 14400

struct weeks {
	struct record *records;
	size_t count;
	int days, busiest; /* days with records; most of one day */
};

static int64_t now_ms(void)
{
	int64_t ret;

	assert_int_equal(instant_parse("2026-03-06T18:00:00+01:00", 0, &ret, NULL), 0);
	return ret;
}

/* @truth: NULL = demo.h's. */
static struct weeks make_with(uint64_t seed, int weeks, int64_t now, const struct demo_truth *truth)
{
	struct zone zone = zone_fixed(3600);
	struct weeks ret = {.records = mem_new((size_t)weeks * 7 * DEMO_DAY_RECORDS, sizeof *ret.records)};
	struct demo demo;
	size_t count;

	demo_init(&demo, seed, weeks, now, &zone);
	demo.truth = truth ? *truth : demo.truth;
	while ((count = demo_next(&demo, ret.records + ret.count)) > 0) {
		ret.count += count;
		ret.days++;
		ret.busiest = (int)count > ret.busiest ? (int)count : ret.busiest;
	}
	return ret;
}

static struct weeks make(uint64_t seed, int weeks, int64_t now)
{
	return make_with(seed, weeks, now, NULL);
}

static void clear(struct weeks *weeks)
{
	free(weeks->records);
}

static void test_repeatable(void **state)
{
	(void)state;
	_cleanup_(clear) struct weeks a = make(7, 8, now_ms()), b = make(7, 8, now_ms()), c = make(8, 8, now_ms());

	assert_int_equal(a.count, b.count);
	assert_memory_equal(a.records, b.records, a.count * sizeof *a.records);
	assert_true(a.count != c.count || memcmp(a.records, c.records, a.count * sizeof *a.records) != 0);
}

static void test_well_formed(void **state)
{
	(void)state;
	_cleanup_(clear) struct weeks weeks = make(3, 60, now_ms());
	uint8_t bytes[RECORD_WORKSHEET_SIZE];
	struct record again;

	assert_true(weeks.days > 250 && weeks.days < 300);
	assert_true(weeks.busiest <= DEMO_DAY_RECORDS);
	for (size_t i = 0; i < weeks.count; i++) {
		record_encode(&weeks.records[i], bytes);
		assert_int_equal(record_decode(bytes, record_size(&weeks.records[i]), &again, NULL), 0);
		assert_true(weeks.records[i].wall_ms <= now_ms());
		assert_true(i == 0 || weeks.records[i].wall_ms >= weeks.records[i - 1].wall_ms);
	}
}

/* The parts of one prompt are all there, in order, beside each other. */
static void test_prompts_are_whole(void **state)
{
	(void)state;
	_cleanup_(clear) struct weeks weeks = make(4, 20, now_ms());
	int reviews = 0;

	for (size_t i = 0; i < weeks.count; i++) {
		const struct record *first = &weeks.records[i];
		assert_int_equal(first->part, 0);
		for (int part = 1; part < first->parts; part++) {
			assert_true(++i < weeks.count);
			assert_int_equal(weeks.records[i].part, part);
			assert_int_equal(weeks.records[i].group, first->group);
			assert_int_equal(weeks.records[i].wall_ms, first->wall_ms);
		}
		if (record_is_prompt(first) && first->prompt.form == FORM_REVIEW) {
			assert_int_equal(first->parts, REVIEW_RECORDS);
			reviews++;
		}
		if (record_is_prompt(first) && first->prompt.form == FORM_MOMENTARY)
			assert_int_equal(first->count, CHECKIN_ANSWERS);
	}
	assert_int_equal(reviews, 19); /* one Friday lies in the days off */
}

static void test_stops_at_now(void **state)
{
	(void)state;
	int64_t noon = now_ms() - 6 * 3600 * 1000;
	_cleanup_(clear) struct weeks whole = make(5, 2, now_ms()), cut = make(5, 2, noon);

	assert_true(cut.count < whole.count);
	assert_memory_equal(whole.records, cut.records, cut.count * sizeof *cut.records);
	assert_true(whole.records[cut.count].wall_ms > noon);
}

static double mean_of(const struct day_mean *days, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += days[i].mean;
	return sum / (double)count;
}

static void test_strain_rises(void **state)
{
	(void)state;
	double rise = 0;

	for (uint64_t seed = 1; seed <= 10; seed++) {
		_cleanup_(clear) struct weeks weeks = make(seed, 8, now_ms());
		struct day_mean *days _cleanup_free_ = NULL;
		size_t count = trend_days(weeks.records, weeks.count, false, DAY_START, &days);
		assert_true(count >= 24 && count <= 40);
		rise += mean_of(days + count - 8, 8) - mean_of(days, 8);
		assert_true(days[count - 1].mean >= 0 && days[count - 1].mean <= 100);
	}
	/* Six of eight weeks lie between the two means; symptoms that the agent hardly has damp it. */
	assert_true(rise / 10 > 8 && rise / 10 < DEMO_RISE);
}

static void test_two_causes_lead(void **state)
{
	(void)state;
	struct cause_count counts[ID_CAUSE_COUNT];
	int first = 0, both = 0;

	for (uint64_t seed = 1; seed <= 10; seed++) {
		_cleanup_(clear) struct weeks weeks = make(seed, 8, now_ms());
		cause_rank(weeks.records, weeks.count, now_ms(), counts);
		first += counts[0].cause == catalogue_find_name(DEMO_CAUSE_1)->id;
		both += counts[0].cause == catalogue_find_name(DEMO_CAUSE_1)->id &&
			counts[1].cause == catalogue_find_name(DEMO_CAUSE_2)->id;
	}
	assert_true(first >= 8);
	assert_true(both >= 7);
}

static void test_weekdays_and_gaps(void **state)
{
	(void)state;
	_cleanup_(clear) struct weeks weeks = make(6, 104, now_ms());
	struct day_mean *days _cleanup_free_ = NULL;
	size_t count = trend_days(weeks.records, weeks.count, false, DAY_START, &days);
	int32_t last = date_from_civil(2026, 3, 6);
	double sums[8] = {0};
	int counts[8] = {0};

	for (size_t i = 0; i < count; i++) {
		int weekday = date_weekday(days[i].date), ago = last - days[i].date;
		assert_true(weekday <= 5);
		assert_false(ago >= 14 && ago <= 16);
		sums[weekday] += days[i].mean;
		counts[weekday]++;
	}
	assert_true(sums[1] / counts[1] > sums[5] / counts[5] + 4);
}

/* Some do not answer, and in the strained second half of the time more than in the first. */
static void test_missing_not_at_random(void **state)
{
	(void)state;
	int shown[2] = {0}, answered[2] = {0};

	for (uint64_t seed = 1; seed <= 20; seed++) {
		_cleanup_(clear) struct weeks weeks = make(seed, 8, now_ms());
		int64_t middle = now_ms() - (int64_t)28 * 86400 * 1000;
		size_t half = 0;
		while (half < weeks.count && weeks.records[half].wall_ms < middle)
			half++;
		struct compliance parts[2] = {trend_compliance(weeks.records, half),
					      trend_compliance(weeks.records + half, weeks.count - half)};
		for (int i = 0; i < 2; i++) {
			shown[i] += parts[i].shown;
			answered[i] += parts[i].answered;
		}
	}
	assert_true(answered[0] * 100 < shown[0] * 97);
	assert_true(answered[1] * 100 > shown[1] * 55);
	assert_true((double)answered[1] / shown[1] < (double)answered[0] / shown[0] - 0.04);
}

/* What insight says of a year of each of some agents: how many times it says so. */
struct found {
	int directions, rising, steps, weekdays, first, second, others;
};

static void look(const struct weeks *weeks, struct found *found)
{
	struct insight_from from = {weeks->records, weeks->count, DAY_START, date_from_civil(2026, 3, 6), now_ms()};
	struct insight_cause causes[ID_CAUSE_COUNT];
	struct insight_series series;
	struct insight_when when;

	insight_series(&from, false, 0, DEMO_RISE_DAYS, &series);
	found->directions += series.direction == INSIGHT_RISING || series.direction == INSIGHT_FALLING;
	found->rising += series.direction == INSIGHT_RISING;
	found->steps += series.step_found;
	insight_series_clear(&series);
	insight_when(&from, 182, &when);
	found->weekdays += when.weekdays.p < 0.05;
	insight_causes(&from, causes);
	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		const char *name = catalogue_find(causes[i].cause)->name;
		bool linked = causes[i].state == INSIGHT_LINKED;
		*(strcmp(name, DEMO_CAUSE_1) == 0   ? &found->first
		  : strcmp(name, DEMO_CAUSE_2) == 0 ? &found->second
						    : &found->others) += linked;
	}
}

#define AGENTS 40

static struct found look_at_agents(const struct demo_truth *truth)
{
	struct found found = {0};

	for (uint64_t seed = 1; seed <= AGENTS; seed++) {
		_cleanup_(clear) struct weeks weeks = make_with(seed, 52, now_ms(), truth);
		look(&weeks, &found);
	}
	return found;
}

static void test_insight_finds_what_is_there(void **state)
{
	(void)state;
	struct found found = look_at_agents(NULL);

	print_message("of %d: rising %d, a step %d, weekday %d, linked: first %d, second %d, others %d\n", AGENTS,
		      found.rising, found.steps, found.weekdays, found.first, found.second, found.others);
	assert_true(found.rising >= AGENTS * 3 / 4);
	assert_int_equal(found.rising, found.directions);
	assert_true(found.weekdays >= AGENTS * 9 / 10);
	assert_true(found.first >= AGENTS * 3 / 4);
	assert_int_equal(found.second, 0);
	assert_true(found.others <= AGENTS / 20);
}

/* Nothing rises, no weekday weighs, no cause adds anything: at the tests' own levels (5 % and a false discovery rate of 10 %) and what
 * forty agents may stray from them. */
static void test_insight_stays_quiet(void **state)
{
	(void)state;
	static const struct demo_truth none;
	struct found found = look_at_agents(&none);

	print_message("of %d flat: a direction %d, a step %d, weekday %d, linked %d\n", AGENTS, found.directions,
		      found.steps, found.weekdays, found.first + found.second + found.others);
	assert_true(found.directions <= AGENTS / 8);
	assert_true(found.steps <= AGENTS / 8);
	assert_true(found.weekdays <= AGENTS / 8);
	assert_true(found.first + found.second + found.others <= AGENTS / 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_repeatable),
		cmocka_unit_test(test_well_formed),
		cmocka_unit_test(test_prompts_are_whole),
		cmocka_unit_test(test_stops_at_now),
		cmocka_unit_test(test_strain_rises),
		cmocka_unit_test(test_two_causes_lead),
		cmocka_unit_test(test_weekdays_and_gaps),
		cmocka_unit_test(test_missing_not_at_random),
		cmocka_unit_test(test_insight_finds_what_is_there),
		cmocka_unit_test(test_insight_stays_quiet),
	};

	return cmocka_run_group_tests_name("demo", tests, NULL, NULL);
}
