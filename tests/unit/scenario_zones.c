#include <stdio.h>
#include <string.h>

#include "scenario_zones.h"

static int32_t last_sunday(int year, int month)
{
	int32_t date = date_from_civil(year, month, 31);

	return date - date_weekday(date) % 7;
}

static void add(struct zone *zone, int64_t from_s, int32_t offset_s)
{
	zone->changes[zone->count++] = (struct zone_change){.from_s = from_s, .offset_s = offset_s};
}

/* Summer time from the last Sunday of March to that of October, each at 01:00 UTC. */
static struct zone berlin(void)
{
	struct zone zone = zone_fixed(3600);

	for (int year = 2020; year < 2035; year++) {
		add(&zone, (int64_t)last_sunday(year, 3) * 86400 + 3600, 7200);
		add(&zone, (int64_t)last_sunday(year, 10) * 86400 + 3600, 3600);
	}
	return zone;
}

int scenario_zone(const char *name, int64_t wall_s, struct zone *ret, struct error *err)
{
	(void)wall_s;
	if (!strcmp(name, "Europe/Berlin"))
		*ret = berlin();
	else if (!strcmp(name, "Asia/Bangkok"))
		*ret = zone_fixed(7 * 3600);
	else
		return error_set(err, ERROR_FAILED, "the zone '%s' is not known", name);
	snprintf(ret->name, sizeof(ret->name), "%s", name);
	return 0;
}
