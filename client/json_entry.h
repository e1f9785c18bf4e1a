/* One questionnaire as json_questionnaire.c wrote it, or as a stranger did: its parts taken out, and read as any questionnaire's files are. */
#ifndef CLIENT_JSON_ENTRY_H
#define CLIENT_JSON_ENTRY_H

#include "instrument_load.h"
#include "json_skim.h"

/* -1: its parts cannot be found; what is wrong in them is in @ret->problems. instrument_clear ends it in any case. */
int json_entry_read(struct json_slice entry, enum catalogue_language language, struct instrument *ret,
		    struct error *err);

#endif
