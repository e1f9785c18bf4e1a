#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "expression.h"

#define SOURCE_MAX 65536
#define NODES_MAX 5000
#define DEPTH_MAX 60 /* brackets within brackets */

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_VARIABLE, TOKEN_STRING, TOKEN_NUMBER, TOKEN_SIGN };

struct parser {
	const char *at;
	enum token_kind kind;
	struct text token; /* a name, a string's content, a number, a sign */
	size_t nodes, depth;
	struct text *fault;
};

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

static bool unknown(struct parser *parser, const char *what)
{
	if (parser->fault->length == 0)
		text_append(parser->fault, *what ? what : _("it ends too early"));
	return false;
}

static bool is_name_char(char c)
{
	return (c & 0x80) == 0 && (isalnum((unsigned char)c) || c == '_');
}

static void skip(struct parser *parser)
{
	parser->at += strspn(parser->at, " \t\r\n");
}

/* Escapes beyond the quote and the backslash are left for the fault: no linkId needs them. */
static bool lex_quoted(struct parser *parser, char quote, enum token_kind kind)
{
	for (parser->at++; *parser->at && *parser->at != quote; parser->at++) {
		if (*parser->at == '\\') {
			parser->at++;
			if (!*parser->at || !strchr("'\"`\\/", *parser->at))
				return unknown(parser, "\\");
		}
		text_append_char(&parser->token, *parser->at);
	}
	if (*parser->at != quote)
		return unknown(parser, "");
	parser->at++;
	parser->kind = kind;
	return true;
}

static void lex_span(struct parser *parser, size_t length, enum token_kind kind)
{
	text_append_bytes(&parser->token, parser->at, length);
	parser->at += length;
	parser->kind = kind;
}

static size_t span_of_name(const char *at)
{
	size_t length = 0;

	while (is_name_char(at[length]))
		length++;
	return length;
}

static size_t span_of_number(const char *at)
{
	size_t length = strspn(at, "0123456789");

	if (at[length] == '.' && isdigit((unsigned char)at[length + 1]))
		length += 1 + strspn(at + length + 1, "0123456789");
	return length;
}

static bool next(struct parser *parser)
{
	char c;

	skip(parser);
	text_clear(&parser->token);
	c = *parser->at;
	if (c == '\0') {
		parser->kind = TOKEN_END;
	} else if (c == '\'') {
		return lex_quoted(parser, c, TOKEN_STRING);
	} else if (c == '`') {
		return lex_quoted(parser, c, TOKEN_NAME);
	} else if (c == '%' && parser->at[1] == '`') {
		parser->at++;
		return lex_quoted(parser, '`', TOKEN_VARIABLE);
	} else if (c == '%' || c == '$') {
		parser->at += c == '%';
		lex_span(parser, (c == '$') + span_of_name(parser->at + (c == '$')),
			 c == '%' ? TOKEN_VARIABLE : TOKEN_NAME);
	} else if (isdigit((unsigned char)c)) {
		lex_span(parser, span_of_number(parser->at), TOKEN_NUMBER);
	} else if (is_name_char(c)) {
		lex_span(parser, span_of_name(parser->at), TOKEN_NAME);
	} else {
		bool two = (c == '!' || c == '<' || c == '>') && parser->at[1] == '=';
		size_t length = 1;
		while (((unsigned char)parser->at[length] & 0xc0) == 0x80)
			length++; /* a character whole, so that it can be named */
		lex_span(parser, two ? 2 : length, TOKEN_SIGN);
	}
	return true;
}

static bool is_sign(const struct parser *parser, const char *sign)
{
	return parser->kind == TOKEN_SIGN && strcmp(text_string(&parser->token), sign) == 0;
}

static bool take(struct parser *parser, const char *sign)
{
	return is_sign(parser, sign) ? next(parser) : unknown(parser, text_string(&parser->token));
}

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

static struct node *new_node(struct parser *parser, enum node_kind kind, struct node *left)
{
	if (++parser->nodes > NODES_MAX) {
		unknown(parser, _("it is too long"));
		return expression_free(left);
	}
	struct node *node = mem_new(1, sizeof(*node));
	node->kind = kind;
	node->left = left;
	return node;
}

static struct node *parse_binary(struct parser *parser, int power);

