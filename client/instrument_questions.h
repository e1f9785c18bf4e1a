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

/* Which questionnaire and linkId a number was given out to, from the list's bytes. False when it was not. */
bool questions_find(const char *list, uint16_t question, struct text *ret_questionnaire, struct text *ret_link_id);
/* The list in @path, nothing where there is none. */
int questions_read(const char *path, struct text *ret, struct error *err);

#endif
