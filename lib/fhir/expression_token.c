#include "expression_token.h"

#include <ctype.h>
#include <string.h>

#include <evenkeel/i18n.h>

bool token_unknown(struct expression_parser *parser, const char *what)
{
	if (parser->fault->length == 0)
		text_append(parser->fault, *what ? what : _("it ends too early"));
	return false;
}

static bool is_name_char(char c)
{
	return (c & 0x80) == 0 && (isalnum((unsigned char)c) || c == '_');
}

static void skip(struct expression_parser *parser)
{
	parser->at += strspn(parser->at, " \t\r\n");
}

/* Escapes beyond the quote and the backslash are left for the fault: no linkId needs them. */
static bool lex_quoted(struct expression_parser *parser, char quote, enum token_kind kind)
{
	for (parser->at++; *parser->at && *parser->at != quote; parser->at++) {
		if (*parser->at == '\\') {
			parser->at++;
			if (!*parser->at || !strchr("'\"`\\/", *parser->at))
				return token_unknown(parser, "\\");
		}
		text_append_char(&parser->token, *parser->at);
	}
	if (*parser->at != quote)
		return token_unknown(parser, "");
	parser->at++;
	parser->kind = kind;
	return true;
}

static void lex_span(struct expression_parser *parser, size_t length, enum token_kind kind)
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

bool token_next(struct expression_parser *parser)
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

bool token_is(const struct expression_parser *parser, const char *sign)
{
	return parser->kind == TOKEN_SIGN && strcmp(text_string(&parser->token), sign) == 0;
}

bool token_take(struct expression_parser *parser, const char *sign)
{
	return token_is(parser, sign) ? token_next(parser) : token_unknown(parser, text_string(&parser->token));
}
