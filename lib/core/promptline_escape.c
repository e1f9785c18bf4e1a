#include <string.h>

#include "promptline_internal.h"

void promptline_append(struct text *ret, size_t start, const char *string, bool word)
{
	while (*string) {
		const char *from = string;
		uint32_t c = text_next(&string);
		const char *escape = c == '\n' && !word ? "\\n" : c == '\\' ? "\\\\" : c == ' ' && word ? "\\s" : NULL;
		size_t length = escape ? 2 : (size_t)(string - from);
		if (!escape && (c < 0x20 || c == 0x7f || (c == 0xfffd && length == 1)))
			continue;
		if (ret->length - start + length >= PROMPTLINE_MAX)
			return;
		text_append_bytes(ret, escape ? escape : from, length);
	}
}

int promptline_unescape(const char *bytes, size_t length, bool word, char *ret, size_t size)
{
	size_t used = 0;

	if (!text_is_utf8(bytes, length))
		return -1;
	for (size_t i = 0; i < length; i++) {
		char c = bytes[i];
		if ((unsigned char)c < 0x20 || c == 0x7f || (word && c == ' '))
			return -1;
		if (c == '\\') {
			char next = ++i < length ? bytes[i] : '\0';
			c = next == '\\' ? '\\' : next == 'n' && !word ? '\n' : next == 's' && word ? ' ' : '\0';
			if (!c)
				return -1;
		}
		if (used + 1 >= size)
			return -1;
		ret[used++] = c;
	}
	ret[used] = '\0';
	return 0;
}

size_t promptline_word(const char *line, size_t length, const char *word)
{
	size_t size = strlen(word);

	if (length < size || memcmp(line, word, size) != 0 || (length > size && line[size] != ' '))
		return 0;
	return size;
}

int32_t promptline_number(const char *bytes, size_t length)
{
	int32_t number = 0;

	if (length == 0 || length > 9 || (bytes[0] == '0' && length > 1))
		return -1;
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] < '0' || bytes[i] > '9')
			return -1;
		number = number * 10 + (bytes[i] - '0');
	}
	return number;
}
