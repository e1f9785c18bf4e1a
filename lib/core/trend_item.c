#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/checkin.h>
#include <evenkeel/mem.h>
#include <evenkeel/trend_item.h>

#include "score.h"

static bool is_symptom(uint16_t question)
{
	return question >= ID_SYMPTOM_FIRST && question < ID_SYMPTOM_FIRST + ID_SYMPTOM_COUNT;
}

bool trend_item_fits(uint16_t question, bool review)
{
	size_t count;
	const struct review_item *items = review_items(&count);

	if (!review)
		return question == ID_STRESS || is_symptom(question);
	for (size_t i = 0; i < count; i++) {
		if (items[i].kind == REVIEW_STEPS && items[i].question == question)
			return true;
	}
	return false;
}

/* The highest step of a scale that has steps from less to more; 0 for the others. */
static int scale_top(uint8_t scale)
{
	switch ((enum record_scale)scale) {
	case SCALE_M3:
		return 2;
	case SCALE_F5:
	case SCALE_S5:
		return 4;
	case SCALE_P11:
		return 10;
	case SCALE_YN:
		return 1;
	case SCALE_C:
	case SCALE_V:
	case SCALE_RANK:
		break;
	}
	return 0;
}

/* Into the day's mean. Records come in order of time, but who travels west may see a date again. */
static void add(struct day_mean *days, size_t *count, int32_t date, double value)
{
	size_t at = *count;

	while (at > 0 && days[at - 1].date > date)
		at--;
	if (at == 0 || days[at - 1].date != date) {
		memmove(days + at + 1, days + at, (*count - at) * sizeof *days);
		days[at++] = (struct day_mean){.date = date};
		++*count;
	}
	struct day_mean *day = &days[at - 1];
	day->mean += (value - day->mean) / ++day->n;
}

size_t trend_item_days(const struct record *records, size_t count, uint16_t question, bool review, int32_t day_start_s,
		       struct day_mean **ret)
{
	bool *standing _cleanup_free_ = trend_standing(records, count);
	struct day_mean *days = mem_new(count + 1, sizeof *days);
	enum record_form form = review ? FORM_REVIEW : FORM_MOMENTARY;
	size_t filled = 0;

	for (size_t i = 0; i < count; i++) {
		if (!standing[i] || !score_counts(&records[i], form))
			continue;
		int32_t date = trend_day(&records[i], day_start_s);
		for (int a = 0; a < records[i].count; a++) {
			const struct record_answer *answer = &records[i].prompt.answers[a];
			int top = scale_top(answer->scale);
			if (answer->question == question && top && answer->value != RECORD_UNANSWERED)
				add(days, &filled, date, 100.0 * answer->value / top);
		}
	}
	*ret = days;
	return filled;
}
