/*
 * Answers to one added questionnaire: collected, sealed as records, read back. The records of one answering depend on the questionnaire
 * alone: each question has its places in records of the check-in class whether it was put or not, and what no place can hold (numbers,
 * long lists of options) stands in worksheet records, as many as could be needed. So nobody can count how much was answered.
 *
 *   places     an option's place in the list, a boolean's 0 or 1; 0 = the answer stands in a worksheet record; -1 = none. A question with
 *              several answers has a place for each option, or one place where they are numbers.
 *   numbers    exercise = the first question in it, field 0: "QUESTION=NUMBER QUESTION=NUMBER"; one question may stand there several times
 *   texts      exercise = the question, field 1; only where the person asked for texts to be kept
 */
#ifndef CLIENT_INSTRUMENT_SHEET_H
#define CLIENT_INSTRUMENT_SHEET_H

#include <evenkeel/questionnaire.h>
#include <evenkeel/record.h>

#define SHEET_RECORDS_MAX UINT8_MAX
#define SHEET_NUMBERS_MOST 10 /* that one question with several answers takes */
enum { SHEET_FIELD_NUMBERS = 0, SHEET_FIELD_TEXT = 1 };

struct instrument_sheet {
	const struct questionnaire *questionnaire; /* with the ids of its questions */
	struct questionnaire_answers answers;
	bool *open;   /* by item */
	bool texts;   /* they are put and kept, too */
	bool *before; /* by item: it was put in an earlier go, and is not put again; NULL = this is the first */
};
void sheet_init(struct instrument_sheet *sheet, const struct questionnaire *questionnaire, bool texts);
void sheet_clear(struct instrument_sheet *sheet);
/*
 * Go on at the item @from. What was answered before it is sealed and cannot be looked at here, so those questions on which later ones
 * depend are put again. How many these are.
 */
size_t sheet_go_on(struct instrument_sheet *sheet, size_t from);

/* Take the item's answers away, so that others can be added. */
void sheet_drop(struct instrument_sheet *sheet, size_t item);
/* One more answer; which items are open follows from it. */
void sheet_add(struct instrument_sheet *sheet, struct questionnaire_answer answer);
/* Answers to what is not open, or is not kept, are none. */
void sheet_settle(struct instrument_sheet *sheet);
/* Is this to be put to the person? */
bool sheet_asks(const struct instrument_sheet *sheet, size_t item);
/* And in this go? */
bool sheet_asks_now(const struct instrument_sheet *sheet, size_t item);
/* How far on the item is among all that are open: "2 of 6". */
void sheet_progress(const struct instrument_sheet *sheet, size_t item, size_t *ret_at, size_t *ret_of);
bool sheet_is_answered(const struct instrument_sheet *sheet, size_t item);
/* How many questions have an answer. */
size_t sheet_answered(const struct instrument_sheet *sheet);
/* Has each question that is open and must be answered an answer? What was put in an earlier go counts as answered. */
bool sheet_is_complete(const struct instrument_sheet *sheet);

/* 0, or -1: this questionnaire cannot be kept in one piece. Asked before the first question is. */
int sheet_check(const struct instrument_sheet *sheet, struct error *err);
/* Is there room for all answers that a file gave? -1: each item with too many is in @problems. */
int sheet_check_room(const struct instrument_sheet *sheet, struct problems *problems);
/* Kind, parts, answers, form; the caller sets time and group, and wipes them and gives them back with free. */
size_t sheet_records(const struct instrument_sheet *sheet, bool complete, struct record **ret);
/*
 * Fill @sheet from the records that share @first's moment and group. False when they are of another version of the questionnaire, or not
 * all of them are there; then nothing is filled.
 */
bool sheet_read(struct instrument_sheet *sheet, const struct record *records, size_t count, const struct record *first);
/* Does it hold answers to some questionnaire? */
bool sheet_is_record(const struct record *record);
/* The next of the numbers in a worksheet record. False behind the last. */
struct sheet_number {
	uint16_t question;
	double number;
};
bool sheet_next_number(const char **words, struct sheet_number *ret);

#endif
