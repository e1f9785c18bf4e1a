/* The list of question ids of all questionnaires that were ever added. */
#ifndef CLIENT_INSTRUMENT_QUESTIONS_H
#define CLIENT_INSTRUMENT_QUESTIONS_H

#include <evenkeel/error.h>
#include <evenkeel/questionnaire.h>
#include <evenkeel/text.h>

/*
 * Fill in the ids of the questions by the list in @path (absent = empty). With @ret_list those that have none get the next ones, and the
 * whole new list comes back for writing; without it they stay 0.
 */
int questions_number(const char *path, struct questionnaire *questionnaire, struct text *ret_list, struct error *err);

#endif
