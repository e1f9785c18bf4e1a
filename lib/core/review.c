#include <string.h>

#include <evenkeel/checkin.h>

#define STEPS(id, scale, steps)                                                                                        \
	{                                                                                                              \
		REVIEW_STEPS, id, scale, steps                                                                         \
	}
#define OFTEN(id) STEPS(id, SCALE_F5, 5)

static const struct review_item items[] = {
	STEPS(ID_WEEK_STRESS, SCALE_S5, 5),
	OFTEN(ID_SYMPTOM_FIRST),
	OFTEN(ID_SYMPTOM_FIRST + 1),
	OFTEN(ID_SYMPTOM_FIRST + 2),
	OFTEN(ID_SYMPTOM_FIRST + 3),
	OFTEN(ID_SYMPTOM_FIRST + 4),
	OFTEN(ID_SYMPTOM_FIRST + 5),
	OFTEN(ID_SYMPTOM_FIRST + 6),
	OFTEN(ID_SYMPTOM_FIRST + 7),
	OFTEN(ID_SYMPTOM_FIRST + 8),
	OFTEN(ID_SYMPTOM_FIRST + 9),
	OFTEN(ID_SYMPTOM_FIRST + 10),
	OFTEN(ID_SYMPTOM_FIRST + 11),
	OFTEN(ID_SYMPTOM_FIRST + 12),
	OFTEN(ID_IMPACT_FIRST),
	OFTEN(ID_IMPACT_FIRST + 1),
	OFTEN(ID_IMPACT_FIRST + 2),
	OFTEN(ID_IMPACT_FIRST + 3),
	{.kind = REVIEW_CAUSES, .scale = SCALE_RANK},
	STEPS(ID_VALENCE, SCALE_YN, 2),
	{.kind = REVIEW_RESPONSE, .scale = SCALE_C},
	OFTEN(ID_BREAKS_TAKEN),
	STEPS(ID_HARD_CALL, SCALE_YN, 2),
	{.kind = REVIEW_NOTE},
};
#define ITEMS (sizeof(items) / sizeof(items[0]))
_Static_assert(ITEMS <= sizeof(((struct review *)0)->answers), "an answer for every item");

const struct review_item *review_items(size_t *ret_count)
{
	*ret_count = ITEMS;
	return items;
}

void review_init(struct review *review)
{
	memset(review, 0, sizeof(*review));
	memset(review->answers, RECORD_UNANSWERED, sizeof(review->answers));
}

static bool names_cause(const struct review *review)
{
	return review->causes[0] || review->causes[1] || review->causes[2];
}

static bool is_answered(const struct review *review, size_t item)
{
	switch (items[item].kind) {
	case REVIEW_STEPS:
		return review->answers[item] >= 0;
	case REVIEW_CAUSES:
		return names_cause(review);
	case REVIEW_RESPONSE:
		return review->response != 0;
	case REVIEW_NOTE:
		return review->note[0] != '\0';
	}
	return false;
}

int review_answered(const struct review *review)
{
	int answered = 0;

	for (size_t i = 0; i < ITEMS; i++)
		answered += is_answered(review, i);
	return answered;
}

/* Who names no cause, response or note has answered too: there may be none. */
static bool is_complete(const struct review *review)
{
	for (size_t i = 0; i < ITEMS; i++)
		if (items[i].kind == REVIEW_STEPS && !is_answered(review, i) &&
		    (items[i].question != ID_VALENCE || names_cause(review)))
			return false;
	return true;
}

static int8_t rank_of(const struct review *review, uint16_t cause)
{
	if (!names_cause(review))
		return RECORD_UNANSWERED;
	for (int8_t i = 0; i < 3; i++)
		if (review->causes[i] == cause)
			return (int8_t)(i + 1);
	return 0;
}

static size_t put(struct record_answer *answers, size_t count, uint16_t question, uint8_t scale, int8_t value)
{
	answers[count] = (struct record_answer){question, scale, value};
	return count + 1;
}

static void put_answers(const struct review *review, struct record_answer ret[static REVIEW_ANSWERS])
{
	size_t count = 0;

	for (size_t i = 0; i < ITEMS; i++) {
		if (items[i].kind == REVIEW_STEPS)
			count = put(ret, count, items[i].question, items[i].scale, review->answers[i]);
		for (uint16_t k = 0; items[i].kind == REVIEW_CAUSES && k < ID_CAUSE_COUNT; k++)
			count = put(ret, count, (uint16_t)(ID_CAUSE_FIRST + k), SCALE_RANK,
				    rank_of(review, (uint16_t)(ID_CAUSE_FIRST + k)));
		for (uint16_t k = 0; items[i].kind == REVIEW_RESPONSE && k < ID_EFFECTIVE_COUNT + ID_FUTILE_COUNT; k++)
			count = put(ret, count, (uint16_t)(ID_EFFECTIVE_FIRST + k), SCALE_C,
				    review->response ? review->response == ID_EFFECTIVE_FIRST + k : RECORD_UNANSWERED);
	}
}

_Static_assert(ID_EFFECTIVE_FIRST + ID_EFFECTIVE_COUNT == ID_FUTILE_FIRST, "responses stand in one row");

int review_records(const struct review *review, enum record_kind without, struct record ret[static REVIEW_RECORDS_MAX])
{
	struct record_answer answers[REVIEW_ANSWERS];
	int answered = review_answered(review);

	put_answers(review, answers);
	memset(ret, 0, (size_t)REVIEW_RECORDS * sizeof(*ret));
	int parts =
		REVIEW_RECORDS + (int)worksheet_split(0, 0, review->note, strlen(review->note), ret + REVIEW_RECORDS);
	for (int i = 0; i < parts; i++) {
		ret[i].part = (uint8_t)i;
		ret[i].parts = (uint8_t)parts;
		ret[i].catalogue = CATALOGUE_VERSION;
	}
	for (int i = 0; i < REVIEW_RECORDS; i++) {
		int first = i * RECORD_ANSWERS_MAX, left = REVIEW_ANSWERS - first;
		int count = left < RECORD_ANSWERS_MAX ? left : RECORD_ANSWERS_MAX;
		ret[i].kind = (uint8_t)(!answered ? without : is_complete(review) ? RECORD_ANSWERED : RECORD_PARTIAL);
		ret[i].count = (uint8_t)count;
		memcpy(ret[i].prompt.answers, answers + first, (size_t)count * sizeof(answers[0]));
		ret[i].prompt.form = FORM_REVIEW;
	}
	explicit_bzero(answers, sizeof(answers));
	return parts;
}
