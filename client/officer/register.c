#include "register.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include <sodium.h>

#include "office_own.h"

/* A line a member behind the first, a tab between: task, quarter, key, name. */
static const char head[] = "evenkeel register 1";

void register_clear(struct enrolled *enrolled)
{
	if (enrolled->members)
		explicit_bzero(enrolled->members, enrolled->count * sizeof(*enrolled->members));
	free(enrolled->members);
	*enrolled = (struct enrolled){0};
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xa0 || c == 0x3000;
}

int member_name(const char *name, char ret[static MEMBER_NAME_MAX + 1])
{
	size_t length = strlen(name);
	const char *cursor = name, *first = NULL, *last = name;

	if (!text_is_utf8(name, length))
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
	length = first ? (size_t)(last - first) : 0;
	if (length == 0 || length > MEMBER_NAME_MAX || memchr(first, '\t', length))
		return -1;
	memcpy(ret, first, length);
	ret[length] = '\0';
	return 0;
}

/* The next character that counts; 0 at the end. Blanks in a row are one. */
static uint32_t next_folded(const char **cursor)
{
	uint32_t c = text_next(cursor);

	if (!is_blank(c))
		return (uint32_t)towlower((wint_t)c);
	for (const char *ahead = *cursor; is_blank(text_next(&ahead)); *cursor = ahead)
		;
	return ' ';
}

bool member_same_name(const char *one, const char *other)
{
	uint32_t c;

	do {
		c = next_folded(&one);
		if (c != next_folded(&other))
			return false;
	} while (c != 0);
	return true;
}

/* The piece before the next @end, which becomes its NUL. NULL: there is no such end. */
static char *take(char **rest, char end)
{
	char *piece = *rest, *at = piece ? strchr(piece, end) : NULL;

	if (!at)
		return NULL;
	*at = '\0';
	*rest = at + 1;
	return piece;
}

static bool take_quarter(const char *digits, uint32_t *ret)
{
	enum { MOST = 10 };
	size_t count = strspn(digits, "0123456789");
	unsigned long long quarter = strtoull(digits, NULL, 10);

	if (count == 0 || count > MOST || digits[count] != '\0' || (digits[0] == '0' && count > 1) ||
	    quarter > UINT32_MAX)
		return false;
	*ret = (uint32_t)quarter;
	return true;
}

static bool take_key(const char *digits, uint8_t ret[static DAP_KEY_SIZE])
{
	return strlen(digits) == (size_t)2 * DAP_KEY_SIZE && strspn(digits, "0123456789abcdef") == strlen(digits) &&
	       sodium_hex2bin(ret, DAP_KEY_SIZE, digits, strlen(digits), NULL, NULL, NULL) == 0;
}

/* Only as register_encode writes it: one member has one line. */
static bool parse(char *line, struct member *ret)
{
	const char *task = take(&line, '\t'), *quarter = take(&line, '\t'), *key = take(&line, '\t');

	if (!key || !office_is_task(task) || !take_quarter(quarter, &ret->quarter) || !take_key(key, ret->key) ||
	    member_name(line, ret->name) || strcmp(line, ret->name) != 0)
		return false;
	memcpy(ret->task, task, sizeof(ret->task));
	return true;
}

static void append(struct enrolled *enrolled, const struct member *member)
{
	if (enrolled->count == enrolled->room) {
		size_t room = enrolled->room ? 2 * enrolled->room : 16, count = enrolled->count;
		struct member *bigger = mem_new(room, sizeof(*bigger));
		if (count)
			memcpy(bigger, enrolled->members, count * sizeof(*bigger));
		register_clear(enrolled);
		*enrolled = (struct enrolled){bigger, count, room};
	}
	enrolled->members[enrolled->count++] = *member;
}

static bool take_all(char *lines, uint32_t quarter, struct enrolled *ret)
{
	const char *first = take(&lines, '\n');
	char *line;

	if (!first || strcmp(first, head) != 0)
		return false;
	while ((line = take(&lines, '\n'))) {
		struct member member = {0};
		bool fine = parse(line, &member);
		if (fine && member.quarter >= quarter)
			append(ret, &member);
		explicit_bzero(&member, sizeof(member));
		if (!fine)
			return false;
	}
	return *lines == '\0';
}

