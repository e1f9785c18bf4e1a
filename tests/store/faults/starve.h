/* SQLite's allocator, of which the N-th call, or all from there on, finds no memory. */
#ifndef FAULTS_STARVE_H
#define FAULTS_STARVE_H

#include <stdbool.h>

/* Set and reset whole by whoever tests; all zeros: there is enough. */
struct starve {
	long at; /* from 1 */
	bool for_good;
	long count, hits;
};
extern struct starve starve;

/* Once in a program, before SQLite is used at all: before shim_register(). 0, -1. */
int starve_register(void);

#endif
