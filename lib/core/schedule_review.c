/*
 * The weekly review: on the week's last working day after the middle of its hours; if it was not answered, on
 * the next working day likewise; then it is dropped. Both follow from the date, so nothing but the last one
 * settled has to be remembered.
 */
#include "schedule_internal.h"

#define SEARCH_DAYS 28

/* The first working day from @date to @last, in either direction; 0 if there is none. */
static int32_t first_working(const struct config *config, const struct zone *zone, int32_t date, int32_t last)
{
	int32_t step = last >= date ? 1 : -1;

	for (;; date += step) {
		if (hours_working(config, zone, date))
			return date;
		if (date == last)
			return 0;
	}
}

int32_t review_date(const struct config *config, const struct zone *zone, int32_t date)
{
	int32_t monday = date - (date_weekday(date) - 1), sunday = monday + 6;

	if (config->review_day == REVIEW_DAY_OFF)
		return 0;
	if (config->review_day == REVIEW_DAY_LAST)
		return first_working(config, zone, sunday, monday);
	int32_t wanted = monday + config->review_day - 1;
	int32_t before = first_working(config, zone, wanted, monday);
	return before ? before : first_working(config, zone, wanted, sunday);
}

/* The review due on @date: the week's own, or an earlier one whose next working day this is; 0 = none. */
static int32_t review_of(const struct config *config, const struct zone *zone, int32_t date)
{
	int32_t own = review_date(config, zone, date);

	if (!hours_working(config, zone, date) || own == date)
		return own == date ? own : 0;
	int32_t before = first_working(config, zone, date - 1, date - SEARCH_DAYS);
	return before && review_date(config, zone, before) == before ? before : 0;
}

int64_t review_due_wall_s(const struct schedule *state, const struct config *config, int32_t date, int32_t *ret_review)
{
	struct hours_span spans[CALENDAR_DAY_MAX];
	int32_t review = review_of(config, &state->zone, date);

	*ret_review = review;
	if (review == 0 || review == state->review_settled || state->review_offered == date ||
	    review < state->review_since)
		return 0;
	return hours_middle_s(spans, hours_spans(config, &state->zone, date, spans));
}

/* The end of @date's hours. */
static int64_t hours_end_s(const struct step *step, int32_t date)
{
	struct hours_span spans[CALENDAR_DAY_MAX];
	int count = hours_spans(step->config, &step->state->zone, date, spans);

	return count ? spans[count - 1].to_s : 0;
}

void review_settle(struct step *step)
{
	struct schedule *state = step->state;
	struct schedule_item *item = step_item(step, WHAT_REVIEW);
	int32_t review;
	int64_t due_s = review_due_wall_s(state, step->config, state->work_date, &review);

	if (item->phase == PHASE_WAITING && !item->self && due_s == 0)
		prompt_forget(item); /* another setting, another day */
	if (item->phase != PHASE_NONE || due_s == 0 || step->wall_ms < due_s * SECOND_MS)
		return;
	if (step->now_ms < state->review_from_ms || hold_blocks(step, false) == HELD_OFF_HOURS)
		return;
	if (hours_end_s(step, state->work_date) * SECOND_MS > step->wall_ms)
		question_due(step, WHAT_REVIEW, hours_end_s(step, state->work_date));
}

void review_ended(struct step *step, enum schedule_outcome outcome)
{
	struct schedule *state = step->state;
	int32_t review = review_of(step->config, &state->zone, state->work_date);

	if (outcome == OUTCOME_HELD) /* not old, but not at once either */
		state->review_from_ms = step->now_ms + REVIEW_AFTER_MS;
	if (outcome == OUTCOME_ANSWERED || outcome == OUTCOME_SKIPPED)
		state->review_settled = review ? review : review_date(step->config, &state->zone, state->work_date);
}

int64_t review_wake_wall_ms(const struct step *step)
{
	int32_t review;
	int64_t due_s = review_due_wall_s(step->state, step->config, step->state->work_date, &review);

	return due_s != 0 ? due_s * SECOND_MS : NEVER;
}