int register_decode(char *lines, size_t size, uint32_t quarter, struct enrolled *ret)
{
	struct enrolled enrolled = {0};

	if (strlen(lines) != size || !take_all(lines, quarter, &enrolled)) {
		register_clear(&enrolled);
		return -1;
	}
	*ret = enrolled;
	return 0;
}

void register_encode(const struct enrolled *enrolled, struct text *ret)
{
	char key[2 * DAP_KEY_SIZE + 1];

	text_appendf(ret, "%s\n", head);
	for (size_t i = 0; i < enrolled->count; i++) {
		const struct member *member = &enrolled->members[i];
		sodium_bin2hex(key, sizeof(key), member->key, sizeof(member->key));
		text_appendf(ret, "%s\t%u\t%s\t%s\n", member->task, (unsigned)member->quarter, key, member->name);
	}
}

int register_open(const struct office *office, uint32_t quarter, struct enrolled *ret, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	int r = office_open_file(office, OFFICE_REGISTER, &file, err);

	if (r < 0)
		return -1;
	if (r > 0) {
		*ret = (struct enrolled){0};
		return 0;
	}
	/* office_open_file leaves room for a NUL behind. */
	return register_decode((char *)file.bytes, file.size, quarter, ret) == 0
		       ? 0
		       : error_set(err, ERROR_DAMAGED,
				   "the register of this office cannot be read; put it back from a backup");
}

int register_save(const struct office *office, const struct enrolled *enrolled, struct error *err)
{
	_cleanup_(text_clear) struct text lines = {0};

	register_encode(enrolled, &lines);
	int r = office_seal_file(office, OFFICE_REGISTER, lines.bytes, lines.length, err);
	explicit_bzero(lines.bytes, lines.length);
	return r;
}

int register_add(struct enrolled *enrolled, const struct member *member)
{
	for (size_t i = 0; i < enrolled->count; i++) {
		const struct member *known = &enrolled->members[i];
		bool same_task = strcmp(known->task, member->task) == 0;
		bool same_key = memcmp(known->key, member->key, sizeof(known->key)) == 0;
		bool same_person = member_same_name(known->name, member->name) && known->quarter == member->quarter;
		if (same_person && !same_task)
			return REFUSAL_TWO_LEAVES;
		if (same_person)
			return same_key ? REGISTER_SAME : REGISTER_OTHER_KEY;
		if (same_key)
			return REGISTER_KEY;
	}
	append(enrolled, member);
	return 0;
}

size_t register_remove(struct enrolled *enrolled, const char *task, const char *name)
{
	for (size_t i = 0; i < enrolled->count; i++) {
		struct member *known = &enrolled->members[i], *last = &enrolled->members[enrolled->count - 1];
		if (strcmp(known->task, task) != 0 || !member_same_name(known->name, name))
			continue;
		memmove(known, known + 1, (size_t)(last - known) * sizeof(*known));
		explicit_bzero(last, sizeof(*last));
		enrolled->count--;
		return 1;
	}
	return 0;
}

size_t register_count(const struct enrolled *enrolled, const char *task)
{
	size_t count = 0;

	for (size_t i = 0; i < enrolled->count; i++)
		count += strcmp(enrolled->members[i].task, task) == 0;
	return count;
}

static int by_key(const void *one, const void *other)
{
	return memcmp(one, other, DAP_KEY_SIZE);
}

void register_keys(const struct enrolled *enrolled, const char *task, struct text *ret)
{
	for (size_t i = 0; i < enrolled->count; i++)
		if (strcmp(enrolled->members[i].task, task) == 0)
			text_append_bytes(ret, enrolled->members[i].key, DAP_KEY_SIZE);
	if (ret->length > 0)
		qsort(ret->bytes, ret->length / DAP_KEY_SIZE, DAP_KEY_SIZE, by_key);
}
