#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <evenkeel/backup.h>
#include <evenkeel/keys.h>

#include "privacy.h"

enum { DEEPEST = 4 }; /* below the store's directory nothing of ours lies deeper */

/* What is named by one row. A name that ends with '*' stands for all that begin so; "." for the place itself. */
struct row {
	const char *id, *label, *content;
	enum privacy_reader reader;
	size_t base; /* of the directory or file in struct paths */
	const char *names[5];
};

#define BASE(field) offsetof(struct paths, field)
static const struct row rows[PRIVACY_PLACES] = {
	{"answers",
	 N_("Answers"),
	 N_("an SQLite file; each record is sealed by itself (XChaCha20-Poly1305)"),
	 PRIVACY_SEALED,
	 BASE(store),
	 {"store.db*", "store*", "seal*", "write.lock"}},
	{"keys",
	 N_("Keys"),
	 N_("the key to your answers, locked by your passphrase (Argon2id)"),
	 PRIVACY_SEALED,
	 BASE(store),
	 {"keys*"}},
	{"backup",
	 N_("Weekly copy"),
	 N_("a copy of answers and keys, sealed the same way"),
	 PRIVACY_SEALED,
	 BASE(store),
	 {BACKUP_DIRECTORY "*"}},
	{"before_restore",
	 N_("Set aside"),
	 N_("the store before you restored one, sealed the same way"),
	 PRIVACY_SEALED,
	 BASE(store),
	 {BACKUP_ASIDE}},
	{"questionnaires",
	 N_("Questionnaires"),
	 N_("those you added, as text: the questions, not your answers"),
	 PRIVACY_ANYONE,
	 BASE(store),
	 {"instruments"}},
	{"team",
	 N_("Team"),
	 N_("the team you joined, your key for it, and sealed marks that wait to be sent"),
	 PRIVACY_ANYONE,
	 BASE(store),
	 {"team"}},
	{"schedule",
	 N_("Schedule"),
	 N_("text: what is due next, the breaks counted; nothing you answered"),
	 PRIVACY_ANYONE,
	 BASE(schedule),
	 {"."}},
	{"settings",
	 N_("Settings"),
	 N_("text: your hours, days off, where your calendar lies"),
	 PRIVACY_ANYONE,
	 BASE(config),
	 {"."}},
	{"support",
	 N_("Contacts"),
	 N_("text: people to talk to, as you noted them"),
	 PRIVACY_ANYONE,
	 BASE(support),
	 {"."}},
	{"site_settings",
	 N_("Your site's"),
	 N_("text: settings of whoever looks after this computer"),
	 PRIVACY_EVERYBODY,
	 BASE(site_config),
	 {"."}},
};

/* Links are counted as what they are: what they lead to may be anything. */
static void count(const char *path, int deep, struct privacy_place *place)
{
	struct stat about;
	struct dirent *entry;

	if (lstat(path, &about) < 0)
		return;
	if (!S_ISDIR(about.st_mode)) {
		place->files++;
		place->bytes += about.st_size;
		return;
	}
	DIR *directory = deep > 0 ? opendir(path) : NULL;
	while (directory != NULL && (entry = readdir(directory)) != NULL) {
		_cleanup_(text_clear) struct text inner = {0};
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		text_appendf(&inner, "%s/%s", path, entry->d_name);
		count(text_string(&inner), deep - 1, place);
	}
	if (directory != NULL)
		closedir(directory);
}

static bool is_named(const struct row *row, const char *name)
{
	for (int i = 0; row->names[i] != NULL; i++) {
		size_t length = strlen(row->names[i]);
		bool begins = row->names[i][length - 1] == '*';
		if (begins ? strncmp(name, row->names[i], length - 1) == 0 : strcmp(name, row->names[i]) == 0)
			return true;
	}
	return false;
}

static void count_named(const struct row *row, const char *base, struct privacy_place *place)
{
	DIR *directory = opendir(base);
	struct dirent *entry;

	while (directory != NULL && (entry = readdir(directory)) != NULL) {
		_cleanup_(text_clear) struct text inner = {0};
		if (!is_named(row, entry->d_name))
			continue;
		text_appendf(&inner, "%s/%s", base, entry->d_name);
		count(text_string(&inner), DEEPEST, place);
	}
	if (directory != NULL)
		closedir(directory);
}

static void look_at(const struct row *row, const char *base, struct privacy_place *ret)
{
	bool alone = strcmp(row->names[0], ".") == 0;
	int length = (int)strcspn(row->names[0], "*");

	*ret = (struct privacy_place){
		.id = row->id, .label = row->label, .content = row->content, .reader = row->reader};
	if (alone) {
		snprintf(ret->path, sizeof(ret->path), "%s", base);
		count(base, 0, ret);
		return;
	}
	snprintf(ret->path, sizeof(ret->path), "%s/%.*s", base, length, row->names[0]);
	count_named(row, base, ret);
}

void privacy_look(const struct client *client, struct privacy_place ret[static PRIVACY_PLACES])
{
	for (size_t i = 0; i < PRIVACY_PLACES; i++)
		look_at(&rows[i], (const char *)&client->paths + rows[i].base, &ret[i]);
}
