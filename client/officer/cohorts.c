#include "cohorts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "share.h"

#define MAKING ".new"

static int cannot(const char *what, const char *path, struct error *err)
{
	return error_set(err, ERROR_FAILED, what, path, strerror(errno));
}

/* cohorts/.new, empty: what a stopped one left in it was nobody's yet. */
static int make_room(const char *dir, struct error *err)
{
	static const char *const names[] = {OFFICE_COHORT_KEY, COHORT_KEY_MESSAGE, OFFICE_COHORT_FILE};
	char path[PATH_SIZE];

	if (paths_make_private(dir, err))
		return -1;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (office_join(dir, names[i], path, err))
			return -1;
		if (unlink(path) && errno != ENOENT)
			return cannot(N_("cannot remove '%s': %s"), path, err);
	}
	return 0;
}

static int write_text(const char *dir, const char *name, const struct text *bytes, struct error *err)
{
	char path[PATH_SIZE];

	return office_join(dir, name, path, err) ? -1 : file_write_bytes(path, bytes->bytes, bytes->length, 0600, err);
}

static int write_key(const struct office *office, const char *dir, const char *task, const uint8_t *verify_key,
		     struct error *err)
{
	char path[PATH_SIZE], name[PATH_SIZE];

	office_cohort_path(task, OFFICE_COHORT_KEY, name);
	if (office_join(dir, OFFICE_COHORT_KEY, path, err))
		return -1;
	return office_seal_at(office->keys->seal, path, name, verify_key, PRIO3_KEY_SIZE, err);
}

static int publish(const char *from, const char *to, struct error *err)
{
	if (rename(from, to))
		return cannot(N_("cannot create '%s': %s"), to, err);
	return file_sync_directory_of(to) ? cannot(N_("cannot write '%s': %s"), to, err) : 0;
}

int office_add_cohort(const struct office *office, const struct cohort *cohort,
		      const uint8_t verify_key[static PRIO3_KEY_SIZE], const struct text *key_message,
		      struct error *err)
{
	_cleanup_(text_clear) struct text bytes = {0};
	char task[OFFICE_TASK_HEX + 1], below[PATH_SIZE], dir[PATH_SIZE], whole[PATH_SIZE];

	office_task_name(cohort->task.task_id, task);
	office_cohort_path(task, "", below);
	cohort_encode(cohort, &bytes);
	if (office_path(office, OFFICE_COHORTS "/" MAKING, dir, err) || office_path(office, below, whole, err) ||
	    make_room(dir, err) || write_key(office, dir, task, verify_key, err))
		return -1;
	whole[strlen(whole) - 1] = '\0';
	if ((key_message && write_text(dir, COHORT_KEY_MESSAGE, key_message, err)) ||
	    write_text(dir, OFFICE_COHORT_FILE, &bytes, err))
		return -1;
	return publish(dir, whole, err);
}

int office_write_cohort(const struct office *office, const struct cohort *cohort, const char *name, struct error *err)
{
	_cleanup_(text_clear) struct text bytes = {0};
	char task[OFFICE_TASK_HEX + 1], below[PATH_SIZE], path[PATH_SIZE];

	office_task_name(cohort->task.task_id, task);
	office_cohort_path(task, name, below);
	cohort_encode(cohort, &bytes);
	return office_path(office, below, path, err) ? -1
						     : file_write_bytes(path, bytes.bytes, bytes.length, 0600, err);
}

int office_read_exchange(const struct office *office, const char *task, const char *name, struct office_cohort *ret,
			 struct error *err)
{
	char path[PATH_SIZE];

	return share_path(office->exchange, task, name, path, err) ? -1 : share_read_cohort(path, ret, err);
}

int office_put_cohort(const struct office *office, const struct cohort *cohort, const char *name, struct error *err)
{
	_cleanup_(text_clear) struct text bytes = {0};
	char task[OFFICE_TASK_HEX + 1], dir[PATH_SIZE];

	office_task_name(cohort->task.task_id, task);
	cohort_encode(cohort, &bytes);
	if (share_make_folder(office->exchange, task, err) || share_path(office->exchange, task, NULL, dir, err))
		return -1;
	return share_keep(dir, name, bytes.bytes, bytes.length, NULL, err);
}

static int put_key_message(const struct office *office, const struct office_cohort *cohort, struct error *err)
{
	enum { MOST = 4096 };
	_cleanup_(file_bytes_wipe) struct file_bytes message = {0};
	char below[PATH_SIZE], path[PATH_SIZE], dir[PATH_SIZE];

	office_cohort_path(cohort->task, COHORT_KEY_MESSAGE, below);
	if (office_path(office, below, path, err) || share_path(office->exchange, cohort->task, NULL, dir, err))
		return -1;
	int r = file_bytes_read_plain(path, MOST, &message, err);
	if (r)
		return r < 0 ? -1 : error_set(err, ERROR_DAMAGED, "'%s' is gone; put it back from a backup", path);
	return share_keep(dir, COHORT_KEY_MESSAGE, message.bytes, message.size, NULL, err);
}

/* Theirs with both signatures stays; ours takes the place of anything else. */
static bool lies_there(const struct office *office, const struct office_cohort *cohort)
{
	_cleanup_(office_cohort_clear) struct office_cohort there = {0};

	return office_read_exchange(office, cohort->task, COHORT_INVITATION, &there, NULL) == 0 &&
	       there.cohort.members == 0 && cohort_same_terms(&there.cohort, &cohort->cohort) == 0 &&
	       there.cohort.weeks == cohort->cohort.weeks && cohort_signed_by(&there.cohort, PARTY_A) == 0;
}

int office_put_invitation(const struct office *office, const struct office_cohort *cohort, struct error *err)
{
	if (share_make_folder(office->exchange, cohort->task, err) || put_key_message(office, cohort, err))
		return -1;
	return lies_there(office, cohort) ? 0 : office_put_cohort(office, &cohort->cohort, COHORT_INVITATION, err);
}
