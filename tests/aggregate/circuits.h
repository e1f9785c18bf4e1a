/* Types of measurements that only the draft's vectors use. */
#ifndef TESTS_AGGREGATE_CIRCUITS_H
#define TESTS_AGGREGATE_CIRCUITS_H

#include <evenkeel/flp.h>

/* Prio3Histogram, section 7.4.4: one of @length buckets, whose index is the measurement. */
extern const struct flp_circuit circuit_histogram;
/* Prio3MultihotCountVec, section 7.4.5: @length zeros and ones, at most @maximum of them ones. */
extern const struct flp_circuit circuit_multihot;

#endif
