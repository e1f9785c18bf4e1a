/* The plain formats of `evenkeel export`. Writes that fail are seen on @out. */
#ifndef CLIENT_EXPORT_H
#define CLIENT_EXPORT_H

#include <stdio.h>

#include "reading.h"

/* Every field of every record, what answers to added questionnaires mean, and these themselves; what `evenkeel import` takes. */
int export_json(const struct client *client, const struct reading *reading, FILE *out, struct error *err);
/* One answer, text or score a line, for spreadsheets. */
int export_csv(const struct client *client, const struct reading *reading, FILE *out, struct error *err);
/*
 * Answers to added questionnaires as HL7 FHIR R4. @ret_left_out: how many are not in it, since their questionnaire was taken away or is another
 * version now.
 */
int export_fhir(const struct client *client, const struct reading *reading, FILE *out, size_t *ret_left_out,
		struct error *err);

#endif
