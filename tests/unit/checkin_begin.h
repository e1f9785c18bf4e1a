/* What tests of answers begin with: a check-in not yet answered, and ids by the names of the catalogue. */
#ifndef TESTS_UNIT_CHECKIN_BEGIN_H
#define TESTS_UNIT_CHECKIN_BEGIN_H

#include <stdint.h>

#include <evenkeel/checkin.h>

/* A fresh deck, seed 1. */
struct checkin checkin_begin(void);
/* Fails the test where the catalogue has no such name. */
uint16_t id_named(const char *name);

#endif
