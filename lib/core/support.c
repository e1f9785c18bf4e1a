#include <stdlib.h>
#include <string.h>

#include <evenkeel/config_line.h>
#include <evenkeel/mem.h>
#include <evenkeel/support.h>

#include "config_internal.h"

/* One file on its way: its contacts so far, and the line where the last one began. */
struct reading {
	struct support support;
	int begun_at;
};

static const struct field {
	const char *key;
	size_t offset;
} fields[] = {
	{"name", offsetof(struct support_contact, name)},         {"phone", offsetof(struct support_contact, phone)},
	{"web", offsetof(struct support_contact, web)},           {"hours", offsetof(struct support_contact, hours)},
	{"language", offsetof(struct support_contact, language)},
};

void support_clear(struct support *support)
{
	free(support->contacts);
	*support = (struct support){0};
}

static void add(struct support *support, const struct support_contact *contact)
{
	support->contacts = mem_grow(support->contacts, support->count + 1, sizeof(*contact));
	support->contacts[support->count++] = *contact;
}

static int begin_contact(struct reading *reading, const char *section, struct error *err)
{
	struct support_contact contact = {0};
	_cleanup_(text_clear) struct text name = {0};

	if (strcmp(section, "eap") != 0 &&
	    (strncmp(section, "line.", 5) != 0 || config_country_read(section + 5, contact.country) < 0 ||
	     !contact.country[0])) {
		config_shown(section, &name);
		return error_set(err, ERROR_FAILED, "unknown section '[%s]'; known: [eap] and, by country, [line.DE]",
				 text_string(&name));
	}
	if (reading->support.count == SUPPORT_CONTACTS_MAX)
		return error_set(err, ERROR_FAILED, "there are more than %d contacts", SUPPORT_CONTACTS_MAX);
	add(&reading->support, &contact);
	return 0;
}

/* What a person is to read or dial: no control characters of either kind. */
static bool is_plain(const char *value)
{
	uint32_t c;

	while ((c = text_next(&value)) != 0)
		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			return false;
	return true;
}

static int set_field(struct reading *reading, const struct config_line *line, struct error *err)
{
	_cleanup_(text_clear) struct text name = {0};
	const struct field *field = fields, *end = fields + sizeof(fields) / sizeof(fields[0]);

	config_shown(line->name, &name);
	while (field < end && strcmp(field->key, line->name) != 0)
		field++;
	if (field == end)
		return error_set(err, ERROR_FAILED, "unknown key '%s'; known: name, phone, web, hours, language",
				 text_string(&name));
	if (reading->support.count == 0)
		return error_set(err, ERROR_FAILED, "'%s' stands before the first section; begin with [eap]",
				 field->key);
	char *value = (char *)&reading->support.contacts[reading->support.count - 1] + field->offset;
	if (*value)
		return error_set(err, ERROR_FAILED,
				 "'%s' stands twice in one contact; another contact begins with a section's line",
				 field->key);
	if (!is_plain(line->value))
		return error_set(err, ERROR_FAILED, "'%s' has a character in it that cannot be shown", field->key);
	memcpy(value, line->value, strlen(line->value) + 1);
	return 0;
}

/* Nobody can call a contact without a number or an address. */
static int check_last(const struct reading *reading, struct error *err)
{
	if (reading->support.count == 0)
		return 0;
	const struct support_contact *last = &reading->support.contacts[reading->support.count - 1];
	if (!last->name[0])
		return error_set(err, ERROR_FAILED, "the contact has no 'name'");
	if (!last->phone[0] && !last->web[0])
		return error_set(err, ERROR_FAILED, "the contact has neither 'phone' nor 'web'");
	return 0;
}

static int read_line(struct reading *reading, struct config_line *line, const char *bytes, size_t length, int number,
		     const char *file, struct error *err)
{
	if (config_line_take(line, bytes, length, err) < 0)
		return error_prefix(err, "%s:%d", file, number);
	if (line->kind == LINE_SECTION) {
		if (check_last(reading, err) < 0)
			return error_prefix(err, "%s:%d", file, reading->begun_at);
		reading->begun_at = number;
	}
	if ((line->kind == LINE_SECTION && begin_contact(reading, line->section, err) < 0) ||
	    (line->kind == LINE_SETTING && set_field(reading, line, err) < 0))
		return error_prefix(err, "%s:%d", file, number);
	return 0;
}

static int read_all(struct reading *reading, const char *content, size_t length, const char *file, struct error *err)
{
	struct config_line line = {0};
	const char *cursor = content, *end = content + length, *bytes;

	if (length >= 3 && !memcmp(content, BYTE_ORDER_MARK, 3))
		cursor += 3;
	for (int number = 1; config_line_next(&cursor, end, &bytes, &length); number++)
		if (read_line(reading, &line, bytes, length, number, file, err) < 0)
			return -1;
	return check_last(reading, err) < 0 ? error_prefix(err, "%s:%d", file, reading->begun_at) : 0;
}

int support_read(struct support *support, const char *content, size_t length, const char *file, struct error *err)
{
	_cleanup_(support_clear) struct support below = *support;
	struct reading reading = {0};

	if (read_all(&reading, content, length, file, err) < 0) {
		support_clear(&reading.support);
		below = (struct support){0}; /* stays the caller's */
		return -1;
	}
	size_t count = reading.support.count;
	for (size_t i = 0; i < below.count; i++) {
		const struct support above = {reading.support.contacts, count};
		if (!support_next(&above, below.contacts[i].country, NULL))
			add(&reading.support, &below.contacts[i]);
	}
	*support = reading.support;
	return 0;
}

const struct support_contact *support_next(const struct support *support, const char *country,
					   const struct support_contact *before)
{
	for (size_t i = before ? (size_t)(before - support->contacts) + 1 : 0; i < support->count; i++)
		if (!strcmp(support->contacts[i].country, country))
			return &support->contacts[i];
	return NULL;
}
