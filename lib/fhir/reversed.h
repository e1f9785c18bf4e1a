/* Scales of which their authors count some questions in reverse; schema/instruments/reversed.tsv says which. */
#ifndef FHIR_REVERSED_H
#define FHIR_REVERSED_H

#include <evenkeel/questionnaire.h>

struct reversed_scale {
	const char *loinc; /* the score's code; NULL: known by the questionnaire's title */
	const char *title; /* its beginning */
	const char *name, *source;
};
extern const struct reversed_scale reversed_scales[];
extern const size_t reversed_scale_count;

/* The scale whose score the item at @place is; NULL where none of these is named. */
const struct reversed_scale *reversed_find(const struct questionnaire *questionnaire, size_t place);

#endif
