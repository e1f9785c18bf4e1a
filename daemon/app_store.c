/* What becomes of the store itself: its weekly backup, and its end when the person forgets it. */
#include "app_private.h"

#include <string.h>

#include <evenkeel/backup.h>

#define BACKUP_AGAIN_MS 3600000 /* after one that did not come off */

void app_store_end(struct app *app)
{
	app->gone = true;
	app_log(app, "the store is gone, so there is nothing left to do; 'evenkeel setup' begins anew");
	app_keep_clear(&app->keep);
	if (app->store)
		store_forget_epoch(app->store);
	app->ports.wake(app->ports.context, INT64_MAX, INT64_MAX);
	if (app->ports.quit)
		app->ports.quit(app->ports.context);
}

bool app_store_gone(struct app *app)
{
	if (!app->gone && app->store && store_is_gone(app->store))
		app_store_end(app);
	return app->gone;
}

int app_store_open(struct app *app, int wait_ms, struct error *err)
{
	const char *dir = app->options.paths.store;
	struct store *store = NULL;
	int result = store_open_within(&store, dir, wait_ms, err);

	if (result != 0)
		return result;
	if (store_is_demo(store) && !app->options.store_named) {
		store_free(store);
		return error_set(err, ERROR_FAILED,
				 "'%s' holds a demo's store; name it with --store to use it all the same", dir);
	}
	app->store = store;
	return 0;
}

static void say_notice(struct app *app)
{
	const char *notice = store_notice(app->store);

	if (!notice || strcmp(app->store_notice, notice) == 0)
		return;
	app_log(app, "%s", notice);
	app_cut(app->store_notice, notice);
}

/* Only where something was stored just now, so that the disk is awake, and behind everything that the person waits for. */
void app_store_backup(struct app *app, struct instant now)
{
	struct error err = {0};

	if (!app->copy_soon || !app->store)
		return;
	app->copy_soon = false;
	say_notice(app);
	store_settle(app->store);
	if (!app->ports.backup || now.boot_ms < app->backup_boot_ms || !backup_is_due(app->store, now))
		return;
	app->backup_boot_ms = now.boot_ms + BACKUP_AGAIN_MS;
	if (app->ports.backup(app->ports.context, &err) != 0)
		app_log(app, "no backup this time: %s", err.message);
}

void app_backed_up(struct app *app, bool well)
{
	if (well)
		app->backup_boot_ms = 0;
}
