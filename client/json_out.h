/*
 * JSON for scripts: one object, keys in a stable order, numbers as they are, null for what is undefined. What jansson
 * allocates is wiped when it is freed, since it holds answers.
 */
#ifndef CLIENT_JSON_OUT_H
#define CLIENT_JSON_OUT_H

#include <stdio.h>

#include <jansson.h>

void json_out_init(void);                    /* before the first json_ call of a command */
json_t *json_out_number(double value);       /* null for NAN and infinities */
json_t *json_out_string(const char *string); /* null for NULL */
json_t *json_out_date(int32_t date);
void json_out_print(json_t *object); /* to stdout, then gives the object back */
void json_out_free(json_t **object); /* for _cleanup_ */

#endif
