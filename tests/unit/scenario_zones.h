/* Zones for tests, written out, so that they need no zone files. */
#ifndef SCENARIO_ZONES_H
#define SCENARIO_ZONES_H

#include <evenkeel/error.h>
#include <evenkeel/zone.h>

/* A day_zone_fn: Europe/Berlin (2020 to 2034), Asia/Bangkok. */
int scenario_zone(const char *name, int64_t wall_s, struct zone *ret, struct error *err);

#endif
