#include "event.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <evenkeel/mem.h>

#define DAY_S 86400

/* Reading one event: what stands in it, and where its times without a zone belong. */
struct reading {
	struct event *event;
	struct places *places;
	const struct words *words;
	bool has_start, has_end, has_length, cancelled, transparent;
	struct moment end;
	struct icaldurationtype length;
	char rule[1024];
	char until[32];
};

static bool digits(const char **at, const char *end, int count, int *ret)
{
	*ret = 0;
	for (int i = 0; i < count; i++, (*at)++) {
		if (*at >= end || **at < '0' || **at > '9')
			return false;
		*ret = *ret * 10 + (**at - '0');
	}
	return true;
}

/* "20260302" or "20260302T090000", and whether a "Z" stands behind. */
static bool read_civil(const char *at, const char *end, struct civil *ret, bool *ret_utc)
{
	int year, month, day, hour = 0, minute = 0, second = 0, back_year, back_month, back_day;

	*ret_utc = false;
	if (!digits(&at, end, 4, &year) || !digits(&at, end, 2, &month) || !digits(&at, end, 2, &day))
		return false;
	if (year < 1600 || month < 1 || month > 12 || day < 1)
		return false;
	*ret = (struct civil){.date = date_from_civil(year, month, day), .whole_day = at == end};
	date_to_civil(ret->date, &back_year, &back_month, &back_day);
	if (back_day != day)
		return false;
	if (ret->whole_day)
		return true;
	if (*at++ != 'T' || !digits(&at, end, 2, &hour) || !digits(&at, end, 2, &minute) ||
	    !digits(&at, end, 2, &second) || hour > 23 || minute > 59 || second > 60)
		return false;
	ret->second = hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
	*ret_utc = at < end && *at == 'Z';
	return at + *ret_utc == end;
}

/* A time without a zone belongs to @other, the zone of the event's start. */
static enum calendar_fault read_moment(struct reading *reading, const struct ics_property *property, const char *at,
				       const char *end, const struct place *other, struct moment *ret)
{
	char tzid[PLACE_NAME_SIZE];
	bool utc;

	while (end > at && end[-1] == ' ')
		end--;
	if (!read_civil(at, end, &ret->civil, &utc))
		return CALENDAR_TIME;
	ret->place = other ? other : place_local(reading->places);
	if (ret->civil.whole_day)
		ret->place = place_local(reading->places); /* a date is one's own, wherever */
	else if (utc)
		ret->place = place_utc();
	else if (ics_parameter(property, "TZID", tzid, sizeof(tzid)))
		ret->place = place_named(reading->places, tzid);
	return ret->place ? CALENDAR_FINE : CALENDAR_ZONE;
}

static bool read_length(const char *at, const char *end, struct icaldurationtype *ret)
{
	char string[64];

	if ((size_t)(end - at) >= sizeof(string))
		return false;
	memcpy(string, at, (size_t)(end - at));
	string[end - at] = '\0';
	*ret = icaldurationtype_from_string(string);
	return !icaldurationtype_is_bad_duration(*ret) && !ret->is_neg && ret->weeks < 1000 && ret->days < 10000 &&
	       ret->hours < 100000 && ret->minutes < 10000000 && ret->seconds < 1000000000;
}

static int64_t exact_part_s(const struct icaldurationtype *length)
{
	return (int64_t)length->hours * 3600 + (int64_t)length->minutes * 60 + (int64_t)length->seconds;
}

static int64_t nominal_part_s(const struct icaldurationtype *length)
{
	return ((int64_t)length->weeks * 7 + (int64_t)length->days) * DAY_S;
}

static enum calendar_fault read_period(struct reading *reading, const struct ics_property *property, const char *at,
				       const char *end, struct added *ret)
{
	const char *slash = memchr(at, '/', (size_t)(end - at));
	const struct place *place = reading->event->start.place;
	struct icaldurationtype length;
	struct moment until;
	enum calendar_fault fault = read_moment(reading, property, at, slash ? slash : end, place, &ret->at);

	ret->period = slash != NULL;
	if (fault != CALENDAR_FINE || !slash)
		return fault;
	if (slash[1] == 'P') {
		if (!read_length(slash + 1, end, &length))
			return CALENDAR_TIME;
		ret->length_s = nominal_part_s(&length) + exact_part_s(&length);
		return CALENDAR_FINE;
	}
	fault = read_moment(reading, property, slash + 1, end, place, &until);
	if (fault == CALENDAR_FINE)
		ret->length_s = place_wall_s(until.place, until.civil) - place_wall_s(ret->at.place, ret->at.civil);
	return fault;
}

