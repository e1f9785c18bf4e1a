#include "own_score.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "response.h"

#define RUN_STEPS ((size_t)3000000)
#define ALL_STEPS ((size_t)20000000) /* to find out which items count */

/* Every item answered, each with what is worth most. */
static void answer_all(const struct questionnaire *questionnaire, struct questionnaire_answers *ret)
{
	for (size_t i = 0; i < questionnaire->count; i++) {
		const struct questionnaire_item *item = &questionnaire->items[i];
		struct questionnaire_answer answer = {.item = i, .option = SIZE_MAX, .number = 1};
		for (size_t k = 0; k < item->option_count; k++)
			if (item->options[k].has_number &&
			    (answer.option == SIZE_MAX ||
			     fabs(item->options[k].number) > fabs(item->options[answer.option].number)))
				answer.option = k;
		if ((item->type == ITEM_CHOICE && answer.option != SIZE_MAX) || item->type == ITEM_INTEGER ||
		    item->type == ITEM_DECIMAL || item->type == ITEM_BOOLEAN)
			answers_add(ret, answer);
	}
}

struct trial {
	struct run run;
	json_t **objects;
	size_t steps_left;
};

static enum expression_outcome try(struct trial *trial, double *ret)
{
	trial->run.steps_left = trial->steps_left < RUN_STEPS ? trial->steps_left : RUN_STEPS;
	size_t before = trial->run.steps_left;
	enum expression_outcome outcome = expression_run(&trial->run, ret);
	trial->steps_left -= before - trial->run.steps_left;
	return outcome;
}

/* An item counts when the score is another without its answer. */
static void find_items(struct trial *trial, struct own_score *own, const struct questionnaire_answers *answers)
{
	double all = 0, without = 0;
	enum expression_outcome first = try(trial, &all);

	own->supported = first != EXPRESSION_FAULT;
	for (size_t i = 0; i < answers->count && own->supported; i++) {
		size_t place = answers->items[i].item;
		json_t *object = trial->objects[place];
		json_t *answer = json_incref(json_object_get(object, "answer"));
		json_object_del(object, "answer");
		enum expression_outcome outcome = try(trial, &without);
		json_object_set_new(object, "answer", answer);
		own->supported = outcome != EXPRESSION_FAULT;
		own->counts[place] = outcome != first || without != all;
		own->items += own->counts[place];
	}
}

static void look_at_items(const struct questionnaire *questionnaire, struct own_score *own, struct text *fault)
{
	bool *open _cleanup_free_ = mem_new(questionnaire->count, sizeof(*open));
	json_t **objects _cleanup_free_ = mem_new(questionnaire->count, sizeof(json_t *));
	_cleanup_(answers_clear) struct questionnaire_answers answers = {0};

	memset(open, true, questionnaire->count);
	answer_all(questionnaire, &answers);
	_cleanup_(fhir_json_free) json_t *response = response_build(questionnaire, &answers, open, objects);
	struct trial trial = {
		.run = {.expression = &own->expression,
			.questionnaire = questionnaire->document,
			.response = response,
			.fault = fault},
		.objects = objects,
		.steps_left = ALL_STEPS,
	};
	find_items(&trial, own, &answers);
}

void own_score_read(const struct questionnaire *questionnaire, size_t place, struct own_score *ret,
		    struct problems *problems)
{
	_cleanup_(text_clear) struct text fault = {0};
	const struct questionnaire_item *item = &questionnaire->items[place];

	*ret = (struct own_score){.counts = mem_new(questionnaire->count, sizeof(bool))};
	if (!item->expression)
		return;
	if (expression_read(questionnaire, place, &ret->expression, &fault) == 0)
		look_at_items(questionnaire, ret, &fault);
	if (!ret->supported)
		problems_note(problems, item->link_id,
			      "expression shape not supported: '%s'; give a scoring file with --scoring FILE",
			      text_string(&fault));
	else if (ret->items == 0)
		problems_note(problems, item->link_id, "its expression depends on no answer that has a number");
}

static enum expression_outcome run_within(const struct own_score *own, const struct questionnaire *questionnaire,
					  const struct questionnaire_answers *answers, size_t *steps, double *ret)
{
	_cleanup_(text_clear) struct text fault = {0};

	if (!own->supported)
		return EXPRESSION_FAULT;
	_cleanup_(fhir_json_free) json_t *response = questionnaire_response(questionnaire, answers);
	struct run run = {.expression = &own->expression,
			  .questionnaire = questionnaire->document,
			  .response = response,
			  .steps_left = *steps,
			  .fault = &fault};
	enum expression_outcome outcome = expression_run(&run, ret);
	*steps = run.steps_left;
	return outcome;
}

enum expression_outcome own_score_run(const struct own_score *own, const struct questionnaire *questionnaire,
				      const struct questionnaire_answers *answers, double *ret)
{
	size_t steps = RUN_STEPS;

	return run_within(own, questionnaire, answers, &steps, ret);
}

/* The same answer to all of its questions, by its code. */
static bool answer_alike(const struct own_score *own, const struct questionnaire *questionnaire, const char *code,
			 struct questionnaire_answers *ret)
{
	for (size_t i = 0; i < questionnaire->count; i++) {
		const struct questionnaire_item *item = &questionnaire->items[i];
		size_t option = 0;
		if (!own->counts[i])
			continue;
		while (option < item->option_count && strcmp(item->options[option].code, code) != 0)
			option++;
		if (option == item->option_count)
			return false;
		answers_add(ret, (struct questionnaire_answer){.item = i, .option = option});
	}
	return ret->count > 1;
}

/* The codes of the first question's least and greatest number. */
static bool find_ends(const struct own_score *own, const struct questionnaire *questionnaire, const char **ret_low,
		      const char **ret_high)
{
	const struct questionnaire_item *item = questionnaire->items;

	while (item < questionnaire->items + questionnaire->count && !own->counts[item - questionnaire->items])
		item++;
	if (item == questionnaire->items + questionnaire->count || item->option_count == 0)
		return false;
	const struct questionnaire_option *low = item->options, *high = item->options;
	for (size_t i = 1; i < item->option_count; i++) {
		low = item->options[i].number < low->number ? &item->options[i] : low;
		high = item->options[i].number > high->number ? &item->options[i] : high;
	}
	*ret_low = low->code;
	*ret_high = high->code;
	return true;
}

/* One question after the other goes from the least answer to the greatest: does the score go up and down? */
bool own_score_reverses(const struct own_score *own, const struct questionnaire *questionnaire)
{
	_cleanup_(answers_clear) struct questionnaire_answers answers = {0}, greatest = {0};
	size_t steps = RUN_STEPS;
	const char *low, *high;
	double before = 0, after = 0;
	bool up = false, down = false;

	if (!find_ends(own, questionnaire, &low, &high) || !answer_alike(own, questionnaire, low, &answers) ||
	    !answer_alike(own, questionnaire, high, &greatest) ||
	    run_within(own, questionnaire, &answers, &steps, &before) != EXPRESSION_VALUE)
		return false;
	for (size_t i = 0; i < answers.count && !(up && down); i++) {
		answers.items[i] = greatest.items[i];
		if (run_within(own, questionnaire, &answers, &steps, &after) != EXPRESSION_VALUE)
			return false;
		up |= after > before;
		down |= after < before;
		before = after;
	}
	return up && down;
}

void own_score_clear(struct own_score *own)
{
	expression_clear(&own->expression);
	free(own->counts);
	*own = (struct own_score){0};
}
