/*
 * Secrets decide nothing here but what is meant to show: that a drawn number was thrown away, that a share is malformed, that a proof
 * failed. Each such yes or no passes through revealed(), and the test for secret branches puts its own function in its place, so that
 * what valgrind reports is what nobody meant to show.
 */
#ifndef AGGREGATE_REVEALED_H
#define AGGREGATE_REVEALED_H

#include <stdbool.h>

bool revealed(bool fact);

#endif
