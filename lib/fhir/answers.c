#include <evenkeel/questionnaire.h>

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "fhir_json.h"

#define ANSWERS_MAX 5000

struct reading {
	const struct questionnaire *questionnaire;
	struct questionnaire_answers *out;
	struct problems *problems;
	bool *seen; /* by item: it stood in the response already */
};

static void append(struct questionnaire_answer **list, size_t *count, struct questionnaire_answer answer)
{
	*list = mem_grow(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = answer;
}

void answers_add(struct questionnaire_answers *answers, struct questionnaire_answer answer)
{
	append(&answers->items, &answers->count, answer);
}

static void clear_list(struct questionnaire_answer *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].words)
			explicit_bzero(list[i].words, strlen(list[i].words));
		free(list[i].words);
	}
	if (list)
		explicit_bzero(list, count * sizeof(*list));
	free(list);
}

void answers_clear(struct questionnaire_answers *answers)
{
	clear_list(answers->items, answers->count);
	clear_list(answers->recorded, answers->recorded_count);
	*answers = (struct questionnaire_answers){0};
}

/* "code" or "system|code" */
static bool names(const struct questionnaire_option *option, const char *code)
{
	size_t length = option->system ? strlen(option->system) : 0;

	return strcmp(option->code, code) == 0 || (length > 0 && strncmp(option->system, code, length) == 0 &&
						   code[length] == '|' && strcmp(option->code, code + length + 1) == 0);
}

static size_t find_option(struct reading *reading, const struct questionnaire_item *item, enum option_kind kind,
			  const char *code, const char *system)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < item->option_count; i++) {
		const struct questionnaire_option *option = &item->options[i];
		if ((kind == OPTION_INTEGER) != (option->kind == OPTION_INTEGER) || !names(option, code) ||
		    (system && option->system && strcmp(system, option->system) != 0))
			continue;
		if (found != SIZE_MAX) {
			problems_refuse(reading->problems, item->link_id,
					"two of its options have this code, of two systems; write 'system|code'");
			return SIZE_MAX;
		}
		found = i;
	}
	if (found == SIZE_MAX)
		problems_refuse(reading->problems, item->link_id,
				"the answer is none of its options; give the option's code as the file has it");
	return found;
}

static void add_choice(struct reading *reading, size_t place, enum option_kind kind, const char *code,
		       const char *system)
{
	const struct questionnaire_item *item = &reading->questionnaire->items[place];
	size_t option = find_option(reading, item, kind, code, system);

	for (size_t i = 0; i < reading->out->count; i++)
		if (reading->out->items[i].item == place && reading->out->items[i].option == option)
			return; /* the same option twice is once */
	if (option != SIZE_MAX)
		answers_add(reading->out, (struct questionnaire_answer){.item = place, .option = option});
}

static void add_number(struct reading *reading, size_t place, double number)
{
	if (fabs(number) > QUESTIONNAIRE_NUMBER_MAX) {
		problems_refuse(reading->problems, reading->questionnaire->items[place].link_id,
				"a number beyond all bounds");
		return;
	}
	answers_add(reading->out, (struct questionnaire_answer){.item = place, .option = SIZE_MAX, .number = number});
}

static bool take_choice(struct reading *reading, size_t place, const json_t *value)
{
	char digits[24];

	if (json_is_string(value)) {
		add_choice(reading, place, OPTION_CODING, json_string_value(value), NULL);
	} else if (json_is_integer(value)) {
		snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		add_choice(reading, place, OPTION_INTEGER, digits, NULL);
	} else {
		return false;
	}
	return true;
}

/* One answer, as JSON has it; false: of another kind than the item asks for. */
static bool take_plain(struct reading *reading, size_t place, const json_t *value)
{
	switch (reading->questionnaire->items[place].type) {
	case ITEM_CHOICE:
		return take_choice(reading, place, value);
	case ITEM_INTEGER:
		if (json_is_integer(value))
			add_number(reading, place, json_number_value(value));
		return json_is_integer(value);
	case ITEM_DECIMAL:
		if (json_is_number(value))
			add_number(reading, place, json_number_value(value));
		return json_is_number(value);
	case ITEM_BOOLEAN:
		if (json_is_boolean(value))
			add_number(reading, place, json_is_true(value));
		return json_is_boolean(value);
	case ITEM_TEXT:
		if (json_is_string(value))
			answers_add(reading->out,
				    (struct questionnaire_answer){.item = place,
								  .option = SIZE_MAX,
								  .words = mem_copy_string(json_string_value(value))});
		return json_is_string(value);
	default:
		return false;
	}
}

static const char *wanted_kind(enum questionnaire_type type)
{
	switch (type) {
	case ITEM_CHOICE:
		return "\"code\"";
	case ITEM_INTEGER:
		return "3";
	case ITEM_DECIMAL:
		return "2.5";
	case ITEM_BOOLEAN:
		return "true";
	default:
		return "\"...\"";
	}
}

static bool may_answer(struct reading *reading, size_t place, size_t count)
{
	const struct questionnaire_item *item = &reading->questionnaire->items[place];

	if (item->type == ITEM_OTHER) {
		problems_note(reading->problems, item->link_id, "its answer is left out, as the item is");
		return false;
	}
	if (item->type == ITEM_GROUP || item->type == ITEM_DISPLAY || item->type == ITEM_SCORE) {
		problems_refuse(reading->problems, item->link_id, "it is nothing to answer");
		return false;
	}
	if (count > 1 && !item->repeats) {
		problems_refuse(reading->problems, item->link_id, "it takes one answer, and several are given");
		return false;
	}
	if (reading->out->count + count > ANSWERS_MAX) {
		problems_refuse(reading->problems, NULL, "more than %d answers are given", ANSWERS_MAX);
		return false;
	}
	return true;
}

