#include <assert.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "config_internal.h"

#define DAY_MIN 1440

static const struct unit {
	const char *name;
	int64_t seconds;
} units[] = {{"h", 3600}, {"min", 60}, {"s", 1}};
#define UNITS (sizeof(units) / sizeof(units[0]))

/* The digits at *@cursor as a number, at most nine of them; -1 if there are none or more. */
static int64_t digits(const char **cursor)
{
	int64_t number = 0;
	int count = 0;

	while (**cursor >= '0' && **cursor <= '9') {
		if (++count > 9)
			return -1;
		number = number * 10 + (*(*cursor)++ - '0');
	}
	return count ? number : -1;
}

int config_duration(const char *string, int64_t bare_unit_s, int64_t *ret_s)
{
	int64_t number = digits(&string);

	if (number < 0)
		return -1;
	if (*string == '\0' && bare_unit_s > 0) {
		*ret_s = number * bare_unit_s;
		return 0;
	}
	for (size_t i = 0; i < UNITS; i++)
		if (!strcmp(string, units[i].name)) {
			*ret_s = number * units[i].seconds;
			return 0;
		}
	return -1;
}

void config_duration_write(int64_t seconds, struct text *ret)
{
	/* "60min" reads better than "1h" beside "30min"; from two hours on the other way round. */
	const struct unit *unit = seconds >= 7200 && seconds % 3600 == 0 ? &units[0]
				  : seconds >= 60 && seconds % 60 == 0   ? &units[1]
									 : &units[2];

	text_appendf(ret, "%lld%s", (long long)(seconds / unit->seconds), unit->name);
}

int config_clock_next(const char **cursor, int32_t *ret_min)
{
	const char *c = *cursor;

	for (int i = 0; i < 5; i++)
		if (i == 2 ? c[i] != ':' : c[i] < '0' || c[i] > '9')
			return -1;
	int32_t hour = (c[0] - '0') * 10 + c[1] - '0', min = (c[3] - '0') * 10 + c[4] - '0';
	if (min > 59 || hour * 60 + min > DAY_MIN)
		return -1;
	*cursor += 5;
	*ret_min = hour * 60 + min;
	return 0;
}

void config_clock_write(int64_t min, struct text *ret)
{
	/* The end of a span may be 24:00; past that it is a time of the next day. */
	if (min > DAY_MIN)
		min -= DAY_MIN;
	text_appendf(ret, "%02lld:%02lld", (long long)(min / 60), (long long)(min % 60));
}

static int within(const struct config_option *option, int64_t number, void *field)
{
	if (number < option->minimum || number > option->maximum)
		return VALUE_OUT_OF_RANGE;
	memcpy(field, &number, sizeof(number));
	return 0;
}

static int read_number(const struct config_option *option, const char *value, void *field)
{
	int64_t number = digits(&value);

	return number < 0 || *value ? VALUE_MALFORMED : within(option, number, field);
}

static int read_clock(const struct config_option *option, const char *value, void *field)
{
	int32_t min;

	return config_clock_next(&value, &min) < 0 || *value ? VALUE_MALFORMED : within(option, min, field);
}

static int choice(const char *const *choices, const char *value)
{
	for (int i = 0; choices[i]; i++)
		if (!strcmp(choices[i], value))
			return i;
	return VALUE_MALFORMED;
}

static int read_choice(const struct config_option *option, const char *value, void *field)
{
	int32_t index = choice(option->choices, value);

	if (index < 0)
		return index;
	if (option->type == CONFIG_SWITCH)
		*(bool *)field = index != 0;
	else
		memcpy(field, &index, sizeof(index));
	return 0;
}