/* Each of the values between commas. */
static enum calendar_fault read_list(struct reading *reading, const struct ics_property *property, bool added)
{
	struct event *event = reading->event;
	const char *at = property->value, *end = at + property->length;

	while (at <= end) {
		const char *comma = memchr(at, ',', (size_t)(end - at)), *stop = comma ? comma : end;
		struct added item = {0};
		enum calendar_fault fault = read_period(reading, property, at, stop, &item);
		if (fault != CALENDAR_FINE)
			return fault;
		if (added) {
			event->added = mem_grow(event->added, event->added_count + 1, sizeof(*event->added));
			event->added[event->added_count++] = item;
		} else {
			event->left_out =
				mem_grow(event->left_out, event->left_out_count + 1, sizeof(*event->left_out));
			event->left_out[event->left_out_count++] = item.at;
		}
		at = stop + 1;
	}
	return CALENDAR_FINE;
}

/* Take UNTIL out: whether it's reached is a matter of instants, and libical sees local times only. */
static enum calendar_fault take_rule(struct reading *reading, const struct ics_property *property)
{
	const char *at = property->value, *end = at + property->length;
	size_t used = 0;

	if (reading->rule[0] || property->length >= sizeof(reading->rule))
		return CALENDAR_RULE;
	while (at < end) {
		const char *semicolon = memchr(at, ';', (size_t)(end - at)), *stop = semicolon ? semicolon : end;
		size_t length = (size_t)(stop - at);
		if (length > 6 && strncasecmp(at, "UNTIL=", 6) == 0) {
			if (length - 6 >= sizeof(reading->until))
				return CALENDAR_RULE;
			memcpy(reading->until, at + 6, length - 6);
		} else if (length > 0) {
			if (used > 0)
				reading->rule[used++] = ';';
			memcpy(reading->rule + used, at, length);
			used += length;
		}
		at = stop + 1;
	}
	return used > 0 ? CALENDAR_FINE : CALENDAR_RULE;
}

static enum calendar_fault finish_until(struct reading *reading)
{
	struct event *event = reading->event;
	const struct place *place = event->start.place;
	struct civil civil;
	bool utc;

	event->until_s = INT64_MAX;
	if (!reading->until[0])
		return CALENDAR_FINE;
	if (!read_civil(reading->until, reading->until + strlen(reading->until), &civil, &utc))
		return CALENDAR_RULE;
	if (utc)
		place = place_utc();
	if (civil.whole_day) /* that day, too */
		civil = (struct civil){.date = civil.date, .second = DAY_S - 1};
	event->until_s = place_wall_s(place, civil);
	return CALENDAR_FINE;
}

static enum calendar_fault finish_rule(struct reading *reading)
{
	struct event *event = reading->event;

	if (!reading->rule[0])
		return CALENDAR_FINE;
	event->rule = icalrecurrencetype_from_string(reading->rule);
	if (event->rule.freq == ICAL_NO_RECURRENCE || event->rule.interval < 1 || event->rule.count < 0)
		return CALENDAR_RULE;
	event->repeats = true;
	return finish_until(reading);
}

static uint64_t hash(const char *bytes, size_t length)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

	for (size_t i = 0; i < length; i++)
		sum = (sum ^ (uint8_t)bytes[i]) * UINT64_C(0x100000001b3);
	return sum;
}

static bool value_is(const struct ics_property *property, const char *word)
{
	return property->length == strlen(word) && strncasecmp(property->value, word, property->length) == 0;
}

static void take_text(struct reading *reading, const struct ics_property *property)
{
	_cleanup_(text_clear) struct text string = {0};

	text_append_bytes(&string, property->value, property->length);
	if (words_in(reading->words, text_string(&string)))
		reading->event->shift = true;
}

/* What the other lines depend on. */
static enum calendar_fault take_start(struct reading *reading, const struct ics_property *property)
{
	if (strcmp(property->name, "DTSTART") != 0)
		return CALENDAR_FINE;
	reading->has_start = true;
	return read_moment(reading, property, property->value, property->value + property->length, NULL,
			   &reading->event->start);
}

static enum calendar_fault take_times(struct reading *reading, const struct ics_property *property)
{
	struct event *event = reading->event;
	const char *at = property->value, *end = at + property->length;
	char range[4];

