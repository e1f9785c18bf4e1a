#include <evenkeel/scoring.h>

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "loader.h"

static void clear_table(struct scoring_table *table)
{
	for (size_t i = 0; i < table->item_count; i++)
		free(table->items[i]);
	for (size_t i = 0; i < table->count; i++)
		free(table->values[i].code);
	mem_free_all(table->items, table->values);
}

static void clear_score(struct scoring_score *score)
{
	for (size_t i = 0; i < score->count; i++)
		free(score->items[i].link_id);
	for (size_t i = 0; i < score->band_count; i++)
		free(score->bands[i].words);
	mem_free_all(score->items, score->bands, score->name, score->title, score->source, score->compare,
		     score->band_source, score->change_source);
}

static void clear_safety(struct scoring_safety *safety)
{
	mem_free_all(safety->link_id, safety->score, safety->source);
}

void scoring_clear(struct scoring *scoring)
{
	for (size_t i = 0; i < scoring->table_count; i++)
		clear_table(&scoring->tables[i]);
	for (size_t i = 0; i < scoring->score_count; i++)
		clear_score(&scoring->scores[i]);
	for (size_t i = 0; i < scoring->safety_count; i++)
		clear_safety(&scoring->safeties[i]);
	mem_free_all(scoring->tables, scoring->scores, scoring->safeties, scoring->name, scoring->version,
		     scoring->source, scoring->questionnaire, scoring->languages);
	*scoring = (struct scoring){0};
}

bool scoring_has_language(const struct scoring *scoring, const char *language)
{
	if (!scoring->languages)
		return true;
	char *list _cleanup_free_ = mem_copy_string(scoring->languages), *rest = NULL;
	for (char *tag = strtok_r(list, " ,\t", &rest); tag; tag = strtok_r(NULL, " ,\t", &rest))
		if (words_fit(tag, language))
			return true;
	return false;
}

static bool value_in(const struct scoring_table *table, const char *code, double *ret)
{
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->values[i].code, code) == 0) {
			*ret = table->values[i].number;
			return true;
		}
	return false;
}

static bool lists(const struct scoring_table *table, const char *link_id)
{
	for (size_t i = 0; i < table->item_count; i++)
		if (strcmp(table->items[i], link_id) == 0)
			return true;
	return false;
}

/* By a table of the item's own, else by one for all items. */
static bool value_of(const struct scoring *scoring, const char *link_id, const char *code, double *ret)
{
	for (size_t i = 0; i < scoring->table_count; i++)
		if (lists(&scoring->tables[i], link_id))
			return value_in(&scoring->tables[i], code, ret);
	for (size_t i = 0; i < scoring->table_count; i++)
		if (scoring->tables[i].item_count == 0 && value_in(&scoring->tables[i], code, ret))
			return true;
	return false;
}

bool scoring_number(const struct scoring *scoring, const struct questionnaire *questionnaire,
		    const struct questionnaire_answer *answer, double *ret)
{
	const struct questionnaire_item *item = &questionnaire->items[answer->item];
	const struct questionnaire_option *option = answer->option == SIZE_MAX ? NULL : &item->options[answer->option];
	const char *code = option                       ? option->code
			   : item->type == ITEM_BOOLEAN ? (answer->number != 0 ? "true" : "false")
							: NULL;

	if (scoring && code && value_of(scoring, item->link_id, code, ret))
		return true;
	if (option)
		*ret = option->number;
	else if (item->type == ITEM_INTEGER || item->type == ITEM_DECIMAL)
		*ret = answer->number;
	else
		return false;
	return !option || option->has_number;
}

bool scoring_least_change(const struct scoring_score *score, double *ret)
{
	if (!score->has_sd || !score->has_alpha)
		return false;
	*ret = 1.959963984540054 * score->sd * sqrt(2) * sqrt(1 - score->alpha);
	return true;
}
