#include "folder.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../fixture.h"
#include "ledger.h"

#define FOLDER "instruments"
#define LIST "questions"

/* Of the questionnaires a, b, c, ... those that are there, and of how many of them the list knows. */
static const struct {
	const char *name, *items;
	int listed;
} states[FOLDERS + 1] = {
	[FOLDER_NONE] = {"none", NULL, 0},
	[FOLDER_THEN] = {"those of then", "ab", 2},
	[FOLDER_NOW] = {"those of now", "ac", 3},
	[FOLDER_JOINED] = {"both", "abc", 3},
	[FOLDER_LISTED] = {"those of then with the list of now", "ab", 3},
	[FOLDER_LESS] = {"one less", "a", 3},
	[FOLDER_OTHER] = {"another machine's", "z", 1},
	[FOLDER_ADDED] = {"one more", NULL, 0},
	[FOLDER_NUMBERED] = {"one less than are numbered", NULL, 0},
	[FOLDERS] = {"broken", NULL, 0},
};

static char root[FAULT_PATH];

const char *folder_name(enum folder state)
{
	return states[state].name;
}

static void make_directory(const char *dir, const char *name, char *ret)
{
	fault_path(ret, dir, name);
	if (mkdir(ret, 0700)) {
		perror(ret);
		abort();
	}
}

/* Of a few sectors, so that a part of it can be missing. */
static void write_part(const char *dir, const char *name, char item, int lines)
{
	char path[FAULT_PATH], bytes[4096];
	int size = 0;

	for (int i = 0; i < lines; i++)
		size += snprintf(bytes + size, sizeof(bytes) - (size_t)size, "%s of %c, line %d of %d\n", name, item, i,
				 lines);
	fault_path(path, dir, name);
	fixture_write(path, bytes, (size_t)size);
}

static void make_item(const char *folder, char item)
{
	char dir[FAULT_PATH], sets[FAULT_PATH], name[] = {'q', item, '\0'};

	make_directory(folder, name, dir);
	write_part(dir, "questionnaire.json", item, 40);
	write_part(dir, "scoring.ini", item, 3);
	make_directory(dir, "valuesets", sets);
	write_part(sets, "000.json", item, 2);
}

static void write_list(const char *folder, enum folder state)
{
	char path[FAULT_PATH], bytes[512];
	int size = 0;

	for (int i = 0; i < states[state].listed; i++) {
		char item = (char)((state == FOLDER_OTHER ? 'z' : 'a') + i);
		size += snprintf(bytes + size, sizeof(bytes) - (size_t)size, "%d 0123456789abcdef q%c load\n",
				 0x8000 + i, item);
	}
	fault_path(path, folder, LIST);
	fixture_write(path, bytes, (size_t)size);
}

void folder_make(const char *dir, enum folder state)
{
	char folder[FAULT_PATH];

	fault_path(folder, dir, FOLDER);
	fault_remove(folder);
	if (!states[state].items)
		return;
	make_directory(dir, FOLDER, folder);
	write_list(folder, state);
	for (const char *item = states[state].items; *item; item++)
		make_item(folder, *item);
}

static void kept_path(enum folder state, char *ret)
{
	char name[] = {(char)('0' + state), '\0'};

	fault_path(ret, root, name);
}

void folder_start(const char *dir)
{
	char kept[FAULT_PATH];

	make_directory(dir, "folders", root);
	for (enum folder state = FOLDER_NONE; state < FOLDERS; state++) {
		kept_path(state, kept);
		if (mkdir(kept, 0700))
			abort();
		folder_make(kept, state);
	}
}

void folder_keep(const char *dir, enum folder state)
{
	char from[FAULT_PATH], kept[FAULT_PATH], to[FAULT_PATH];

	kept_path(state, kept);
	fault_path(from, dir, FOLDER);
	fault_path(to, kept, FOLDER);
	fault_copy(from, to);
}

void folder_keep_with(const char *dir, enum folder list, enum folder state)
{
	char kept[FAULT_PATH], from[FAULT_PATH], to[FAULT_PATH];
	size_t size;

	folder_keep(dir, state);
	kept_path(list, kept);
	fault_path(from, kept, FOLDER "/" LIST);
	kept_path(state, kept);
	fault_path(to, kept, FOLDER "/" LIST);
	unsigned char *bytes = fixture_bytes(from, &size);
	fixture_write(to, bytes, size);
	free(bytes);
}

static int count_entries(const char *dir)
{
	int count = 0;
	DIR *list = opendir(dir);

	for (struct dirent *entry; list && (entry = readdir(list));)
		count += entry->d_name[0] != '.';
	if (list)
		closedir(list);
	return count;
}

static bool same_file(const char *a, const char *b)
{
	size_t size, other_size;
	unsigned char *bytes = fixture_bytes(a, &size), *other = fixture_bytes(b, &other_size);
	bool same = size == other_size && memcmp(bytes, other, size) == 0;

	free(bytes);
	free(other);
	return same;
}

static bool same_tree(const char *a, const char *b)
{
	char left[FAULT_PATH], right[FAULT_PATH];
	struct stat status, other;
	bool same = count_entries(a) == count_entries(b);
	DIR *list = opendir(a);

	for (struct dirent *entry; same && list && (entry = readdir(list));) {
		if (entry->d_name[0] == '.')
			continue;
		fault_path(left, a, entry->d_name);
		fault_path(right, b, entry->d_name);
		same = lstat(left, &status) == 0 && lstat(right, &other) == 0 &&
		       (status.st_mode & S_IFMT) == (other.st_mode & S_IFMT) &&
		       (S_ISDIR(status.st_mode) ? same_tree(left, right) : same_file(left, right));
	}
	if (list)
		closedir(list);
	return same;
}

enum folder folder_find(const char *dir)
{
	char folder[FAULT_PATH], kept[FAULT_PATH];

	fault_path(folder, dir, FOLDER);
	if (access(folder, F_OK))
		return FOLDER_NONE;
	for (enum folder state = FOLDER_NONE + 1; state < FOLDERS; state++) {
		char like[FAULT_PATH];
		kept_path(state, kept);
		fault_path(like, kept, FOLDER);
		if (access(like, F_OK) == 0 && same_tree(folder, like))
			return state;
	}
	return FOLDERS;
}
