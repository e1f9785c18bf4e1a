/* The file in three passes, each in constant memory: its zones, the occurrences that were moved, all events. */
#include "calendar.h"

#include <string.h>

#include <libical/ical.h>

#include <evenkeel/mem.h>

#include "ics.h"
#include "spans.h"

struct work {
	FILE *file;
	struct places places;
	struct words *words;
	struct insteads insteads;
	struct spans spans;
	int64_t steps;
	struct calendar *ret;
};

/* False: nothing more is to be read. */
typedef bool (*take_block)(struct work *work, const struct ics_block *block);

static bool refuse(struct work *work, enum calendar_fault fault, int line)
{
	*work->ret = (struct calendar){.fault = fault, .fault_line = line};
	return false;
}

static bool pass(struct work *work, enum ics_kind kind, take_block take)
{
	struct ics ics;
	struct ics_block block = {0};
	int result;
	bool going = true;

	ics_begin(&ics, work->file);
	while (going && (result = ics_next(&ics, &block)) == 0)
		if (block.kind == kind)
			going = take(work, &block);
	if (going && result < 0)
		going = refuse(work, ics.fault, ics.line_number);
	text_clear(&block.lines);
	ics_end(&ics);
	return going;
}

static bool take_zone(struct work *work, const struct ics_block *block)
{
	places_add(&work->places, block);
	return true;
}

static bool take_moved(struct work *work, const struct ics_block *block)
{
	struct event event;

	if (!strstr(text_string(&block->lines), "RECURRENCE-ID") &&
	    !strcasestr(text_string(&block->lines), "recurrence-id"))
		return true;
	if (event_read(block, &work->places, work->words, &event) == CALENDAR_FINE && event.moved)
		insteads_add(&work->insteads, &event);
	event_clear(&event);
	return true;
}

static void leave_out(struct work *work, enum calendar_fault fault, int line)
{
	if (work->ret->left_out++ > 0)
		return;
	work->ret->fault = fault;
	work->ret->fault_line = line;
}

static bool take_event(struct work *work, const struct ics_block *block)
{
	struct event event;
	enum calendar_fault fault = event_read(block, &work->places, work->words, &event);

	if (fault == CALENDAR_FINE)
		fault = expand(&event, &work->insteads, &work->spans, &work->steps);
	event_clear(&event);
	if (fault == CALENDAR_TOO_MANY)
		return refuse(work, fault, block->line);
	if (fault != CALENDAR_FINE)
		leave_out(work, fault, block->line);
	return true;
}

static void work_through(struct work *work)
{
	if (!pass(work, ICS_ZONE, take_zone) || !pass(work, ICS_EVENT, take_moved))
		return;
	insteads_sort(&work->insteads);
	if (pass(work, ICS_EVENT, take_event))
		spans_finish(&work->spans, work->ret);
}

void calendar_work_out(FILE *file, const struct job *job, struct calendar *ret)
{
	struct work work = {.file = file, .spans.job = job, .ret = ret};

	*ret = (struct calendar){0};
	icalerror_set_errors_are_fatal(false);
	work.words = words_new(job->shift_words);
	/* The same in the middle of the window for whoever asks for a far one. */
	if (places_init(&work.places, job->zone, job->from_s + (job->to_s - job->from_s) / 2) == 0)
		work_through(&work);
	else
		(void)refuse(&work, CALENDAR_ZONE, 0);
	spans_clear(&work.spans);
	insteads_clear(&work.insteads);
	places_clear(&work.places);
	work.words = words_free(work.words);
}
