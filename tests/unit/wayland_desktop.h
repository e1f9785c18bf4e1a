/*
 * A Wayland compositor in the test's own loop: seats, the idle protocols that a test wants, and a hand on each seat. It listens in a
 * directory of its own, which XDG_RUNTIME_DIR names, as WAYLAND_DISPLAY says. No timers: the test says when a seat is idle.
 */
#ifndef TESTS_WAYLAND_DESKTOP_H
#define TESTS_WAYLAND_DESKTOP_H

#include <stdbool.h>
#include <stdint.h>

struct event_base;
struct wayland_desktop;

enum wayland_offer {
	WAYLAND_NOTHING = 0,
	WAYLAND_EXT = 1,
	WAYLAND_KDE = 2,
	WAYLAND_REFUSES = 4, /* a watch is answered with a protocol error */
};

struct wayland_desktop *wayland_desktop_new(struct event_base *base, int offer, int seats);
/* As if it was killed: what it has not sent is lost. The directory stays, so that another one can take its place. */
struct wayland_desktop *wayland_desktop_free(struct wayland_desktop *desktop);

int wayland_desktop_add_seat(struct wayland_desktop *desktop); /* its number, from 0 */
void wayland_desktop_remove_seat(struct wayland_desktop *desktop, int seat);
/* Tell all who watch this seat. */
void wayland_desktop_idle(struct wayland_desktop *desktop, int seat, bool idle);
void wayland_desktop_stop(struct wayland_desktop *desktop, bool stopped); /* takes connections, answers nothing */

/* Who watches this seat: how many by which protocols; and the last one's limit. */
int wayland_desktop_watches(const struct wayland_desktop *desktop, int offer, int seat);
uint32_t wayland_desktop_limit_ms(const struct wayland_desktop *desktop);

/* The directory, made anew and named in XDG_RUNTIME_DIR; and taken away. WAYLAND_DISPLAY is unset by both. */
void wayland_directory_make(void);
void wayland_directory_remove(void);

#endif
