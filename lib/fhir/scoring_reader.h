/* A scoring file being read: the lines and sections (scoring_file.c) and what may stand in each section (scoring_rows.c). */
#ifndef FHIR_SCORING_READER_H
#define FHIR_SCORING_READER_H

#include <evenkeel/scoring.h>

enum scoring_section { SECTION_NONE, SECTION_SCORING, SECTION_VALUES, SECTION_SCORE, SECTION_SAFETY, SECTION_UNKNOWN };

struct scoring_reader {
	struct scoring *out;
	struct problems *problems;
	enum scoring_section section;
	int line;
	const char *value;
};

void scoring_refuse(struct scoring_reader *reader, const char *why);
/* Is there room for one more of a kind? If not, that is said. */
bool scoring_has_room(struct scoring_reader *reader, size_t count);
/* One setting within its section; false: the section knows none of this name. */
bool scoring_read_head(struct scoring_reader *reader, const char *name);
bool scoring_read_values(struct scoring_reader *reader, const char *name);
bool scoring_read_score(struct scoring_reader *reader, const char *name);
bool scoring_read_safety(struct scoring_reader *reader, const char *name);

#endif
