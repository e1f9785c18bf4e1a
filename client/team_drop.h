/*
 * The drop folder, as the person's programs touch it: it lies on a network of which nobody knows whether it answers, and a look at a dead one
 * may wait for ever, beyond what a signal ends. So another process does the looking, this program started once more with DROP_OPTION, and is
 * given up when its time is over. Not a fork: one that hangs for days would hold a copy of what was answered, in memory that is not locked.
 * It gets what it is to do as a file without a name on its standard input, nothing in its arguments, and answers through a pipe.
 *
 * Private to team_*.c, but for the two programs' main.
 */
#ifndef CLIENT_TEAM_DROP_H
#define CLIENT_TEAM_DROP_H

#include "team.h"

#define DROP_OPTION "--drop-folder"

struct team_drop_found {
	enum team_drop state; /* for the week that was asked for */
	bool listed;          /* a roster could be read: @roster, the caller's to wipe */
	struct file_bytes roster;
};
/* What there is for a task and week; a folder that does not answer is an answer. -1: there is no process to be had. */
int team_drop_look(const struct client *client, const char *task, uint64_t week, struct team_drop_found *ret,
		   struct error *err);
/* Does a file that was named lie in there, so that reading it may hang? */
bool team_drop_holds(const struct client *client, const char *path);
/* file_bytes_read_most, for one that does. */
int team_drop_read(const struct client *client, const char *path, size_t most, struct file_bytes *ret,
		   struct error *err);
/* outbox_send. Given up when the folder does not answer, it is here or there, and here it is gone on with. */
int team_drop_send(const struct client *client, const char *outbox, const struct outbox_item *item, struct error *err);

/* Was the program started as that process? */
bool team_drop_wanted(int argc, char **argv);
/* What it does then. The exit code. */
int team_drop_child(void);

#endif
