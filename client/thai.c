#include "thai.h"

#include <string.h>
#if HAVE_THAI
#include <thai/thwbrk.h>
#endif

#if HAVE_THAI
enum { PHRASE_MOST = 256 }; /* characters looked at together; a longer phrase is looked at in pieces */

static bool is_thai(uint32_t c)
{
	return c >= 0x0e01 && c <= 0x0e5b;
}

/* The library's dictionary, read once; NULL where it is not installed. */
static ThBrk *dictionary(void)
{
	static ThBrk *words;
	static bool tried;

	if (!tried) {
		tried = true;
		words = th_brk_new(NULL);
	}
	return words;
}

/* One phrase of Thai from @start, of which at most PHRASE_MOST characters; returns its end. */
static const char *append_phrase(ThBrk *words, struct text *text, const char *start)
{
	thwchar_t phrase[PHRASE_MOST + 1];
	const char *at[PHRASE_MOST + 1];
	int breaks[PHRASE_MOST], length = 0;
	const char *cursor = start;

	while (length < PHRASE_MOST) {
		at[length] = cursor;
		uint32_t c = text_next(&cursor);
		if (!is_thai(c)) {
			cursor = at[length];
			break;
		}
		phrase[length++] = (thwchar_t)c;
	}
	phrase[length] = 0;
	int count = th_brk_wc_find_breaks(words, phrase, breaks, PHRASE_MOST);
	const char *from = start;
	for (int i = 0; i < count; i++) {
		if (breaks[i] <= 0 || breaks[i] >= length)
			continue;
		text_append_bytes(text, from, (size_t)(at[breaks[i]] - from));
		text_append(text, TEXT_BREAK);
		from = at[breaks[i]];
	}
	text_append_bytes(text, from, (size_t)(cursor - from));
	return cursor;
}

bool thai_works(void)
{
	return dictionary() != NULL;
}

void thai_append_marked(struct text *text, const char *string)
{
	ThBrk *words = dictionary();

	while (words && *string) {
		const char *next = string;
		if (is_thai(text_next(&next)))
			next = append_phrase(words, text, string);
		else
			text_append_bytes(text, string, (size_t)(next - string));
		string = next;
	}
	text_append(text, string);
}
#else
bool thai_works(void)
{
	return false;
}

void thai_append_marked(struct text *text, const char *string)
{
	text_append(text, string);
}
#endif
