/* A response under construction, for who changes it afterwards. */
#ifndef FHIR_RESPONSE_H
#define FHIR_RESPONSE_H

#include "fhir_json.h"

/* As questionnaire_response, with the items that @open says; @ret_objects (room for each item) borrows the item's object, NULL without one. */
json_t *response_build(const struct questionnaire *questionnaire, const struct questionnaire_answers *answers,
		       const bool *open, json_t **ret_objects);

#endif
