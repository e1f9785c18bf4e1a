/* Looking around on this computer: programs that can be called by their names, and places below the home directory. */
#ifndef CLIENT_PROGRAMS_H
#define CLIENT_PROGRAMS_H

#include <stdbool.h>

/* Whether @name can be called: it lies in a directory of PATH. */
bool programs_have(const char *name);
/* The part of @path below the home directory; NULL when it lies elsewhere. */
const char *programs_below_home(const char *path);

#endif
