#include <string.h>

#include <evenkeel/text.h>

#define REPLACEMENT 0xfffdu
#define BREAK 0x200bu /* TEXT_BREAK */

struct range {
	uint32_t first, last;
};

/* EastAsianWidth.txt (Unicode 15): W and F, neighbouring ranges joined. */
static const struct range wide[] = {
	{0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},   {0x23f0, 0x23f0},
	{0x23f3, 0x23f3},   {0x25fd, 0x25fe},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267f, 0x267f},
	{0x2693, 0x2693},   {0x26a1, 0x26a1},   {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},
	{0x26ce, 0x26ce},   {0x26d4, 0x26d4},   {0x26ea, 0x26ea},   {0x26f2, 0x26f3},   {0x26f5, 0x26f5},
	{0x26fa, 0x26fa},   {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},
	{0x274c, 0x274c},   {0x274e, 0x274e},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
	{0x27b0, 0x27b0},   {0x27bf, 0x27bf},   {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2b55, 0x2b55},
	{0x2e80, 0x303e},   {0x3041, 0x3247},   {0x3250, 0x4dbf},   {0x4e00, 0xa4c6},   {0xa960, 0xa97c},
	{0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6b},   {0xff01, 0xff60},
	{0xffe0, 0xffe6},   {0x16fe0, 0x18d08}, {0x1aff0, 0x1b2fb}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf},
	{0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c},
	{0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4},
	{0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e},
	{0x1f550, 0x1f567}, {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f},
	{0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6d7}, {0x1f6dc, 0x1f6df},
	{0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7eb}, {0x1f7f0, 0x1f7f0}, {0x1f90c, 0x1f93a},
	{0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faf8}, {0x20000, 0x3fffd},
};

/* General categories Mn, Me, Cf of Latin, Thai and CJK text, and zero-width joiners. */
static const struct range zero[] = {
	{0x0000, 0x001f},   {0x007f, 0x009f}, {0x00ad, 0x00ad}, {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd},
	{0x0610, 0x061a},   {0x064b, 0x065f}, {0x0900, 0x0902}, {0x093a, 0x093a}, {0x093c, 0x093c}, {0x0941, 0x0948},
	{0x094d, 0x094d},   {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x0eb1, 0x0eb1}, {0x0eb4, 0x0ebc},
	{0x0ec8, 0x0ece},   {0x1ab0, 0x1ace}, {0x1dc0, 0x1dff}, {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f},
	{0x20d0, 0x20f0},   {0x302a, 0x302d}, {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff},
	{0xe0100, 0xe01ef},
};

static bool within(uint32_t code_point, const struct range *ranges, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (code_point > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && code_point >= ranges[low].first;
}

/* The code point at @byte, of which @length bytes may be looked at; *@ret_length bytes long. REPLACEMENT and 1 if malformed. */
static uint32_t decode(const unsigned char *byte, size_t length, size_t *ret_length)
{
	static const uint32_t masks[] = {0x7f, 0x1f, 0x0f, 0x07}, least[] = {0, 0x80, 0x800, 0x10000};
	uint32_t lead = byte[0];
	int more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;

	*ret_length = 1;
	if (more < 0 || (size_t)more >= length)
		return REPLACEMENT;
	uint32_t code_point = lead & masks[more];
	for (int i = 1; i <= more; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return REPLACEMENT;
		code_point = code_point << 6 | (byte[i] & 0x3f);
	}
	if (code_point < least[more] || code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff))
		return REPLACEMENT;
	*ret_length = (size_t)more + 1;
	return code_point;
}

uint32_t text_next(const char **cursor)
{
	size_t length;

	if (!**cursor)
		return 0;
	/* A NUL is no continuation byte, so a character that the string's end cuts is found out at the NUL. */
	uint32_t code_point = decode((const unsigned char *)*cursor, 4, &length);
	*cursor += length;
	return code_point;
}

bool text_is_utf8(const char *bytes, size_t length)
{
	const unsigned char *byte = (const unsigned char *)bytes;
	size_t used;

	for (size_t at = 0; at < length; at += used)
		if (!byte[at] || (decode(byte + at, length - at, &used) == REPLACEMENT && used == 1))
			return false;
	return true;
}

int text_columns_of(uint32_t code_point)
{
	if (within(code_point, zero, sizeof(zero) / sizeof(zero[0])))
		return 0;
	return within(code_point, wide, sizeof(wide) / sizeof(wide[0])) ? 2 : 1;
}

int text_columns(const char *string)
{
	int columns = 0;

	while (*string)
		columns += text_columns_of(text_next(&string));
	return columns;
}

