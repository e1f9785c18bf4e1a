/* An expression in pieces: what the parser looks at, one token at a time. */
#ifndef FHIR_EXPRESSION_TOKEN_H
#define FHIR_EXPRESSION_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include <evenkeel/text.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_VARIABLE, TOKEN_STRING, TOKEN_NUMBER, TOKEN_SIGN };

struct expression_parser {
	const char *at;
	enum token_kind kind;
	struct text token; /* a name, a string's content, a number, a sign */
	size_t nodes, depth;
	struct text *fault;
};

/* Keep the first word that is not supported; "" = the end comes too early. Always false. */
bool token_unknown(struct expression_parser *parser, const char *what);
/* The next token, into the parser. False with its fault. */
bool token_next(struct expression_parser *parser);
bool token_is(const struct expression_parser *parser, const char *sign);
/* The sign must stand here; move past it. */
bool token_take(struct expression_parser *parser, const char *sign);

#endif
