#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "disk_model.h"

struct disk disk;

_Noreturn void disk_give_up(const char *what, const char *path)
{
	fprintf(stderr, "the disk's model: %s: %s\n", what, path);
	abort();
}

bool disk_is_name(const struct disk_change *change)
{
	return change->kind != CHANGE_WRITE && change->kind != CHANGE_TRUNCATE;
}

void disk_apply_name(struct volume_names *names, const struct disk_change *change)
{
	if (change->kind != CHANGE_LINK)
		volume_unlink(names, change->dir, change->name, change->node);
	if (change->kind != CHANGE_UNLINK)
		volume_link(names, change->to_dir, change->to_name, change->node);
	if (change->kind == CHANGE_EXCHANGE)
		volume_link(names, change->dir, change->name, change->other);
}

void disk_apply_data(struct volume_content *content, const struct disk_change *change)
{
	if (change->kind == CHANGE_WRITE)
		volume_put(content, change->offset, change->bytes, change->size);
	else
		volume_resize(content, change->offset);
}

static bool in_order;

void disk_keep_order(bool yes)
{
	in_order = yes;
}

void disk_pick_names(int dir, bool picked[static DISK_PENDING])
{
	bool dirs[VOLUME_NODES] = {0}, any = false;

	dirs[dir] = true;
	for (int i = disk.pending_count - 1; i >= 0; i--) {
		const struct disk_change *change = &disk.pending[i];
		picked[i] = disk_is_name(change) && (any || dirs[change->dir] || dirs[change->to_dir]);
		any |= picked[i] && in_order;
		if (picked[i])
			dirs[change->dir] = dirs[change->to_dir] = true;
	}
}

/* What was pending for @node is durable now. */
static void settle(int node)
{
	static bool picked[DISK_PENDING];
	int kept = 0;

	if (disk.nodes[node].directory)
		disk_pick_names(node, picked);
	for (int i = 0; i < disk.pending_count; i++) {
		struct disk_change *change = &disk.pending[i];
		bool here = disk.nodes[node].directory ? picked[i] : !disk_is_name(change) && change->node == node;
		if (!here) {
			disk.pending[kept++] = *change;
			continue;
		}
		if (disk_is_name(change))
			disk_apply_name(&disk.durable, change);
		else
			disk_apply_data(&disk.nodes[node].durable, change);
		free(change->bytes);
	}
	disk.pending_count = kept;
}

static struct disk_change *add(enum change_kind kind, int node)
{
	if (disk.pending_count == DISK_PENDING)
		disk_give_up("too many changes", disk.dir);
	struct disk_change *change = &disk.pending[disk.pending_count++];
	*change = (struct disk_change){.kind = kind, .node = node};
	return change;
}

/* The same change of a name now, and pending. */
static void add_name(enum change_kind kind, int node, int dir, const char *name, int to_dir, const char *to_name)
{
	struct disk_change *change = add(kind, node);

	change->dir = dir;
	change->to_dir = to_dir;
	snprintf(change->name, sizeof(change->name), "%s", name);
	snprintf(change->to_name, sizeof(change->to_name), "%s", to_name);
	if (kind == CHANGE_EXCHANGE)
		change->other = volume_find(&disk.now, to_dir, to_name)->node;
	disk_apply_name(&disk.now, change);
}

static int node_new(bool directory)
{
	if (disk.node_count == VOLUME_NODES)
		disk_give_up("too many files", disk.dir);
	disk.nodes[disk.node_count] = (struct disk_node){.directory = directory};
	volume_resize(&disk.nodes[disk.node_count].durable, 0);
	return disk.node_count++;
}

/* Below the directory that is followed; NULL: elsewhere. */
static const char *path_in(const char *path)
{
	size_t length = strlen(disk.dir);

	if (strncmp(path, disk.dir, length) || (path[length] && path[length] != '/'))
		return NULL;
	return path[length] ? path + length + 1 : "";
}

static int node_of(const struct shim_event *event)
{
	const char *path = path_in(event->path);

	if (event->file && disk.openings[event->file % DISK_OPENINGS].file == event->file)
		return disk.openings[event->file % DISK_OPENINGS].node;
	return path ? volume_lookup(&disk.now, path) : -1;
}

static int parent_of(const char *path, const char **ret_name)
{
	const char *in = path_in(path);
	int dir = in ? volume_parent(&disk.now, in, ret_name) : -1;

	if (dir < 0)
		disk_give_up("in no directory that it knows", path);
	return dir;
}

static void follow_opening(const struct shim_event *event)
{
	const char *name;
	int node = node_of(event);

	if (event->created && node < 0) {
		int dir = parent_of(event->path, &name);
		node = node_new(false);
		add_name(CHANGE_LINK, node, dir, name, dir, name);
	}
	disk.openings[event->file % DISK_OPENINGS].file = event->file;
	disk.openings[event->file % DISK_OPENINGS].node = node;
}

