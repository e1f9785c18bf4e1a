/* What schema/instruments.sh writes at build. */
#ifndef FHIR_SHIPPED_DATA_H
#define FHIR_SHIPPED_DATA_H

#include <stddef.h>

struct shipped_data {
	const char *name;
	const unsigned char *questionnaire;
	size_t questionnaire_size;
	const unsigned char *scoring;
	size_t scoring_size;
};
extern const struct shipped_data shipped_data[];
extern const size_t shipped_data_count;

#endif
