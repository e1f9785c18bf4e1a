#include <stdint.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/questionnaire.h>

enum state { UNKNOWN, CLOSED, IS_OPEN };

struct look {
	const struct questionnaire *questionnaire;
	const struct questionnaire_answers *answers;
	unsigned char *states;
};

static bool equal_coding(const struct questionnaire_option *option, const struct questionnaire_condition *condition)
{
	return strcmp(option->code, condition->code) == 0 &&
	       (!condition->system || !option->system || strcmp(option->system, condition->system) == 0);
}

static bool compare_number(double answer, const struct questionnaire_condition *condition)
{
	switch (condition->operator) {
	case WHEN_LESS:
		return answer < condition->number;
	case WHEN_GREATER:
		return answer > condition->number;
	case WHEN_AT_MOST:
		return answer <= condition->number;
	case WHEN_AT_LEAST:
		return answer >= condition->number;
	default:
		return answer == condition->number;
	}
}

/* Does one answer meet the condition? Of != what must not be. */
static bool meets(const struct questionnaire_item *item, const struct questionnaire_answer *answer,
		  const struct questionnaire_condition *condition)
{
	const struct questionnaire_option *option = answer->option == SIZE_MAX ? NULL : &item->options[answer->option];

	switch (condition->type) {
	case WHEN_CODING:
		return option && option->kind == OPTION_CODING && equal_coding(option, condition);
	case WHEN_STRING:
		return strcmp(option ? option->code : answer->words ? answer->words : "", condition->code) == 0;
	case WHEN_BOOLEAN:
		return (answer->number != 0) == condition->boolean;
	case WHEN_NUMBER:
		return compare_number(option ? option->number : answer->number, condition);
	}
	return false;
}

static bool is_open(struct look *look, size_t place);

static bool holds(struct look *look, const struct questionnaire_condition *condition)
{
	const struct questionnaire_item *item = &look->questionnaire->items[condition->question];
	bool open = is_open(look, condition->question), exists = false, met = false;

	for (size_t i = 0; open && i < look->answers->count; i++) {
		const struct questionnaire_answer *answer = &look->answers->items[i];
		if (answer->item != condition->question)
			continue;
		exists = true;
		met |= condition->operator!= WHEN_EXISTS && meets(item, answer, condition);
	}
	if (condition->operator== WHEN_EXISTS)
		return exists == condition->boolean;
	/* FHIR: "!=" is true where no answer is equal, so without an answer, too. */
	return condition->operator== WHEN_NOT_EQUAL ? !met : met;
}

static bool conditions_hold(struct look *look, const struct questionnaire_item *item)
{
	bool all = true, any = item->condition_count == 0;

	for (size_t i = 0; i < item->condition_count; i++) {
		bool held = holds(look, &item->conditions[i]);
		all &= held;
		any |= held;
	}
	return item->any ? any : all;
}

static bool is_open(struct look *look, size_t place)
{
	const struct questionnaire_item *item = &look->questionnaire->items[place];

	if (look->states[place] == UNKNOWN) {
		/* Cycles were refused when the file was read. */
		bool open = (item->parent == SIZE_MAX || is_open(look, item->parent)) && conditions_hold(look, item);
		look->states[place] = open ? IS_OPEN : CLOSED;
	}
	return look->states[place] == IS_OPEN;
}

void questionnaire_open_items(const struct questionnaire *questionnaire, const struct questionnaire_answers *answers,
			      bool *ret_open)
{
	unsigned char *states _cleanup_free_ = mem_new(questionnaire->count, 1);
	struct look look = {questionnaire, answers, states};

	for (size_t i = 0; i < questionnaire->count; i++)
		ret_open[i] = is_open(&look, i);
}
