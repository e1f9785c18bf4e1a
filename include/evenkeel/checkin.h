/*
 * The check-in chain and the weekly review as questions to put and answers to keep, wherever they are put: in notifications (at
 * most three buttons), on the terminal, on a page. Pure: holds ids and steps, composes records, knows no text but through the
 * catalogue. Source of the questions: design/ASSESSMENT.md, section 1.
 *
 * A chain: the stress item; two symptom items drawn without replacement until all 13 were asked (struct symptom_deck); if stress
 * is above 0 the cause's group, then the cause, three buttons a step (More... turns the page), then once: draining or energising?
 * A chain has CHECKIN_ANSWERS places in its record whatever is asked, so that an answer never changes what is stored in size.
 */
#ifndef EVENKEEL_CHECKIN_H
#define EVENKEEL_CHECKIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/error.h>
#include <evenkeel/record.h>
#include <evenkeel/rng.h>
#include <evenkeel/text.h>
#include <evenkeel/worksheet.h>

#define CHECKIN_BUTTONS 3
#define CHECKIN_ANSWERS 5 /* stress, two symptoms, cause, valence */

/* Which symptoms were not asked yet; zero = start anew. Lives in the daemon's memory only. */
struct symptom_deck {
	uint16_t asked; /* bit i: symptom i was asked */
};

enum checkin_step {
	CHECKIN_STRESS,
	CHECKIN_SYMPTOM_1,
	CHECKIN_SYMPTOM_2,
	CHECKIN_GROUP,
	CHECKIN_CAUSE,
	CHECKIN_VALENCE,
	CHECKIN_DONE
};

struct checkin {
	enum checkin_step step;
	uint16_t symptoms[2];
	int8_t stress, symptom[2], valence; /* RECORD_UNANSWERED until answered */
	int8_t group;                       /* enum cause_group, -1 */
	uint16_t cause;                     /* 0 = none named */
	uint8_t page;                       /* of the group or cause list */
	uint8_t answered;                   /* how many questions */
};

void checkin_init(struct checkin *checkin, struct symptom_deck *deck, struct rng *rng);
bool checkin_done(const struct checkin *checkin);

/* The question to put now: its text and one to three button labels, in @language. */
struct checkin_question {
	const char *text;
	int count;
	const char *labels[CHECKIN_BUTTONS];
};
void checkin_question(const struct checkin *checkin, enum catalogue_language language, struct checkin_question *ret);
/* The person pressed button @button (0 ... count-1). Returns 0 when another question follows or the chain is done, -1 if there
 * is no such button. More... counts as a press, not as an answer. */
int checkin_press(struct checkin *checkin, int button);
/* One step back (terminal); the answer there is forgotten. From the valence it leads to the cause's group. False at the first
 * question. */
bool checkin_back(struct checkin *checkin);
/* Pass over the question (terminal): asked, unanswered. */
void checkin_pass(struct checkin *checkin);
/* Name the cause at the group's or the cause's step, for surfaces without the three-button limit (terminal list, page). -1 at
 * another step, or if it is no cause. */
int checkin_choose_cause(struct checkin *checkin, uint16_t cause);

/*
 * Take answers from ID=STEP words ("stress=2", "fatigue=1", "customer.demands=1", "valence=0"): unknown ids, ids that this form does
 * not ask and steps out of range are refused with what is allowed, and nothing is taken. Two symptoms at most; they take the places
 * of drawn ones that have no answer. The chain goes on with the first question that has none. Messages name no question that the
 * catalogue knows, and no answer.
 */
int checkin_assign(struct checkin *checkin, const char *word, struct error *err);

/* The chain's record: @without (EXPIRED, SKIPPED, ...) when nothing was answered, RECORD_ANSWERED when done, else RECORD_PARTIAL.
 * Fills kind, parts, count, catalogue, answers, form; the caller sets time, group, origin, flags. Always CHECKIN_ANSWERS answers:
 * the cause's question is the cause named, or ID_CAUSE_FIRST unanswered. */
void checkin_record(const struct checkin *checkin, enum record_kind without, struct record *ret);

/*
 * The weekly review: a fixed list of items. Answers in order, any of them may be unanswered.
 * Order: the week's stress; 13 symptoms; 4 impacts; causes ranked 1 to 3; valence; response used most; breaks taken; hard call.
 */
enum review_item_kind { REVIEW_STEPS, REVIEW_CAUSES, REVIEW_RESPONSE, REVIEW_NOTE };
struct review_item {
	enum review_item_kind kind;
	uint16_t question; /* 0 for causes, response, note */
	uint8_t scale;
	int steps; /* number of steps, 0 ... steps-1 */
};
const struct review_item *review_items(size_t *ret_count);

struct review {
	int8_t answers[32]; /* by item, RECORD_UNANSWERED */
	uint16_t causes[3]; /* ranked, 0 = none */
	uint16_t response;  /* an effective or futile response's id, 0 = none */
	char note[WORKSHEET_TEXT_MAX + 1];
};
void review_init(struct review *review);
/* As checkin_assign: "week-stress=3", symptoms and impacts 0 ... 4, causes by rank 1 ... 3 ("company.overload=1"), "valence=0",
 * the response used most ("gather-facts=1"), "breaks-taken=0" ... 4, "hard-call=0", "note=TEXT". */
int review_assign(struct review *review, const char *word, struct error *err);
/* How many questions have an answer; causes, response and note count one each. */
int review_answered(const struct review *review);

/* The review's records: REVIEW_RECORDS of the check-in class (15 causes, each with its rank, and 9 responses, each chosen or not, make
 * their own answers), always as many, then the note's worksheet records if there is one. Returns how many were filled. The kind is as
 * for a check-in; answered = every step has an answer but for the valence of no cause. Fills what checkin_record fills, and part. */
#define REVIEW_ANSWERS (1 + 13 + 4 + 15 + 1 + 9 + 1 + 1)
#define REVIEW_RECORDS ((REVIEW_ANSWERS + RECORD_ANSWERS_MAX - 1) / RECORD_ANSWERS_MAX)
#define REVIEW_RECORDS_MAX (REVIEW_RECORDS + WORKSHEET_PIECES_MAX)
int review_records(const struct review *review, enum record_kind without, struct record ret[static REVIEW_RECORDS_MAX]);

#endif
