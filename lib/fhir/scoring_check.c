/* Does a scoring file fit the questionnaire that it lies beside? */
#include <float.h>
#include <stdint.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/scoring.h>

struct check {
	const struct scoring *scoring;
	const struct questionnaire *questionnaire;
	struct problems *problems;
};

static const struct questionnaire_item *find(struct check *check, const char *link_id)
{
	size_t place = questionnaire_find(check->questionnaire, link_id);

	if (place != SIZE_MAX)
		return &check->questionnaire->items[place];
	problems_refuse(check->problems, link_id, "the questionnaire has no item with this linkId");
	return NULL;
}

static bool has_code(const struct questionnaire_item *item, const char *code)
{
	if (item->type == ITEM_BOOLEAN)
		return strcmp(code, "true") == 0 || strcmp(code, "false") == 0;
	for (size_t i = 0; i < item->option_count; i++)
		if (strcmp(item->options[i].code, code) == 0)
			return true;
	return false;
}

static bool any_has_code(struct check *check, const struct scoring_table *table, const char *code)
{
	for (size_t i = 0; i < check->questionnaire->count && table->item_count == 0; i++)
		if (has_code(&check->questionnaire->items[i], code))
			return true;
	for (size_t i = 0; i < table->item_count; i++) {
		size_t place = questionnaire_find(check->questionnaire, table->items[i]);
		if (place != SIZE_MAX && has_code(&check->questionnaire->items[place], code))
			return true;
	}
	return false;
}

static void check_table(struct check *check, const struct scoring_table *table)
{
	for (size_t i = 0; i < table->item_count; i++)
		find(check, table->items[i]);
	for (size_t i = 0; i < table->count; i++)
		if (!any_has_code(check, table, table->values[i].code))
			problems_refuse(check->problems, table->item_count ? table->items[0] : NULL,
					"the scoring file gives a number to the code '%s', which no option has",
					table->values[i].code);
}

/* The numbers that an item's answers may be worth; false when one of them has none, which is told. */
static bool find_span(struct check *check, const struct questionnaire_item *item, double *ret_low, double *ret_high)
{
	size_t place = (size_t)(item - check->questionnaire->items), count = item->option_count;
	bool all = true;

	*ret_low = DBL_MAX;
	*ret_high = -DBL_MAX;
	if (item->type == ITEM_BOOLEAN)
		count = 2;
	for (size_t i = 0; i < count; i++) {
		struct questionnaire_answer answer = {.item = place, .option = i};
		double number = 0;
		if (item->type == ITEM_BOOLEAN)
			answer = (struct questionnaire_answer){.item = place, .option = SIZE_MAX, .number = (double)i};
		const char *code = item->type != ITEM_BOOLEAN ? item->options[i].code : i ? "true" : "false";
		if (!scoring_number(check->scoring, check->questionnaire, &answer, &number)) {
			problems_refuse(check->problems, item->link_id,
					"its answer '%s' has no number; give it one in [values]", code);
			all = false;
			continue;
		}
		if (item->type == ITEM_CHOICE && item->options[i].has_number && item->options[i].number != number)
			problems_note(
				check->problems, item->link_id,
				"the scoring file gives its options other numbers than the questionnaire; the scoring "
				"file counts");
		*ret_low = number < *ret_low ? number : *ret_low;
		*ret_high = number > *ret_high ? number : *ret_high;
	}
	return all;
}

static void check_range(struct check *check, const struct scoring_score *score, const struct scoring_item *scored,
			const struct questionnaire_item *item, double low, double high)
{
	bool listed = item->type == ITEM_CHOICE || item->type == ITEM_BOOLEAN;

	if (listed && score->has_range && (low < score->low || high > score->high))
		problems_refuse(check->problems, item->link_id, "its answers go beyond the 'range' of score '%s'",
				score->name);
	if (scored->reversed && !score->has_range && (!listed || low >= high))
		problems_refuse(check->problems, item->link_id,
				"it is reversed and shows no least and greatest number; give score '%s' a 'range'",
				score->name);
	if (scored->reversed && item->repeats)
		problems_refuse(check->problems, item->link_id, "it takes several answers and cannot be reversed");
}

static void check_item(struct check *check, const struct scoring_score *score, const struct scoring_item *scored)
{
	const struct questionnaire_item *item = find(check, scored->link_id);
	double low, high;

	if (!item)
		return;
	if (item->type != ITEM_CHOICE && item->type != ITEM_INTEGER && item->type != ITEM_DECIMAL &&
	    item->type != ITEM_BOOLEAN)
		problems_refuse(check->problems, item->link_id,
				"it has no answers that are numbers; score '%s' cannot use it", score->name);
	else if (find_span(check, item, &low, &high))
		check_range(check, score, scored, item, low, high);
}

static void check_score(struct check *check, const struct scoring_score *score)
{
	for (size_t i = 0; i < score->count; i++)
		check_item(check, score, &score->items[i]);
	const struct questionnaire_item *compare = score->compare ? find(check, score->compare) : NULL;
	if (compare && (compare->type != ITEM_SCORE || !compare->expression))
		problems_refuse(check->problems, compare->link_id, "it is no score that the questionnaire computes");
}

static bool has_score(const struct scoring *scoring, const char *name)
{
	for (size_t i = 0; i < scoring->score_count; i++)
		if (strcmp(scoring->scores[i].name, name) == 0)
			return true;
	return false;
}

static void check_safety(struct check *check, const struct scoring_safety *safety)
{
	const struct questionnaire_item *item = safety->link_id ? find(check, safety->link_id) : NULL;
	double low, high;

	if (item && (item->type == ITEM_CHOICE || item->type == ITEM_BOOLEAN))
		find_span(check, item, &low, &high);
	if (safety->score && !has_score(check->scoring, safety->score))
		problems_refuse(check->problems, NULL, "line %d: there is no [score %s]", safety->line, safety->score);
}

static bool is_meant(const struct scoring *scoring, const struct questionnaire *questionnaire)
{
	const char *wanted = scoring->questionnaire;

	return !wanted || strcmp(wanted, questionnaire->id) == 0 ||
	       (questionnaire->url && strcmp(wanted, questionnaire->url) == 0);
}

int scoring_check(const struct scoring *scoring, const struct questionnaire *questionnaire, struct problems *problems)
{
	struct check check = {scoring, questionnaire, problems};
	size_t refused = problems->refused;

	if (!is_meant(scoring, questionnaire))
		problems_refuse(problems, NULL, "the scoring file is for the questionnaire '%s', not for this one",
				scoring->questionnaire);
	for (size_t i = 0; i < scoring->table_count; i++)
		check_table(&check, &scoring->tables[i]);
	for (size_t i = 0; i < scoring->score_count; i++)
		check_score(&check, &scoring->scores[i]);
	for (size_t i = 0; i < scoring->safety_count; i++)
		check_safety(&check, &scoring->safeties[i]);
	return problems->refused == refused ? 0 : -1;
}
