/*
 * Where things lie: XDG directories, so that a private HOME is a whole private Evenkeel. Reads the environment; creates the
 * directories it is asked to (0700), refuses symlinks and foreign owners.
 */
#ifndef EVENKEEL_PATHS_H
#define EVENKEEL_PATHS_H

#include <stdbool.h>

#include <evenkeel/error.h>

#define PATH_SIZE 1024

struct paths {
	char store[PATH_SIZE];        /* $XDG_DATA_HOME/evenkeel, or --store DIR */
	char demo_store[PATH_SIZE];   /* $XDG_DATA_HOME/evenkeel-demo */
	char office[PATH_SIZE];       /* $XDG_DATA_HOME/evenkeel-officer */
	char state[PATH_SIZE];        /* $XDG_STATE_HOME/evenkeel */
	char schedule[PATH_SIZE];     /* state/schedule */
	char config[PATH_SIZE];       /* $XDG_CONFIG_HOME/evenkeel/evenkeel.conf */
	char site_config[PATH_SIZE];  /* /etc/evenkeel/evenkeel.conf */
	char support[PATH_SIZE];      /* $XDG_CONFIG_HOME/evenkeel/support.ini */
	char site_support[PATH_SIZE]; /* /etc/evenkeel/support.ini */
	char socket_dir[PATH_SIZE];   /* $XDG_RUNTIME_DIR/evenkeel, else state/run */
	char socket[PATH_SIZE];       /* socket_dir/ctl.sock; over 107 bytes is refused by whoever binds or connects */
};

/* @store may be NULL. -1: no HOME and no XDG variable, or a path too long. */
int paths_find(const char *store, struct paths *ret, struct error *err);
/* Make @dir and its missing parents, each 0700; refuse a symlink at its end, a foreign owner, group or other access. */
int paths_make_private(const char *dir, struct error *err);

#endif
