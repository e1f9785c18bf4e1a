/* An instrument's files read and checked: the questionnaire, its value sets, its scoring file, answers to it. */
#ifndef CLIENT_INSTRUMENT_LOAD_H
#define CLIENT_INSTRUMENT_LOAD_H

#include <evenkeel/catalogue.h>
#include <evenkeel/scoring.h>
#include <evenkeel/text.h>

#include "files.h"

#define INSTRUMENT_VALUESETS_MAX 100

/* Where it lies; NULL = none, but for the questionnaire, which may be the name of a shipped one. "-" is stdin. */
struct instrument_place {
	const char *questionnaire, *scoring, *valuesets, *answers;
};

struct instrument {
	struct file_bytes file, scoring_file; /* empty for a shipped one */
	struct questionnaire_file shipped, shipped_scoring;
	struct file_bytes *sets; /* value sets, with their names */
	char **set_names;
	size_t set_count;
	struct questionnaire questionnaire;
	struct scoring scoring;
	struct questionnaire_answers answers;
	bool has_scoring, has_answers;
	bool sound; /* nothing was refused: the parts above may be used */
	struct problems problems;
};

/* -1 only when a file cannot be read at all; what is wrong in the files is in @ret->problems. instrument_clear ends it in any case. */
int instrument_load(const struct instrument_place *place, enum catalogue_language language, struct instrument *ret,
		    struct error *err);
/*
 * The same for bytes that are there already, in @ret->file (or ->shipped), ->scoring_file and ->sets, which @names only names for the
 * problems.
 */
void instrument_read(const struct instrument_place *names, enum catalogue_language language, struct instrument *ret);
void instrument_clear(struct instrument *instrument);
/*
 * A shipped one appears in languages for which a translation of it is published, and in no other: scores of another wording are not comparable.
 * *@ret_languages, which may be NULL, gets their tags.
 */
bool instrument_comes_along(const char *name, enum catalogue_language language, struct text *ret_languages);

#endif
