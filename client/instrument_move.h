/*
 * Answers to added questionnaires on their way to another machine. Question numbers are a machine's own, so an export carries the list of those it
 * uses, as worksheet records of the exercise QUESTION_LIST at its end; an import gives the answers the numbers that their questions have here.
 */
#ifndef CLIENT_INSTRUMENT_MOVE_H
#define CLIENT_INSTRUMENT_MOVE_H

#include <evenkeel/paths.h>
#include <evenkeel/records.h>

/* The list of the questions that @records use, behind them. */
int move_pack(const struct paths *paths, struct records *records, struct error *err);
/* The other way round: the list goes, the numbers become ours. Records of questions that it lacks are left out, and counted. */
int move_unpack(const struct paths *paths, struct records *records, size_t *ret_left_out, struct error *err);

#endif
