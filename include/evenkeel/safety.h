/*
 * When a person's answers are a reason to name people to talk to. Pure functions over records: which rules hold, never a verdict.
 * Source of the rules: design/ASSESSMENT.md, section 5. Late and withdrawn answers stay out, as in trends. A rule holds until newer
 * answers say otherwise, however long ago they were given.
 */
#ifndef EVENKEEL_SAFETY_H
#define EVENKEEL_SAFETY_H

#include <stdbool.h>
#include <stddef.h>

#include <evenkeel/record.h>

enum safety_rule {
	SAFETY_STRAIN = 1 << 0,     /* strain of 75 or more in the last two weekly reviews that have a score */
	SAFETY_SYMPTOMS = 1 << 1,   /* eight symptoms or more "often" in the last weekly review */
	SAFETY_STRESS = 1 << 2,     /* stress "a lot" in eight of the last ten check-ins */
	SAFETY_INSTRUMENT = 1 << 3, /* a loaded questionnaire is beyond the limit of its own file */
	SAFETY_CHECKIN = 1 << 4,    /* "a lot" to everything, in the check-in that was just answered */
};

/*
 * The rules that hold, as bits of enum safety_rule, from all records in order of time, their reviews joined (week.h). @instrument: the last
 * answers to a loaded questionnaire are beyond the limit that its file names; scoring.h finds that (struct scores, safety).
 */
unsigned safety_from_history(const struct record *records, size_t count, bool instrument);
/* From the records of one check-in or one review alone, just answered, with the history still sealed. */
unsigned safety_from_answers(const struct record *records, size_t count);

#endif