	if (strcmp(property->name, "DTEND") == 0) {
		reading->has_end = true;
		return read_moment(reading, property, at, end, event->start.place, &reading->end);
	}
	if (strcmp(property->name, "DURATION") == 0) {
		reading->has_length = true;
		return read_length(at, end, &reading->length) ? CALENDAR_FINE : CALENDAR_TIME;
	}
	if (strcmp(property->name, "RRULE") == 0)
		return take_rule(reading, property);
	if (strcmp(property->name, "EXRULE") == 0) /* dead since 2009; to pass over it would be wrong */
		return CALENDAR_RULE;
	if (strcmp(property->name, "RDATE") == 0 || strcmp(property->name, "EXDATE") == 0)
		return read_list(reading, property, property->name[0] == 'R');
	if (strcmp(property->name, "RECURRENCE-ID") != 0)
		return CALENDAR_FINE;
	/* RANGE=THISANDFUTURE moves all that come after, too. Hardly anybody writes it. */
	if (ics_parameter(property, "RANGE", range, sizeof(range)) ||
	    memmem(property->parameters, property->parameters_length, "RANGE=", 6))
		return CALENDAR_RULE;
	event->moved = true;
	return read_moment(reading, property, at, end, event->start.place, &event->instead_of);
}

static enum calendar_fault take_rest(struct reading *reading, const struct ics_property *property)
{
	if (strcmp(property->name, "UID") == 0)
		reading->event->uid = hash(property->value, property->length);
	else if (strcmp(property->name, "STATUS") == 0)
		reading->cancelled = value_is(property, "CANCELLED");
	else if (strcmp(property->name, "TRANSP") == 0)
		reading->transparent = value_is(property, "TRANSPARENT");
	else if (strcmp(property->name, "SUMMARY") == 0 || strcmp(property->name, "CATEGORIES") == 0)
		take_text(reading, property);
	else
		return take_times(reading, property);
	return CALENDAR_FINE;
}

static enum calendar_fault each(struct reading *reading, const struct ics_block *block,
				enum calendar_fault (*take)(struct reading *, const struct ics_property *))
{
	const char *cursor = text_string(&block->lines);
	struct ics_property property;

	while (ics_property_next(&cursor, &property)) {
		enum calendar_fault fault = take(reading, &property);
		if (fault != CALENDAR_FINE)
			return fault;
	}
	return CALENDAR_FINE;
}

/*
 * RFC 5545 would have an occurrence last as many seconds as the first one where DTEND says its end. A shift from ten to six ends at
 * six on the night of a clock change too, and calendars show it so: the end is as far by the clock on the wall.
 */
static enum calendar_fault finish_length(struct reading *reading)
{
	struct event *event = reading->event;
	const struct moment *start = &event->start, *end = &reading->end;

	if (reading->has_length) {
		event->nominal_s = nominal_part_s(&reading->length);
		event->exact_s = exact_part_s(&reading->length);
	} else if (!reading->has_end) {
		event->nominal_s = start->civil.whole_day ? DAY_S : 0;
	} else if (end->place == start->place) {
		event->nominal_s = (int64_t)(end->civil.date - start->civil.date) * DAY_S + end->civil.second -
				   start->civil.second;
	} else {
		event->exact_s = place_wall_s(end->place, end->civil) - place_wall_s(start->place, start->civil);
	}
	return event->nominal_s < 0 || event->exact_s < 0 ? CALENDAR_TIME : CALENDAR_FINE;
}

static enum calendar_fault read_event(struct reading *reading, const struct ics_block *block)
{
	struct event *event = reading->event;
	enum calendar_fault fault = each(reading, block, take_start);

	if (fault == CALENDAR_FINE)
		fault = reading->has_start ? each(reading, block, take_rest) : CALENDAR_TIME;
	if (fault == CALENDAR_FINE)
		fault = finish_length(reading);
	if (fault == CALENDAR_FINE)
		fault = finish_rule(reading);
	event->shift = !reading->cancelled && (event->shift || words_all(reading->words));
	event->busy = !reading->cancelled && !event->shift && !reading->transparent;
	return fault;
}

enum calendar_fault event_read(const struct ics_block *block, struct places *places, const struct words *words,
			       struct event *ret)
{
	struct reading reading = {.event = ret, .places = places, .words = words};

	*ret = (struct event){0};
	return block->overlong ? CALENDAR_LINE : read_event(&reading, block);
}

void event_clear(struct event *event)
{
	free(event->added);
	free(event->left_out);
	*event = (struct event){0};
}
