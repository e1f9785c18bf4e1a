/*
 * Answers to added questionnaires on their way to another machine. Question numbers are a machine's own, so an export gives them anew, in the
 * order in which they come up, and carries the list of them as worksheet records of the exercise QUESTION_LIST at its end: the same records make
 * the same export on every machine. An import gives the answers the numbers that their questions have here.
 */
#ifndef CLIENT_INSTRUMENT_MOVE_H
#define CLIENT_INSTRUMENT_MOVE_H

#include <evenkeel/paths.h>
#include <evenkeel/records.h>

/* How the numbers of some records leave. */
struct move {
	uint16_t *map;       /* by number from ID_INSTRUMENT_FIRST on */
	struct records rows; /* the list, to stand behind the records */
};
int move_prepare(const struct paths *paths, const struct records *records, struct move *ret, struct error *err);
/* One of those records, or a copy of it. */
void move_renumber(struct move *move, struct record *record);
void move_clear(struct move *move);

/* All of it in place: numbers as they leave, the list behind. */
int move_pack(const struct paths *paths, struct records *records, struct error *err);
/* The other way round: the list goes, the numbers become ours. Records of questions that it lacks are left out, and counted. */
int move_unpack(const struct paths *paths, struct records *records, size_t *ret_left_out, struct error *err);

#endif
