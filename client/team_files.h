/* Where a membership lies, and its files, one quarter a directory. Private to team_*.c. */
#ifndef CLIENT_TEAM_FILES_H
#define CLIENT_TEAM_FILES_H

#include "team.h"

/* More than the largest cohort takes. */
enum { TEAM_FILE_MOST = COHORT_MEMBERS_MAX * DAP_KEY_SIZE + 4096 };

/* paths.store/team, and NAME of a quarter's directory in it; @name "": the directory itself. */
void team_path(const struct client *client, uint64_t quarter, const char *name, char ret[static TEAM_PATH_SIZE]);
bool team_has(const struct client *client, uint64_t quarter);
/* The first sixteen digits of a task's id: the name of its folder. */
void team_task(const struct cohort *cohort, char ret[static OUTBOX_TASK_HEX + 1]);

/* 0; 1: there is none; -1. */
int team_read_cohort(const struct client *client, uint64_t quarter, struct file_bytes *ret, struct error *err);
/* The Ed25519 secret into @ret, secret memory of DAP_SECRET_SIZE bytes. 0; 1: there is none; -1. */
int team_read_key(const struct client *client, uint64_t quarter, uint8_t *ret, struct error *err);
/* One is made where there is none. */
int team_make_key(const struct client *client, uint64_t quarter, struct error *err);
int team_write(const struct client *client, uint64_t quarter, const char *name, const void *bytes, size_t size,
	       struct error *err);
/* The task that was left in that quarter; false: none. */
bool team_left(const struct client *client, uint64_t quarter, char ret[static OUTBOX_TASK_HEX + 1]);
/* Key and cohort of a quarter, and the note of having left. */
int team_remove(const struct client *client, uint64_t quarter, bool left_too, struct error *err);
/* All of quarters before @quarter. */
void team_prune(const struct client *client, uint64_t quarter);

#define TEAM_COHORT "cohort.ekc"
#define TEAM_KEY "key"
#define TEAM_LEFT "left"

#endif
