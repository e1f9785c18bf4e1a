/* Looking for words in a text, upper and lower case alike, in any script. */
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "words.h"

struct words {
	bool all;
	struct text list; /* folded */
};

/* Case folded by code point, as UTF-32: what is compared is never shown. */
static void fold(const char *string, struct text *ret)
{
	while (*string) {
		uint32_t letter = (uint32_t)towlower((wint_t)text_next(&string));
		text_append_bytes(ret, &letter, sizeof(letter));
	}
}

struct words *words_new(const char *list)
{
	struct words *words = mem_new(1, sizeof(*words));

	words->all = strcmp(list, "all") == 0;
	fold(list, &words->list);
	return words;
}

struct words *words_free(struct words *words)
{
	if (!words)
		return NULL;
	text_clear(&words->list);
	return mem_free(words);
}

/* memmem finds at any byte; a letter begins at every fourth. */
static bool contains(const struct text *text, const char *word, size_t length)
{
	const char *at = text_string(text), *end = at + text->length;

	while (length > 0 && (at = memmem(at, (size_t)(end - at), word, length)) != NULL) {
		if ((at - text_string(text)) % (ptrdiff_t)sizeof(uint32_t) == 0)
			return true;
		at++;
	}
	return false;
}

bool words_all(const struct words *words)
{
	return words->all;
}

bool words_in(const struct words *words, const char *string)
{
	static const uint32_t comma = ',';
	_cleanup_(text_clear) struct text text = {0};
	const char *word = text_string(&words->list), *end = word + words->list.length;

	fold(string, &text);
	for (const char *at = word; at <= end; at += sizeof(comma)) {
		if (at < end && memcmp(at, &comma, sizeof(comma)) != 0)
			continue;
		if (contains(&text, word, (size_t)(at - word)))
			return true;
		word = at + sizeof(comma);
	}
	return false;
}
