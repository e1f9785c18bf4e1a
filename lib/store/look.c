/* Looking at a store from outside: what shows without any key. */
#include <stdio.h>
#include <string.h>
#include <sys/file.h>

#include <sodium.h>

#include <evenkeel/backup.h>
#include <evenkeel/i18n.h>

#include "file.h"
#include "internal.h"
#include "lock.h"
#include "tree.h"

bool store_is_gone(const struct store *store)
{
	return !tree_has(store->dir, KEYS_FILE) && !tree_has(store->dir, KEYS_BACKUP_FILE) &&
	       !tree_has(store->dir, SEAL_FILE) && !tree_has(store->dir, "restore.new") &&
	       !tree_has(store->dir, "restore.put");
}

static bool is_unattested(struct store *store)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_CHAINS, NULL);
	bool found = false;

	while (statement && sqlite3_step(statement) == SQLITE_ROW)
		found |= sqlite3_column_int(statement, 3) == CHAIN_UNATTESTED;
	if (statement)
		sqlite3_reset(statement);
	return found;
}

/* Ahead of the seal by some records is a crash, which the next append mends. */
static const char *look_at_seal(struct store *store, const struct seal *seal, int found)
{
	struct error err = {0};
	struct head head;

	if (store_head(store, &head, &err))
		return err.kind == ERROR_DAMAGED ? N_("The database is damaged. 'evenkeel verify' says what can still be "
						      "read; 'evenkeel restore' brings a backup back.")
						 : NULL;
	if (found == SEAL_ABSENT)
		return N_("The store's seal is gone or unreadable. You can go on answering; 'evenkeel verify' says more, "
			  "and with --accept makes it good.");
	if (memcmp(seal->pk, store->keys.pk, sizeof(seal->pk)))
		return N_("The seal and the key file do not belong together, so nothing can be stored. Put back the files "
			  "that do, or see 'evenkeel verify'.");
	if (!head.empty && head.g == seal->g && head.n < seal->n)
		return N_("The last records are missing from the database. 'evenkeel verify' says which; a backup may "
			  "still hold them.");
	if (is_unattested(store))
		return N_("The store's seal was lost and a new chain began without you. See 'evenkeel verify', and accept "
			  "it with --accept if you know why.");
	return NULL;
}

static const char *look(struct store *store, struct seal *seal)
{
	int found = seal_read(store->seal_path, seal, NULL, NULL);

	if (found < 0 || store_refresh(store, NULL))
		return NULL;
	const char *words = look_at_seal(store, seal, found);
	if (words)
		return words;
	if (!keys_is_whole(store->dir, KEYS_FILE))
		return N_("The key file is damaged or gone; its second copy, 'keys.bak', still opens your store. 'evenkeel "
			  "verify' mends it.");
	if (backup_has_aside(store->dir))
		return N_("A backup was restored, and the store from before is kept aside. 'evenkeel verify --accept' ends "
			  "that.");
	return NULL;
}

void store_look(struct store *store, char ret[static STORE_WORDS_SIZE])
{
	struct seal *seal = &store->secrets->seal;
	const char *words = NULL;

	ret[0] = '\0';
	/* Somebody who writes just now is no damage; then there is nothing to say this time. */
	if (lock_take(store->lock_fd, LOCK_SH, 200, NULL))
		return;
	words = look(store, seal);
	lock_release(store->lock_fd);
	sodium_memzero(seal, sizeof(*seal));
	if (words)
		snprintf(ret, STORE_WORDS_SIZE, "%s", _(words));
}
