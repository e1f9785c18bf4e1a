/*
 * The directory of added questionnaires, carried along with a backup. What is in it is the client's; here it's files, but for the list of
 * question numbers: answers hold those, so a list that knows more numbers is never replaced by its own beginning.
 */
#ifndef STORE_QUESTIONNAIRES_H
#define STORE_QUESTIONNAIRES_H

#include <evenkeel/error.h>

#define QUESTIONNAIRES "instruments"

/* Copy DIR's into the directory @to of the person's, over one that was copied there before. Nothing there: nothing to do. */
int questionnaires_keep(const char *dir, const char *to, struct error *err);
/* Lay out those of the backup @from in @work, with the list of the store in @dir where that goes on from the backup's. */
int questionnaires_lay_out(const char *dir, const char *from, const char *work, struct error *err);

#endif
