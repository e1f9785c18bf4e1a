/*
 * How the daemon comes with each session: as systemd's user service where a user manager runs, else by a file for the desktop's autostart.
 * Switched on by setup.
 */
#ifndef CLIENT_SERVICE_H
#define CLIENT_SERVICE_H

#include <stdbool.h>

#include <evenkeel/error.h>
#include <evenkeel/paths.h>

#define SERVICE_ENABLE "systemctl --user enable --now evenkeeld.socket evenkeeld.service"
#define SERVICE_DISABLE "systemctl --user disable --now evenkeeld.socket evenkeeld.service"

/* True when evenkeeld now runs as the person's service and comes with each session. Bounded in time; prints nothing. */
bool service_enable(void);
/* Whether a user manager looks after the session here, and whether the service comes with each session. */
bool service_is_managed(void);
bool service_is_enabled(void);
/* What starts it now, here. */
const char *service_start_words(void);

/* The file in the person's autostart directory; @ret_there: it exists. -1: the path is too long. */
int autostart_find(const struct paths *paths, char ret_path[static PATH_SIZE], bool *ret_there, struct error *err);
/* Make it, for the evenkeeld beside this program. One that is there already stays as it is. */
int autostart_write(const struct paths *paths, char ret_path[static PATH_SIZE], struct error *err);

#endif
