#include "place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#define DAY_S 86400

struct place {
	char name[PLACE_NAME_SIZE];
	icaltimezone *own; /* of the file; else: */
	struct zone zone;
};

static const struct place utc;

int places_init(struct places *places, const char *zone, int64_t about_s)
{
	*places = (struct places){.items = mem_new(PLACES_MAX, sizeof(struct place)), .count = 1, .about_s = about_s};
	if (!zone)
		places->items[0].zone = zone_probe(about_s);
	return zone ? zone_probe_named(zone, about_s, &places->items[0].zone, NULL) : 0;
}

void places_clear(struct places *places)
{
	for (int i = 0; i < places->count; i++)
		if (places->items[i].own)
			icaltimezone_free(places->items[i].own, 1);
	free(places->items);
	*places = (struct places){0};
}

const struct place *place_local(const struct places *places)
{
	return &places->items[0];
}

const struct place *place_utc(void)
{
	return &utc;
}

static struct place *find(const struct places *places, const char *name)
{
	for (int i = 1; i < places->count; i++)
		if (strcmp(places->items[i].name, name) == 0)
			return &places->items[i];
	return NULL;
}

/* "/vendor/2026/Europe/Berlin": the longest tail that the system knows. */
static bool probe_tail(const char *tzid, int64_t about_s, struct zone *ret)
{
	for (const char *name = tzid; name; name = strchr(name, '/')) {
		name += *name == '/';
		if (zone_probe_named(name, about_s, ret, NULL) == 0)
			return true;
	}
	return false;
}

static struct place *add(struct places *places, const char *name)
{
	struct place *place;

	if (places->count == PLACES_MAX || strlen(name) >= PLACE_NAME_SIZE)
		return NULL;
	place = &places->items[places->count];
	*place = (struct place){0};
	memcpy(place->name, name, strlen(name));
	return place; /* counted by who fills it */
}

const struct place *place_named(struct places *places, const char *tzid)
{
	struct place *place = find(places, tzid);

	if (place)
		return place;
	place = add(places, tzid);
	if (!place || !probe_tail(tzid, places->about_s, &place->zone))
		return NULL;
	places->count++;
	return place;
}

/* Zones change by the year. A rule of any other kind is no zone's, and its changes would never end. */
static bool rules_are_yearly(const char *lines)
{
	for (const char *rule = lines; (rule = strcasestr(rule, "FREQ=")) != NULL; rule++)
		if (strncasecmp(rule, "FREQ=YEARLY", strlen("FREQ=YEARLY")) != 0)
			return false;
	return true;
}

static icaltimezone *zone_of(const struct ics_block *block)
{
	icalcomponent *component = icalparser_parse_string(text_string(&block->lines));
	icaltimezone *zone = icaltimezone_new();

	if (component && icalcomponent_isa(component) == ICAL_VTIMEZONE_COMPONENT &&
	    icaltimezone_set_component(zone, component))
		return zone;
	icaltimezone_free(zone, 1);
	if (component)
		icalcomponent_free(component);
	return NULL;
}

void places_add(struct places *places, const struct ics_block *block)
{
	struct ics_property property;
	const char *cursor = text_string(&block->lines);
	char name[PLACE_NAME_SIZE] = "";
	struct zone known;

	while (ics_property_next(&cursor, &property))
		if (strcmp(property.name, "TZID") == 0 && property.length < sizeof(name)) {
			memcpy(name, property.value, property.length);
			name[property.length] = '\0';
		}
	if (block->overlong || !name[0] || !rules_are_yearly(text_string(&block->lines)) || find(places, name) ||
	    zone_probe_named(name, places->about_s, &known, NULL) == 0)
		return;
	struct place *place = add(places, name);
	if (!place || !(place->own = zone_of(block)))
		return;
	places->count++;
}

static int64_t own_wall_s(icaltimezone *zone, struct civil civil)
{
	struct icaltimetype time = icaltime_null_time();
	int is_daylight;

	date_to_civil(civil.date, &time.year, &time.month, &time.day);
	time.hour = civil.second / 3600;
	time.minute = civil.second / 60 % 60;
	time.second = civil.second % 60;
	return (int64_t)civil.date * DAY_S + civil.second - icaltimezone_get_utc_offset(zone, &time, &is_daylight);
}

int64_t place_wall_s(const struct place *place, struct civil civil)
{
	int32_t second = civil.whole_day ? 0 : civil.second;

	if (!place->own)
		return zone_wall_s(&place->zone, civil.date, second);
	/* libical takes times of one day. */
	civil.date += (int32_t)instant_floor_div(second, DAY_S);
	civil.second = second - (int32_t)instant_floor_div(second, DAY_S) * DAY_S;
	return own_wall_s(place->own, civil);
}
