/* The middle of some values. */
#ifndef CORE_MEDIAN_H
#define CORE_MEDIAN_H

#include <stddef.h>

/* @values are sorted here; between the two in the middle of an even number; NAN of none. */
double median(double *values, size_t count);

#endif
