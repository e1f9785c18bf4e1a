/* A store of several epochs, with a known row in each place, for edits to aim at. */
#ifndef TEST_EPOCHS_H
#define TEST_EPOCHS_H

#include <stdbool.h>

enum { EPOCHS_ROWS = 12 };

/* $DIR/store of three epochs of four rows, fixture_record(0 to 11, 0): 0-3, 4-7, 8-11. @unlocked_once: boxes are wrapped, a mark is there. */
void epochs_create(const char *dir, bool unlocked_once);

#endif
