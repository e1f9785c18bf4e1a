/* JSON from a stranger: measured by one pass over the bytes before jansson may spend memory on them, then read strictly. */
#ifndef FHIR_JSON_H
#define FHIR_JSON_H

#include <stdbool.h>

#include <jansson.h>

#include <evenkeel/questionnaire.h>

#define FHIR_DEPTH_MAX 160     /* brackets within brackets; jansson's own bound is 2048 */
#define FHIR_VALUES_MAX 300000 /* each costs jansson some hundred bytes */

/* NULL with the reason in @problems, which holds nothing of the content. */
json_t *fhir_json_read(const struct questionnaire_file *file, struct problems *problems);
void fhir_json_free(json_t **json); /* for _cleanup_ */

/* Members of an object, NULL where there is none or it is of another type. Empty strings count as none. */
const char *fhir_string(const json_t *object, const char *key);
json_t *fhir_list(const json_t *object, const char *key);
bool fhir_true(const json_t *object, const char *key);
/* The extension of @object with this URL, NULL without one. */
json_t *fhir_extension(const json_t *object, const char *url);
char *fhir_copy(const char *string); /* NULL for NULL */
/* The resource's words for its type, "" where it has none. */
const char *fhir_resource(const json_t *object);

#endif
