#include "tell.h"

#include <stdio.h>
#include <string.h>

#include <evenkeel/os.h>
#include <evenkeel/promptline.h>

#include "child.h"

enum { LIFE_S = 15 };

bool tell_wanted(const struct command_call *call)
{
	const struct command_option *option = call->command->options;

	for (; option != NULL && option->name != NULL; option++)
		if (strcmp(option->name, "notify") == 0)
			return command_value(call, "notify") != NULL;
	return false;
}

static void compose(const char *summary, const char *body, struct text *ret)
{
	struct prompt_text prompt = {.life_s = LIFE_S, .urgency_low = 1, .category = "x-evenkeel.notice"};

	snprintf(prompt.summary, sizeof(prompt.summary), "%s", summary);
	snprintf(prompt.body, sizeof(prompt.body), "%s", body);
	prompt_text_encode(&prompt, ret);
}

static bool was_shown(const char *said, size_t length)
{
	const char *line = said, *end;
	struct prompt_event event;

	for (; (end = memchr(line, '\n', length - (size_t)(line - said))) != NULL; line = end + 1)
		if (prompt_event_decode(line, (size_t)(end - line), &event, NULL) == 0 && event.type == PROMPT_SHOWN)
			return true;
	return false;
}

int tell_show(const char *summary, const char *body)
{
	_cleanup_(text_clear) struct text prompt = {0};
	char helper[PATH_SIZE], said[PROMPTLINE_MAX];
	struct child child;

	if (process_helper("evenkeel-notify", helper, sizeof(helper), NULL) < 0 ||
	    child_start(&child, (const char *const[]){helper, NULL}) < 0)
		return -1;
	compose(summary, body, &prompt);
	/* It takes the notification back when we close the pipe, so its end is waited for. */
	ssize_t got =
		child_write(&child, prompt.bytes, prompt.length) == 0 ? child_read(&child, said, sizeof(said)) : -1;
	(void)child_end(&child);
	return got > 0 && was_shown(said, (size_t)got) ? 0 : -1;
}

int tell_fail(bool wanted, const struct error *err)
{
	int code = client_fail(err);

	if (wanted)
		(void)tell_show(_("That did not work"), err->message);
	return code;
}
