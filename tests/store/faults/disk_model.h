/* What disk.c keeps and disk_image.c chooses from. */
#ifndef FAULTS_DISK_MODEL_H
#define FAULTS_DISK_MODEL_H

#include "disk.h"
#include "ledger.h"
#include "volume.h"

enum { DISK_PENDING = 20000, DISK_OPENINGS = 1024 };

/* A file or a directory, whatever its name is by now. */
struct disk_node {
	bool directory;
	struct volume_content durable;
	struct timespec time; /* the newest that was set */
};

enum change_kind { CHANGE_WRITE, CHANGE_TRUNCATE, CHANGE_LINK, CHANGE_UNLINK, CHANGE_RENAME, CHANGE_EXCHANGE };
struct disk_change {
	enum change_kind kind;
	int node, other; /* EXCHANGE: of the second name */
	int dir, to_dir; /* of names; the same where there is one */
	char name[VOLUME_NAME_SIZE], to_name[VOLUME_NAME_SIZE];
	size_t offset, size; /* TRUNCATE: offset is the new size */
	unsigned char *bytes;
};

struct disk {
	char dir[FAULT_PATH];
	struct disk_node nodes[VOLUME_NODES];
	int node_count;
	struct volume_names now, durable;
	struct disk_change pending[DISK_PENDING];
	int pending_count;
	struct {
		unsigned long file;
		int node;
	} openings[DISK_OPENINGS];
};
extern struct disk disk;

bool disk_is_name(const struct disk_change *change);
void disk_apply_name(struct volume_names *names, const struct disk_change *change);
void disk_apply_data(struct volume_content *content, const struct disk_change *change);
/*
 * The pending names of directory @dir. Where a renaming ties another directory to it, that one's names before the renaming come along: no
 * name is overtaken by an older one.
 */
void disk_pick_names(int dir, bool picked[static DISK_PENDING]);
void disk_forget_image(void);
_Noreturn void disk_give_up(const char *what, const char *path);

#endif
