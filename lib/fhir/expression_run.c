#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "expression.h"

#define DEPTH_MAX 400 /* of nodes and variables within each other */

void collection_add(struct collection *collection, json_t *item)
{
	if (collection->count == collection->capacity) {
		collection->capacity = collection->capacity ? 2 * collection->capacity : 8;
		collection->items = mem_grow(collection->items, collection->capacity, sizeof(json_t *));
	}
	collection->items[collection->count++] = json_incref(item);
}

void collection_clear(struct collection *collection)
{
	for (size_t i = 0; i < collection->count; i++)
		json_decref(collection->items[i]);
	free(collection->items);
	*collection = (struct collection){0};
}

bool run_fault(struct run *run, const char *what)
{
	if (run->fault->length == 0)
		text_append(run->fault, what);
	return false;
}

bool run_step(struct run *run, size_t steps)
{
	if (run->steps_left <= steps)
		return run_fault(run, _("it takes too long"));
	run->steps_left -= steps;
	return true;
}

int collection_truth(struct run *run, const struct collection *collection)
{
	if (collection->count == 0)
		return -1;
	if (collection->count > 1 || !json_is_boolean(collection->items[0])) {
		run_fault(run, _("a condition that is neither true nor false"));
		return -2;
	}
	return json_is_true(collection->items[0]);
}

static void collect_value(json_t *value, struct collection *ret)
{
	json_t *element;
	size_t i;

	if (!json_is_array(value)) {
		if (value && !json_is_null(value))
			collection_add(ret, value);
		return;
	}
	json_array_foreach(value, i, element) if (!json_is_null(element)) collection_add(ret, element);
}

static void collect_member(const json_t *object, const char *name, struct collection *ret)
{
	size_t length = strlen(name);
	const char *key;
	json_t *value = json_object_get(object, name);

	collect_value(value, ret);
	if (value || strcmp(name, "value") != 0 || !json_is_object(object))
		return;
	/* FHIR writes the element value[x] with its type: valueCoding. */
	for (void *at = json_object_iter((json_t *)(uintptr_t)object); at;
	     at = json_object_iter_next((json_t *)(uintptr_t)object, at)) {
		key = json_object_iter_key(at);
		if (strncmp(key, name, length) == 0 && key[length] >= 'A' && key[length] <= 'Z')
			collect_value(json_object_iter_value(at), ret);
	}
}

static bool run_variable(struct run *run, const char *name, struct collection *ret)
{
	const struct expression *expression = run->expression;
	const struct scope outside = {0};

	if (strcmp(name, "resource") == 0 || strcmp(name, "rootResource") == 0) {
		collection_add(ret, run->response);
		return true;
	}
	if (strcmp(name, "questionnaire") == 0) {
		collection_add(ret, run->questionnaire);
		return true;
	}
	for (size_t i = expression->count; i-- > 0;)
		if (strcmp(expression->variables[i].name, name) == 0)
			return expression->variables[i].node
				       ? run_node(run, expression->variables[i].node, &outside, ret)
				       : run_fault(run, expression->variables[i].fault);
	_cleanup_(text_clear) struct text words = {0};
	text_appendf(&words, "%%%s", name);
	return run_fault(run, text_string(&words));
}

/* What is looked at and what is found counts: a few elements that share a long list would take all time and memory. */
static bool step_into(struct run *run, const json_t *object, const char *name, struct collection *ret)
{
	size_t before = ret->count, looks = strcmp(name, "value") == 0 ? json_object_size(object) : 1;

	collect_member(object, name, ret);
	return run_step(run, looks + ret->count - before);
}

static bool run_member(struct run *run, const struct node *node, const struct scope *scope, struct collection *ret)
{
	struct collection left = {0};

	if (!node->left) /* a path that begins with a name begins at the element in hand */
		return scope->self ? step_into(run, scope->self, node->name, ret) : run_fault(run, node->name);
	bool fine = run_node(run, node->left, scope, &left);
	for (size_t i = 0; fine && i < left.count; i++)
		fine = step_into(run, left.items[i], node->name, ret);
	collection_clear(&left);
	return fine;
}

static bool run_total(struct run *run, const struct scope *scope, struct collection *ret)
{
	if (!scope->total)
		return run_fault(run, "$total");
	if (!run_step(run, scope->total->count))
		return false;
	for (size_t i = 0; i < scope->total->count; i++)
		collection_add(ret, scope->total->items[i]);
	return true;
}

static bool run_negate(struct run *run, const struct node *node, const struct scope *scope, struct collection *ret)
{
	struct collection left = {0};
	bool fine = run_node(run, node->left, scope, &left);

	if (fine && left.count == 1 && json_is_number(left.items[0])) {
		json_t *number = json_real(-json_number_value(left.items[0]));
		collection_add(ret, number);
		json_decref(number);
	} else if (fine && left.count > 0) {
		fine = run_fault(run, "-");
	}
	collection_clear(&left);
	return fine;
}

static bool run_kind(struct run *run, const struct node *node, const struct scope *scope, struct collection *ret)
{
	switch (node->kind) {
	case NODE_LITERAL:
		collection_add(ret, node->literal);
		return true;
	case NODE_EMPTY:
		return true;
	case NODE_VARIABLE:
		return run_variable(run, node->name, ret);
	case NODE_THIS:
		if (!scope->self)
			return run_fault(run, "$this");
		collection_add(ret, scope->self);
		return true;
	case NODE_TOTAL:
		return run_total(run, scope, ret);
	case NODE_MEMBER:
		return run_member(run, node, scope, ret);
	case NODE_CALL:
		return run_call(run, node, scope, ret);
	case NODE_BINARY:
		return run_binary(run, node, scope, ret);
	case NODE_NEGATE:
		return run_negate(run, node, scope, ret);
	}
	return false;
}

bool run_node(struct run *run, const struct node *node, const struct scope *scope, struct collection *ret)
{
	if (!run_step(run, 1))
		return false;
	if (run->depth == DEPTH_MAX)
		return run_fault(run, _("it is too deep"));
	run->depth++;
	bool fine = run_kind(run, node, scope, ret);
	run->depth--;
	return fine;
}

enum expression_outcome expression_run(struct run *run, double *ret)
{
	struct collection result = {0};
	const struct scope outside = {0};
	enum expression_outcome outcome = EXPRESSION_FAULT;

	run->depth = 0;
	if (run_node(run, run->expression->node, &outside, &result)) {
		double value = result.count == 1 ? json_number_value(result.items[0]) : 0;
		if (result.count == 0)
			outcome = EXPRESSION_EMPTY;
		else if (result.count == 1 && json_is_number(result.items[0]) && isfinite(value))
			outcome = EXPRESSION_VALUE;
		else
			run_fault(run, _("what it computes is no single number"));
		*ret = value;
	}
	collection_clear(&result);
	return outcome;
}
