/*
 * evenkeel-notify: one notification for one prompt.
 *
 * The daemon starts it with a prompt on fd 0 (see promptline.h) and reads on fd 1 what became of it. It holds no secret, opens
 * no store, and lives while its notification is on the screen. It is the only program that uses libnotify and GLib, so a
 * hanging server, a lost bus or a fault in an image library end here. stderr gets codes, never a prompt's text.
 */
#ifndef DAEMON_NOTIFY_NOTIFY_H
#define DAEMON_NOTIFY_NOTIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/promptline.h>

/* Reaching the server and closing at it are blocking calls in libnotify: an alarm ends the program when they take longer. */
#define NOTIFY_SHOW_LIMIT_S 4
#define NOTIFY_CLOSE_LIMIT_S 2
/* The expire hint that clears the screen should this process be killed, and its own end, both after the prompt's life. */
#define NOTIFY_EXPIRE_GRACE_S 10

/* report.c: lines to the daemon. */
bool report(const struct prompt_event *event, const char *const *caps);
bool report_failed(enum prompt_failed failed);
void report_code(const char *code);      /* stderr */
void report_bound(unsigned int limit_s); /* from here, end with "failed no-server" after @limit_s; 0 = not any more */

/* server.c: the bus and what the server can do. */
struct server {
	struct prompt_event caps;
	bool hint_wanted; /* no buttons to be seen: the body names the command */
	bool keeps_shown; /* what it is told to close stays on the screen */
};
/* 0, or -1 with *ret_failed. @lost is called from the main loop when the bus closes or the server changes its owner. */
int server_open(struct server *ret, void (*lost)(enum prompt_failed), enum prompt_failed *ret_failed);
void server_close(void);
int server_report(const struct server *server); /* the caps line */
/* For one that keeps_shown, before notification @id is closed. Waits for nothing. */
void server_take_off(uint32_t id);

/* setting.c: "setting on", "setting off" or "failed no-setting" about @name, "SCHEMA KEY" of GSettings. The exit status. */
int setting_report(const char *name);

/* notice.c: the notification itself; @ended: closed by the server. */
int notice_show(const struct prompt_text *prompt, const struct server *server, void (*ended)(enum prompt_closed));
void notice_close(void);  /* blocking, bounded */
void notice_forget(void); /* the server is gone: its number may belong to another program's notification by now */

#endif
