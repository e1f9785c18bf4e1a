/* Which spellings are one name: Unicode's compatibility caseless match, whatever keyboard or input method wrote it. */
#include <assert.h>
#include <string.h>

#include <sodium.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "register.h"

/* One letter of three bytes becomes 18 at most (U+FDFA), others fewer. */
enum { LETTERS = 8 * MEMBER_NAME_MAX, DOT_ABOVE = 0x307, DOTLESS_I = 0x131 };

/* A name, letter by letter. The library works in @next: given room for all it keeps no copy on the heap, where nobody would wipe it. */
struct letters {
	uint32_t at[LETTERS], next[LETTERS];
	size_t count;
};

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xa0 || c == 0x3000;
}

/* Where it begins without blanks around it, and how long it is then. -1: control characters, no UTF-8. */
static int find(const char *name, const char **ret, size_t *ret_length)
{
	const char *cursor = name, *first = NULL, *last = name;

	if (!text_is_utf8(name, strlen(name)))
		return -1;
	for (const char *at = cursor; *at != '\0'; at = cursor) {
		uint32_t c = text_next(&cursor);
		if (c != '\t' && (c < ' ' || (c >= 0x7f && c < 0xa0)))
			return -1;
		if (is_blank(c))
			continue;
		first = first ? first : at;
		last = cursor;
	}
	*ret = first;
	*ret_length = first ? (size_t)(last - first) : 0;
	return 0;
}

static void take(struct letters *name, const uint32_t *result, size_t count)
{
	assert(result == name->next);
	name->count = count;
	memcpy(name->at, name->next, count * sizeof(name->at[0]));
}

static void normalize(struct letters *name, uninorm_t form)
{
	size_t count = LETTERS;
	const uint32_t *result = u32_normalize(form, name->at, name->count, name->next, &count);

	take(name, result, count);
}

static void fold(struct letters *name)
{
	size_t count = LETTERS;
	const uint32_t *result = u32_casefold(name->at, name->count, NULL, NULL, name->next, &count);

	take(name, result, count);
}

/* What is not to be seen goes; blanks in a row are one, and none at either end. Turkish i, dotted or not, is one letter to others' keyboards. */
static void tidy(struct letters *name)
{
	size_t count = 0;
	bool blank = false;

	for (size_t i = 0; i < name->count; i++) {
		uint32_t c = name->at[i] == DOTLESS_I ? 'i' : name->at[i];
		if (uc_is_property_default_ignorable_code_point(c) ||
		    (c == DOT_ABOVE && count && name->at[count - 1] == 'i'))
			continue;
		if (uc_is_property_white_space(c)) {
			blank = count > 0;
			continue;
		}
		if (blank)
			name->at[count++] = ' ';
		blank = false;
		name->at[count++] = c;
	}
	name->count = count;
}

/* The Unicode Standard, 3.13, D146: NFKD(fold(NFKD(fold(NFD(X))))). The next to last step stands without what tidy() takes out. */
static void fold_all(struct letters *name)
{
	normalize(name, UNINORM_NFD);
	fold(name);
	normalize(name, UNINORM_NFKD);
	fold(name);
	tidy(name);
	normalize(name, UNINORM_NFKD);
}

static void digest(const char *name, uint8_t ret[static MEMBER_SAME_SIZE])
{
	struct letters letters;

	for (letters.count = 0; *name != '\0'; letters.count++)
		letters.at[letters.count] = text_next(&name);
	fold_all(&letters);
	crypto_generichash(ret, MEMBER_SAME_SIZE, (const uint8_t *)letters.at, letters.count * sizeof(letters.at[0]),
			   NULL, 0);
	sodium_memzero(&letters, sizeof(letters));
}

int member_name(struct member *member, const char *name)
{
	const char *first;
	size_t length;

	if (find(name, &first, &length) || length == 0 || length > MEMBER_NAME_MAX || memchr(first, '\t', length))
		return -1;
	memcpy(member->name, first, length);
	member->name[length] = '\0';
	digest(member->name, member->same);
	return 0;
}

bool member_is_same(const struct member *one, const struct member *other)
{
	return memcmp(one->same, other->same, sizeof(one->same)) == 0;
}
