/* What a file's mode says, for tests that run as root. */
#ifndef TESTS_UNIT_RIGHTS_H
#define TESTS_UNIT_RIGHTS_H

#include <stdbool.h>

/* Rights count for root, too, as for a person; or not, again. */
void rights_ordinary(bool ordinary);

#endif
