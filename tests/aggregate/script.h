/* A vector file's operations, one after the other. */
#ifndef TESTS_AGGREGATE_SCRIPT_H
#define TESTS_AGGREGATE_SCRIPT_H

#include <evenkeel/prio3.h>

#include "vector_file.h"

/*
 * NULL when each operation that should succeed does, with the output that is in the file, and each that should fail fails; else the
 * operation where it is otherwise, or "parse": the file is not of its schema.
 */
const char *script_run(const struct prio3 *prio3, const json_t *file);

#endif
