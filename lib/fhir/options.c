#include "loader.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#define NUMBER_MAX 1e6 /* an option worth more is a slip */

/* Where FHIR has put an option's number over the years. */
static const char *const number_urls[] = {
	"http://hl7.org/fhir/StructureDefinition/ordinalValue",
	"http://hl7.org/fhir/StructureDefinition/itemWeight",
	"http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
	"http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
	"http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
};

static bool is_number_url(const char *url)
{
	for (size_t i = 0; i < sizeof(number_urls) / sizeof(number_urls[0]); i++)
		if (strcmp(url, number_urls[i]) == 0)
			return true;
	return false;
}

/* What two places say of one number. */
static int agree(int found, double *number, int again, double other)
{
	if (again == 0)
		return found;
	if (found < 0 || again < 0 || (found > 0 && *number != other))
		return -1;
	*number = other;
	return 1;
}

int number_of(const json_t *object, double *ret)
{
	json_t *extension;
	int found = 0;
	size_t i;

	json_array_foreach(fhir_list(object, "extension"), i, extension)
	{
		const char *url = fhir_string(extension, "url");
		if (!url || !is_number_url(url))
			continue;
		const json_t *value = json_object_get(extension, "valueDecimal");
		if (!value)
			value = json_object_get(extension, "valueInteger");
		double number = json_number_value(value);
		bool sound = json_is_number(value) && isfinite(number) && fabs(number) <= NUMBER_MAX;
		found = agree(found, ret, sound ? 1 : -1, number);
	}
	return found;
}

struct questionnaire_option *options_add(struct loader *loader, struct questionnaire_item *item)
{
	if (item->option_count == QUESTIONNAIRE_OPTIONS_MAX || loader->option_total == QUESTIONNAIRE_ALL_OPTIONS_MAX) {
		problems_refuse(loader->problems, item->link_id, "it has too many options: %d at most in one question",
				QUESTIONNAIRE_OPTIONS_MAX);
		return NULL;
	}
	loader->option_total++;
	item->options = mem_grow(item->options, item->option_count + 1, sizeof(*item->options));
	struct questionnaire_option *option = &item->options[item->option_count++];
	*option = (struct questionnaire_option){0};
	return option;
}

static void set_number(struct loader *loader, const struct questionnaire_item *item,
		       struct questionnaire_option *option, int found, double number)
{
	if (found < 0)
		problems_refuse(loader->problems, item->link_id,
				"the option '%s' has two numbers that differ, or one that is none; keep one",
				option->code);
	option->has_number = found > 0;
	option->number = found > 0 ? number : 0;
}

void options_add_coding(struct loader *loader, struct questionnaire_item *item, const json_t *coding,
			const char *system, const json_t *outer)
{
	const char *code = fhir_string(coding, "code"), *own_system = fhir_string(coding, "system");
	double number = 0, other = 0;

	if (!code) {
		problems_refuse(loader->problems, item->link_id,
				"one of its options has no code; an option is known by its code, not by its words");
		return;
	}
	struct questionnaire_option *option = options_add(loader, item);
	if (!option || !loader_may(loader, item->link_id, json_array_size(fhir_list(coding, "extension")))) {
		item->option_count -= option != NULL;
		return;
	}
	const char *words = words_of(loader, coding, "display");
	loader_check_length(loader, item->link_id, words);
	loader_check_length(loader, item->link_id, code);
	option->kind = OPTION_CODING;
	option->code = mem_copy_string(code);
	option->system = fhir_copy(own_system ? own_system : system);
	option->text = mem_copy_string(words ? words : code);
	int found = number_of(coding, &number);
	int again = outer ? number_of(outer, &other) : 0;
	found = agree(found, &number, again, other);
	if (found == 0)
		found = codesystem_number(loader, option->system, code, &number);
	set_number(loader, item, option, found, number);
}

static void add_integer(struct loader *loader, struct questionnaire_item *item, const json_t *object)
{
	struct questionnaire_option *option = options_add(loader, item);
	json_int_t value = json_integer_value(json_object_get(object, "valueInteger"));
	double number = 0, other = 0;
	char digits[24];

	if (!option)
		return;
	snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT, value);
	option->kind = OPTION_INTEGER;
	option->code = mem_copy_string(digits);
	option->text = mem_copy_string(digits);
	int found = number_of(object, &number);
	int again = number_of(json_object_get(object, "_valueInteger"), &other);
	found = agree(found, &number, again, other);
	if (found == 0 && fabs((double)value) <= NUMBER_MAX) {
		number = (double)value; /* the number is what is chosen */
		found = 1;
	}
	set_number(loader, item, option, found, number);
}

static void add_string(struct loader *loader, struct questionnaire_item *item, const json_t *object)
{
	struct questionnaire_option *option = options_add(loader, item);
	double number = 0, other = 0;

	if (!option)
		return;
	option->kind = OPTION_STRING;
	loader_check_length(loader, item->link_id, fhir_string(object, "valueString"));
	option->code = mem_copy_string(fhir_string(object, "valueString"));
	option->text = mem_copy_string(words_of(loader, object, "valueString"));
	int found = number_of(object, &number);
	int again = number_of(json_object_get(object, "_valueString"), &other);
	found = agree(found, &number, again, other);
	set_number(loader, item, option, found, number);
}

static void add_option(struct loader *loader, struct questionnaire_item *item, const json_t *object)
{
	if (json_is_object(json_object_get(object, "valueCoding")))
		options_add_coding(loader, item, json_object_get(object, "valueCoding"), NULL, object);
	else if (json_is_integer(json_object_get(object, "valueInteger")))
		add_integer(loader, item, object);
	else if (fhir_string(object, "valueString"))
		add_string(loader, item, object);
	else
		problems_refuse(loader->problems, item->link_id,
				"one of its options is none of valueCoding, valueInteger and valueString");
}

static bool same_system(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Two options that no answer could tell apart; and those without a number among others that have one. */
static void check_options(struct loader *loader, const struct questionnaire_item *item)
{
	size_t numbered = 0;

	for (size_t i = 0; i < item->option_count; i++) {
		const struct questionnaire_option *a = &item->options[i];
		numbered += a->has_number;
		for (size_t k = 0; k < i; k++) {
			const struct questionnaire_option *b = &item->options[k];
			if (strcmp(a->code, b->code) == 0 && same_system(a->system, b->system))
				problems_refuse(loader->problems, item->link_id,
						"two of its options have the code '%s'; give each its own", a->code);
		}
	}
	for (size_t i = 0; numbered > 0 && i < item->option_count; i++)
		if (!item->options[i].has_number)
			problems_note(loader->problems, item->link_id,
				      "its option '%s' has no number, and others have one; it is not scored",
				      item->options[i].code);
}

void options_read(struct loader *loader, const json_t *object, struct questionnaire_item *item)
{
	const char *reference = fhir_string(object, "answerValueSet");
	json_t *option;
	size_t i;

	json_array_foreach(fhir_list(object, "answerOption"), i, option) add_option(loader, item, option);
	if (reference)
		valueset_read(loader, reference, item);
	else if (item->option_count == 0 && item->type == ITEM_CHOICE)
		problems_refuse(loader->problems, item->link_id,
				"it has nothing to choose from: neither answerOption nor answerValueSet");
	check_options(loader, item);
}
