#include "wayland_desktop.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/mem.h>

#if HAVE_WAYLAND

#include <wayland-server.h>
#include <wayland-ext-idle-server.h>
#include <wayland-kde-idle-server.h>

#define NAME "wayland-7"
#define SEATS_MAX 8

struct watch {
	struct wl_resource *resource;
	bool ext;
	int seat;
	struct wl_list link;
};

struct seat {
	struct wayland_desktop *desktop;
	int number;
	struct wl_global *global;
};

struct wayland_desktop {
	struct wl_display *display;
	struct event *event;
	struct seat seats[SEATS_MAX];
	int seat_count;
	struct wl_list watches;
	bool refuses;
	uint32_t limit_ms;
};

static void on_client(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct wayland_desktop *desktop = context;
	wl_event_loop_dispatch(wl_display_get_event_loop(desktop->display), 0);
	wl_display_flush_clients(desktop->display);
}

static void on_destroy(struct wl_client *client, struct wl_resource *resource)
{
	(void)client;
	wl_resource_destroy(resource);
}

static void watch_gone(struct wl_resource *resource)
{
	struct watch *watch = wl_resource_get_user_data(resource);
	wl_list_remove(&watch->link);
	free(watch);
}

/* A watch for @seat, whose resource carries the desktop's record of it. */
static void watch_new(struct wl_client *client, struct wayland_desktop *desktop, uint32_t id,
		      struct wl_resource *seat_resource, uint32_t limit_ms, bool ext)
{
	static const struct ext_idle_notification_v1_interface ext_requests = {.destroy = on_destroy};
	static const struct org_kde_kwin_idle_timeout_interface kde_requests = {.release = on_destroy};
	const struct seat *seat = wl_resource_get_user_data(seat_resource);
	const struct wl_interface *interface =
		ext ? &ext_idle_notification_v1_interface : &org_kde_kwin_idle_timeout_interface;
	if (desktop->refuses) {
		wl_resource_post_error(seat_resource, 1, "no watching here");
		return;
	}
	struct watch *watch = mem_new(1, sizeof *watch);
	*watch = (struct watch){
		.resource = wl_resource_create(client, interface, 1, id), .ext = ext, .seat = seat->number};
	wl_list_insert(&desktop->watches, &watch->link);
	wl_resource_set_implementation(watch->resource, ext ? (const void *)&ext_requests : &kde_requests, watch,
				       watch_gone);
	desktop->limit_ms = limit_ms;
}

static void on_ext_get(struct wl_client *client, struct wl_resource *resource, uint32_t id, uint32_t limit_ms,
		       struct wl_resource *seat)
{
	watch_new(client, wl_resource_get_user_data(resource), id, seat, limit_ms, true);
}

static void on_kde_get(struct wl_client *client, struct wl_resource *resource, uint32_t id, struct wl_resource *seat,
		       uint32_t limit_ms)
{
	watch_new(client, wl_resource_get_user_data(resource), id, seat, limit_ms, false);
}

static void bind_ext(struct wl_client *client, void *desktop, uint32_t version, uint32_t id)
{
	static const struct ext_idle_notifier_v1_interface requests = {.destroy = on_destroy,
								       .get_idle_notification = on_ext_get};
	wl_resource_set_implementation(wl_resource_create(client, &ext_idle_notifier_v1_interface, (int)version, id),
				       &requests, desktop, NULL);
}

static void bind_kde(struct wl_client *client, void *desktop, uint32_t version, uint32_t id)
{
	static const struct org_kde_kwin_idle_interface requests = {.get_idle_timeout = on_kde_get};
	wl_resource_set_implementation(wl_resource_create(client, &org_kde_kwin_idle_interface, (int)version, id),
				       &requests, desktop, NULL);
}

static void bind_seat(struct wl_client *client, void *seat, uint32_t version, uint32_t id)
{
	static const struct wl_seat_interface requests = {0};
	struct wl_resource *resource = wl_resource_create(client, &wl_seat_interface, (int)version, id);
	wl_resource_set_implementation(resource, &requests, seat, NULL);
	wl_seat_send_capabilities(resource, WL_SEAT_CAPABILITY_POINTER);
}

