#include <math.h>
#include <string.h>

#include <evenkeel/i18n.h>

#include "expression.h"

static void add_new(struct collection *ret, json_t *value)
{
	collection_add(ret, value);
	json_decref(value);
}

static void add_truth(struct collection *ret, int truth)
{
	if (truth >= 0)
		add_new(ret, json_boolean(truth));
}

static bool equal(const json_t *a, const json_t *b)
{
	if (json_is_number(a) && json_is_number(b))
		return json_number_value(a) == json_number_value(b);
	return json_equal(a, b) == 1;
}

/* From its element @from on. */
static bool contains(const struct collection *collection, size_t from, const json_t *item)
{
	for (size_t i = from; i < collection->count; i++)
		if (equal(collection->items[i], item))
			return true;
	return false;
}

/* -1: empty, as where either side is. */
static int compare_equal(const struct collection *left, const struct collection *right)
{
	if (left->count == 0 || right->count == 0)
		return -1;
	if (left->count != right->count)
		return 0;
	for (size_t i = 0; i < left->count; i++)
		if (!equal(left->items[i], right->items[i]))
			return 0;
	return 1;
}

static bool compute(struct run *run, enum binary which, double a, double b, struct collection *ret)
{
	double value = which == OP_MULTIPLY ? a * b : which == OP_ADD ? a + b : which == OP_SUBTRACT ? a - b : a / b;

	if (which == OP_DIVIDE && b == 0)
		return true; /* FHIRPath: empty */
	if (!isfinite(value))
		return run_fault(run, _("a number beyond all bounds"));
	switch (which) {
	case OP_LESS:
		add_truth(ret, a < b);
		break;
	case OP_GREATER:
		add_truth(ret, a > b);
		break;
	case OP_AT_MOST:
		add_truth(ret, a <= b);
		break;
	case OP_AT_LEAST:
		add_truth(ret, a >= b);
		break;
	default:
		add_new(ret, json_real(value));
	}
	return true;
}

/* One number on each side, or empty. */
static bool run_numbers(struct run *run, enum binary which, const struct collection *left,
			const struct collection *right, struct collection *ret)
{
	if (left->count == 0 || right->count == 0)
		return true;
	if (left->count > 1 || right->count > 1)
		return run_fault(run, _("several numbers where one is needed"));
	if (!json_is_number(left->items[0]) || !json_is_number(right->items[0]))
		return run_fault(run, _("a sum of what are no numbers"));
	return compute(run, which, json_number_value(left->items[0]), json_number_value(right->items[0]), ret);
}

/* Three values: true, false, and empty. */
static bool run_logic(struct run *run, enum binary which, const struct collection *left, const struct collection *right,
		      struct collection *ret)
{
	int a = collection_truth(run, left), b = collection_truth(run, right);
	int decides = which == OP_OR;

	if (a == -2 || b == -2)
		return false;
	if (a == decides || b == decides)
		add_truth(ret, decides);
	else
		add_truth(ret, a < 0 || b < 0 ? -1 : !decides);
	return true;
}

static bool run_union(struct run *run, const struct collection *left, const struct collection *right,
		      struct collection *ret)
{
	const struct collection *const sides[] = {left, right};
	size_t from = ret->count; /* what stands there already is no part of this union */

	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < sides[side]->count; i++) {
			if (!run_step(run, ret->count - from))
				return false;
			if (!contains(ret, from, sides[side]->items[i]))
				collection_add(ret, sides[side]->items[i]);
		}
	return true;
}

static bool run_in(struct run *run, const struct collection *left, const struct collection *right,
		   struct collection *ret)
{
	if (left->count > 1)
		return run_fault(run, "in");
	if (left->count == 1)
		add_truth(ret, contains(right, 0, left->items[0]));
	return true;
}

static bool run_sides(struct run *run, enum binary which, const struct collection *left, const struct collection *right,
		      struct collection *ret)
{
	int same;

	switch (which) {
	case OP_EQUAL:
	case OP_NOT_EQUAL:
		same = compare_equal(left, right);
		add_truth(ret, same < 0 ? same : which == OP_EQUAL ? same : !same);
		return true;
	case OP_IN:
		return run_in(run, left, right, ret);
	case OP_UNION:
		return run_union(run, left, right, ret);
	case OP_AND:
	case OP_OR:
		return run_logic(run, which, left, right, ret);
	default:
		return run_numbers(run, which, left, right, ret);
	}
}

bool run_binary(struct run *run, const struct node *node, const struct scope *scope, struct collection *ret)
{
	struct collection left = {0}, right = {0};
	bool fine = run_node(run, node->left, scope, &left) && run_node(run, node->right, scope, &right) &&
		    run_step(run, left.count + right.count) &&
		    run_sides(run, (enum binary)node->which, &left, &right, ret);

	collection_clear(&left);
	collection_clear(&right);
	return fine;
}
