#include <string.h>

#include <evenkeel/i18n.h>

#include "expression.h"
#include "loader.h"

struct call {
	struct run *run;
	const struct node *node;
	const struct scope *scope;
	const struct collection *input;
	struct collection *ret;
};

static void add_new(struct collection *ret, json_t *value)
{
	collection_add(ret, value);
	json_decref(value);
}

static struct scope scope_of(const struct call *call, json_t *self)
{
	return (struct scope){.self = self, .total = call->scope->total};
}

/* Is the criterion true of @item? -2: a fault. */
static int criterion(struct call *call, json_t *item)
{
	struct scope scope = scope_of(call, item);
	struct collection result = {0};
	int truth = run_node(call->run, call->node->arguments[0], &scope, &result)
			    ? collection_truth(call->run, &result)
			    : -2;

	collection_clear(&result);
	return truth;
}

static bool call_where(struct call *call, struct collection *ret)
{
	for (size_t i = 0; i < call->input->count; i++) {
		int truth = criterion(call, call->input->items[i]);
		if (truth == -2)
			return false;
		if (truth == 1)
			collection_add(ret, call->input->items[i]);
	}
	return true;
}

static bool call_exists(struct call *call)
{
	struct collection chosen = {0};
	bool fine = true, some = call->input->count > 0;

	if (call->node->arguments[0]) {
		fine = call_where(call, &chosen);
		some = chosen.count > 0;
		collection_clear(&chosen);
	}
	if (fine)
		add_new(call->ret, json_boolean(some));
	return fine;
}

static bool call_not(struct call *call)
{
	int truth = collection_truth(call->run, call->input);

	if (truth >= 0)
		add_new(call->ret, json_boolean(!truth));
	return truth != -2;
}

static bool call_sum(struct call *call)
{
	double sum = 0;

	for (size_t i = 0; i < call->input->count; i++) {
		if (!json_is_number(call->input->items[i]))
			return run_fault(call->run, _("a sum of what are no numbers"));
		sum += json_number_value(call->input->items[i]);
	}
	if (call->input->count > 0) {
		json_t *number = json_real(sum);
		if (!number)
			return run_fault(call->run, _("a number beyond all bounds"));
		add_new(call->ret, number);
	}
	return true;
}

/* The numbers that the codings' own extensions give; a coding without one has none. */
static bool call_ordinal(struct call *call)
{
	for (size_t i = 0; i < call->input->count; i++) {
		double number = 0;
		if (number_of(call->input->items[i], &number) > 0)
			add_new(call->ret, json_real(number));
	}
	return true;
}

static bool call_iif(struct call *call)
{
	struct collection result = {0};
	bool fine = run_node(call->run, call->node->arguments[0], call->scope, &result);
	int truth = fine ? collection_truth(call->run, &result) : -2;

	collection_clear(&result);
	if (truth == -2)
		return false;
	const struct node *chosen = call->node->arguments[truth == 1 ? 1 : 2];
	return !chosen || run_node(call->run, chosen, call->scope, call->ret);
}

static bool add_descendants(struct run *run, json_t *value, struct collection *ret)
{
	const char *key;
	json_t *below;
	size_t i;

	if (!run_step(run, 1))
		return false;
	if (json_is_array(value)) {
		json_array_foreach(value, i, below)
		{
			if (!json_is_null(below))
				collection_add(ret, below);
			if (!add_descendants(run, below, ret))
				return false;
		}
		return true;
	}
	json_object_foreach(value, key, below)
	{
		if (!json_is_array(below) && !json_is_null(below))
			collection_add(ret, below);
		if (!add_descendants(run, below, ret))
			return false;
	}
	return true;
}

/* All answers below, those to items below an answer among them. */
static bool add_answers(struct run *run, const json_t *value, struct collection *ret)
{
	json_t *item, *answer;
	size_t i, k;

	json_array_foreach(fhir_list(value, "item"), i, item)
	{
		if (!run_step(run, 1))
			return false;
		json_array_foreach(fhir_list(item, "answer"), k, answer)
		{
			collection_add(ret, answer);
			if (!add_answers(run, answer, ret))
				return false;
		}
		if (!add_answers(run, item, ret))
			return false;
	}
	return true;
}

static bool call_below(struct call *call)
{
	bool answers = call->node->which == CALL_ANSWERS;

	for (size_t i = 0; i < call->input->count; i++)
		if (!(answers ? add_answers(call->run, call->input->items[i], call->ret)
			      : add_descendants(call->run, call->input->items[i], call->ret)))
			return false;
	return true;
}

/* What was found and is new goes to the results, which begin at @first. */
static bool add_unknown(struct call *call, size_t first, const struct collection *found)
{
	struct collection *ret = call->ret;

	for (size_t k = 0; k < found->count; k++) {
		bool known = false;
		if (!run_step(call->run, ret->count - first))
			return false;
		for (size_t j = first; j < ret->count && !known; j++)
			known = ret->items[j] == found->items[k];
		if (!known)
			collection_add(ret, found->items[k]);
	}
	return true;
}

