#include <stdbool.h>
#include <stdlib.h>

#include <evenkeel/instant.h>
#include <evenkeel/zone.h>

int64_t instant_floor_div(int64_t value, int64_t divisor)
{
	int64_t quotient = value / divisor;

	return value % divisor < 0 ? quotient - 1 : quotient;
}

/* Exactly @digits decimal digits at *@cursor; -1 if there are fewer. */
static int number(const char **cursor, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		if (**cursor < '0' || **cursor > '9')
			return -1;
		value = value * 10 + (*(*cursor)++ - '0');
	}
	return value;
}

static bool eat(const char **cursor, char c)
{
	if (**cursor != c)
		return false;
	(*cursor)++;
	return true;
}

/* Parts of a second, as many digits as there are; what is finer than milliseconds is left out. -1 if there is none. */
static int fraction(const char **cursor)
{
	int ms = 0;

	if (**cursor < '0' || **cursor > '9')
		return -1;
	for (int unit = 100; **cursor >= '0' && **cursor <= '9'; unit /= 10)
		ms += (*(*cursor)++ - '0') * unit;
	return ms;
}

static int parse_offset(const char *cursor, int32_t default_offset_s, int32_t *ret_offset_s)
{
	*ret_offset_s = default_offset_s;
	if (*cursor == '\0')
		return 0;
	if (eat(&cursor, 'Z')) {
		*ret_offset_s = 0;
		return *cursor == '\0' ? 0 : -1;
	}
	int sign = *cursor == '-' ? -1 : 1;
	if (*cursor != '-' && *cursor != '+')
		return -1;
	cursor++;
	int hours = number(&cursor, 2);
	eat(&cursor, ':');
	int minutes = number(&cursor, 2);
	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || *cursor != '\0')
		return -1;
	*ret_offset_s = sign * (hours * 3600 + minutes * 60);
	return 0;
}

int instant_parse(const char *string, int32_t default_offset_s, int64_t *ret_wall_ms, int32_t *ret_offset_s)
{
	char day[DATE_SIZE];
	int32_t date, offset_s;
	int seconds = 0, ms = 0;

	for (int i = 0; i < DATE_SIZE - 1; i++) {
		if (string[i] == '\0')
			return -1;
		day[i] = string[i];
	}
	day[DATE_SIZE - 1] = '\0';
	const char *cursor = string + DATE_SIZE - 1;
	if (date_parse(day, &date) < 0 || !(eat(&cursor, 'T') || eat(&cursor, ' ')))
		return -1;
	int hours = number(&cursor, 2);
	if (hours < 0 || hours > 23 || !eat(&cursor, ':'))
		return -1;
	int minutes = number(&cursor, 2);
	bool has_seconds = minutes >= 0 && eat(&cursor, ':');
	if (minutes < 0 || minutes > 59 || (has_seconds && ((seconds = number(&cursor, 2)) < 0 || seconds > 59)))
		return -1;
	if (has_seconds && eat(&cursor, '.') && (ms = fraction(&cursor)) < 0)
		return -1;
	if (parse_offset(cursor, default_offset_s, &offset_s) < 0)
		return -1;
	*ret_wall_ms = ((int64_t)date * 86400 + hours * 3600 + minutes * 60 + seconds - offset_s) * 1000 + ms;
	if (ret_offset_s)
		*ret_offset_s = offset_s;
	return 0;
}
