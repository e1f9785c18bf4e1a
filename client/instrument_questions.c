#include "instrument_questions.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "files.h"

#define LIST_MOST ((size_t)16 << 20)
enum { PRINT_BYTES = 8, PRINT_SIZE = 2 * PRINT_BYTES + 1 };

static void put(crypto_generichash_state *state, const char *string)
{
	crypto_generichash_update(state, (const uint8_t *)(string ? string : ""), string ? strlen(string) + 1 : 1);
}

/* What a stored answer means depends on the kind of question and on the order of its options. */
static void fingerprint(const struct questionnaire_item *item, char ret[static PRINT_SIZE])
{
	crypto_generichash_state state;
	uint8_t bytes[crypto_generichash_BYTES_MIN];
	char type[12];

	crypto_generichash_init(&state, NULL, 0, sizeof(bytes));
	snprintf(type, sizeof(type), "%d", (int)item->type);
	put(&state, type);
	for (size_t i = 0; i < item->option_count; i++) {
		put(&state, item->options[i].system);
		put(&state, item->options[i].code);
	}
	crypto_generichash_final(&state, bytes, sizeof(bytes));
	sodium_bin2hex(ret, PRINT_SIZE, bytes, PRINT_BYTES);
}

/* "32768 0123456789abcdef phq-4 LINKID" */
struct row {
	unsigned long id;
	const char *rest; /* from the fingerprint to the end of the line */
	size_t length;
};

static bool next_row(const char **cursor, struct row *ret)
{
	const char *line = *cursor, *end = strchr(line, '\n');
	char *behind;

	if (!end)
		return false;
	ret->id = strtoul(line, &behind, 10);
	*cursor = end + 1;
	ret->rest = behind + (*behind == ' ');
	ret->length = ret->rest <= end ? (size_t)(end - ret->rest) : 0;
	return true;
}

static void key_of(const struct questionnaire *questionnaire, const struct questionnaire_item *item, struct text *ret)
{
	char print[PRINT_SIZE];

	fingerprint(item, print);
	text_appendf(ret, "%s %s %s", print, questionnaire->id, item->link_id);
}

static uint16_t find(const char *list, const struct text *key)
{
	struct row row;

	while (next_row(&list, &row))
		if (row.length == key->length && memcmp(row.rest, key->bytes, row.length) == 0 &&
		    row.id >= ID_INSTRUMENT_FIRST && row.id <= UINT16_MAX)
			return (uint16_t)row.id;
	return 0;
}

static unsigned long next_id(const char *list)
{
	unsigned long next = ID_INSTRUMENT_FIRST;
	struct row row;

	while (next_row(&list, &row))
		if (row.id >= next)
			next = row.id + 1;
	return next;
}

int questions_read(const char *path, struct text *ret, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};

	if (access(path, F_OK) != 0)
		return 0;
	if (file_bytes_read_most(path, LIST_MOST, &file, err) < 0)
		return -1;
	if (memchr(file.bytes, '\0', file.size) || (file.size > 0 && file.bytes[file.size - 1] != '\n'))
		return error_set(err, ERROR_FAILED, "'%s' is damaged: bring it back from a backup", path);
	text_append_bytes(ret, file.bytes, file.size);
	return 0;
}

bool questions_find(const char *list, uint16_t question, struct text *ret_questionnaire, struct text *ret_link_id)
{
	struct row row;

	while (next_row(&list, &row)) {
		const char *name = memchr(row.rest, ' ', row.length), *end = row.rest + row.length;
		const char *link_id = name ? memchr(name + 1, ' ', (size_t)(end - name - 1)) : NULL;
		if (row.id != question || !link_id)
			continue;
		text_append_bytes(ret_questionnaire, name + 1, (size_t)(link_id - name - 1));
		text_append_bytes(ret_link_id, link_id + 1, (size_t)(end - link_id - 1));
		return true;
	}
	return false;
}

void questions_name(const char *list, uint16_t question, struct text *ret)
{
	_cleanup_(text_clear) struct text id = {0}, link_id = {0};

	if (questions_find(list, question, &id, &link_id))
		text_appendf(ret, "%s/%s", text_string(&id), text_string(&link_id));
	else
		text_appendf(ret, "%u", question);
}

static int used_up(struct error *err)
{
	return error_set(err, ERROR_FAILED, "all numbers for questions of added questionnaires are used up");
}

int questions_number(const char *path, struct questionnaire *questionnaire, struct text *ret_list, struct error *err)
{
	_cleanup_(text_clear) struct text list = {0};

	if (questions_read(path, &list, err) < 0)
		return -1;
	unsigned long next = next_id(text_string(&list));
	for (size_t i = 0; i < questionnaire->count; i++) {
		struct questionnaire_item *item = &questionnaire->items[i];
		_cleanup_(text_clear) struct text key = {0};
		if (!questionnaire_asks(item))
			continue;
		key_of(questionnaire, item, &key);
		item->question = find(text_string(&list), &key);
		if (item->question || !ret_list)
			continue;
		if (next >= QUESTION_LIST)
			return used_up(err);
		item->question = (uint16_t)next;
		text_appendf(&list, "%lu %s\n", next++, text_string(&key));
	}
	if (ret_list)
		text_append_bytes(ret_list, text_string(&list), list.length);
	return 0;
}

size_t questions_line(const char *list, uint16_t question, const char **ret)
{
	struct row row;

	for (const char *line = list; next_row(&list, &row); line = list) {
		if (row.id != question)
			continue;
		*ret = line;
		return (size_t)(list - line);
	}
	return 0;
}

/* "FINGERPRINT QUESTIONNAIRE LINKID" from a stranger's file. */
static bool is_sound(const struct row *row)
{
	const char *name = row->rest + 2 * PRINT_BYTES + 1, *end = row->rest + row->length;

	if (row->id < ID_INSTRUMENT_FIRST || row->id >= QUESTION_LIST || row->length < 2 * PRINT_BYTES + 4 ||
	    strspn(row->rest, "0123456789abcdef") != 2 * PRINT_BYTES || name[-1] != ' ')
		return false;
	const char *link_id = memchr(name, ' ', (size_t)(end - name));
	if (!link_id || link_id == name || link_id + 1 == end)
		return false;
	for (const char *c = row->rest; c < end; c++)
		if ((unsigned char)*c < ' ')
			return false;
	return true;
}

int questions_join(const char *list, const char *rows, struct text *ret_list,
		   uint16_t ret_map[static QUESTION_LIST - ID_INSTRUMENT_FIRST], struct error *err)
{
	struct row row;
	unsigned long next = next_id(list);

	memset(ret_map, 0, (QUESTION_LIST - ID_INSTRUMENT_FIRST) * sizeof(*ret_map));
	text_append(ret_list, list);
	while (next_row(&rows, &row)) {
		_cleanup_(text_clear) struct text key = {0};
		if (!is_sound(&row) || ret_map[row.id - ID_INSTRUMENT_FIRST])
			continue;
		text_append_bytes(&key, row.rest, row.length);
		uint16_t known = find(text_string(ret_list), &key);
		if (!known && next >= QUESTION_LIST)
			return used_up(err);
		if (!known) {
			known = (uint16_t)next++;
			text_appendf(ret_list, "%u %s\n", known, text_string(&key));
		}
		ret_map[row.id - ID_INSTRUMENT_FIRST] = known;
	}
	return 0;
}
