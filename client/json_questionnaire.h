/*
 * Added questionnaires in the json export: what answers to them mean, beside their records, and their files, so that a move to another
 * machine takes them along. json_arrival.c reads the files back; what answers mean is for readers.
 */
#ifndef CLIENT_JSON_QUESTIONNAIRE_H
#define CLIENT_JSON_QUESTIONNAIRE_H

#include <jansson.h>

#include "instrument_past.h"

/* {questionnaire, version, complete, answers[] {link_id, text, code, system, value, label}, scores[]} */
json_t *json_answering(const struct instrument *instrument, const struct past_answers *answers);
/* The list of those that have answers: {id, title, version, file, valuesets[], scoring}; @file is null for one that comes along. */
void json_questionnaires(const struct past_all *all, FILE *out);

#endif
