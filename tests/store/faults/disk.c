#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "ledger.h"

enum { FILES = 64, PENDING = 20000, SECTOR = 512 };

/* The bytes of one file, whatever its name is by now. */
struct node {
	unsigned char *bytes;
	size_t size;
};

enum change_kind { CHANGE_WRITE, CHANGE_TRUNCATE, CHANGE_LINK, CHANGE_UNLINK };
struct change {
	enum change_kind kind;
	struct node *node;
	char name[32];
	size_t offset, size; /* TRUNCATE: offset is the new size */
	unsigned char *bytes;
};

struct name {
	char name[32];
	struct node *node; /* NULL: free */
};

static struct {
	char dir[FAULT_PATH];
	struct name now[FILES], durable[FILES];
	struct change pending[PENDING];
	int pending_count;
} disk;

static struct name *find(struct name *names, const char *name)
{
	for (int i = 0; i < FILES; i++)
		if (names[i].node && !strcmp(names[i].name, name))
			return &names[i];
	return NULL;
}

static void set_name(struct name *names, const char *name, struct node *node)
{
	struct name *entry = find(names, name);

	for (int i = 0; i < FILES && !entry; i++)
		if (!names[i].node)
			entry = &names[i];
	if (!entry)
		abort();
	snprintf(entry->name, sizeof(entry->name), "%s", name);
	entry->node = node;
}

static void resize(struct node *node, size_t size)
{
	node->bytes = realloc(node->bytes, size + 1);
	if (size > node->size)
		memset(node->bytes + node->size, 0, size - node->size);
	node->size = size;
}

static void put(struct node *node, size_t offset, const unsigned char *bytes, size_t size)
{
	if (offset + size > node->size)
		resize(node, offset + size);
	memcpy(node->bytes + offset, bytes, size);
}

static void apply(struct name *names, struct node *node, const struct change *change)
{
	switch (change->kind) {
	case CHANGE_WRITE:
		put(node, change->offset, change->bytes, change->size);
		break;
	case CHANGE_TRUNCATE:
		resize(node, change->offset);
		break;
	case CHANGE_LINK:
		set_name(names, change->name, change->node);
		break;
	case CHANGE_UNLINK:
		if (find(names, change->name))
			find(names, change->name)->node = NULL;
		break;
	}
}

static bool is_name(const struct change *change)
{
	return change->kind == CHANGE_LINK || change->kind == CHANGE_UNLINK;
}

/* What was pending for @node, or for the directory where that is NULL, is durable now. */
static void settle(struct node *node)
{
	int kept = 0;

	for (int i = 0; i < disk.pending_count; i++) {
		struct change *change = &disk.pending[i];
		if (node ? !is_name(change) && change->node == node : is_name(change)) {
			apply(disk.durable, change->node, change);
			free(change->bytes);
		} else {
			disk.pending[kept++] = *change;
		}
	}
	disk.pending_count = kept;
}

static struct change *add(enum change_kind kind, struct node *node, const char *name)
{
	if (disk.pending_count == PENDING)
		abort();
	struct change *change = &disk.pending[disk.pending_count++];
	*change = (struct change){.kind = kind, .node = node};
	snprintf(change->name, sizeof(change->name), "%s", name);
	return change;
}

static struct node *node_new(void)
{
	struct node *node = calloc(1, sizeof(*node));

	resize(node, 0);
	return node;
}

/* SQLite's own rule: the directory is synced with a new journal or log, at its first sync. */
static bool brings_directory(const struct shim_event *event)
{
	return event->created &&
	       (event->flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL));
}

static void follow_open(const struct shim_event *event)
{
	if (!event->created || find(disk.now, event->name))
		return;
	struct node *node = node_new();
	set_name(disk.now, event->name, node);
	add(CHANGE_LINK, node, event->name);
}

void disk_follow(void *context, const struct shim_event *event)
{
	struct name *name = find(disk.now, event->name);
	struct change *change;

	(void)context;
	if (event->op == SHIM_OPEN)
		follow_open(event);
	if (!name)
		return;
	switch ((unsigned)event->op) {
	case SHIM_WRITE:
		change = add(CHANGE_WRITE, name->node, event->name);
		change->offset = (size_t)event->offset;
		change->size = (size_t)event->size;
		change->bytes = malloc(change->size);
		memcpy(change->bytes, event->bytes, change->size);
		break;
	case SHIM_TRUNCATE:
		add(CHANGE_TRUNCATE, name->node, event->name)->offset = (size_t)event->offset;
		break;
	case SHIM_SYNC:
		settle(name->node);
		if (brings_directory(event))
			settle(NULL);
		break;
	case SHIM_DELETE:
		add(CHANGE_UNLINK, name->node, event->name);
		name->node = NULL;
		if (event->flags) /* SQLite asks for the directory to be synced */
			settle(NULL);
		break;
	}
}

int disk_pending(void)
{
	return disk.pending_count;
}

/* --- the beginning --- */

static struct node *load(const char *name)
{
	char path[FAULT_PATH];
	unsigned char bytes[4096];
	struct node *node = node_new();
	size_t size;

