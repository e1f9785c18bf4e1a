/* What an answer to an added questionnaire means to somebody who has not got the questionnaire: the exports' common words. */
#ifndef CLIENT_INSTRUMENT_MEANING_H
#define CLIENT_INSTRUMENT_MEANING_H

#include "instrument_load.h"

/* Borrowed from the instrument and the answer; NULL = none. */
struct meaning {
	const char *code, *system; /* of the chosen option; "true" or "false" */
	const char *label;         /* the answer in words */
	bool has_number;
	double number; /* by the scoring file, else by the questionnaire */
};
struct meaning meaning_of(const struct instrument *instrument, const struct questionnaire_answer *answer);

#endif
