/*
 * A record as JSON with every field, so that `import` can make the same record from it: names where we have them, else the
 * number as it is stored. Also the words for stored codes, which history shares.
 */
#ifndef CLIENT_JSON_RECORD_H
#define CLIENT_JSON_RECORD_H

#include <jansson.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/record.h>

json_t *json_record(const struct record *record, enum catalogue_language language);
/* {question, id, scale, value, label} of each answer, those without a question left out. */
json_t *json_record_answers(const struct record *record, enum catalogue_language language);

/* Stable names of codes; NULL where we have none. */
const char *record_kind_name(uint8_t kind);
const char *record_form_name(uint8_t form);
const char *record_held_name(uint8_t held);
/* The step of an answer in words ("Somewhat"); NULL for scales without words and for no answer. */
const char *record_step_words(const struct record_answer *answer, enum catalogue_language language);

#endif
