/*
 * Waking: two timerfds, one for each clock, and nothing periodic. The boot-time one goes on through suspend and carries intervals;
 * the wall-clock one carries hours and days, and is cancelled by the kernel when somebody sets the clock (and on resume), which
 * is how a clock step is noticed. Source: design/DESKTOP.md, section 6.
 */
#ifndef DAEMON_WAKE_H
#define DAEMON_WAKE_H

#include <stdint.h>

#include <evenkeel/error.h>

struct event_base;
struct wake;

enum wake_reason { WAKE_DUE, WAKE_CLOCK_SET };
typedef void (*wake_callback)(void *context, enum wake_reason reason);

int wake_new(struct wake **ret, struct event_base *base, wake_callback callback, void *context, struct error *err);
struct wake *wake_free(struct wake *wake);
/* Wake at these moments at the latest; INT64_MAX = nothing planned. Replaces what was armed before. */
void wake_arm(struct wake *wake, int64_t boot_ms, int64_t wall_ms);

#endif
