#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "config_internal.h"

#define SHOWN_MAX 60 /* bytes of a refused value that a message repeats */

void config_shown(const char *written, struct text *ret)
{
	const char *cursor = written;

	while (*cursor) {
		const char *start = cursor;
		uint32_t c = text_next(&cursor);
		if (cursor - written > SHOWN_MAX) {
			text_append(ret, "…");
			return;
		}
		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfffd)
			text_append(ret, "?");
		else
			text_append_bytes(ret, start, (size_t)(cursor - start));
	}
}

#define DISTANCE_MAX 48

/* Levenshtein 1966; names beyond DISTANCE_MAX bytes are like nothing. */
static size_t distance(const char *a, const char *b)
{
	size_t row[DISTANCE_MAX + 1], width = strlen(b);

	if (strlen(a) > DISTANCE_MAX || width > DISTANCE_MAX)
		return DISTANCE_MAX;
	for (size_t k = 0; k <= width; k++)
		row[k] = k;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t k = 1; k <= width; k++) {
			size_t best = corner + (a[i - 1] != b[k - 1]);
			corner = row[k];
			if (row[k] + 1 < best)
				best = row[k] + 1;
			if (row[k - 1] + 1 < best)
				best = row[k - 1] + 1;
			row[k] = best;
		}
	}
	return row[width];
}

/* The key most like @key; NULL when none is like it. */
static const char *nearest(const char *key)
{
	size_t count, least = strlen(key) / 3 + 2;
	const struct config_option *options = config_options(&count);
	const char *best = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *dot = strchr(options[i].key, '.');
		size_t apart = distance(key, options[i].key);
		/* The right name under the wrong section, or under none. */
		const char *name = strrchr(key, '.');
		if (dot && !strcmp(name ? name + 1 : key, dot + 1))
			apart = apart < 2 ? apart : 2;
		if (!dot && name && !strcmp(name + 1, options[i].key))
			apart = 1;
		if (apart < least) {
			least = apart;
			best = options[i].key;
		}
	}
	return best;
}

static int unknown_key(const char *key, struct error *err)
{
	_cleanup_(text_clear) struct text name = {0};
	const char *near = nearest(key);

	config_shown(key, &name);
	if (near)
		return error_set(err, ERROR_FAILED, "unknown key '%s'; did you mean '%s'?", text_string(&name), near);
	return error_set(err, ERROR_FAILED, "unknown key '%s'; 'evenkeel config list' names all", text_string(&name));
}

static void append_choices(const char *const *choices, struct text *ret)
{
	for (size_t i = 0; choices[i]; i++) {
		if (i > 0)
			text_append(ret, ", ");
		text_append(ret, choices[i]);
	}
}

static void append_range(const struct config_option *option, const char *format, struct text *ret)
{
	_cleanup_(text_clear) struct text least = {0}, most = {0};

	config_value_write(option, &option->minimum, &least);
	config_value_write(option, &option->maximum, &most);
	text_appendf(ret, format, text_string(&least), text_string(&most));
}

void config_allowed(const struct config_option *option, struct text *ret)
{
	switch (option->type) {
	case CONFIG_DURATION:
		append_range(option, _("a duration from %s to %s (a number and s, min or h)"), ret);
		break;
	case CONFIG_NUMBER:
		append_range(option, _("a whole number from %s to %s"), ret);
		break;
	case CONFIG_CLOCK:
		append_range(option, _("a time of day from %s to %s"), ret);
		break;
	case CONFIG_SWITCH:
		text_append(ret, _("on or off"));
		return;
	case CONFIG_CHOICE:
		text_append(ret, _("one of "));
		append_choices(option->choices, ret);
		return;
	case CONFIG_HOURS:
		text_append(ret, _("hours such as 09:00-12:30,13:00-18:00 or 22:00-06:00"));
		break;
	case CONFIG_DATES:
		text_append(ret, _("dates such as 2026-10-01,2026-12-24..2026-12-26"));
		break;
	case CONFIG_PATH:
		text_append(ret, _("a file's absolute path without ' ;'"));
		break;
	case CONFIG_WORDS:
		text_append(ret, _("words by comma, such as shift,early,late; or all"));
		break;
	case CONFIG_COUNTRY:
		text_append(ret, _("a country's two letters, such as DE, GB or TH; or auto"));
		return;
	}
	if (option->may_be_off)
		text_append(ret, _(", or off"));
}

static int refuse(const struct config_option *option, const char *value, int fault, struct error *err)
{
	_cleanup_(text_clear) struct text allowed = {0}, written = {0};

	config_allowed(option, &allowed);
	config_shown(value, &written);
	if (fault == VALUE_OUT_OF_RANGE)
		return error_set(err, ERROR_FAILED, "'%s' is out of range for '%s'; allowed: %s", text_string(&written),
				 option->key, text_string(&allowed));
	return error_set(err, ERROR_FAILED, "'%s' is no value for '%s'; allowed: %s", text_string(&written),
			 option->key, text_string(&allowed));
}

int config_set(struct config *config, const char *key, const char *value, struct error *err)
{
	const struct config_option *option = config_find(key);

	if (!option)
		return unknown_key(key, err);
	int fault = config_value_read(option, value, (char *)config + option->offset);
	return fault < 0 ? refuse(option, value, fault, err) : 0;
}

void config_get(const struct config *config, const struct config_option *option, struct text *ret)
{
	config_value_write(option, (const char *)config + option->offset, ret);
}

void config_defaults(struct config *ret)
{
	size_t count;
	const struct config_option *options = config_options(&count);

	/* Padding too, so that settings can be compared whole. */
	memset(ret, 0, sizeof(*ret));
	for (size_t i = 0; i < count; i++)
		config_value_read(&options[i], options[i].initial, (char *)ret + options[i].offset);
}
