#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "expression.h"
#include "expression_token.h"

#define SOURCE_MAX 65536
#define NODES_MAX 5000
#define DEPTH_MAX 60 /* brackets within brackets */

static const struct {
	const char *name;
	enum function which;
	int least, most;
} functions[] = {
	{"where", CALL_WHERE, 1, 1},
	{"exists", CALL_EXISTS, 0, 1},
	{"empty", CALL_EMPTY, 0, 0},
	{"not", CALL_NOT, 0, 0},
	{"sum", CALL_SUM, 0, 0},
	{"count", CALL_COUNT, 0, 0},
	{"ordinal", CALL_ORDINAL, 0, 0},
	{"weight", CALL_ORDINAL, 0, 0},
	{"iif", CALL_IIF, 2, 3},
	{"descendants", CALL_DESCENDANTS, 0, 0},
	{"repeat", CALL_REPEAT, 1, 1},
	{"answers", CALL_ANSWERS, 0, 0},
	{"first", CALL_FIRST, 0, 0},
	{"startsWith", CALL_STARTS_WITH, 1, 1},
	{"select", CALL_SELECT, 1, 1},
	{"extension", CALL_EXTENSION, 1, 1},
	{"aggregate", CALL_AGGREGATE, 1, 2},
	{"hasValue", CALL_HAS_VALUE, 0, 0},
	{"combine", CALL_COMBINE, 1, 1},
};

/* Signs and words between two operands; higher binds first (FHIRPath 2.0.0, section 8). */
static const struct {
	const char *sign;
	enum binary which;
	int power;
} operators[] = {
	{"*", OP_MULTIPLY, 9},  {"/", OP_DIVIDE, 9}, {"+", OP_ADD, 8},        {"-", OP_SUBTRACT, 8},
	{"|", OP_UNION, 7},     {"<", OP_LESS, 6},   {">", OP_GREATER, 6},    {"<=", OP_AT_MOST, 6},
	{">=", OP_AT_LEAST, 6}, {"=", OP_EQUAL, 5},  {"!=", OP_NOT_EQUAL, 5}, {"in", OP_IN, 4},
	{"and", OP_AND, 3},     {"or", OP_OR, 2},
};

struct node *expression_free(struct node *node)
{
	while (node) {
		struct node *left = node->left; /* chains of steps are long, brackets are not deep */
		expression_free(node->right);
		for (size_t i = 0; i < ARGUMENTS_MAX; i++)
			expression_free(node->arguments[i]);
		json_decref(node->literal);
		free(node->name);
		free(node);
		node = left;
	}
	return NULL;
}

static struct node *new_node(struct expression_parser *parser, enum node_kind kind, struct node *left)
{
	if (++parser->nodes > NODES_MAX) {
		token_unknown(parser, _("it is too long"));
		return expression_free(left);
	}
	struct node *node = mem_new(1, sizeof(*node));
	node->kind = kind;
	node->left = left;
	return node;
}

static struct node *parse_binary(struct expression_parser *parser, int power);

static struct node *parse_bracketed(struct expression_parser *parser)
{
	if (++parser->depth > DEPTH_MAX) {
		token_unknown(parser, _("it is too deep"));
		return NULL;
	}
	struct node *node = parse_binary(parser, 0);
	parser->depth--;
	return node;
}

static bool parse_arguments(struct expression_parser *parser, struct node *call, int *ret_count)
{
	*ret_count = 0;
	if (token_is(parser, ")"))
		return token_next(parser);
	for (;;) {
		if (*ret_count == ARGUMENTS_MAX)
			return token_unknown(parser, ",");
		call->arguments[*ret_count] = parse_bracketed(parser);
		if (!call->arguments[(*ret_count)++])
			return false;
		if (!token_is(parser, ","))
			return token_take(parser, ")");
		if (!token_next(parser))
			return false;
	}
}

/* NAME( behind @left, which may be NULL for iif. */
static struct node *parse_call(struct expression_parser *parser, struct node *left, const char *name)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		int count;
		if (strcmp(functions[i].name, name) != 0 || (!left && functions[i].which != CALL_IIF))
			continue;
		struct node *node = new_node(parser, NODE_CALL, left);
		if (!node)
			return NULL;
		node->which = (int)functions[i].which;
		if (!token_next(parser) || !parse_arguments(parser, node, &count))
			return expression_free(node);
		if (count >= functions[i].least && count <= functions[i].most)
			return node;
		token_unknown(parser, name);
		return expression_free(node);
	}
	_cleanup_(text_clear) struct text words = {0};
	text_appendf(&words, "%s()", name);
	token_unknown(parser, text_string(&words));
	return expression_free(left);
}