static void read_member(struct reading *reading, const char *link_id, const json_t *value)
{
	size_t place = questionnaire_find(reading->questionnaire, link_id);
	size_t count = json_is_array(value) ? json_array_size(value) : 1;

	if (place == SIZE_MAX) {
		problems_refuse(reading->problems, link_id, "the questionnaire has no item with this linkId");
		return;
	}
	if (json_is_null(value) || !may_answer(reading, place, count))
		return;
	for (size_t i = 0; i < count; i++)
		if (!take_plain(reading, place, json_is_array(value) ? json_array_get(value, i) : value))
			problems_refuse(reading->problems, link_id, "the answer is of another kind; write it like %s",
					wanted_kind(reading->questionnaire->items[place].type));
}

/* A score that the response brings along. */
static void read_recorded(struct reading *reading, size_t place, const json_t *answer)
{
	const json_t *value = json_object_get(answer, "valueDecimal");

	if (!value)
		value = json_object_get(answer, "valueInteger");
	if (!value)
		value = json_object_get(json_object_get(answer, "valueQuantity"), "value");
	if (json_is_number(value))
		append(&reading->out->recorded, &reading->out->recorded_count,
		       (struct questionnaire_answer){
			       .item = place, .option = SIZE_MAX, .number = json_number_value(value)});
}

static void read_coding(struct reading *reading, size_t place, const json_t *coding)
{
	const struct questionnaire_item *item = &reading->questionnaire->items[place];
	const char *code = fhir_string(coding, "code");

	if (item->type != ITEM_CHOICE)
		problems_refuse(reading->problems, item->link_id, "the answer is of another kind; write it like %s",
				wanted_kind(item->type));
	else if (!code)
		problems_refuse(reading->problems, item->link_id,
				"the answer has no code; an option is known by its code, not by its words");
	else
		add_choice(reading, place, OPTION_CODING, code, fhir_string(coding, "system"));
}

static void read_response_answer(struct reading *reading, size_t place, const json_t *answer)
{
	static const char *const keys[] = {"valueInteger", "valueDecimal", "valueBoolean", "valueString"};
	const struct questionnaire_item *item = &reading->questionnaire->items[place];

	if (json_is_object(json_object_get(answer, "valueCoding"))) {
		read_coding(reading, place, json_object_get(answer, "valueCoding"));
		return;
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const json_t *value = json_object_get(answer, keys[i]);
		if (value && take_plain(reading, place, value))
			return;
	}
	problems_refuse(reading->problems, item->link_id, "the answer is of another kind; write it like %s",
			wanted_kind(item->type));
}

static void read_response_items(struct reading *reading, const json_t *parent);

static void read_response_item(struct reading *reading, const json_t *object, size_t place)
{
	json_t *answers = fhir_list(object, "answer"), *answer;
	size_t i;

	if (reading->seen[place]) {
		problems_note(reading->problems, reading->questionnaire->items[place].link_id,
			      "it stands twice in the response; the first one counts");
		return;
	}
	reading->seen[place] = true;
	bool score = reading->questionnaire->items[place].type == ITEM_SCORE;
	bool take = json_array_size(answers) > 0 && !score && may_answer(reading, place, json_array_size(answers));
	json_array_foreach(answers, i, answer)
	{
		if (score)
			read_recorded(reading, place, answer);
		else if (take)
			read_response_answer(reading, place, answer);
		read_response_items(reading, answer);
	}
	read_response_items(reading, object);
}

static void read_response_items(struct reading *reading, const json_t *parent)
{
	json_t *object;
	size_t i;

	json_array_foreach(fhir_list(parent, "item"), i, object)
	{
		const char *link_id = fhir_string(object, "linkId");
		size_t place = link_id ? questionnaire_find(reading->questionnaire, link_id) : SIZE_MAX;
		if (place == SIZE_MAX)
			problems_refuse(reading->problems, link_id, "the questionnaire has no item with this linkId");
		else
			read_response_item(reading, object, place);
	}
}

static void read_response(struct reading *reading, const json_t *document)
{
	const char *canonical = fhir_string(document, "questionnaire"), *url = reading->questionnaire->url;
	size_t length = canonical ? strcspn(canonical, "|") : 0;

	if (canonical && url && (strlen(url) != length || strncmp(url, canonical, length) != 0))
		problems_note(reading->problems, NULL, "the response says that it answers another questionnaire: '%s'",
			      canonical);
	read_response_items(reading, document);
}

int answers_read(const struct questionnaire *questionnaire, const struct questionnaire_file *file,
		 struct questionnaire_answers *ret, struct problems *problems)
{
	struct questionnaire_answers out = {0};
	bool *seen _cleanup_free_ = mem_new(questionnaire->count, sizeof(*seen));
	struct reading reading = {.questionnaire = questionnaire, .out = &out, .problems = problems, .seen = seen};
	size_t refused = problems->refused;
	const char *key;
	json_t *value;

	problems->file = file->name;
	_cleanup_(fhir_json_free) json_t *document = fhir_json_read(file, problems);
	if (document && strcmp(fhir_resource(document), "QuestionnaireResponse") == 0)
		read_response(&reading, document);
	else if (document)
		json_object_foreach(document, key, value) read_member(&reading, key, value);
	if (problems->refused == refused) {
		*ret = out;
		return 0;
	}
	answers_clear(&out);
	return -1;
}
