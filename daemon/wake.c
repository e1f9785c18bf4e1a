#include "wake.h"

#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>
#include <evenkeel/mem.h>

/* With nothing planned the wall-clock timer stays armed, far away: only an armed one tells about a clock that was set. */
#define FAR_AWAY_MS (INT64_C(7258118400) * 1000) /* the year 2200 */

struct wake {
	int boot_fd, wall_fd;
	struct event *boot_event, *wall_event;
	wake_callback callback;
	void *context;
	int64_t wall_ms;
};

static void arm(int fd, int flags, int64_t at_ms)
{
	if (at_ms < 1)
		at_ms = 1; /* zero would disarm it */
	if (at_ms > FAR_AWAY_MS)
		at_ms = FAR_AWAY_MS;
	struct itimerspec at = {.it_value = {.tv_sec = at_ms / 1000, .tv_nsec = at_ms % 1000 * 1000000}};
	/* ECANCELED here is an earlier clock step being reported: the timer is set all the same, and read() tells as well. */
	(void)timerfd_settime(fd, flags, &at, NULL);
}

static void arm_wall(struct wake *wake)
{
	arm(wake->wall_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, wake->wall_ms);
}

static void on_boot(evutil_socket_t fd, short what, void *context)
{
	struct wake *wake = context;
	uint64_t times;

	(void)what;
	if (read(fd, &times, sizeof times) == (ssize_t)sizeof times)
		wake->callback(wake->context, WAKE_DUE);
}

static void on_wall(evutil_socket_t fd, short what, void *context)
{
	struct wake *wake = context;
	uint64_t times;

	(void)what;
	if (read(fd, &times, sizeof times) == (ssize_t)sizeof times) {
		wake->callback(wake->context, WAKE_DUE);
	} else if (errno == ECANCELED) {
		arm_wall(wake);
		wake->callback(wake->context, WAKE_CLOCK_SET);
	}
}

static int open_timer(int clock, struct error *err)
{
	int fd = timerfd_create(clock, TFD_NONBLOCK | TFD_CLOEXEC);

	return fd >= 0 ? fd : error_set(err, ERROR_FAILED, "cannot make a timer: %s", strerror(errno));
}

int wake_new(struct wake **ret, struct event_base *base, wake_callback callback, void *context, struct error *err)
{
	int boot_fd = open_timer(CLOCK_BOOTTIME, err);
	int wall_fd = boot_fd < 0 ? -1 : open_timer(CLOCK_REALTIME, err);
	struct wake *wake;

	if (wall_fd < 0) {
		if (boot_fd >= 0)
			close(boot_fd);
		return -1;
	}
	wake = mem_new(1, sizeof *wake);
	*wake = (struct wake){.boot_fd = boot_fd, .wall_fd = wall_fd, .callback = callback, .context = context};
	wake->boot_event = event_new(base, boot_fd, EV_READ | EV_PERSIST, on_boot, wake);
	wake->wall_event = event_new(base, wall_fd, EV_READ | EV_PERSIST, on_wall, wake);
	event_add(wake->boot_event, NULL);
	event_add(wake->wall_event, NULL);
	wake->wall_ms = INT64_MAX;
	arm_wall(wake);
	*ret = wake;
	return 0;
}

struct wake *wake_free(struct wake *wake)
{
	if (!wake)
		return NULL;
	event_free(wake->boot_event);
	event_free(wake->wall_event);
	close(wake->boot_fd);
	close(wake->wall_fd);
	return mem_free(wake);
}

void wake_arm(struct wake *wake, int64_t boot_ms, int64_t wall_ms)
{
	if (boot_ms == INT64_MAX)
		(void)timerfd_settime(wake->boot_fd, 0, &(struct itimerspec){0}, NULL);
	else
		arm(wake->boot_fd, TFD_TIMER_ABSTIME, boot_ms);
	wake->wall_ms = wall_ms;
	arm_wall(wake);
}
