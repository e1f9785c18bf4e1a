#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#define DAY_S 86400
#define AROUND_S (2 * 366 * (int64_t)DAY_S)
#define ZONES "/usr/share/zoneinfo"

static int32_t offset_at(int64_t wall_s)
{
	time_t time = (time_t)wall_s;
	struct tm local;

	return localtime_r(&time, &local) ? (int32_t)local.tm_gmtoff : 0;
}

/* The first second with another offset than @low_s has; @high_s has one. */
static int64_t change_between(int64_t low_s, int64_t high_s)
{
	int32_t offset_s = offset_at(low_s);

	while (high_s - low_s > 1) {
		int64_t middle_s = low_s + (high_s - low_s) / 2;
		if (offset_at(middle_s) == offset_s)
			low_s = middle_s;
		else
			high_s = middle_s;
	}
	return high_s;
}

/* What the C library makes of the zone that is set. A day at a time: no zone changes twice within one. */
static void probe(int64_t wall_s, struct zone *ret)
{
	int64_t from_s = wall_s - AROUND_S, end_s = wall_s + AROUND_S;
	int32_t offset_s = offset_at(from_s);

	ret->first_offset_s = offset_s;
	for (int64_t at_s = from_s; at_s < end_s && ret->count < ZONE_CHANGES_MAX; at_s += DAY_S) {
		int32_t next_s = offset_at(at_s + DAY_S);
		if (next_s == offset_s)
			continue;
		struct zone_change *change = &ret->changes[ret->count++];
		*change = (struct zone_change){.from_s = change_between(at_s, at_s + DAY_S), .offset_s = next_s};
		offset_s = next_s;
	}
}

static const char *zones_dir(void)
{
	const char *dir = getenv("TZDIR");

	return dir && *dir ? dir : ZONES;
}

/* "Europe/Berlin" from TZ or from where /etc/localtime points; "" where neither says. */
static void system_name(char ret[static ZONE_NAME_SIZE])
{
	const char *zone = getenv("TZ"), *mark = "zoneinfo/";
	char target[512];

	if (!zone) {
		ssize_t length = readlink("/etc/localtime", target, sizeof(target) - 1);
		target[length > 0 ? length : 0] = '\0';
		const char *found = strstr(target, mark);
		zone = found ? found + strlen(mark) : "";
	}
	if (*zone == ':')
		zone++;
	if (strlen(zone) < ZONE_NAME_SIZE)
		snprintf(ret, ZONE_NAME_SIZE, "%s", zone);
}

struct zone zone_probe(int64_t wall_s)
{
	struct zone zone = {0};

	tzset();
	probe(wall_s, &zone);
	system_name(zone.name);
	return zone;
}

/* A name of letters, digits, '_', '+', '-' and inner slashes: nothing that leaves the zones' directory. */
static bool is_zone_name(const char *name)
{
	size_t length = strlen(name);

	return length > 0 && length < ZONE_NAME_SIZE && name[0] != '/' && name[length - 1] != '/' &&
	       !strstr(name, "//") &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") == length;
}

/* tzset() takes a name that it does not know for UTC, so look first. */
static bool is_zone_file(const char *name)
{
	char path[512], magic[4] = "";

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", zones_dir(), name) >= sizeof(path))
		return false;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t length = read(fd, magic, sizeof(magic));
	close(fd);
	return length == sizeof(magic) && !memcmp(magic, "TZif", sizeof(magic));
}

static void set_zone(const char *name)
{
	if (name)
		setenv("TZ", name, 1);
	else
		unsetenv("TZ");
	tzset();
}

int zone_probe_named(const char *name, int64_t wall_s, struct zone *ret, struct error *err)
{
	struct zone zone = {0};

	if (!is_zone_name(name))
		return error_set(err, ERROR_FAILED, "'%.60s' is no time zone's name; write one like Europe/Berlin",
				 name);
	snprintf(zone.name, sizeof(zone.name), "%s", name);
	/* Known without any zone file. */
	if (!strcmp(name, "UTC") || !strcmp(name, "Etc/UTC")) {
		*ret = zone;
		return 0;
	}
	if (!is_zone_file(name)) {
		if (access(zones_dir(), X_OK) < 0)
			return error_set(err, ERROR_FAILED,
					 "no time zones are installed, so '%s' is not known; install 'tzdata'", name);
		return error_set(err, ERROR_FAILED, "unknown time zone '%s'", name);
	}
	const char *set = getenv("TZ");
	char *before _cleanup_free_ = set ? mem_copy_string(set) : NULL;
	set_zone(name);
	probe(wall_s, &zone);
	set_zone(before);
	*ret = zone;
	return 0;
}