/* repeat(), from what is newly found on; each element once. */
static bool call_repeat(struct call *call)
{
	const struct collection *from = call->input, *ret = call->ret;
	size_t first = ret->count; /* what stands there already is no result of this call */

	for (size_t i = 0; i < from->count + ret->count - first; i++) {
		json_t *item = i < from->count ? from->items[i] : ret->items[first + i - from->count];
		struct scope scope = scope_of(call, item);
		struct collection found = {0};
		bool fine = run_node(call->run, call->node->arguments[0], &scope, &found) &&
			    add_unknown(call, first, &found);
		collection_clear(&found);
		if (!fine)
			return false;
	}
	return true;
}

static bool call_select(struct call *call)
{
	for (size_t i = 0; i < call->input->count; i++) {
		struct scope scope = scope_of(call, call->input->items[i]);
		if (!run_node(call->run, call->node->arguments[0], &scope, call->ret))
			return false;
	}
	return true;
}

/* The argument's one string; NULL for empty, or after a fault. */
static const char *argument_string(struct call *call, struct collection *result, bool *ret_fine)
{
	*ret_fine = run_node(call->run, call->node->arguments[0], call->scope, result);
	if (!*ret_fine || result->count == 0)
		return NULL;
	if (result->count > 1 || !json_is_string(result->items[0])) {
		*ret_fine = run_fault(call->run, _("words are needed where something else stands"));
		return NULL;
	}
	return json_string_value(result->items[0]);
}

static bool call_starts_with(struct call *call)
{
	struct collection result = {0};
	bool fine;
	const char *prefix = argument_string(call, &result, &fine);

	if (prefix && call->input->count > 1)
		fine = run_fault(call->run, "startsWith()");
	else if (prefix && call->input->count == 1 && json_is_string(call->input->items[0]))
		add_new(call->ret,
			json_boolean(strncmp(json_string_value(call->input->items[0]), prefix, strlen(prefix)) == 0));
	collection_clear(&result);
	return fine;
}

static bool call_extension(struct call *call)
{
	struct collection result = {0};
	bool fine;
	const char *url = argument_string(call, &result, &fine);

	for (size_t i = 0; fine && url && i < call->input->count; i++) {
		json_t *extension, *list = fhir_list(call->input->items[i], "extension");
		size_t k;
		fine = run_step(call->run, json_array_size(list));
		json_array_foreach(list, k, extension)
		{
			const char *its = fhir_string(extension, "url");
			if (its && strcmp(its, url) == 0)
				collection_add(call->ret, extension);
		}
	}
	collection_clear(&result);
	return fine;
}

static bool call_aggregate(struct call *call)
{
	struct collection total = {0};
	bool fine = !call->node->arguments[1] || run_node(call->run, call->node->arguments[1], call->scope, &total);

	for (size_t i = 0; fine && i < call->input->count; i++) {
		struct collection next = {0};
		struct scope scope = {.self = call->input->items[i], .total = &total};
		fine = run_node(call->run, call->node->arguments[0], &scope, &next);
		collection_clear(&total);
		total = next;
	}
	for (size_t i = 0; fine && i < total.count; i++)
		collection_add(call->ret, total.items[i]);
	collection_clear(&total);
	return fine;
}

static bool call_combine(struct call *call)
{
	for (size_t i = 0; i < call->input->count; i++)
		collection_add(call->ret, call->input->items[i]);
	return run_node(call->run, call->node->arguments[0], call->scope, call->ret);
}

static bool dispatch(struct call *call)
{
	const struct collection *input = call->input;

	switch ((enum function)call->node->which) {
	case CALL_WHERE:
		return call_where(call, call->ret);
	case CALL_EXISTS:
		return call_exists(call);
	case CALL_EMPTY:
		add_new(call->ret, json_boolean(input->count == 0));
		return true;
	case CALL_NOT:
		return call_not(call);
	case CALL_SUM:
		return call_sum(call);
	case CALL_COUNT:
		add_new(call->ret, json_integer((json_int_t)input->count));
		return true;
	case CALL_ORDINAL:
		return call_ordinal(call);
	case CALL_IIF:
		return call_iif(call);
	case CALL_DESCENDANTS:
	case CALL_ANSWERS:
		return call_below(call);
	case CALL_REPEAT:
		return call_repeat(call);
	case CALL_FIRST:
		if (input->count > 0)
			collection_add(call->ret, input->items[0]);
		return true;
	case CALL_STARTS_WITH:
		return call_starts_with(call);
	case CALL_SELECT:
		return call_select(call);
	case CALL_EXTENSION:
		return call_extension(call);
	case CALL_AGGREGATE:
		return call_aggregate(call);
	case CALL_HAS_VALUE:
		add_new(call->ret, json_boolean(input->count == 1 && !json_is_object(input->items[0])));
		return true;
	case CALL_COMBINE:
		return call_combine(call);
	}
	return false;
}

bool run_call(struct run *run, const struct node *node, const struct scope *scope, struct collection *ret)
{
	struct collection input = {0};
	struct call call = {run, node, scope, &input, ret};
	bool fine = (!node->left || run_node(run, node->left, scope, &input)) && run_step(run, input.count) &&
		    dispatch(&call);

	collection_clear(&input);
	return fine;
}
