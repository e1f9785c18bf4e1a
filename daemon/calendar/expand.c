/* One event's occurrences: its rule's, those added, less those left out and those that another event stands for. */
#include <stdlib.h>

#include <evenkeel/instant.h>
#include <evenkeel/mem.h>

#include "spans.h"

#define DAY_S 86400

void insteads_clear(struct insteads *insteads)
{
	free(insteads->items);
	*insteads = (struct insteads){0};
}

static struct instead key_of(uint64_t uid, const struct moment *moment, bool by_date)
{
	return (struct instead){.uid = uid,
				.by_date = by_date,
				.at = by_date ? moment->civil.date : place_wall_s(moment->place, moment->civil)};
}

void insteads_add(struct insteads *insteads, const struct event *event)
{
	if (insteads->count == insteads->capacity) {
		insteads->capacity = insteads->capacity ? 2 * insteads->capacity : 64;
		insteads->items = mem_grow(insteads->items, insteads->capacity, sizeof(*insteads->items));
	}
	insteads->items[insteads->count++] = key_of(event->uid, &event->instead_of, event->instead_of.civil.whole_day);
}

static int by_key(const void *a, const void *b)
{
	const struct instead *left = a, *right = b;

	if (left->uid != right->uid)
		return left->uid < right->uid ? -1 : 1;
	if (left->by_date != right->by_date)
		return left->by_date ? 1 : -1;
	return left->at < right->at ? -1 : left->at > right->at;
}

void insteads_sort(struct insteads *insteads)
{
	if (insteads->count > 0)
		qsort(insteads->items, insteads->count, sizeof(*insteads->items), by_key);
}

static bool has(const struct insteads *insteads, const struct instead *key)
{
	return insteads->count > 0 &&
	       bsearch(key, insteads->items, insteads->count, sizeof(*insteads->items), by_key) != NULL;
}

struct expansion {
	const struct event *event;
	const struct insteads *insteads;
	struct spans *spans;
	size_t kept; /* in the window */
};

static bool is_left_out(const struct expansion *expansion, const struct moment *moment, int64_t from_s)
{
	const struct event *event = expansion->event;

	for (size_t i = 0; i < event->left_out_count; i++) {
		const struct moment *other = &event->left_out[i];
		if (other->civil.whole_day ? other->civil.date == moment->civil.date
					   : place_wall_s(other->place, other->civil) == from_s)
			return true;
	}
	if (event->moved)
		return false;
	struct instead by_date = key_of(event->uid, moment, true), by_time = key_of(event->uid, moment, false);
	return has(expansion->insteads, &by_date) || has(expansion->insteads, &by_time);
}

static int64_t end_of(const struct event *event, const struct moment *moment)
{
	int64_t second = (moment->civil.whole_day ? 0 : moment->civil.second) + event->nominal_s;
	struct civil end = {.date = moment->civil.date + (int32_t)(second / DAY_S),
			    .second = (int32_t)(second % DAY_S)};

	return place_wall_s(moment->place, end) + event->exact_s;
}

static bool in_window(const struct job *job, const struct calendar_span *span)
{
	return span->from_s < job->to_s && span->to_s > job->from_s;
}

/* Neither in the window nor the first or last shift so far. */
static bool is_nothing_new(const struct expansion *expansion, const struct calendar_span *span)
{
	const struct spans *spans = expansion->spans;

	if (span->to_s <= span->from_s)
		return true;
	if (in_window(spans->job, span))
		return false;
	return !expansion->event->shift ||
	       (spans->any_shift && span->from_s >= spans->first_shift_s && span->from_s <= spans->last_shift_s);
}

static void occur(struct expansion *expansion, const struct moment *moment, bool period, int64_t length_s)
{
	struct calendar_span span = {.from_s = place_wall_s(moment->place, moment->civil)};

	span.to_s = period ? span.from_s + length_s : end_of(expansion->event, moment);
	if (is_nothing_new(expansion, &span) || is_left_out(expansion, moment, span.from_s))
		return;
	expansion->kept += in_window(expansion->spans->job, &span);
	spans_add(expansion->spans, expansion->event, span);
}

static struct icaltimetype ical_of(struct civil civil)
{
	struct icaltimetype time = icaltime_null_time();

	date_to_civil(civil.date, &time.year, &time.month, &time.day);
	time.is_date = civil.whole_day;
	time.hour = civil.second / 3600;
	time.minute = civil.second / 60 % 60;
	time.second = civil.second % 60;
	return time;
}

static struct civil civil_of(struct icaltimetype time, bool whole_day)
{
	return (struct civil){.date = date_from_civil(time.year, time.month, time.day),
			      .second = whole_day ? 0 : time.hour * 3600 + time.minute * 60 + time.second,
			      .whole_day = whole_day};
}