int wayland_desktop_add_seat(struct wayland_desktop *desktop)
{
	int number = desktop->seat_count++;
	struct seat *seat = &desktop->seats[number];
	*seat = (struct seat){.desktop = desktop, .number = number};
	seat->global = wl_global_create(desktop->display, &wl_seat_interface, 5, seat, bind_seat);
	wl_display_flush_clients(desktop->display);
	return number;
}

void wayland_desktop_remove_seat(struct wayland_desktop *desktop, int seat)
{
	wl_global_remove(desktop->seats[seat].global);
	wl_display_flush_clients(desktop->display);
}

void wayland_desktop_idle(struct wayland_desktop *desktop, int seat, bool idle)
{
	struct watch *watch;
	wl_list_for_each(watch, &desktop->watches, link)
	{
		if (watch->seat != seat)
			continue;
		if (watch->ext)
			(idle ? ext_idle_notification_v1_send_idled
			      : ext_idle_notification_v1_send_resumed)(watch->resource);
		else
			(idle ? org_kde_kwin_idle_timeout_send_idle
			      : org_kde_kwin_idle_timeout_send_resumed)(watch->resource);
	}
	wl_display_flush_clients(desktop->display);
}

void wayland_desktop_stop(struct wayland_desktop *desktop, bool stopped)
{
	if (stopped)
		event_del(desktop->event);
	else
		event_add(desktop->event, NULL);
}

int wayland_desktop_watches(const struct wayland_desktop *desktop, int offer, int seat)
{
	int count = 0;
	const struct watch *watch;
	wl_list_for_each(watch, &desktop->watches, link) count +=
		watch->seat == seat && (offer & (watch->ext ? WAYLAND_EXT : WAYLAND_KDE));
	return count;
}

uint32_t wayland_desktop_limit_ms(const struct wayland_desktop *desktop)
{
	return desktop->limit_ms;
}

struct wayland_desktop *wayland_desktop_new(struct event_base *base, int offer, int seats)
{
	struct wayland_desktop *desktop = mem_new(1, sizeof *desktop);
	desktop->display = wl_display_create();
	desktop->refuses = offer & WAYLAND_REFUSES;
	wl_list_init(&desktop->watches);
	/* The managers before and after the seats, as it may come. */
	if (offer & WAYLAND_KDE)
		wl_global_create(desktop->display, &org_kde_kwin_idle_interface, 1, desktop, bind_kde);
	while (seats-- > 0)
		wayland_desktop_add_seat(desktop);
	if (offer & WAYLAND_EXT)
		wl_global_create(desktop->display, &ext_idle_notifier_v1_interface, 1, desktop, bind_ext);
	wl_display_add_socket(desktop->display, NAME);
	setenv("WAYLAND_DISPLAY", NAME, 1);
	desktop->event = event_new(base, wl_event_loop_get_fd(wl_display_get_event_loop(desktop->display)),
				   EV_READ | EV_PERSIST, on_client, desktop);
	event_add(desktop->event, NULL);
	return desktop;
}

struct wayland_desktop *wayland_desktop_free(struct wayland_desktop *desktop)
{
	if (!desktop)
		return NULL;
	event_free(desktop->event);
	wl_display_destroy_clients(desktop->display);
	wl_display_destroy(desktop->display);
	free(desktop);
	return NULL;
}

#endif

static char directory[64];

void wayland_directory_make(void)
{
	snprintf(directory, sizeof directory, "/tmp/evenkeel-wayland.XXXXXX");
	if (!mkdtemp(directory))
		abort();
	setenv("XDG_RUNTIME_DIR", directory, 1);
	unsetenv("WAYLAND_DISPLAY");
}

void wayland_directory_remove(void)
{
	unsetenv("WAYLAND_DISPLAY");
	unsetenv("XDG_RUNTIME_DIR");
	rmdir(directory);
}
