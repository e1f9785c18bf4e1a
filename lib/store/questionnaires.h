/*
 * The directory of added questionnaires, carried along with a backup. What is in it is the client's; here it's files, but for the list of
 * question numbers: answers hold those, so a list that knows more numbers is never replaced by its own beginning.
 */
#ifndef STORE_QUESTIONNAIRES_H
#define STORE_QUESTIONNAIRES_H

#include <evenkeel/error.h>

#define QUESTIONNAIRES "instruments"

/* Copy DIR's into @work, which has none. Nothing there: nothing to do. */
int questionnaires_copy(const char *dir, const char *work, struct error *err);
/* The same into @to, a directory of the person's, in two steps: beside those that were copied there before, then whole in their place. */
int questionnaires_begin(const char *dir, const char *to, struct error *err);
int questionnaires_publish(const char *to, struct error *err);
void questionnaires_call_off(const char *to);
/*
 * Lay out those of the backup @from in @work. Where the list of the store in @dir goes on from the backup's it is taken, and what was added
 * since comes along.
 */
int questionnaires_lay_out(const char *dir, const char *from, const char *work, struct error *err);

#endif