/* What a line of a file can carry to whoever reads it: inih ends a value at " ;" and drops blanks around it. */
static int read_string(const char *value, char field[static CONFIG_STRING_SIZE])
{
	size_t length = strlen(value);

	if (length == 0 || value[0] == ' ' || value[length - 1] == ' ' || strstr(value, " ;") ||
	    !text_is_utf8(value, length))
		return VALUE_MALFORMED;
	for (const char *c = value; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return VALUE_MALFORMED;
	if (length > CONFIG_PATH_MAX)
		return VALUE_OUT_OF_RANGE;
	memset(field, 0, CONFIG_STRING_SIZE);
	memcpy(field, value, length);
	return 0;
}

static int read_path(const char *value, char field[static CONFIG_STRING_SIZE])
{
	return value[0] == '/' ? read_string(value, field) : VALUE_MALFORMED;
}

/* "a, b,c" as "a,b,c": no word is empty, none begins or ends with a blank. */
static int read_words(const char *value, char field[static CONFIG_STRING_SIZE])
{
	_cleanup_(text_clear) struct text words = {0};

	for (;; value++) {
		value += strspn(value, " ");
		size_t length = strcspn(value, ",");
		if (length == 0 || value[length - 1] == ' ' || value[0] == ';')
			return VALUE_MALFORMED;
		text_append_bytes(&words, value, length);
		value += length;
		if (*value == '\0')
			return read_string(text_string(&words), field);
		text_append_char(&words, ',');
	}
}

/* ISO 3166-1's two letters, in capitals whatever was typed; "auto" is none. */
int config_country_read(const char *value, char ret[static CONFIG_COUNTRY_SIZE])
{
	char letters[CONFIG_COUNTRY_SIZE] = {0};

	if (strcmp(value, "auto") != 0) {
		for (int i = 0; i < 2; i++) {
			letters[i] = (char)(value[i] & ~0x20);
			if (letters[i] < 'A' || letters[i] > 'Z')
				return VALUE_MALFORMED;
		}
		if (value[2])
			return VALUE_MALFORMED;
	}
	memcpy(ret, letters, sizeof(letters));
	return 0;
}

static size_t field_size(enum config_type type)
{
	switch (type) {
	case CONFIG_DURATION:
	case CONFIG_NUMBER:
	case CONFIG_CLOCK:
		return sizeof(int64_t);
	case CONFIG_SWITCH:
		return sizeof(bool);
	case CONFIG_CHOICE:
		return sizeof(int32_t);
	case CONFIG_HOURS:
		return sizeof(struct config_hours);
	case CONFIG_DATES:
		return sizeof(struct config_dates);
	case CONFIG_PATH:
	case CONFIG_WORDS:
		return CONFIG_STRING_SIZE;
	case CONFIG_COUNTRY:
		return CONFIG_COUNTRY_SIZE;
	}
	assert(false);
	return 0;
}

int config_value_read(const struct config_option *option, const char *value, void *field)
{
	int64_t seconds;

	if (option->may_be_off && !strcmp(value, "off")) {
		memset(field, 0, field_size(option->type));
		return 0;
	}
	switch (option->type) {
	case CONFIG_DURATION:
		return config_duration(value, 0, &seconds) < 0 ? VALUE_MALFORMED : within(option, seconds, field);
	case CONFIG_NUMBER:
		return read_number(option, value, field);
	case CONFIG_CLOCK:
		return read_clock(option, value, field);
	case CONFIG_SWITCH:
	case CONFIG_CHOICE:
		return read_choice(option, value, field);
	case CONFIG_HOURS:
		return config_hours_read(value, field);
	case CONFIG_DATES:
		return config_dates_read(value, field);
	case CONFIG_PATH:
		return read_path(value, field);
	case CONFIG_WORDS:
		return read_words(value, field);
	case CONFIG_COUNTRY:
		return config_country_read(value, field);
	}
	return VALUE_MALFORMED;
}

/* An option that is off is zeros all over: no hours, no dates, an empty path. */
static bool is_off(const struct config_option *option, const void *field)
{
	const char *byte = field;

	for (size_t i = 0; i < field_size(option->type); i++)
		if (byte[i])
			return false;
	return option->may_be_off;
}

void config_value_write(const struct config_option *option, const void *field, struct text *ret)
{
	int64_t number = 0;
	int32_t index = 0;

	if (is_off(option, field)) {
		text_append(ret, "off");
		return;
	}
	switch (option->type) {
	case CONFIG_DURATION:
	case CONFIG_NUMBER:
	case CONFIG_CLOCK:
		memcpy(&number, field, sizeof(number));
		if (option->type == CONFIG_DURATION)
			config_duration_write(number, ret);
		else if (option->type == CONFIG_CLOCK)
			config_clock_write(number, ret);
		else
			text_appendf(ret, "%lld", (long long)number);
		break;
	case CONFIG_SWITCH:
		text_append(ret, option->choices[*(const bool *)field]);
		break;
	case CONFIG_CHOICE:
		memcpy(&index, field, sizeof(index));
		text_append(ret, option->choices[index]);
		break;
	case CONFIG_HOURS:
		config_hours_write(field, ret);
		break;
	case CONFIG_DATES:
		config_dates_write(field, ret);
		break;
	case CONFIG_PATH:
	case CONFIG_WORDS:
		text_append(ret, field);
		break;
	case CONFIG_COUNTRY:
		text_append(ret, *(const char *)field ? field : "auto");
		break;
	}
}
