#include <string.h>

#include <evenkeel/mem.h>

#include "promptline_internal.h"

static const char *const closed_words[] = {"expired", "dismissed", "by-call", "unknown", NULL};
static const char *const failed_words[] = {"no-bus",     "no-server",  "bus-lost", "server-lost",
					   "bad-prompt", "no-setting", NULL};
static const char *const setting_words[] = {"off", "on", NULL};

const char *prompt_failed_words(enum prompt_failed failed)
{
	return failed_words[failed];
}

/* At most @most bytes of @name as one word, cut at a character; "-" if nothing is left. */
static void put_word(struct text *ret, size_t start, const char *name, size_t most)
{
	_cleanup_(text_clear) struct text cut = {0};
	const char *cursor = name;

	text_append_char(ret, ' ');
	size_t before = ret->length;
	while (*cursor) {
		const char *from = cursor;
		text_next(&cursor);
		if ((size_t)(cursor - name) > most)
			break;
		text_append_bytes(&cut, from, (size_t)(cursor - from));
	}
	promptline_append(ret, start, text_string(&cut), true);
	if (ret->length == before)
		text_append_char(ret, '-');
}

static void put_caps(const struct prompt_event *event, const char *const *caps, struct text *ret)
{
	size_t start = ret->length;
	const char *own[] = {event->has_actions ? "actions" : "", event->has_body ? "body" : "",
			     event->has_markup ? "body-markup" : "", NULL};

	text_append(ret, "caps");
	put_word(ret, start, event->server, sizeof(event->server) - 1);
	put_word(ret, start, event->server_version, sizeof(event->server_version) - 1);
	for (caps = caps ? caps : own; *caps; caps++)
		if (**caps && ret->length - start + 2 * strlen(*caps) + 2 < PROMPTLINE_MAX)
			put_word(ret, start, *caps, PROMPTLINE_MAX);
	text_append_char(ret, '\n');
}

void prompt_event_encode(const struct prompt_event *event, const char *const *caps, struct text *ret)
{
	switch (event->type) {
	case PROMPT_CAPS:
		put_caps(event, caps, ret);
		break;
	case PROMPT_SHOWN:
		text_append(ret, "shown\n");
		break;
	case PROMPT_ACTION:
		text_appendf(ret, "action %d\n", event->action);
		break;
	case PROMPT_CLOSED:
		text_appendf(ret, "closed %s\n", closed_words[event->closed]);
		break;
	case PROMPT_FAILED:
		text_appendf(ret, "failed %s\n", failed_words[event->failed]);
		break;
	case PROMPT_SETTING:
		text_appendf(ret, "setting %s\n", setting_words[event->on != 0]);
		break;
	}
}

/* The next word at *@cursor without its blank; its length, 0 if there is none. */
static size_t next_word(const char **cursor, const char *end, const char **ret_word)
{
	if (*cursor >= end || **cursor != ' ')
		return 0;
	*ret_word = *cursor + 1;
	const char *blank = memchr(*ret_word, ' ', (size_t)(end - *ret_word));
	*cursor = blank ? blank : end;
	return (size_t)(*cursor - *ret_word);
}

static int read_name(const char **cursor, const char *end, char *ret, size_t size)
{
	const char *word;
	size_t length = next_word(cursor, end, &word);

	return length ? promptline_unescape(word, length, true, ret, size) : -1;
}

static int read_caps(const char *cursor, const char *end, struct prompt_event *ret)
{
	if (read_name(&cursor, end, ret->server, sizeof(ret->server)) < 0 ||
	    read_name(&cursor, end, ret->server_version, sizeof(ret->server_version)) < 0)
		return -1;
	while (cursor < end) {
		char cap[PROMPTLINE_MAX];
		if (read_name(&cursor, end, cap, sizeof(cap)) < 0)
			return -1;
		ret->has_actions |= !strcmp(cap, "actions");
		ret->has_body |= !strcmp(cap, "body");
		ret->has_markup |= !strcmp(cap, "body-markup");
	}
	return 0;
}

/* Which of @words stands at @bytes; -1 if none. */
static int one_of(const char *const *words, const char *bytes, size_t length)
{
	for (int i = 0; words[i]; i++)
		if (strlen(words[i]) == length && !memcmp(words[i], bytes, length))
			return i;
	return -1;
}

static int read_which(const char *word, size_t size, struct prompt_event *ret)
{
	int which;

	if (ret->type == PROMPT_CLOSED)
		ret->closed = (enum prompt_closed)(which = one_of(closed_words, word, size));
	else if (ret->type == PROMPT_SETTING)
		ret->on = which = one_of(setting_words, word, size);
	else
		ret->failed = (enum prompt_failed)(which = one_of(failed_words, word, size));
	return which < 0 ? -1 : 0;
}

static int read_event(const char *line, size_t length, struct prompt_event *ret)
{
	static const char *const words[] = {"caps", "shown", "action", "closed", "failed", "setting", NULL};
	const char *end = line + length, *word;
	size_t type = 0, used = 0;

	while (words[type] && (used = promptline_word(line, length, words[type])) == 0)
		type++;
	if (!words[type])
		return -1;
	ret->type = (enum prompt_event_type)type;
	const char *cursor = line + used;
	if (ret->type == PROMPT_CAPS)
		return read_caps(cursor, end, ret);
	if (ret->type == PROMPT_SHOWN)
		return cursor == end ? 0 : -1;
	size_t size = next_word(&cursor, end, &word);
	if (size == 0 || cursor != end)
		return -1;
	if (ret->type == PROMPT_ACTION) {
		ret->action = promptline_number(word, size);
		return ret->action >= 0 && ret->action < PROMPTLINE_ACTIONS ? 0 : -1;
	}
	return read_which(word, size, ret);
}

int prompt_event_decode(const char *line, size_t length, struct prompt_event *ret, struct error *err)
{
	struct prompt_event event = {0};

	if (length >= PROMPTLINE_MAX || read_event(line, length, &event) < 0)
		return error_set(err, ERROR_FAILED, "the notifier sent a line that is no event");
	*ret = event;
	return 0;
}
