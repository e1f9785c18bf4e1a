#include <stdlib.h>
#include <time.h>

#include <evenkeel/os.h>

static int64_t read_us(clockid_t clock)
{
	struct timespec now = {0};

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t read_ms(clockid_t clock)
{
	return read_us(clock) / 1000;
}

int64_t monotonic_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

struct instant instant_now(void)
{
	return (struct instant){.wall_ms = read_ms(CLOCK_REALTIME), .boot_ms = read_ms(CLOCK_BOOTTIME)};
}

int instant_now_client(struct instant *ret, struct error *err)
{
	const char *frozen = getenv("EVENKEEL_NOW");
	int64_t wall_ms, elsewhere_ms;
	int32_t second;

	*ret = instant_now();
	if (!frozen || !*frozen)
		return 0;
	if (instant_parse(frozen, 0, &wall_ms, NULL) < 0 || instant_parse(frozen, 60, &elsewhere_ms, NULL) < 0)
		return error_set(err, ERROR_USAGE,
				 "'%.60s' in EVENKEEL_NOW is no time; write one like 2026-03-02T09:00:00+01:00",
				 frozen);
	/* No offset was written when the default makes a difference: then it is this system's local time. */
	if (wall_ms != elsewhere_ms) {
		struct zone zone = zone_probe(wall_ms / 1000), utc = zone_fixed(0);
		int32_t date = zone_date(&utc, instant_floor_div(wall_ms, 1000), &second);
		wall_ms = zone_wall_s(&zone, date, second) * 1000;
	}
	ret->wall_ms = wall_ms;
	return 0;
}
