/*
 * A day's check-in times: drawn at random inside equal slices of the working hours, at least 90 minutes apart,
 * never in the first or last 15 minutes of a span. All draws are made together and made again until they are
 * far enough apart, which favours no time over another; hours too short for that are filled from the left. Only
 * the seed and the date go in, nothing that was answered.
 */
#include "schedule_internal.h"
#include <evenkeel/rng.h>

#define TRIES 200

/* The seconds that one slice may be drawn from: up to one piece a span, both ends included. */
struct slice {
	int count;
	struct hours_span pieces[CALENDAR_DAY_MAX];
	int64_t end_s;
};

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Slice @index of @count: working seconds from total*index/count up to, not including, total*(index+1)/count. */
static struct slice slice_of(const struct hours_span *spans, int span_count, int64_t index, int64_t count)
{
	struct slice slice = {0};
	int64_t total_s = 0, before_s = 0;

	for (int i = 0; i < span_count; i++)
		total_s += spans[i].to_s - spans[i].from_s;
	int64_t from_s = total_s * index / count, to_s = total_s * (index + 1) / count;
	for (int i = 0; i < span_count; i++) {
		int64_t length_s = spans[i].to_s - spans[i].from_s;
		int64_t begin_s = spans[i].from_s + most(from_s - before_s, 0);
		int64_t end_s = spans[i].from_s + least(to_s - before_s, length_s);
		if (begin_s < end_s) {
			struct hours_span piece = {most(begin_s, spans[i].from_s + MARGIN_S),
						   least(end_s - 1, spans[i].to_s - MARGIN_S)};
			slice.end_s = end_s;
			if (piece.from_s <= piece.to_s)
				slice.pieces[slice.count++] = piece;
		}
		before_s += length_s;
	}
	return slice;
}

/* A second of the slice from @from_s to @to_s, each as likely as any other; 0 if it has none. */
static int64_t slice_draw(const struct slice *slice, int64_t from_s, int64_t to_s, struct rng *rng)
{
	uint64_t seconds = 0;

	for (int i = 0; i < slice->count; i++)
		seconds += (uint64_t)most(
			least(slice->pieces[i].to_s, to_s) - most(slice->pieces[i].from_s, from_s) + 1, 0);
	if (seconds == 0)
		return 0;
	int64_t nth = (int64_t)rng_below(rng, seconds);
	for (int i = 0; i < slice->count; i++) {
		int64_t first_s = most(slice->pieces[i].from_s, from_s);
		int64_t length_s = most(least(slice->pieces[i].to_s, to_s) - first_s + 1, 0);
		if (nth < length_s)
			return first_s + nth;
		nth -= length_s;
	}
	return 0;
}

/* The slice's last second that is not after @limit_s; 0 if none. */
static int64_t slice_last(const struct slice *slice, int64_t limit_s)
{
	int64_t last_s = 0;

	for (int i = 0; i < slice->count; i++)
		if (slice->pieces[i].from_s <= limit_s)
			last_s = least(slice->pieces[i].to_s, limit_s);
	return last_s;
}

static bool far_apart(const int64_t *at_s, int64_t count)
{
	for (int64_t i = 1; i < count; i++)
		if (at_s[i] - at_s[i - 1] < APART_S)
			return false;
	return true;
}

/* All at once, again and again. False when that never fitted. */
static bool draw_together(const struct slice *slices, int64_t count, struct rng *rng,
			  int64_t at_s[static SCHEDULE_SLOTS])
{
	for (int64_t i = 0; i < count; i++)
		if (slices[i].count == 0)
			return false;
	for (int try = 0; try < TRIES; try++) {
		for (int64_t i = 0; i < count; i++)
			at_s[i] = slice_draw(&slices[i], 0, NEVER - 1, rng);
		if (far_apart(at_s, count))
			return true;
	}
	return false;
}

/* From the left, each far enough from the one before and leaving room for those after it; 0 where there is none. */
static void draw_in_turn(const struct slice *slices, int64_t count, struct rng *rng,
			 int64_t at_s[static SCHEDULE_SLOTS])
{
	int64_t last_s[SCHEDULE_SLOTS], limit_s = NEVER - 1, free_s = 0;

	for (int64_t i = count - 1; i >= 0; i--) {
		last_s[i] = slice_last(&slices[i], limit_s);
		if (last_s[i] != 0)
			limit_s = last_s[i] - APART_S;
	}
	for (int64_t i = 0; i < count; i++) {
		at_s[i] = last_s[i] < free_s ? 0 : slice_draw(&slices[i], free_s, last_s[i], rng);
		if (at_s[i] != 0)
			free_s = at_s[i] + APART_S;
	}
}

void draw_checkins(const struct config *config, const struct zone *zone, int32_t date, uint64_t seed, int64_t per_day,
		   struct schedule_draws *ret)
{
	struct hours_span spans[CALENDAR_DAY_MAX];
	struct slice slices[SCHEDULE_SLOTS];
	int64_t at_s[SCHEDULE_SLOTS] = {0};
	struct rng rng = rng_stream(seed, (uint64_t)(int64_t)date);
	int span_count = hours_spans(config, zone, date, spans);

	*ret = (struct schedule_draws){.date = date};
	if (span_count == 0)
		return;
	per_day = least(per_day, SCHEDULE_SLOTS);
	for (int64_t i = 0; i < per_day; i++)
		slices[i] = slice_of(spans, span_count, i, per_day);
	if (!draw_together(slices, per_day, &rng, at_s))
		draw_in_turn(slices, per_day, &rng, at_s);
	for (int64_t i = 0; i < per_day; i++) {
		if (at_s[i] == 0)
			continue;
		const struct slice *slice = &slices[i];
		ret->slots[ret->count++] = (struct schedule_slot){.at_wall_s = at_s[i],
								  .from_wall_s = slice->pieces[0].from_s,
								  .to_wall_s = slice->pieces[slice->count - 1].to_s,
								  .end_wall_s = slice->end_s,
								  .index = (uint8_t)i};
	}
}

int64_t draw_per_day(const struct schedule *state, const struct config *config, int32_t date)
{
	int64_t per_day = config->checkin_per_day;

	if (state->halved_from == 0 || date < state->halved_from || date >= state->halved_from + HALVED_DAYS)
		return per_day;
	return (per_day + (date & 1)) / 2; /* an odd number: more and fewer by turns */
}
