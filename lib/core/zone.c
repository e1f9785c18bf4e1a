#include <stdio.h>
#include <string.h>

#include <evenkeel/instant.h>
#include <evenkeel/zone.h>

#define DAY_S 86400

struct zone zone_fixed(int32_t offset_s)
{
	return (struct zone){.first_offset_s = offset_s};
}

bool zone_equal(const struct zone *a, const struct zone *b)
{
	if (a->first_offset_s != b->first_offset_s || a->count != b->count)
		return false;
	for (int32_t i = 0; i < a->count; i++)
		if (a->changes[i].from_s != b->changes[i].from_s || a->changes[i].offset_s != b->changes[i].offset_s)
			return false;
	return true;
}

int32_t zone_offset_s(const struct zone *zone, int64_t wall_s)
{
	int32_t offset_s = zone->first_offset_s;

	for (int32_t i = 0; i < zone->count && zone->changes[i].from_s <= wall_s; i++)
		offset_s = zone->changes[i].offset_s;
	return offset_s;
}

int32_t zone_date(const struct zone *zone, int64_t wall_s, int32_t *ret_second)
{
	int64_t local_s = wall_s + zone_offset_s(zone, wall_s);
	int64_t date = instant_floor_div(local_s, DAY_S);

	if (ret_second)
		*ret_second = (int32_t)(local_s - date * DAY_S);
	return (int32_t)date;
}

int32_t zone_day(const struct zone *zone, int64_t wall_s, int32_t day_start_s)
{
	return (int32_t)instant_floor_div(wall_s + zone_offset_s(zone, wall_s) - day_start_s, DAY_S);
}

int64_t zone_wall_s(const struct zone *zone, int32_t date, int32_t second)
{
	int64_t local_s = (int64_t)date * DAY_S + second;
	int32_t offset_s = zone->first_offset_s;

	/* The first stretch of constant offset that reaches @local_s: a skipped hour gives its change, a doubled one its first. */
	for (int32_t i = 0; i < zone->count; i++) {
		const struct zone_change *change = &zone->changes[i];
		if (local_s - offset_s < change->from_s)
			return local_s - offset_s;
		offset_s = change->offset_s;
		if (local_s - offset_s < change->from_s)
			return change->from_s;
	}
	return local_s - offset_s;
}

int64_t zone_next_change_s(const struct zone *zone, int64_t wall_s)
{
	for (int32_t i = 0; i < zone->count; i++)
		if (zone->changes[i].from_s > wall_s)
			return zone->changes[i].from_s;
	return INT64_MAX;
}

int32_t date_from_civil(int year, int month, int day)
{
	year -= month <= 2;
	int64_t era = instant_floor_div(year, 400);
	int year_of_era = (int)(year - era * 400);
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return (int32_t)(era * 146097 + day_of_era - 719468);
}

void date_to_civil(int32_t date, int *ret_year, int *ret_month, int *ret_day)
{
	int64_t days = (int64_t)date + 719468;
	int64_t era = instant_floor_div(days, 146097);
	int day_of_era = (int)(days - era * 146097);
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month_index = (5 * day_of_year + 2) / 153;

	*ret_day = day_of_year - (153 * month_index + 2) / 5 + 1;
	*ret_month = month_index + (month_index < 10 ? 3 : -9);
	*ret_year = (int)(year_of_era + era * 400) + (*ret_month <= 2);
}

int date_weekday(int32_t date)
{
	/* 1970-01-01 was a Thursday. */
	int64_t days = (int64_t)date + 3;

	return (int)(days - instant_floor_div(days, 7) * 7) + 1;
}

void date_format(int32_t date, char ret[static DATE_SIZE])
{
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	char wide[40];
	snprintf(wide, sizeof(wide), "%04d-%02d-%02d", year, month, day);
	memcpy(ret, wide, DATE_SIZE - 1);
	ret[DATE_SIZE - 1] = '\0';
}

int date_parse(const char *string, int32_t *ret_date)
{
	int part[3] = {0};
	static const int digits[3] = {4, 2, 2};

	for (int i = 0; i < 3; i++) {
		if (i > 0 && *string++ != '-')
			return -1;
		for (int k = 0; k < digits[i]; k++, string++) {
			if (*string < '0' || *string > '9')
				return -1;
			part[i] = part[i] * 10 + (*string - '0');
		}
	}
	if (*string != '\0' || part[0] < 1 || part[1] < 1 || part[1] > 12 || part[2] < 1)
		return -1;
	int32_t date = date_from_civil(part[0], part[1], part[2]);
	int year, month, day;
	date_to_civil(date, &year, &month, &day);
	if (month != part[1] || day != part[2])
		return -1;
	*ret_date = date;
	return 0;
}
