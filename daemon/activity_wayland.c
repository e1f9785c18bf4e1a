/*
 * Wayland: the compositor says when a seat has been without input for idle-after, and when input comes back. Two protocols do
 * that alike, ext-idle-notify-v1 and its elder org_kde_kwin_idle; the first that is offered is used, on every seat. Idle is when
 * all seats are. Nothing here waits: the socket is asked only when it is ready, and what the compositor offers comes as events,
 * ended by the answer to a sync.
 */
#include "activity.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/event.h>
#include <wayland-client.h>
#include <wayland-ext-idle.h>
#include <wayland-kde-idle.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>

struct seat {
	struct wayland *wayland;
	struct seat *next;
	uint32_t name; /* the registry's number */
	struct wl_seat *seat;
	struct ext_idle_notification_v1 *ext_watch;  /* one of the two, */
	struct org_kde_kwin_idle_timeout *kde_watch; /* once it is known what is offered */
	bool idle;
	int64_t since_boot_ms;
};

struct wayland {
	struct activity *activity;
	struct wl_display *display;
	struct wl_registry *registry;
	struct wl_callback *listed; /* until all that is offered at the start has been told */
	struct ext_idle_notifier_v1 *ext;
	struct org_kde_kwin_idle *kde;
	struct seat *seats;
	uint32_t limit_ms;
	struct event *readable, *writable;
};

/* The seat left last tells since when; a desktop without any seat at the moment is no person's absence. */
static void tell(struct wayland *wayland)
{
	if (!wayland->ext && !wayland->kde)
		return;
	int64_t since = INT64_MIN;
	for (const struct seat *seat = wayland->seats; seat; seat = seat->next) {
		if (!seat->idle) {
			since = INT64_MIN;
			break;
		}
		if (seat->since_boot_ms > since)
			since = seat->since_boot_ms;
	}
	if (since == INT64_MIN)
		activity_say(wayland->activity, ACTIVITY_ACTIVE, instant_now().boot_ms);
	else
		activity_say(wayland->activity, ACTIVITY_IDLE, since);
}

static void seat_idle(struct seat *seat, bool idle)
{
	seat->idle = idle;
	seat->since_boot_ms = instant_now().boot_ms - seat->wayland->limit_ms;
	tell(seat->wayland);
}

static void on_ext_idled(void *seat, struct ext_idle_notification_v1 *watch)
{
	(void)watch;
	seat_idle(seat, true);
}

static void on_ext_resumed(void *seat, struct ext_idle_notification_v1 *watch)
{
	(void)watch;
	seat_idle(seat, false);
}

static void on_kde_idle(void *seat, struct org_kde_kwin_idle_timeout *watch)
{
	(void)watch;
	seat_idle(seat, true);
}

static void on_kde_resumed(void *seat, struct org_kde_kwin_idle_timeout *watch)
{
	(void)watch;
	seat_idle(seat, false);
}

static void watch(struct wayland *wayland, struct seat *seat)
{
	static const struct ext_idle_notification_v1_listener ext = {.idled = on_ext_idled, .resumed = on_ext_resumed};
	static const struct org_kde_kwin_idle_timeout_listener kde = {.idle = on_kde_idle, .resumed = on_kde_resumed};
	if (wayland->ext) {
		seat->ext_watch =
			ext_idle_notifier_v1_get_idle_notification(wayland->ext, wayland->limit_ms, seat->seat);
		ext_idle_notification_v1_add_listener(seat->ext_watch, &ext, seat);
	} else if (wayland->kde) {
		seat->kde_watch = org_kde_kwin_idle_get_idle_timeout(wayland->kde, seat->seat, wayland->limit_ms);
		org_kde_kwin_idle_timeout_add_listener(seat->kde_watch, &kde, seat);
	}
}

static void seat_add(struct wayland *wayland, uint32_t name)
{
	struct seat *seat = mem_new(1, sizeof *seat);
	*seat = (struct seat){.wayland = wayland, .next = wayland->seats, .name = name};
	seat->seat = wl_registry_bind(wayland->registry, name, &wl_seat_interface, 1);
	wayland->seats = seat;
	if (wayland->listed)
		return; /* watched with the others */
	watch(wayland, seat);
	tell(wayland);
}

static struct seat *seat_free(struct seat *seat)
{
	struct seat *next = seat->next;
	if (seat->ext_watch)
		ext_idle_notification_v1_destroy(seat->ext_watch);
	if (seat->kde_watch)
		org_kde_kwin_idle_timeout_release(seat->kde_watch);
	wl_seat_destroy(seat->seat);
	free(seat);
	return next;
}

static void on_global(void *context, struct wl_registry *registry, uint32_t name, const char *interface,
		      uint32_t version)
{
	(void)version; /* the first of each does */
	struct wayland *wayland = context;
	if (strcmp(interface, wl_seat_interface.name) == 0)
		seat_add(wayland, name);
	else if (strcmp(interface, ext_idle_notifier_v1_interface.name) == 0 && !wayland->ext)
		wayland->ext = wl_registry_bind(registry, name, &ext_idle_notifier_v1_interface, 1);
	else if (strcmp(interface, org_kde_kwin_idle_interface.name) == 0 && !wayland->kde)
		wayland->kde = wl_registry_bind(registry, name, &org_kde_kwin_idle_interface, 1);
}

