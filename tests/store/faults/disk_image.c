/* What a disk may hold: of what disk.c knows to be pending, some came down. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "disk_model.h"

enum { SECTOR = 512 };

/* What was chosen. */
static struct {
	struct volume_names names;
	struct volume_content contents[VOLUME_NODES];
	bool touched[VOLUME_NODES]; /* else as it is durable */
} image;

void disk_forget_image(void)
{
	for (int i = 0; i < VOLUME_NODES; i++)
		free(image.contents[i].bytes);
	memset(&image, 0, sizeof(image));
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}

static struct volume_content *touch(int node)
{
	if (!image.touched[node])
		volume_set(&image.contents[node], &disk.nodes[node].durable);
	image.touched[node] = true;
	return &image.contents[node];
}

static const struct volume_content *content_of(int node)
{
	return image.touched[node] ? &image.contents[node] : &disk.nodes[node].durable;
}

static void apply_sectors(const struct disk_change *change, unsigned *seed)
{
	if (change->kind == CHANGE_TRUNCATE && next_random(seed) & 1)
		disk_apply_data(touch(change->node), change);
	for (size_t at = 0; change->kind == CHANGE_WRITE && at < change->size;) {
		size_t size = SECTOR - (change->offset + at) % SECTOR;
		if (size > change->size - at)
			size = change->size - at;
		if (next_random(seed) & 1)
			volume_put(touch(change->node), change->offset + at, change->bytes + at, size);
		at += size;
	}
}

/* Of those that changed a name, the @seed-th one's directory. */
static void pick_directory(unsigned seed, bool picked[static DISK_PENDING])
{
	int names = 0;

	memset(picked, 0, sizeof(*picked) * DISK_PENDING);
	for (int i = 0; i < disk.pending_count; i++)
		names += disk_is_name(&disk.pending[i]);
	unsigned wanted = names ? seed % (unsigned)names : 0;
	for (int i = 0; i < disk.pending_count; i++)
		if (disk_is_name(&disk.pending[i]) && wanted-- == 0) {
			disk_pick_names(disk.pending[i].to_dir, picked);
			return;
		}
}

static void choose_some(unsigned seed)
{
	unsigned random = seed * 2654435761u + 1;
	/* Names are kept in order, as journalling file systems do; bytes are not. */
	int count = disk.pending_count, names = (int)(next_random(&random) % (unsigned)(count + 1));

	for (int i = 0; i < count; i++) {
		if (!disk_is_name(&disk.pending[i]))
			apply_sectors(&disk.pending[i], &random);
		else if (i < names)
			disk_apply_name(&image.names, &disk.pending[i]);
	}
}

static void choose_whole(enum disk_image kind, unsigned seed)
{
	static bool picked[DISK_PENDING];

	if (kind == DISK_DIRECTORY)
		pick_directory(seed, picked);
	for (int i = 0; i < disk.pending_count; i++) {
		const struct disk_change *change = &disk.pending[i];
		bool name = disk_is_name(change);
		bool down = kind == DISK_ALL || (kind == DISK_NAMES && name) || (kind == DISK_DATA && !name) ||
			    (kind == DISK_PREFIX && (unsigned)i < seed) ||
			    (kind == DISK_DIRECTORY && (!name || picked[i]));
		if (down && name)
			disk_apply_name(&image.names, change);
		else if (down)
			disk_apply_data(touch(change->node), change);
	}
}

/* Of one directory and what lies below it; in whatever order it came. */
static void digest(int dir, const char *path, uint8_t sum[static DISK_DIGEST])
{
	char below[FAULT_PATH];
	uint8_t one[DISK_DIGEST];
	crypto_generichash_state state;

	for (int i = 0; i < VOLUME_NAMES; i++) {
		const struct volume_name *name = &image.names.names[i];
		if (name->node < 0 || name->dir != dir)
			continue;
		fault_path(below, path, name->name);
		crypto_generichash_init(&state, NULL, 0, sizeof(one));
		crypto_generichash_update(&state, (const uint8_t *)below, strlen(below) + 1);
		if (disk.nodes[name->node].directory)
			digest(name->node, below, sum);
		else
			crypto_generichash_update(&state, content_of(name->node)->bytes, content_of(name->node)->size);
		crypto_generichash_final(&state, one, sizeof(one));
		sodium_add(sum, one, sizeof(one));
	}
}

void disk_choose(enum disk_image kind, unsigned seed, uint8_t ret_digest[static DISK_DIGEST])
{
	image.names = disk.durable;
	memset(image.touched, 0, sizeof(image.touched));
	if (kind == DISK_SECTORS)
		choose_some(seed);
	else if (kind != DISK_NONE)
		choose_whole(kind, seed);
	memset(ret_digest, 0, DISK_DIGEST);
	digest(VOLUME_ROOT, "", ret_digest);
}

static void write_file(const char *path, int node)
{
	const struct volume_content *content = content_of(node);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, content->bytes, content->size) != (ssize_t)content->size)
		disk_give_up("cannot be written", path);
	if (disk.nodes[node].time.tv_sec)
		futimens(fd, (struct timespec[2]){disk.nodes[node].time, disk.nodes[node].time});
	close(fd);
}

static void write_below(int dir, const char *to)
{
	char path[FAULT_PATH];

	if (mkdir(to, 0700))
		disk_give_up("cannot be made", to);
	for (int i = 0; i < VOLUME_NAMES; i++) {
		const struct volume_name *name = &image.names.names[i];
		if (name->node < 0 || name->dir != dir)
			continue;
		fault_path(path, to, name->name);
		if (disk.nodes[name->node].directory)
			write_below(name->node, path);
		else
			write_file(path, name->node);
	}
}

void disk_write(const char *to)
{
	fault_remove(to);
	write_below(VOLUME_ROOT, to);
}

void disk_build(const char *to, enum disk_image kind, unsigned seed)
{
	uint8_t unused[DISK_DIGEST];

	disk_choose(kind, seed, unused);
	disk_write(to);
}
