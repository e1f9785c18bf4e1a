/* Files and directories in memory: nodes with their bytes, and the names that lead to them. */
#ifndef FAULTS_VOLUME_H
#define FAULTS_VOLUME_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum { VOLUME_NAMES = 128, VOLUME_NODES = 1024, VOLUME_NAME_SIZE = 128, VOLUME_ROOT = 0 };

struct volume_content {
	unsigned char *bytes;
	size_t size;
};
void volume_resize(struct volume_content *content, size_t size);
void volume_put(struct volume_content *content, size_t offset, const unsigned char *bytes, size_t size);
void volume_set(struct volume_content *content, const struct volume_content *from);

/* Names, each in a directory's node. @node -1: free. */
struct volume_name {
	int dir, node;
	char name[VOLUME_NAME_SIZE];
};
struct volume_names {
	struct volume_name names[VOLUME_NAMES];
};
void volume_names_clear(struct volume_names *names);
struct volume_name *volume_find(struct volume_names *names, int dir, const char *name);
void volume_link(struct volume_names *names, int dir, const char *name, int node);
/* Nothing where the name has come to mean another node. */
void volume_unlink(struct volume_names *names, int dir, const char *name, int node);
/* Of "a/b/c" below the root the directory's node, or -1, and the last name. */
int volume_parent(struct volume_names *names, const char *path, const char **ret_name);
/* The node, or -1; of "" the root. */
int volume_lookup(struct volume_names *names, const char *path);

#endif
