#include "loader.h"

#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#define CONDITIONS_MAX 200 /* of one item */

static int find_operator(const char *sign, enum condition_operator *ret)
{
	static const char *const signs[] = {
		[WHEN_EXISTS] = "exists", [WHEN_EQUAL] = "=",    [WHEN_NOT_EQUAL] = "!=", [WHEN_LESS] = "<",
		[WHEN_GREATER] = ">",     [WHEN_AT_MOST] = "<=", [WHEN_AT_LEAST] = ">=",
	};

	for (size_t i = 0; sign && i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strcmp(signs[i], sign) == 0) {
			*ret = (enum condition_operator)i;
			return 0;
		}
	return -1;
}

/* What the answer is held against; -1 for kinds that no item here can have as its answer. */
static int read_wanted(const json_t *object, struct questionnaire_condition *ret)
{
	const json_t *coding = json_object_get(object, "answerCoding");
	const json_t *number = json_object_get(object, "answerInteger");
	const json_t *boolean = json_object_get(object, "answerBoolean");
	const char *string = fhir_string(object, "answerString");

	if (!number)
		number = json_object_get(object, "answerDecimal");
	if (fhir_string(coding, "code")) {
		ret->type = WHEN_CODING;
		ret->code = mem_copy_string(fhir_string(coding, "code"));
		ret->system = fhir_copy(fhir_string(coding, "system"));
	} else if (json_is_boolean(boolean)) {
		ret->type = WHEN_BOOLEAN;
		ret->boolean = json_is_true(boolean);
	} else if (json_is_number(number)) {
		ret->type = WHEN_NUMBER;
		ret->number = json_number_value(number);
	} else if (string) {
		ret->type = WHEN_STRING;
		ret->code = mem_copy_string(string);
	} else {
		return -1;
	}
	return 0;
}

/* Can an item of this type be answered so that the condition means something? */
static bool fits(const struct questionnaire_item *item, const struct questionnaire_condition *condition)
{
	bool ordered = condition->operator>= WHEN_LESS;

	if (item->type == ITEM_OTHER || item->type == ITEM_GROUP || item->type == ITEM_DISPLAY ||
	    item->type == ITEM_SCORE)
		return false;
	if (condition->operator== WHEN_EXISTS)
		return condition->type == WHEN_BOOLEAN;
	switch (condition->type) {
	case WHEN_BOOLEAN:
		return item->type == ITEM_BOOLEAN && !ordered;
	case WHEN_NUMBER:
		return item->type == ITEM_INTEGER || item->type == ITEM_DECIMAL ||
		       (item->type == ITEM_CHOICE && item->option_count > 0 && item->options[0].kind == OPTION_INTEGER);
	case WHEN_CODING:
		return item->type == ITEM_CHOICE && !ordered;
	case WHEN_STRING:
		return (item->type == ITEM_CHOICE || item->type == ITEM_TEXT) && !ordered;
	}
	return false;
}

static void read_condition(struct loader *loader, const json_t *object, struct questionnaire_item *item)
{
	struct questionnaire_condition condition = {0};
	const char *question = fhir_string(object, "question"), *sign = fhir_string(object, "operator");

	condition.question = question ? questionnaire_find(loader->out, question) : SIZE_MAX;
	if (condition.question == SIZE_MAX) {
		problems_refuse(loader->problems, item->link_id,
				"its enableWhen asks for the item '%s', which is not in the file",
				question ? question : "");
	} else if (find_operator(sign, &condition.operator) < 0) {
		problems_refuse(loader->problems, item->link_id, "its enableWhen has no operator '%s' in FHIR",
				sign ? sign : "");
	} else if (read_wanted(object, &condition) < 0 || !fits(&loader->out->items[condition.question], &condition)) {
		problems_refuse(
			loader->problems, item->link_id,
			"its enableWhen compares the answer to '%s' with something that cannot be compared here",
			question);
		free(condition.code);
		free(condition.system);
	} else {
		item->conditions = mem_grow(item->conditions, item->condition_count + 1, sizeof(*item->conditions));
		item->conditions[item->condition_count++] = condition;
	}
}

static void read_item_conditions(struct loader *loader, const json_t *object, struct questionnaire_item *item)
{
	const char *behaviour = fhir_string(object, "enableBehavior");
	json_t *list = fhir_list(object, "enableWhen"), *condition;
	size_t i;

	if (json_array_size(list) > CONDITIONS_MAX) {
		problems_refuse(loader->problems, item->link_id, "it has more than %d conditions", CONDITIONS_MAX);
		return;
	}
	json_array_foreach(list, i, condition) read_condition(loader, condition, item);
	item->any = behaviour && strcmp(behaviour, "any") == 0;
	if (json_array_size(list) > 1 && !item->any && !(behaviour && strcmp(behaviour, "all") == 0))
		problems_refuse(loader->problems, item->link_id,
				"it has several conditions; say in enableBehavior whether 'any' or 'all' are needed");
}

void conditions_read(struct loader *loader, const json_t *parent)
{
	json_t *object;
	size_t i;

	json_array_foreach(fhir_list(parent, "item"), i, object)
	{
		const char *link_id = fhir_string(object, "linkId");
		size_t place = link_id ? questionnaire_find(loader->out, link_id) : SIZE_MAX;
		if (place != SIZE_MAX)
			read_item_conditions(loader, object, &loader->out->items[place]);
		conditions_read(loader, object);
	}
}

enum state { NEW, OPEN, DONE };

/* An item waits for the questions of its conditions and for what is above it. */
static bool waits_for_itself(const struct questionnaire *out, size_t place, unsigned char *states)
{
	const struct questionnaire_item *item = &out->items[place];

	if (states[place] != NEW)
		return states[place] == OPEN;
	states[place] = OPEN;
	bool found = item->parent != SIZE_MAX && waits_for_itself(out, item->parent, states);
	for (size_t i = 0; i < item->condition_count && !found; i++)
		found = waits_for_itself(out, item->conditions[i].question, states);
	states[place] = DONE;
	return found;
}

void conditions_check_cycles(struct loader *loader)
{
	const struct questionnaire *out = loader->out;
	unsigned char *states _cleanup_free_ = mem_new(out->count, 1);

	for (size_t i = 0; i < out->count; i++)
		if (states[i] == NEW && waits_for_itself(out, i, states))
			problems_refuse(loader->problems, out->items[i].link_id,
					"its enableWhen waits, perhaps over other items, for its own answer");
}
