#include <string.h>

#include <evenkeel/checkin.h>

#include "checkin_internal.h"

/* A symptom of those not asked yet, but not @other; once all were asked the deck is whole again. */
static uint16_t draw(struct symptom_deck *deck, uint16_t other, struct rng *rng)
{
	uint16_t left[ID_SYMPTOM_COUNT];
	size_t count = 0;

	if (deck->asked == (1 << ID_SYMPTOM_COUNT) - 1)
		deck->asked = 0;
	for (int i = 0; i < ID_SYMPTOM_COUNT; i++)
		if (!(deck->asked >> i & 1) && ID_SYMPTOM_FIRST + i != other)
			left[count++] = (uint16_t)(ID_SYMPTOM_FIRST + i);
	uint16_t symptom = left[rng_below(rng, count)];
	deck->asked |= (uint16_t)(1 << (symptom - ID_SYMPTOM_FIRST));
	return symptom;
}

void checkin_init(struct checkin *checkin, struct symptom_deck *deck, struct rng *rng)
{
	memset(checkin, 0, sizeof(*checkin));
	checkin->stress = checkin->symptom[0] = checkin->symptom[1] = checkin->valence = RECORD_UNANSWERED;
	checkin->group = -1;
	deck->asked &= (1 << ID_SYMPTOM_COUNT) - 1;
	checkin->symptoms[0] = draw(deck, 0, rng);
	checkin->symptoms[1] = draw(deck, checkin->symptoms[0], rng);
}

bool checkin_done(const struct checkin *checkin)
{
	return checkin->step == CHECKIN_DONE;
}

/* Where a step's answer is kept; NULL for the steps that have none of their own. */
static int8_t *answer_at(struct checkin *checkin, enum checkin_step step)
{
	switch (step) {
	case CHECKIN_STRESS:
		return &checkin->stress;
	case CHECKIN_SYMPTOM_1:
		return &checkin->symptom[0];
	case CHECKIN_SYMPTOM_2:
		return &checkin->symptom[1];
	case CHECKIN_VALENCE:
		return &checkin->valence;
	case CHECKIN_GROUP:
	case CHECKIN_CAUSE:
	case CHECKIN_DONE:
		return NULL;
	}
	return NULL;
}

void checkin_count(struct checkin *checkin)
{
	checkin->answered = (uint8_t)((checkin->stress >= 0) + (checkin->symptom[0] >= 0) + (checkin->symptom[1] >= 0) +
				      (checkin->cause != 0) + (checkin->valence >= 0));
}

/* What weighs most is asked only of those who feel stress. */
static enum checkin_step after(const struct checkin *checkin, enum checkin_step step)
{
	switch (step) {
	case CHECKIN_STRESS:
		return CHECKIN_SYMPTOM_1;
	case CHECKIN_SYMPTOM_1:
		return CHECKIN_SYMPTOM_2;
	case CHECKIN_SYMPTOM_2:
		return checkin->stress > 0 ? CHECKIN_GROUP : CHECKIN_DONE;
	case CHECKIN_GROUP:
	case CHECKIN_CAUSE:
		return checkin->cause ? CHECKIN_VALENCE : CHECKIN_DONE;
	case CHECKIN_VALENCE:
	case CHECKIN_DONE:
		return CHECKIN_DONE;
	}
	return CHECKIN_DONE;
}

static void go_on(struct checkin *checkin)
{
	checkin_count(checkin);
	checkin->step = after(checkin, checkin->step);
	checkin->page = 0;
}

int checkin_choose_cause(struct checkin *checkin, uint16_t cause)
{
	const struct catalogue_entry *entry = catalogue_find(cause);

	if ((checkin->step != CHECKIN_GROUP && checkin->step != CHECKIN_CAUSE) || !entry || entry->kind != KIND_CAUSE)
		return -1;
	checkin->cause = cause;
	checkin->group = (int8_t)entry->group;
	go_on(checkin);
	return 0;
}

static int press_list(struct checkin *checkin, int button)
{
	uint16_t items[LIST_MAX];
	int count = checkin_list(checkin, items), pages = checkin_pages(count);
	int first = checkin->page * (pages > 1 ? PAGE_ITEMS : 0);

	if (button < 0 || button >= checkin_page_items(count, checkin->page) + (pages > 1))
		return -1;
	if (button == checkin_page_items(count, checkin->page)) {
		checkin->page = (uint8_t)((checkin->page + 1) % pages);
		return 0;
	}
	if (checkin->step == CHECKIN_CAUSE)
		return checkin_choose_cause(checkin, items[first + button]);
	checkin->group = (int8_t)items[first + button];
	checkin->step = CHECKIN_CAUSE;
	checkin->page = 0;
	return 0;
}

int checkin_press(struct checkin *checkin, int button)
{
	int8_t *answer = answer_at(checkin, checkin->step);

	if (checkin->step == CHECKIN_DONE)
		return -1;
	if (!answer)
		return press_list(checkin, button);
	if (button < 0 || button >= (checkin->step == CHECKIN_VALENCE ? VALENCE_STEPS : MOMENTARY_STEPS))
		return -1;
	*answer = (int8_t)button;
	go_on(checkin);
	return 0;
}

static void forget_cause(struct checkin *checkin)
{
	checkin->cause = 0;
	checkin->group = -1;
}

bool checkin_back(struct checkin *checkin)
{
	switch (checkin->step) {
	case CHECKIN_STRESS:
		return false;
	case CHECKIN_SYMPTOM_1:
	case CHECKIN_SYMPTOM_2:
	case CHECKIN_GROUP:
		checkin->step--;
		break;
	case CHECKIN_CAUSE:
	case CHECKIN_VALENCE:
		checkin->step = CHECKIN_GROUP;
		break;
	case CHECKIN_DONE:
		checkin->step = checkin->cause        ? CHECKIN_VALENCE
				: checkin->stress > 0 ? CHECKIN_GROUP
						      : CHECKIN_SYMPTOM_2;
		break;
	}
	if (answer_at(checkin, checkin->step))
		*answer_at(checkin, checkin->step) = RECORD_UNANSWERED;
	else
		forget_cause(checkin);
	checkin_count(checkin);
	checkin->page = 0;
	return true;
}

void checkin_pass(struct checkin *checkin)
{
	if (answer_at(checkin, checkin->step))
		*answer_at(checkin, checkin->step) = RECORD_UNANSWERED;
	else if (checkin->step != CHECKIN_DONE)
		forget_cause(checkin);
	go_on(checkin);
}

void checkin_record(const struct checkin *checkin, enum record_kind without, struct record *ret)
{
	const struct record_answer answers[CHECKIN_ANSWERS] = {
		{ID_STRESS, SCALE_M3, checkin->stress},
		{checkin->symptoms[0], SCALE_M3, checkin->symptom[0]},
		{checkin->symptoms[1], SCALE_M3, checkin->symptom[1]},
		{checkin->cause ? checkin->cause : ID_CAUSE_FIRST, SCALE_C, checkin->cause ? 1 : RECORD_UNANSWERED},
		{ID_VALENCE, SCALE_YN, checkin->valence},
	};

	memset(ret, 0, sizeof(*ret));
	ret->kind = (uint8_t)(!checkin->answered ? without : checkin_done(checkin) ? RECORD_ANSWERED : RECORD_PARTIAL);
	ret->parts = 1;
	ret->catalogue = CATALOGUE_VERSION;
	ret->count = CHECKIN_ANSWERS;
	memcpy(ret->prompt.answers, answers, sizeof(answers));
	ret->prompt.form = FORM_MOMENTARY;
}
