/*
 * When contributions are to be passed on to the team's drop folder: what waits and the clocks in, what to do now and when next out. Pure. Where
 * nothing waits there is nothing to wake for; after an attempt that brought nothing the next one is a quarter of an hour away.
 */
#ifndef DAEMON_SEND_PLAN_H
#define DAEMON_SEND_PLAN_H

#include <evenkeel/instant.h>
#include <evenkeel/outbox.h>

enum { SEND_AGAIN_MS = 15 * 60000, SEND_AGAIN_SPREAD_MS = 3 * 60000 };

struct send_plan {
	bool send;                          /* something is due, and may be tried now */
	int64_t wake_boot_ms, wake_wall_ms; /* INT64_MAX: not for this */
};
/* Nobody is to have it any more, or nobody can tell any more whether somebody has. */
bool send_is_over(const struct outbox_item *item, struct instant now);
/* Its time has come; for one that was on its way already it has. What has left is not sent. */
bool send_is_due(const struct outbox_item *item, struct instant now);
/* @items without those that are over or have left. Without a drop folder (@reachable false) they only wait to be over. @again_boot_ms: not before. */
struct send_plan send_plan(const struct outbox_item *items, size_t count, bool reachable, int64_t again_boot_ms,
			   struct instant now);
/* When to try again: 12 to 18 minutes from now, so that a whole office does not come at once when its server is back. */
int64_t send_again(struct instant now, uint32_t random);

#endif
