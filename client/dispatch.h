/* From a command line to a command's exit code: options, --help, --version, settings, language, clock; then the command runs. */
#ifndef CLIENT_DISPATCH_H
#define CLIENT_DISPATCH_H

#include "command.h"

int dispatch(const struct command *const *list, int argc, char **argv);

#endif
