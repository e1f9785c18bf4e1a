#include <stddef.h>

#include <sqlite3.h>

#include "starve.h"

struct starve starve;

static sqlite3_mem_methods real;

static bool refuse(void)
{
	if (!starve.at)
		return false;
	starve.count++;
	if (starve.for_good ? starve.count < starve.at : starve.count != starve.at)
		return false;
	starve.hits++;
	return true;
}

static void *take(int size)
{
	return refuse() ? NULL : real.xMalloc(size);
}

static void *grow(void *old, int size)
{
	return refuse() ? NULL : real.xRealloc(old, size);
}

int starve_register(void)
{
	sqlite3_mem_methods methods;

	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real) != SQLITE_OK)
		return -1;
	methods = real;
	methods.xMalloc = take;
	methods.xRealloc = grow;
	return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK ? 0 : -1;
}