/* One code point as it may be shown: no control reaches a terminal, and nothing that is no UTF-8. */
static void append_shown(struct text *text, const char *bytes, size_t length, uint32_t c)
{
	if (c == REPLACEMENT)
		text_append(text, "\xef\xbf\xbd");
	else if (c == BREAK)
		return; /* some terminals give it a column */
	else if (c >= 0x20 && (c < 0x7f || c > 0x9f))
		text_append_bytes(text, bytes, length);
}

void text_append_fitted(struct text *text, const char *string, int columns)
{
	int total = text_columns(string), used = 0;
	int room = total > columns ? columns - 1 : columns;

	while (*string) {
		const char *start = string;
		uint32_t c = text_next(&string);
		int width = text_columns_of(c);
		if (used + width > room)
			break;
		append_shown(text, start, (size_t)(string - start), c);
		used += width;
	}
	if (total > columns && columns > 0) {
		text_append(text, "…");
		used++;
	}
	if (used < columns)
		text_append_repeat(text, " ", (size_t)(columns - used));
}

static bool is_thai_consonant(uint32_t c)
{
	return c >= 0x0e01 && c <= 0x0e2e;
}

/* Written before the consonant that it is spoken after. */
static bool is_thai_leading_vowel(uint32_t c)
{
	return c >= 0x0e40 && c <= 0x0e44;
}

/* Closing punctuation and small signs that must not begin a line (a part of JIS X 4051's list that these languages use). */
static bool holds_on(uint32_t c)
{
	static const uint32_t closers[] = {0x3001, 0x3002, 0x300b, 0x300d, 0x300f, 0x3011, 0xff01, 0xff09,
					   0xff0c, 0xff1a, 0xff1b, 0xff1f, 0x2019, 0x201d, 0x2026, '.',
					   ',',    ';',    ':',    '!',    '?',    ')'};

	for (size_t i = 0; i < sizeof(closers) / sizeof(closers[0]); i++)
		if (closers[i] == c)
			return true;
	return false;
}

/* Opening punctuation, which must not end one. */
static bool holds_back(uint32_t c)
{
	static const uint32_t openers[] = {0x300a, 0x300c, 0x300e, 0x3010, 0xff08, 0x2018, 0x201c, '('};

	for (size_t i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
		if (openers[i] == c)
			return true;
	return false;
}

static bool may_break_between(uint32_t before, uint32_t after, bool marked)
{
	if (holds_back(before) || holds_on(after) || text_columns_of(after) == 0)
		return false;
	if (text_columns_of(before) == 2 || text_columns_of(after) == 2)
		return true;
	return !marked && before >= 0x0e01 && before <= 0x0e4e && !is_thai_leading_vowel(before) &&
	       (is_thai_consonant(after) || is_thai_leading_vowel(after));
}

/* A path is for copying, so it stays whole, whatever its width. */
static bool is_path(const char *word)
{
	if (strncmp(word, "“", strlen("“")) == 0)
		word += strlen("“");
	return word[*word == '\''] == '/';
}

/* The end of the line that begins at @start: at most @columns wide, broken at the best place; *@ret_next begins the next. */
static const char *line_end(const char *start, int columns, bool marked, const char **ret_next)
{
	const char *cursor = start, *best = NULL, *best_next = NULL;
	uint32_t before = 0;
	int used = 0;

	while (*cursor) {
		const char *here = cursor;
		uint32_t c = text_next(&cursor);
		if (c == '\n') {
			*ret_next = cursor;
			return here;
		}
		if (c == ' ' && here > start && *cursor != '%') { /* "90 %" is one word */
			best = here;
			best_next = cursor;
		} else if (here > start && (before == BREAK || may_break_between(before, c, marked))) {
			best = best_next = here;
		}
		used += text_columns_of(c);
		if (used > columns && c != ' ' && (best || !is_path(start))) {
			if (!best || best == start)
				best = best_next = here > start ? here : cursor;
			*ret_next = best_next;
			return best;
		}
		before = c;
	}
	*ret_next = cursor;
	return cursor;
}

void text_append_wrapped(struct text *text, const char *string, int columns, const char *indent)
{
	int room = columns - text_columns(indent);
	bool first = true, marked = strstr(string, TEXT_BREAK) != NULL;

	do {
		const char *next;
		const char *end = line_end(string, room, marked, &next);
		while (end > string && end[-1] == ' ')
			end--;
		if (first || end > string)
			text_append(text, indent);
		first = false;
		while (string < end) {
			const char *start = string;
			uint32_t c = text_next(&string);
			append_shown(text, start, (size_t)(string - start), c);
		}
		text_append_char(text, '\n');
		string = next;
		while (*string == ' ')
			string++;
	} while (*string);
}
