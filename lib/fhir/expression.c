#include "expression.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#define VARIABLES_MAX 500

static void read_variable(const json_t *extension, struct expression *ret)
{
	static const char url[] = "http://hl7.org/fhir/StructureDefinition/variable";
	const char *its = fhir_string(extension, "url");
	const json_t *value = json_object_get(extension, "valueExpression");
	const char *name = fhir_string(value, "name"), *source = fhir_string(value, "expression");
	_cleanup_(text_clear) struct text fault = {0};

	if (!its || strcmp(its, url) != 0 || !name || !source || ret->count == VARIABLES_MAX)
		return;
	struct node *node = expression_parse(source, &fault);
	ret->variables = mem_grow(ret->variables, ret->count + 1, sizeof(*ret->variables));
	ret->variables[ret->count++] = (struct variable){
		.name = mem_copy_string(name),
		.node = node,
		.fault = node ? NULL : mem_copy_string(text_string(&fault)),
	};
}

static void read_variables(const json_t *object, struct expression *ret)
{
	json_t *extension;
	size_t i;

	json_array_foreach(fhir_list(object, "extension"), i, extension) read_variable(extension, ret);
}

/* The item's own object in the document, with the variables of all on the way to it. */
static bool descend(const json_t *object, const char *link_id, struct expression *ret)
{
	size_t before = ret->count, i;
	json_t *item;

	read_variables(object, ret);
	const char *its = fhir_string(object, "linkId");
	if (its && strcmp(its, link_id) == 0)
		return true;
	json_array_foreach(fhir_list(object, "item"), i, item) if (descend(item, link_id, ret)) return true;
	while (ret->count > before) {
		struct variable *last = &ret->variables[--ret->count];
		free(last->name);
		free(last->fault);
		expression_free(last->node);
	}
	return false;
}

int expression_read(const struct questionnaire *questionnaire, size_t item, struct expression *ret,
		    struct text *ret_fault)
{
	*ret = (struct expression){0};
	ret->node = expression_parse(questionnaire->items[item].expression, ret_fault);
	if (!ret->node)
		return -1;
	descend(questionnaire->document, questionnaire->items[item].link_id, ret);
	return 0;
}

void expression_clear(struct expression *expression)
{
	for (size_t i = 0; i < expression->count; i++) {
		free(expression->variables[i].name);
		free(expression->variables[i].fault);
		expression_free(expression->variables[i].node);
	}
	free(expression->variables);
	expression_free(expression->node);
	*expression = (struct expression){0};
}
