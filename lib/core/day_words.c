/* The words of scenario files that stand for numbers and times. */
#include <string.h>

#include "day_internal.h"

int reader_refuse(struct reader *reader, const char *what, const char *word)
{
	error_set(reader->err, ERROR_FAILED, "'%s' %s", word, what);
	return -1;
}

int reader_number(const char *word, int64_t unit_s, int64_t *ret_s)
{
	int64_t seconds = 0;
	const char *c = word;

	if (*c == '\0')
		return -1;
	for (; *c >= '0' && *c <= '9'; c++) {
		if (seconds > 1000000000)
			return -1;
		seconds = 10 * seconds + (*c - '0');
	}
	if (c != word && *c == '\0') {
		*ret_s = seconds * unit_s;
		return 0;
	}
	return config_duration(word, 0, ret_s);
}

/* Digits at *@cursor as a number below @limit; -1 if there are none or it is more. */
static int64_t digits(const char **cursor, int64_t limit)
{
	int64_t value = -1;

	for (; **cursor >= '0' && **cursor <= '9' && value < limit; (*cursor)++)
		value = (value < 0 ? 0 : 10 * value) + (**cursor - '0');
	return value < limit ? value : -1;
}

int reader_clock(const char *word, int64_t *ret_second)
{
	int64_t part[3] = {0}, limits[3] = {1000, 60, 60};

	for (int i = 0; i < 3; i++) {
		part[i] = digits(&word, limits[i]);
		if (part[i] < 0)
			return -1;
		if (*word == '\0' && i > 0)
			break;
		if (*word != (i == 2 ? '\0' : ':'))
			return -1;
		word++;
	}
	*ret_second = part[0] * 3600 + part[1] * 60 + part[2];
	return 0;
}

int reader_time(const struct reader *reader, const char *word, int64_t *ret_second)
{
	int64_t second;

	if (*word == '+')
		return reader_number(word + 1, 1, &second) < 0 ? -1 : (*ret_second = reader->second + second, 0);
	if (reader_clock(word, &second) == 0) {
		*ret_second = second >= reader->start_second ? second - reader->start_second : second;
		return 0;
	}
	if (*word < '0' || *word > '9' || word[strspn(word, "0123456789")] != '\0')
		return -1;
	return reader_number(word, 1, ret_second);
}
