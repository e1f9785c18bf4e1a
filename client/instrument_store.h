/*
 * Questionnaires that a person added: copies that were checked, each in a directory of its own below instruments/ in the store's directory,
 * which appears whole or not at all. Beside them lies the list of question ids, "ID FINGERPRINT QUESTIONNAIRE LINKID" a line: stored
 * answers hold these numbers, so a number stays with its question even when the questionnaire is taken away, and a question that came to
 * offer other answers gets another number.
 */
#ifndef CLIENT_INSTRUMENT_STORE_H
#define CLIENT_INSTRUMENT_STORE_H

#include <evenkeel/paths.h>
#include <evenkeel/text.h>

#include "instrument_load.h"

/* Install what was loaded and is sound. */
int instrument_add(const struct paths *paths, const struct instrument *instrument, struct error *err);
int instrument_remove(const struct paths *paths, const char *id, struct error *err);

/* The place of one of its files; of its directory where @file is NULL, of that of all where @id is NULL. */
struct text instrument_path(const struct paths *paths, const char *id, const char *file);
/* 0 when one of this name was added. */
int instrument_known(const struct paths *paths, const char *id, struct error *err);

struct instrument_ids {
	char **ids; /* in the order of their names */
	size_t count;
};
int instrument_list(const struct paths *paths, struct instrument_ids *ret, struct error *err);
void instrument_ids_clear(struct instrument_ids *ids);

/*
 * Load one that was added, with the question ids in its items. 0 and @ret->sound, or not (then @ret->problems says why); -1: there is none
 * of this name. instrument_clear ends it in any case.
 */
int instrument_open(const struct paths *paths, const char *id, enum catalogue_language language, struct instrument *ret,
		    struct error *err);

/* The same; one that is not sound is an error, too. */
int instrument_open_sound(const struct paths *paths, const char *id, enum catalogue_language language,
			  struct instrument *ret, struct error *err);
/* The list of all question ids that were given out, as it lies there; empty where there is none. */
int instrument_questions(const struct paths *paths, struct text *ret, struct error *err);
/* questions_join with the list that lies here, which is written anew where there are more of them now. */
int instrument_join_questions(const struct paths *paths, const char *rows, uint16_t *ret_map, struct error *err);

#endif