static struct node *parse_bracketed(struct parser *parser)
{
	if (++parser->depth > DEPTH_MAX) {
		unknown(parser, _("it is too deep"));
		return NULL;
	}
	struct node *node = parse_binary(parser, 0);
	parser->depth--;
	return node;
}

static bool parse_arguments(struct parser *parser, struct node *call, int *ret_count)
{
	*ret_count = 0;
	if (is_sign(parser, ")"))
		return next(parser);
	for (;;) {
		if (*ret_count == ARGUMENTS_MAX)
			return unknown(parser, ",");
		call->arguments[*ret_count] = parse_bracketed(parser);
		if (!call->arguments[(*ret_count)++])
			return false;
		if (!is_sign(parser, ","))
			return take(parser, ")");
		if (!next(parser))
			return false;
	}
}

/* NAME( behind @left, which may be NULL for iif. */
static struct node *parse_call(struct parser *parser, struct node *left, const char *name)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		int count;
		if (strcmp(functions[i].name, name) != 0 || (!left && functions[i].which != CALL_IIF))
			continue;
		struct node *node = new_node(parser, NODE_CALL, left);
		if (!node)
			return NULL;
		node->which = (int)functions[i].which;
		if (!next(parser) || !parse_arguments(parser, node, &count))
			return expression_free(node);
		if (count >= functions[i].least && count <= functions[i].most)
			return node;
		unknown(parser, name);
		return expression_free(node);
	}
	_cleanup_(text_clear) struct text words = {0};
	text_appendf(&words, "%s()", name);
	unknown(parser, text_string(&words));
	return expression_free(left);
}

/* A name: a call, a member, or what stands for itself. */
static struct node *parse_name(struct parser *parser, struct node *left)
{
	char *name _cleanup_free_ = mem_copy_string(text_string(&parser->token));
	struct node *node;

	if (!next(parser))
		return expression_free(left);
	if (is_sign(parser, "("))
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

static struct node *parse_literal(struct parser *parser)
{
	struct node *node = new_node(parser, NODE_LITERAL, NULL);

	if (!node)
		return NULL;
	const char *word = text_string(&parser->token);
	node->literal = parser->kind == TOKEN_STRING ? json_string(word) : json_real(strtod(word, NULL));
	if (!node->literal)
		unknown(parser, word);
	return node->literal && next(parser) ? node : expression_free(node);
}

static struct node *parse_variable(struct parser *parser)
{
	struct node *node = new_node(parser, NODE_VARIABLE, NULL);

	if (!node)
		return NULL;
	node->name = mem_copy_string(text_string(&parser->token));
	return next(parser) ? node : expression_free(node);
}

static struct node *parse_term(struct parser *parser)
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
	if (is_sign(parser, "(")) {
		node = next(parser) ? parse_bracketed(parser) : NULL;
		return node && take(parser, ")") ? node : expression_free(node);
	}
	if (is_sign(parser, "{"))
		return next(parser) && take(parser, "}") ? new_node(parser, NODE_EMPTY, NULL) : NULL;
	unknown(parser, text_string(&parser->token));
	return NULL;
}

static struct node *parse_path(struct parser *parser)
{
	struct node *node = parse_term(parser);

	while (node && is_sign(parser, ".")) {
		if (!next(parser))
			return expression_free(node);
		if (parser->kind != TOKEN_NAME) {
			unknown(parser, text_string(&parser->token));
			return expression_free(node);
		}
		node = parse_name(parser, node);
	}
	return node;
}

static struct node *parse_unary(struct parser *parser)
{
	if (!is_sign(parser, "-"))
		return parse_path(parser);
	struct node *node = next(parser) ? parse_path(parser) : NULL;
	return node ? new_node(parser, NODE_NEGATE, node) : NULL;
}

static struct node *parse_binary(struct parser *parser, int power)
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
		if (!node || !next(parser))
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
	struct parser parser = {.at = source, .fault = ret_fault};

	if (strlen(source) > SOURCE_MAX) {
		unknown(&parser, _("it is too long"));
		return NULL;
	}
	struct node *node = next(&parser) ? parse_binary(&parser, 0) : NULL;
	if (node && parser.kind != TOKEN_END) {
		unknown(&parser, text_string(&parser.token));
		node = expression_free(node);
	}
	text_clear(&parser.token);
	return node;
}
