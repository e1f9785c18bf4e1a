/* The causes that one record names, for what ranks them and what looks at what follows them. */
#ifndef CAUSE_INTERNAL_H
#define CAUSE_INTERNAL_H

#include <evenkeel/record.h>

/* A bit for each cause, the first cause lowest; 0 = none. */
uint16_t cause_named(const struct record *record);

#endif
