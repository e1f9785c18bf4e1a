/*
 * The lines between evenkeeld and evenkeel-notify: one prompt in, events out, over one socketpair as fd 0 and 1.
 *
 * UTF-8 lines of at most PROMPTLINE_MAX bytes with the newline; '\n' and '\\' inside a text are written "\n" and "\\"; at most
 * PROMPTLINE_LINES lines in. In the words of `caps` a blank is "\s" ("caps Xfce\sNotify\sDaemon 0.7.3 actions body"). Encoding
 * cuts what is too long at a character and drops control characters; decoding refuses both. Source: design/DESKTOP.md, section 2.
 * Pure; fuzzed; used by both programs and by the tests' fakes.
 */
#ifndef EVENKEEL_PROMPTLINE_H
#define EVENKEEL_PROMPTLINE_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/text.h>

#define PROMPTLINE_VERSION 1
#define PROMPTLINE_MAX 1024
#define PROMPTLINE_LINES 16
#define PROMPTLINE_ACTIONS 3

struct prompt_text {
	char summary[PROMPTLINE_MAX], body[PROMPTLINE_MAX],
		cli_hint[PROMPTLINE_MAX]; /* body and cli_hint may be empty */
	int action_count;
	char actions[PROMPTLINE_ACTIONS][PROMPTLINE_MAX];
	int urgency_low; /* 1 = low, 0 = normal; there is no critical */
	char category[64];
	int32_t life_s;
};

/* All lines of a prompt, "prompt 1" to "end". */
void prompt_text_encode(const struct prompt_text *prompt, struct text *ret);

struct prompt_reader { /* zeros to begin with */
	struct prompt_text prompt;
	int lines;
	int complete;
};
/* One line without its newline. 0 = go on or complete, PROMPTLINE_CLOSE = "close", -1 = bad-prompt. */
#define PROMPTLINE_CLOSE 1
int prompt_reader_line(struct prompt_reader *reader, const char *line, size_t length, struct error *err);

/* PROMPT_SETTING is the answer to --setting: a switch of the desktop's. */
enum prompt_event_type { PROMPT_CAPS, PROMPT_SHOWN, PROMPT_ACTION, PROMPT_CLOSED, PROMPT_FAILED, PROMPT_SETTING };
enum prompt_closed { CLOSED_EXPIRED, CLOSED_DISMISSED, CLOSED_BY_CALL, CLOSED_UNKNOWN };
enum prompt_failed {
	FAILED_NO_BUS,
	FAILED_NO_SERVER,
	FAILED_BUS_LOST,
	FAILED_SERVER_LOST,
	FAILED_BAD_PROMPT,
	FAILED_NO_SETTING,
};
struct prompt_event {
	enum prompt_event_type type;
	int action; /* PROMPT_ACTION: 0 ... 2 */
	enum prompt_closed closed;
	enum prompt_failed failed;
	char server[64], server_version[32]; /* PROMPT_CAPS */
	int has_actions, has_markup, has_body;
	int on; /* PROMPT_SETTING */
};
void prompt_event_encode(const struct prompt_event *event, const char *const *caps,
			 struct text *ret); /* one line with newline */
int prompt_event_decode(const char *line, size_t length, struct prompt_event *ret, struct error *err);
const char *prompt_failed_words(enum prompt_failed failed); /* "no-bus" */

#endif
