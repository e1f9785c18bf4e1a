/* Asking before what cannot be taken back: on the terminal, or --yes for scripts. */
#ifndef CLIENT_SURE_H
#define CLIENT_SURE_H

#include "command.h"

/* 0: go on; else -1, nothing was changed. @question ends with a question mark; ENTER alone means no. */
int sure_confirm(const struct command_call *call, const char *question, struct error *err);
/* The same, by typing @word. */
int sure_typed(const struct command_call *call, const char *question, const char *word, struct error *err);

#endif
