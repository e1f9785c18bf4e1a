/* The list of question ids of all questionnaires that were ever added. */
#ifndef CLIENT_INSTRUMENT_QUESTIONS_H
#define CLIENT_INSTRUMENT_QUESTIONS_H

#include <evenkeel/error.h>
#include <evenkeel/questionnaire.h>
#include <evenkeel/catalogue.h>
#include <evenkeel/text.h>

/* No question ever gets it: in an export it marks the records that hold the list. */
#define QUESTION_LIST 0xffff

/*
 * Fill in the ids of the questions by the list in @path (absent = empty). With @ret_list those that have none get the next ones, and the
 * whole new list comes back for writing; without it they stay 0.
 */
int questions_number(const char *path, struct questionnaire *questionnaire, struct text *ret_list, struct error *err);

/* Which questionnaire and linkId a number was given out to, from the list's bytes. False when it was not. */
bool questions_find(const char *list, uint16_t question, struct text *ret_questionnaire, struct text *ret_link_id);
/* "mixed/q1", or the bare number where the list does not know it. */
void questions_name(const char *list, uint16_t question, struct text *ret);
/* The list in @path, nothing where there is none. */
int questions_read(const char *path, struct text *ret, struct error *err);

/*
 * Give the questions of another machine's list @rows numbers here: those that @list has for them, else the next ones, which come behind it in
 * @ret_list. @ret_map, by number from ID_INSTRUMENT_FIRST on, says which became which; 0 = no row makes sense of it. -1: there is no number left.
 */
int questions_join(const char *list, const char *rows, struct text *ret_list,
		   uint16_t ret_map[static QUESTION_LIST - ID_INSTRUMENT_FIRST], struct error *err);
/* The line of a number, with its end; 0 bytes when it was not given out. */
size_t questions_line(const char *list, uint16_t question, const char **ret);

#endif
