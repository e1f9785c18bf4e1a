#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "volume.h"

void volume_resize(struct volume_content *content, size_t size)
{
	content->bytes = realloc(content->bytes, size + 1);
	if (!content->bytes)
		abort();
	if (size > content->size)
		memset(content->bytes + content->size, 0, size - content->size);
	content->size = size;
}

void volume_put(struct volume_content *content, size_t offset, const unsigned char *bytes, size_t size)
{
	if (offset + size > content->size)
		volume_resize(content, offset + size);
	if (size)
		memcpy(content->bytes + offset, bytes, size);
}

void volume_set(struct volume_content *content, const struct volume_content *from)
{
	volume_resize(content, from->size);
	volume_put(content, 0, from->bytes, from->size);
}

void volume_names_clear(struct volume_names *names)
{
	memset(names, 0, sizeof(*names));
	for (int i = 0; i < VOLUME_NAMES; i++)
		names->names[i].node = -1;
}

struct volume_name *volume_find(struct volume_names *names, int dir, const char *name)
{
	for (int i = 0; i < VOLUME_NAMES; i++)
		if (names->names[i].node >= 0 && names->names[i].dir == dir && !strcmp(names->names[i].name, name))
			return &names->names[i];
	return NULL;
}

void volume_link(struct volume_names *names, int dir, const char *name, int node)
{
	struct volume_name *entry = volume_find(names, dir, name);

	for (int i = 0; i < VOLUME_NAMES && !entry; i++)
		if (names->names[i].node < 0)
			entry = &names->names[i];
	if (!entry || strlen(name) >= sizeof(entry->name))
		abort();
	entry->dir = dir;
	entry->node = node;
	snprintf(entry->name, sizeof(entry->name), "%s", name);
}

void volume_unlink(struct volume_names *names, int dir, const char *name, int node)
{
	struct volume_name *entry = volume_find(names, dir, name);

	if (entry && entry->node == node)
		entry->node = -1;
}

int volume_parent(struct volume_names *names, const char *path, const char **ret_name)
{
	int dir = VOLUME_ROOT;

	for (const char *slash; (slash = strchr(path, '/')); path = slash + 1) {
		char name[VOLUME_NAME_SIZE];
		if (slash == path)
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)(slash - path), path);
		const struct volume_name *entry = volume_find(names, dir, name);
		if (!entry)
			return -1;
		dir = entry->node;
	}
	*ret_name = path;
	return dir;
}

int volume_lookup(struct volume_names *names, const char *path)
{
	const char *name;
	int dir = volume_parent(names, path, &name);
	const struct volume_name *entry = dir < 0 || !*name ? NULL : volume_find(names, dir, name);

	return dir < 0 ? -1 : !*name ? dir : entry ? entry->node : -1;
}