static void on_global_remove(void *context, struct wl_registry *registry, uint32_t name)
{
	(void)registry;
	struct wayland *wayland = context;
	for (struct seat **at = &wayland->seats; *at; at = &(*at)->next)
		if ((*at)->name == name) {
			*at = seat_free(*at);
			if (!wayland->listed)
				tell(wayland);
			return;
		}
}

static void on_listed(void *context, struct wl_callback *callback, uint32_t serial)
{
	(void)serial;
	struct wayland *wayland = context;
	wl_callback_destroy(callback);
	wayland->listed = NULL;
	if (!wayland->ext && !wayland->kde) {
		activity_refuse(wayland->activity, _("this Wayland desktop does not tell when nobody is there"));
		return;
	}
	for (struct seat *seat = wayland->seats; seat; seat = seat->next)
		watch(wayland, seat);
	tell(wayland);
}

static bool send_waiting(struct wayland *wayland)
{
	if (wl_display_flush(wayland->display) >= 0)
		return true;
	if (errno == EAGAIN)
		event_add(wayland->writable, NULL);
	return errno == EAGAIN;
}

static bool take_events(struct wayland *wayland)
{
	while (wl_display_prepare_read(wayland->display) != 0)
		if (wl_display_dispatch_pending(wayland->display) < 0)
			return false;
	/* Without anything to read this returns at once. */
	return wl_display_read_events(wayland->display) >= 0 && wl_display_dispatch_pending(wayland->display) >= 0;
}

static void on_ready(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct wayland *wayland = context;
	if (take_events(wayland) && send_waiting(wayland))
		return;
	event_del(wayland->readable);
	event_del(wayland->writable);
	activity_gone(wayland->activity);
}

static void stop(void *handle)
{
	struct wayland *wayland = handle;
	event_free(wayland->readable);
	event_free(wayland->writable);
	while (wayland->seats)
		wayland->seats = seat_free(wayland->seats);
	if (wayland->ext)
		ext_idle_notifier_v1_destroy(wayland->ext);
	if (wayland->kde)
		org_kde_kwin_idle_destroy(wayland->kde);
	if (wayland->listed)
		wl_callback_destroy(wayland->listed);
	wl_registry_destroy(wayland->registry);
	wl_display_disconnect(wayland->display);
	free(wayland);
}

/*
 * $WAYLAND_DISPLAY, a path or a name in the runtime directory. Without it libwayland would take "wayland-0"; that may be another
 * session's.
 */
static int find_socket(struct sockaddr_un *ret, struct error *err)
{
	const char *name = getenv("WAYLAND_DISPLAY"), *directory = getenv("XDG_RUNTIME_DIR");
	if (!name || !*name)
		return -1;
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	int length = *name == '/'
			     ? snprintf(ret->sun_path, sizeof ret->sun_path, "%s", name)
			     : snprintf(ret->sun_path, sizeof ret->sun_path, "%s/%s", directory ? directory : "", name);
	if ((size_t)length >= sizeof ret->sun_path)
		return error_set(err, ERROR_FAILED, "the path '%s' is too long", name);
	return 0;
}

/* libwayland's own connect would wait where the queue of a compositor that is stopped is full. */
static int connect_socket(struct error *err)
{
	struct sockaddr_un address;
	if (find_socket(&address, err) < 0)
		return -1;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return error_set(err, ERROR_FAILED, "no Wayland desktop answers at '%s'", address.sun_path);
}

static void *start(struct activity *activity, struct event_base *base, int64_t idle_s, struct error *err)
{
	static const struct wl_registry_listener globals = {.global = on_global, .global_remove = on_global_remove};
	static const struct wl_callback_listener listed = {.done = on_listed};
	int fd = connect_socket(err);
	struct wl_display *display = fd >= 0 ? wl_display_connect_to_fd(fd) : NULL;
	if (!display)
		return NULL;
	struct wayland *wayland = mem_new(1, sizeof *wayland);
	wayland->activity = activity;
	wayland->display = display;
	wayland->limit_ms = idle_s > 0 ? (uint32_t)idle_s * 1000 : 1; /* 0 would be never, in some compositors */
	wayland->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_ready, wayland);
	wayland->writable = event_new(base, fd, EV_WRITE, on_ready, wayland);
	wayland->registry = wl_display_get_registry(display);
	wayland->listed = wl_display_sync(display);
	wl_registry_add_listener(wayland->registry, &globals, wayland);
	wl_callback_add_listener(wayland->listed, &listed, wayland);
	event_add(wayland->readable, NULL);
	event_add(wayland->writable, NULL); /* sends the questions above */
	return wayland;
}

static const char *describe(const void *handle)
{
	const struct wayland *wayland = handle;
	return wayland->ext ? "Wayland (ext-idle-notify)" : "Wayland (org_kde_kwin_idle)";
}

const struct activity_source activity_wayland = {
	.name = "Wayland", .kind = ACTIVITY_WAYLAND, .start = start, .stop = stop, .describe = describe};