/* A name: a call, a member, or what stands for itself. */
static struct node *parse_name(struct expression_parser *parser, struct node *left)
{
	char *name _cleanup_free_ = mem_copy_string(text_string(&parser->token));
	struct node *node;

	if (!token_next(parser))
		return expression_free(left);
	if (token_is(parser, "("))
		return parse_call(parser, left, name);
	if (!left && (strcmp(name, "$this") == 0 || strcmp(name, "$total") == 0))
		return new_node(parser, name[2] == 'h' ? NODE_THIS : NODE_TOTAL, NULL);
	if (!left && (strcmp(name, "true") == 0 || strcmp(name, "false") == 0)) {
		node = new_node(parser, NODE_LITERAL, NULL);
		if (node)
			node->literal = json_boolean(name[0] == 't');
		return node;
	}
	node = new_node(parser, NODE_MEMBER, left);
	if (node)
		node->name = mem_copy_string(name);
	return node;
}

static struct node *parse_literal(struct expression_parser *parser)
{
	struct node *node = new_node(parser, NODE_LITERAL, NULL);

	if (!node)
		return NULL;
	const char *word = text_string(&parser->token);
	node->literal = parser->kind == TOKEN_STRING ? json_string(word) : json_real(strtod(word, NULL));
	if (!node->literal)
		token_unknown(parser, word);
	return node->literal && token_next(parser) ? node : expression_free(node);
}

static struct node *parse_variable(struct expression_parser *parser)
{
	struct node *node = new_node(parser, NODE_VARIABLE, NULL);

	if (!node)
		return NULL;
	node->name = mem_copy_string(text_string(&parser->token));
	return token_next(parser) ? node : expression_free(node);
}

static struct node *parse_term(struct expression_parser *parser)
{
	struct node *node;

	switch (parser->kind) {
	case TOKEN_STRING:
	case TOKEN_NUMBER:
		return parse_literal(parser);
	case TOKEN_VARIABLE:
		return parse_variable(parser);
	case TOKEN_NAME:
		return parse_name(parser, NULL);
	default:
		break;
	}
	if (token_is(parser, "(")) {
		node = token_next(parser) ? parse_bracketed(parser) : NULL;
		return node && token_take(parser, ")") ? node : expression_free(node);
	}
	if (token_is(parser, "{"))
		return token_next(parser) && token_take(parser, "}") ? new_node(parser, NODE_EMPTY, NULL) : NULL;
	token_unknown(parser, text_string(&parser->token));
	return NULL;
}

static struct node *parse_path(struct expression_parser *parser)
{
	struct node *node = parse_term(parser);

	while (node && token_is(parser, ".")) {
		if (!token_next(parser))
			return expression_free(node);
		if (parser->kind != TOKEN_NAME) {
			token_unknown(parser, text_string(&parser->token));
			return expression_free(node);
		}
		node = parse_name(parser, node);
	}
	return node;
}

static struct node *parse_unary(struct expression_parser *parser)
{
	if (!token_is(parser, "-"))
		return parse_path(parser);
	struct node *node = token_next(parser) ? parse_path(parser) : NULL;
	return node ? new_node(parser, NODE_NEGATE, node) : NULL;
}

static struct node *parse_binary(struct expression_parser *parser, int power)
{
	struct node *node = parse_unary(parser);
	size_t i = 0;

	while (node && i < sizeof(operators) / sizeof(operators[0])) {
		bool word = parser->kind == TOKEN_SIGN || parser->kind == TOKEN_NAME;
		if (!word || operators[i].power <= power ||
		    strcmp(operators[i].sign, text_string(&parser->token)) != 0) {
			i++;
			continue;
		}
		node = new_node(parser, NODE_BINARY, node);
		if (!node || !token_next(parser))
			return expression_free(node);
		node->which = (int)operators[i].which;
		node->right = parse_binary(parser, operators[i].power);
		if (!node->right)
			return expression_free(node);
		i = 0;
	}
	return node;
}

struct node *expression_parse(const char *source, struct text *ret_fault)
{
	struct expression_parser parser = {.at = source, .fault = ret_fault};

	if (strlen(source) > SOURCE_MAX) {
		token_unknown(&parser, _("it is too long"));
		return NULL;
	}
	struct node *node = token_next(&parser) ? parse_binary(&parser, 0) : NULL;
	if (node && parser.kind != TOKEN_END) {
		token_unknown(&parser, text_string(&parser.token));
		node = expression_free(node);
	}
	text_clear(&parser.token);
	return node;
}
