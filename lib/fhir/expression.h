/*
 * The part of FHIRPath (HL7, FHIRPath 2.0.0, and the functions that SDC adds) that scores are written in: paths, where, variables, sums,
 * iif. It runs on the JSON itself, by FHIRPath's own rules: what is empty makes empty what is computed from it, and only sum() passes over
 * gaps. An expression with anything else in it is not run in part: it is not supported, and the word that is unknown is named.
 */
#ifndef FHIR_EXPRESSION_H
#define FHIR_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>

#include <evenkeel/text.h>

#include "fhir_json.h"

enum node_kind {
	NODE_LITERAL,
	NODE_EMPTY,
	NODE_VARIABLE,
	NODE_THIS,
	NODE_TOTAL,
	NODE_MEMBER,
	NODE_CALL,
	NODE_BINARY,
	NODE_NEGATE
};
enum binary {
	OP_MULTIPLY,
	OP_DIVIDE,
	OP_ADD,
	OP_SUBTRACT,
	OP_UNION,
	OP_LESS,
	OP_GREATER,
	OP_AT_MOST,
	OP_AT_LEAST,
	OP_EQUAL,
	OP_NOT_EQUAL,
	OP_IN,
	OP_AND,
	OP_OR
};
enum function {
	CALL_WHERE,
	CALL_EXISTS,
	CALL_EMPTY,
	CALL_NOT,
	CALL_SUM,
	CALL_COUNT,
	CALL_ORDINAL,
	CALL_IIF,
	CALL_DESCENDANTS,
	CALL_REPEAT,
	CALL_ANSWERS,
	CALL_FIRST,
	CALL_STARTS_WITH,
	CALL_SELECT,
	CALL_EXTENSION,
	CALL_AGGREGATE,
	CALL_HAS_VALUE,
	CALL_COMBINE,
};
#define ARGUMENTS_MAX 3

struct node {
	enum node_kind kind;
	int which;       /* enum binary, enum function */
	char *name;      /* of a variable or member */
	json_t *literal; /* owned */
	struct node *left, *right;
	struct node *arguments[ARGUMENTS_MAX];
};

/* NULL with what is not supported in @ret_fault. */
struct node *expression_parse(const char *source, struct text *ret_fault);
struct node *expression_free(struct node *node);

/* The variables in scope, those nearest last. */
struct variable {
	char *name;
	struct node *node;
	char *fault; /* why @node is NULL */
};
struct expression {
	struct node *node;
	struct variable *variables;
	size_t count;
};

/* The item's expression and the variables of the item, of those above it and of the questionnaire. -1 with @ret_fault. */
int expression_read(const struct questionnaire *questionnaire, size_t item, struct expression *ret,
		    struct text *ret_fault);
void expression_clear(struct expression *expression);

struct run {
	const struct expression *expression;
	json_t *questionnaire, *response;
	size_t steps_left; /* bounds the whole of it */
	unsigned depth;
	struct text *fault; /* the first one */
};
enum expression_outcome { EXPRESSION_VALUE, EXPRESSION_EMPTY, EXPRESSION_FAULT };
enum expression_outcome expression_run(struct run *run, double *ret);

/* Elements, each with a reference of its own. */
struct collection {
	json_t **items;
	size_t count, capacity;
};
struct scope {
	json_t *self;
	const struct collection *total;
};
void collection_add(struct collection *collection, json_t *item); /* takes a reference */
void collection_clear(struct collection *collection);
bool run_fault(struct run *run, const char *what); /* always false */
bool run_step(struct run *run, size_t steps);
bool run_node(struct run *run, const struct node *node, const struct scope *scope, struct collection *ret);
bool run_call(struct run *run, const struct node *node, const struct scope *scope, struct collection *ret);
bool run_binary(struct run *run, const struct node *node, const struct scope *scope, struct collection *ret);
/* 1 true, 0 false, -1 empty; more than one element counts as a fault, -2. */
int collection_truth(struct run *run, const struct collection *collection);

#endif
