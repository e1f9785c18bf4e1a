#include <string.h>

#include "promptline_internal.h"

#define LIFE_S_MAX 86400

static void put(struct text *ret, const char *word, const char *string)
{
	size_t start = ret->length;

	text_appendf(ret, "%s ", word);
	promptline_append(ret, start, string, false);
	text_append_char(ret, '\n');
}

void prompt_text_encode(const struct prompt_text *prompt, struct text *ret)
{
	text_appendf(ret, "prompt %d\n", PROMPTLINE_VERSION);
	put(ret, "summary", prompt->summary);
	if (prompt->body[0])
		put(ret, "body", prompt->body);
	if (prompt->cli_hint[0])
		put(ret, "cli-hint", prompt->cli_hint);
	for (int i = 0; i < prompt->action_count && i < PROMPTLINE_ACTIONS; i++)
		put(ret, "action", prompt->actions[i]);
	put(ret, "urgency", prompt->urgency_low ? "low" : "normal");
	if (prompt->category[0])
		put(ret, "category", prompt->category);
	text_appendf(ret, "life-s %d\nend\n", prompt->life_s);
}

static int bad(struct error *err, const char *word)
{
	return error_set(err, ERROR_FAILED, "bad prompt: '%s'", word);
}

/* A text that stands once and is not empty. */
static int take_text(const char *value, size_t length, char ret[static PROMPTLINE_MAX])
{
	if (ret[0] || length == 0)
		return -1;
	return promptline_unescape(value, length, false, ret, PROMPTLINE_MAX);
}

static int take_summary(struct prompt_text *prompt, const char *value, size_t length)
{
	return take_text(value, length, prompt->summary);
}

static int take_body(struct prompt_text *prompt, const char *value, size_t length)
{
	return take_text(value, length, prompt->body);
}

static int take_cli_hint(struct prompt_text *prompt, const char *value, size_t length)
{
	return take_text(value, length, prompt->cli_hint);
}

static int take_action(struct prompt_text *prompt, const char *value, size_t length)
{
	if (prompt->action_count >= PROMPTLINE_ACTIONS ||
	    take_text(value, length, prompt->actions[prompt->action_count]) < 0)
		return -1;
	prompt->action_count++;
	return 0;
}

static int take_urgency(struct prompt_text *prompt, const char *value, size_t length)
{
	prompt->urgency_low = length == 3 && !memcmp(value, "low", 3);
	return prompt->urgency_low || (length == 6 && !memcmp(value, "normal", 6)) ? 0 : -1;
}

static int take_category(struct prompt_text *prompt, const char *value, size_t length)
{
	if (prompt->category[0] || length == 0 || length >= sizeof(prompt->category))
		return -1;
	for (size_t i = 0; i < length; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789.-_", value[i]) || !value[i])
			return -1;
	memcpy(prompt->category, value, length);
	return 0;
}

static int take_life(struct prompt_text *prompt, const char *value, size_t length)
{
	int32_t life_s = promptline_number(value, length);

	if (prompt->life_s || life_s < 1 || life_s > LIFE_S_MAX)
		return -1;
	prompt->life_s = life_s;
	return 0;
}

static const struct {
	const char *word;
	int (*take)(struct prompt_text *prompt, const char *value, size_t length);
} fields[] = {
	{"summary", take_summary}, {"body", take_body},         {"cli-hint", take_cli_hint}, {"action", take_action},
	{"urgency", take_urgency}, {"category", take_category}, {"life-s", take_life},
};

static bool is_line(const char *line, size_t length, const char *whole)
{
	return length == strlen(whole) && !memcmp(line, whole, length);
}

static int take_end(struct prompt_reader *reader, struct error *err)
{
	if (!reader->prompt.summary[0] || !reader->prompt.life_s)
		return bad(err, "end");
	reader->complete = 1;
	return 0;
}

int prompt_reader_line(struct prompt_reader *reader, const char *line, size_t length, struct error *err)
{
	if (is_line(line, length, "close"))
		return PROMPTLINE_CLOSE;
	if (reader->complete || length >= PROMPTLINE_MAX || ++reader->lines > PROMPTLINE_LINES)
		return bad(err, "length");
	if (reader->lines == 1)
		return is_line(line, length, "prompt 1") ? 0 : bad(err, "prompt");
	if (is_line(line, length, "end"))
		return take_end(reader, err);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		size_t word = promptline_word(line, length, fields[i].word);
		if (word == 0)
			continue;
		if (length == word || fields[i].take(&reader->prompt, line + word + 1, length - word - 1) < 0)
			return bad(err, fields[i].word);
		return 0;
	}
	return bad(err, "unknown line");
}