static void follow_data(const struct shim_event *event)
{
	int node = node_of(event);

	if (node < 0)
		disk_give_up("a write to what it does not know", event->path);
	struct disk_change *change = add(event->op == SHIM_WRITE ? CHANGE_WRITE : CHANGE_TRUNCATE, node);
	change->offset = (size_t)event->offset;
	if (event->op == SHIM_TRUNCATE)
		return;
	change->size = (size_t)event->size;
	change->bytes = malloc(change->size + 1);
	if (!change->bytes)
		abort();
	memcpy(change->bytes, event->bytes, change->size);
}

static void follow_name(const struct shim_event *event)
{
	const char *name, *to_name = NULL;
	bool renames = event->op == SHIM_RENAME && path_in(event->to);
	int dir = parent_of(event->path, &name), node = node_of(event);
	int to_dir = renames ? parent_of(event->to, &to_name) : -1;

	if (event->op == SHIM_MAKE)
		add_name(CHANGE_LINK, node_new(true), dir, name, dir, name);
	else if (node >= 0 && event->op == SHIM_DELETE)
		add_name(CHANGE_UNLINK, node, dir, name, dir, name);
	else if (node >= 0 && renames)
		add_name(event->exchange ? CHANGE_EXCHANGE : CHANGE_RENAME, node, dir, name, to_dir, to_name);
	if (event->directory)
		settle(dir);
}

static void follow_sync(const struct shim_event *event)
{
	const char *name;
	int node = node_of(event);

	if (node < 0)
		disk_give_up("a sync of what it does not know", event->path);
	settle(node);
	if (event->directory)
		settle(parent_of(event->path, &name));
}

void disk_follow(void *context, const struct shim_event *event)
{
	(void)context;
	if (!path_in(event->path))
		return;
	switch ((unsigned)event->op) {
	case SHIM_OPEN:
		follow_opening(event);
		break;
	case SHIM_WRITE:
	case SHIM_TRUNCATE:
		follow_data(event);
		break;
	case SHIM_SYNC:
		follow_sync(event);
		break;
	case SHIM_DELETE:
	case SHIM_RENAME:
	case SHIM_MAKE:
		follow_name(event);
		break;
	case SHIM_TIME:
		if (node_of(event) >= 0)
			disk.nodes[node_of(event)].time = event->time;
		break;
	}
}

int disk_pending(void)
{
	return disk.pending_count;
}

static bool is_named(int node)
{
	for (int i = 0; i < VOLUME_NAMES; i++)
		if (disk.durable.names[i].node == node &&
		    (disk.durable.names[i].dir == VOLUME_ROOT || is_named(disk.durable.names[i].dir)))
			return true;
	return false;
}

bool disk_remnant(int i, const unsigned char **ret_bytes, size_t *ret_size)
{
	for (int node = VOLUME_ROOT + 1; node < disk.node_count; node++)
		if (!disk.nodes[node].directory && !is_named(node) && i-- == 0) {
			*ret_bytes = disk.nodes[node].durable.bytes;
			*ret_size = disk.nodes[node].durable.size;
			return true;
		}
	return false;
}

static void load_file(const char *path, struct volume_content *ret)
{
	unsigned char bytes[4096];
	size_t size;
	FILE *file = fopen(path, "rb");

	if (!file)
		disk_give_up("cannot be read", path);
	while ((size = fread(bytes, 1, sizeof(bytes), file)) > 0)
		volume_put(ret, ret->size, bytes, size);
	fclose(file);
}

static void load(const char *path, int dir)
{
	char below[FAULT_PATH];
	struct stat status;
	DIR *list = opendir(path);

	for (struct dirent *entry; list && (entry = readdir(list));) {
		if (entry->d_name[0] == '.' || strstr(entry->d_name, "-shm"))
			continue;
		fault_path(below, path, entry->d_name);
		if (lstat(below, &status))
			disk_give_up("cannot be read", below);
		int node = node_new(S_ISDIR(status.st_mode));
		disk.nodes[node].time = status.st_mtim;
		volume_link(&disk.now, dir, entry->d_name, node);
		if (S_ISDIR(status.st_mode))
			load(below, node);
		else
			load_file(below, &disk.nodes[node].durable);
	}
	if (list)
		closedir(list);
}

void disk_start(const char *from, const char *dir)
{
	disk_stop();
	snprintf(disk.dir, sizeof(disk.dir), "%s", dir);
	volume_names_clear(&disk.now);
	node_new(true);
	load(from, VOLUME_ROOT);
	disk.durable = disk.now;
}

void disk_stop(void)
{
	for (int i = 0; i < disk.node_count; i++)
		free(disk.nodes[i].durable.bytes);
	for (int i = 0; i < disk.pending_count; i++)
		free(disk.pending[i].bytes);
	memset(&disk, 0, sizeof(disk));
	disk_forget_image();
}
