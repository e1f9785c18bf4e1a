/* --help, read from the same rows as dispatch. */
#ifndef CLIENT_HELP_H
#define CLIENT_HELP_H

#include "command.h"
#include "page.h"

void help_overview(const struct command *const *list, struct page *page);
void help_command(const struct command *command, struct page *page);

#endif
