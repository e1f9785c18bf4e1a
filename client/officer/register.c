#include "register.h"

#include <stdlib.h>
#include <string.h>

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
	    member_name(ret, line) || strcmp(line, ret->name) != 0)
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

int register_prune(const struct office *office, uint32_t quarter, struct error *err)
{
	_cleanup_(register_clear) struct enrolled all = {0};
	_cleanup_(register_clear) struct enrolled kept = {0};

	if (register_open(office, 0, &all, err))
		return -1;
	for (size_t i = 0; i < all.count; i++)
		if (all.members[i].quarter >= quarter)
			append(&kept, &all.members[i]);
	return kept.count == all.count ? 0 : register_save(office, &kept, err);
}

int register_add(struct enrolled *enrolled, const struct member *member)
{
	for (size_t i = 0; i < enrolled->count; i++) {
		const struct member *known = &enrolled->members[i];
		bool same_task = strcmp(known->task, member->task) == 0;
		bool same_key = memcmp(known->key, member->key, sizeof(known->key)) == 0;
		bool same_person = member_is_same(known, member) && known->quarter == member->quarter;
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

/* As it is written before other spellings of it: a register from before they were one may have both. */
static struct member *find_name(struct enrolled *enrolled, const char *task, const struct member *wanted)
{
	struct member *found = NULL;

	for (size_t i = 0; i < enrolled->count; i++) {
		struct member *known = &enrolled->members[i];
		if (strcmp(known->task, task) != 0 || !member_is_same(known, wanted))
			continue;
		if (strcmp(known->name, wanted->name) == 0)
			return known;
		found = found ? found : known;
	}
	return found;
}

size_t register_remove(struct enrolled *enrolled, const char *task, const char *name)
{
	struct member wanted = {0}, *last = enrolled->members + enrolled->count - 1, *found = NULL;

	if (member_name(&wanted, name) == 0)
		found = find_name(enrolled, task, &wanted);
	explicit_bzero(&wanted, sizeof(wanted));
	if (!found)
		return 0;
	memmove(found, found + 1, (size_t)(last - found) * sizeof(*found));
	explicit_bzero(last, sizeof(*last));
	enrolled->count--;
	return 1;
}

static int by_person(const void *one, const void *other)
{
	const struct member *a = *(const struct member *const *)one, *b = *(const struct member *const *)other;

	return memcmp(a->same, b->same, sizeof(a->same));
}

bool register_is_twice(const struct enrolled *enrolled, const char *task, uint32_t quarter)
{
	const struct member **sorted = mem_new(enrolled->count + 1, sizeof(*sorted));
	bool twice = false;
	size_t count = 0;

	for (size_t i = 0; i < enrolled->count; i++)
		if (enrolled->members[i].quarter == quarter)
			sorted[count++] = &enrolled->members[i];
	qsort(sorted, count, sizeof(*sorted), by_person);
	/* Whoever is there more than once stands beside another of the same person each time. */
	for (size_t i = 1; i < count; i++)
		twice |= member_is_same(sorted[i - 1], sorted[i]) &&
			 (strcmp(sorted[i - 1]->task, task) == 0 || strcmp(sorted[i]->task, task) == 0);
	free(sorted);
	return twice;
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