	fault_path(path, disk.dir, name);
	FILE *file = fopen(path, "rb");
	while (file && (size = fread(bytes, 1, sizeof(bytes), file)) > 0)
		put(node, node->size, bytes, size);
	if (file)
		fclose(file);
	return node;
}

/* Files that SQLite's file system opens: the rest is copied when an image is built. */
static bool is_followed(const char *name)
{
	return !strncmp(name, "store.db", 8) || !strcmp(name, "seal");
}

void disk_start(const char *dir)
{
	disk_stop();
	snprintf(disk.dir, sizeof(disk.dir), "%s", dir);
	DIR *list = opendir(dir);
	for (struct dirent *entry; list && (entry = readdir(list));) {
		if (!is_followed(entry->d_name) || strstr(entry->d_name, "-shm"))
			continue;
		struct node *node = load(entry->d_name);
		set_name(disk.now, entry->d_name, node);
		set_name(disk.durable, entry->d_name, node);
	}
	closedir(list);
}

/* Nodes are few and small: they are left to the end of the program. */
void disk_stop(void)
{
	for (int i = 0; i < disk.pending_count; i++)
		free(disk.pending[i].bytes);
	memset(&disk, 0, sizeof(disk));
}

/* --- images --- */

/* A copy of the durable state, to change further. */
static void copy_durable(struct name *ret)
{
	memset(ret, 0, FILES * sizeof(*ret));
	for (int i = 0; i < FILES; i++) {
		if (!disk.durable[i].node)
			continue;
		struct node *node = node_new();
		put(node, 0, disk.durable[i].node->bytes, disk.durable[i].node->size);
		set_name(ret, disk.durable[i].name, node);
	}
}

/* The image's own node of a file: by its durable name, or made with the name that it gets. */
static struct node *node_in(struct name *image, const struct node *node, struct node **made, const struct node **of,
			    int *count)
{
	for (int i = 0; i < FILES; i++)
		if (disk.durable[i].node == node) {
			struct name *name = find(image, disk.durable[i].name);
			return name ? name->node : NULL;
		}
	for (int i = 0; i < *count; i++)
		if (of[i] == node)
			return made[i];
	if (*count == FILES)
		abort();
	struct node *copy = node_new();
	put(copy, 0, node->bytes, node->size);
	of[*count] = node;
	made[(*count)++] = copy;
	return copy;
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}

static void apply_sectors(struct node *node, const struct change *change, unsigned *seed)
{
	for (size_t at = 0; at < change->size;) {
		size_t size = SECTOR - (change->offset + at) % SECTOR;
		if (size > change->size - at)
			size = change->size - at;
		if (next_random(seed) & 1)
			put(node, change->offset + at, change->bytes + at, size);
		at += size;
	}
}

static void write_image(const struct name *image, const char *to)
{
	char path[FAULT_PATH];

	for (int i = 0; i < FILES; i++) {
		if (!image[i].node)
			continue;
		fault_path(path, to, image[i].name);
		int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		if (fd < 0 || write(fd, image[i].node->bytes, image[i].node->size) != (ssize_t)image[i].node->size)
			abort();
		close(fd);
	}
}

static void copy_rest(const char *to)
{
	char path[FAULT_PATH];

	fault_copy(disk.dir, to);
	DIR *list = opendir(to);
	for (struct dirent *entry; list && (entry = readdir(list));) {
		fault_path(path, to, entry->d_name);
		if (is_followed(entry->d_name))
			unlink(path);
	}
	closedir(list);
}

/* The times of `seal` are those of the last append that came to its end: as well as one can know them. */
static void copy_seal_time(const char *to)
{
	char path[FAULT_PATH];
	struct stat status;

	fault_path(path, disk.dir, "seal");
	if (stat(path, &status))
		return;
	fault_path(path, to, "seal");
	utimensat(AT_FDCWD, path, (struct timespec[2]){status.st_atim, status.st_mtim}, 0);
}

void disk_build(const char *to, enum disk_image kind, unsigned seed)
{
	static struct name image[FILES];
	struct node *made[FILES];
	const struct node *of[FILES];
	int made_count = 0, count = disk.pending_count;
	unsigned random = seed * 2654435761u + 1;

	copy_durable(image);
	if (kind == DISK_NONE)
		count = 0;
	if (kind == DISK_PREFIX)
		count = count ? (int)(next_random(&random) % (unsigned)count) : 0;
	/* Names are kept in order, as journalling file systems do; bytes are not. */
	int names = kind == DISK_SECTORS && count ? (int)(next_random(&random) % (unsigned)(count + 1)) : count;
	for (int i = 0; i < count; i++) {
		struct change change = disk.pending[i];
		struct node *node = node_in(image, change.node, made, of, &made_count);
		if (is_name(&change) ? i >= names : !node)
			continue;
		change.node = node;
		if (kind == DISK_SECTORS && change.kind == CHANGE_WRITE)
			apply_sectors(node, &change, &random);
		else if (kind != DISK_SECTORS || change.kind != CHANGE_TRUNCATE || next_random(&random) & 1)
			apply(image, node, &change);
	}
	copy_rest(to);
	write_image(image, to);
	copy_seal_time(to);
}