/* Until the window's end, or the rule's. One occurrence behind the window is told: the file knows shifts so far. */
static enum calendar_fault walk(struct expansion *expansion, icalrecur_iterator *iterator, int64_t *steps)
{
	const struct event *event = expansion->event;
	struct moment moment = event->start;

	for (int64_t own = 0;; own++) {
		struct icaltimetype time = icalrecur_iterator_next(iterator);
		if (icaltime_is_null_time(time))
			return CALENDAR_FINE;
		if (++*steps > STEPS_MAX)
			return CALENDAR_TOO_MANY;
		if (own > STEPS_EVENT_MAX || expansion->kept > SPANS_EVENT_MAX)
			return CALENDAR_OFTEN;
		moment.civil = civil_of(time, event->start.civil.whole_day);
		int64_t from_s = place_wall_s(moment.place, moment.civil);
		if (from_s > event->until_s)
			return CALENDAR_FINE;
		occur(expansion, &moment, false, 0);
		if (from_s >= expansion->spans->job->to_s)
			return CALENDAR_FINE;
	}
}

/*
 * Pass over the years before the window; where the occurrences are counted, they have to be walked. Two days more than an occurrence
 * is long are more than any zone or clock change moves it.
 */
static void jump(const struct expansion *expansion, icalrecur_iterator *iterator)
{
	const struct event *event = expansion->event;
	const struct job *job = expansion->spans->job;
	int64_t near_s = (job->from_s < job->busy_from_s ? job->from_s : job->busy_from_s) - event->nominal_s -
			 event->exact_s - 2 * (int64_t)DAY_S;
	struct civil civil = {.date = (int32_t)instant_floor_div(near_s, DAY_S), .whole_day = true};

	/*
	 * One that ended before the window has no more than its last day to tell. libical 3.0.16 jumps wrongly in rules of
	 * hours; of the others test_ics.c walks as many as it jumps.
	 */
	if (event->rule.count > 0 || event->rule.freq == ICAL_HOURLY_RECURRENCE || event->until_s < near_s ||
	    near_s <= place_wall_s(event->start.place, event->start.civil) + DAY_S)
		return;
	struct icaltimetype start = ical_of(civil);
	start.is_date = event->start.civil.whole_day;
	(void)icalrecur_iterator_set_start(iterator, start);
}

/* A rule of seconds or minutes is nobody's shift or meeting, and one of hours in some months only may look for centuries. */
static bool is_too_often(const struct icalrecurrencetype *rule)
{
	bool some = rule->by_month[0] != ICAL_RECURRENCE_ARRAY_MAX ||
		    rule->by_month_day[0] != ICAL_RECURRENCE_ARRAY_MAX ||
		    rule->by_year_day[0] != ICAL_RECURRENCE_ARRAY_MAX;

	return rule->freq == ICAL_SECONDLY_RECURRENCE || rule->freq == ICAL_MINUTELY_RECURRENCE ||
	       (rule->freq == ICAL_HOURLY_RECURRENCE && some);
}

static enum calendar_fault repeat(struct expansion *expansion, int64_t *steps)
{
	const struct event *event = expansion->event;

	if (is_too_often(&event->rule))
		return CALENDAR_OFTEN;
	icalrecur_iterator *iterator = icalrecur_iterator_new(event->rule, ical_of(event->start.civil));
	if (!iterator)
		return CALENDAR_RULE;
	jump(expansion, iterator);
	enum calendar_fault fault = walk(expansion, iterator, steps);
	icalrecur_iterator_free(iterator);
	return fault;
}

enum calendar_fault expand(const struct event *event, const struct insteads *insteads, struct spans *spans,
			   int64_t *steps)
{
	struct expansion expansion = {.event = event, .insteads = insteads, .spans = spans};
	struct spans before = *spans;
	enum calendar_fault fault = CALENDAR_FINE;

	if (!event->shift && !event->busy)
		return CALENDAR_FINE;
	occur(&expansion, &event->start, false, 0); /* the first one, whether or not its rule has it */
	for (size_t i = 0; i < event->added_count; i++)
		occur(&expansion, &event->added[i].at, event->added[i].period, event->added[i].length_s);
	if (event->repeats)
		fault = repeat(&expansion, steps);
	if (spans->full)
		return CALENDAR_TOO_MANY;
	if (fault != CALENDAR_FINE) { /* none of it */
		spans->shifts.count = before.shifts.count;
		spans->busy.count = before.busy.count;
		spans->any_shift = before.any_shift;
		spans->first_shift_s = before.first_shift_s;
		spans->last_shift_s = before.last_shift_s;
	}
	return fault;
}
