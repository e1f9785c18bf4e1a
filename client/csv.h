/* Lines of the csv export, as RFC 4180 has them: one answer, text or score each. */
#ifndef CLIENT_CSV_H
#define CLIENT_CSV_H

#include <stdio.h>

#include <evenkeel/text.h>

#include "export.h"

/* NULL stands for nothing in its column. */
struct csv_line {
	const char *time, *form, *outcome;
	bool late;
	const char *question; /* a stable name */
	const char *value;    /* the number */
	const char *label;    /* the answer in words */
	const char *code;     /* the answer's own code in its questionnaire */
	const char *text;     /* the question in words */
};
void csv_head(FILE *out);
/* A field of any table: a name or a number stands bare where it can; NULL is nothing. */
void csv_put(const char *text, FILE *out);
/*
 * A name that somebody else chose, for a cell of its own: one that a spreadsheet would take for a formula gets an apostrophe before it, which it shows as
 * text. Numbers are none.
 */
void csv_name(const char *name, struct text *ret);
void csv_write(const struct csv_line *line, FILE *out);

/*
 * Answers to added questionnaires. Those whose questionnaire is here have linkId, number, code and words, and their scores behind them;
 * of the others stands what is stored, in the code's column as "stored:2". False: the record is none of a questionnaire's.
 */
struct past_all;
bool csv_questionnaire(const struct reading *reading, const struct past_all *all, const char *questions,
		       const struct record *record, FILE *out);

#endif
