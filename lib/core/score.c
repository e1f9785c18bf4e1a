#include <math.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/trend.h>

#include "score.h"

static bool is_symptom(uint16_t question)
{
	return question >= ID_SYMPTOM_FIRST && question < ID_SYMPTOM_FIRST + ID_SYMPTOM_COUNT;
}

bool score_counts(const struct record *record, enum record_form form)
{
	return (record->kind == RECORD_ANSWERED || record->kind == RECORD_PARTIAL) && !(record->flags & RECORD_LATE) &&
	       record->prompt.form == form;
}

int score_stress(const struct record *record)
{
	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		if (answer->question == ID_STRESS && answer->scale == SCALE_M3)
			return answer->value;
	}
	return RECORD_UNANSWERED;
}

double score_checkin(const struct record *record)
{
	double symptoms = 0;
	int stress = score_stress(record), answered = 0;

	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		if (answer->scale != SCALE_M3 || answer->value < 0)
			continue;
		if (is_symptom(answer->question)) {
			symptoms += answer->value;
			answered++;
		}
	}
	if (stress < 0 || answered == 0)
		return NAN;
	return (0.5 * stress + 0.5 * symptoms / answered) * 50;
}

void score_add(struct score_sum *sum, const struct record *record)
{
	if (!record_is_prompt(record) || record->prompt.form != FORM_REVIEW)
		return;
	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		if (!is_symptom(answer->question) || answer->scale != SCALE_F5 || answer->value < 0)
			continue;
		sum->sum += answer->value;
		sum->answered++;
		sum->often += answer->value >= SCORE_OFTEN;
	}
}

double score_of(const struct score_sum *sum)
{
	return sum->answered < SCORE_SYMPTOMS_LEAST ? NAN : sum->sum / sum->answered * 25;
}

double score_review(const struct record *records, size_t count)
{
	struct score_sum sum = {0};

	for (size_t i = 0; i < count; i++)
		score_add(&sum, &records[i]);
	return score_of(&sum);
}
