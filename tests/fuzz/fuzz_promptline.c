/* Both directions of the notifier's lines: what is taken is written the same again, and what we write is always taken. */
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/promptline.h>

#include "fuzz/fuzz.h"

static int read_all(struct prompt_reader *reader, const char *bytes, size_t size)
{
	*reader = (struct prompt_reader){0};
	while (size > 0) {
		const char *newline = memchr(bytes, '\n', size);
		size_t length = newline ? (size_t)(newline - bytes) : size;
		int rc = prompt_reader_line(reader, bytes, length, NULL);
		if (rc != 0)
			return rc;
		bytes += length + (newline != NULL);
		size -= length + (newline != NULL);
	}
	return 0;
}

static void check_prompt(const char *bytes, size_t size)
{
	static struct prompt_reader reader, back;
	_cleanup_(text_clear) struct text again = {0};

	int rc = read_all(&reader, bytes, size);
	FUZZ_CHECK(rc == 0 || rc == -1 || rc == PROMPTLINE_CLOSE);
	if (!reader.complete)
		return;
	prompt_text_encode(&reader.prompt, &again);
	FUZZ_CHECK(read_all(&back, again.bytes, again.length) == 0 && back.complete);
	FUZZ_CHECK(!memcmp(&reader.prompt, &back.prompt, sizeof(back.prompt)));
}

static void check_event(const char *bytes, size_t size)
{
	_cleanup_(text_clear) struct text again = {0};
	struct prompt_event event, back;

	if (prompt_event_decode(bytes, size, &event, NULL) < 0)
		return;
	prompt_event_encode(&event, NULL, &again);
	FUZZ_CHECK(again.length <= PROMPTLINE_MAX && again.bytes[again.length - 1] == '\n');
	FUZZ_CHECK(prompt_event_decode(again.bytes, again.length - 1, &back, NULL) == 0);
	FUZZ_CHECK(!memcmp(&event, &back, sizeof(back)));
}

/* Any text and any server's words, however broken, make good lines. */
static void check_writing(const char *bytes, size_t size)
{
	static struct prompt_text prompt;
	static struct prompt_reader reader;
	_cleanup_(text_clear) struct text lines = {0}, line = {0}, word = {0};
	struct prompt_event event = {.type = PROMPT_CAPS}, back;
	size_t length = size < PROMPTLINE_MAX ? size : PROMPTLINE_MAX - 1;

	prompt = (struct prompt_text){.summary = "s", .life_s = 1, .action_count = 1, .actions = {"a"}};
	memcpy(prompt.body, bytes, length);
	memcpy(prompt.cli_hint, bytes, length);
	prompt_text_encode(&prompt, &lines);
	int rc = read_all(&reader, lines.bytes, lines.length);
	/* A text of nothing but controls is no text, and its line a bad one. */
	FUZZ_CHECK((rc == 0 && reader.complete) || strstr(text_string(&lines), "body \n"));
	text_append_bytes(&word, bytes, size);
	const char *caps[] = {text_string(&word), "actions", NULL};
	memcpy(event.server, bytes, length < sizeof(event.server) ? length : sizeof(event.server) - 1);
	memcpy(event.server_version, bytes,
	       length < sizeof(event.server_version) ? length : sizeof(event.server_version) - 1);
	prompt_event_encode(&event, caps, &line);
	FUZZ_CHECK(line.length <= PROMPTLINE_MAX);
	FUZZ_CHECK(prompt_event_decode(line.bytes, line.length - 1, &back, NULL) == 0);
}

int FUZZ_TARGET(fuzz_promptline)(const uint8_t *bytes, size_t size)
{
	const char *content = (const char *)bytes;

	check_prompt(content, size);
	check_event(content, size);
	check_writing(content, size);
	return 0;
}
