#include "send_plan.h"

bool send_is_over(const struct outbox_item *item, struct instant now)
{
	return outbox_is_over(item, instant_floor_div(now.wall_ms, 1000));
}

bool send_is_due(const struct outbox_item *item, struct instant now)
{
	if (item->state != OUTBOX_WAITS)
		return item->state != OUTBOX_LEFT;
	return instant_floor_div(now.wall_ms, 1000) >= item->due_s;
}

/* The last second in which it is not over. */
static int64_t until_s(const struct outbox_item *item)
{
	bool doubtful = item->state == OUTBOX_WITHDRAWN && item->until_s < INT64_MAX - OUTBOX_DOUBT_S;

	return item->until_s + (doubtful ? OUTBOX_DOUBT_S : 0);
}

/* Of the second after @wall_s where it is to be over; never, for one that no clock reaches. */
static int64_t ms_of(int64_t wall_s, bool over)
{
	return wall_s < INT64_MAX / 1000 - 1 ? (wall_s + over) * 1000 : INT64_MAX;
}

static int64_t earlier(int64_t one, int64_t other)
{
	return one < other ? one : other;
}

struct send_plan send_plan(const struct outbox_item *items, size_t count, bool reachable, int64_t again_boot_ms,
			   struct instant now)
{
	struct send_plan plan = {.wake_boot_ms = INT64_MAX, .wake_wall_ms = INT64_MAX};
	bool due = false;

	for (size_t i = 0; i < count; i++) {
		bool is_due = send_is_due(&items[i], now);
		due |= is_due;
		int64_t next_ms = is_due || !reachable ? ms_of(until_s(&items[i]), true) : ms_of(items[i].due_s, false);
		plan.wake_wall_ms = earlier(plan.wake_wall_ms, next_ms);
	}
	plan.send = due && reachable && now.boot_ms >= again_boot_ms;
	if (due && reachable && !plan.send)
		plan.wake_boot_ms = again_boot_ms;
	return plan;
}

int64_t send_again(struct instant now, uint32_t random)
{
	return now.boot_ms + SEND_AGAIN_MS - SEND_AGAIN_SPREAD_MS + random % (2 * SEND_AGAIN_SPREAD_MS + 1);
}
