/* What becomes of the store itself: its weekly backup, and its end when the person forgets it. */
#include "app_private.h"

#include <string.h>

#include <evenkeel/backup.h>

bool app_store_gone(struct app *app)
{
	if (app->gone || !store_is_gone(app->store))
		return app->gone;
	app->gone = true;
	app_log(app, "the store is gone, so there is nothing left to do; 'evenkeel setup' begins anew");
	app_keep_clear(&app->keep);
	store_forget_epoch(app->store);
	if (app->ports.quit)
		app->ports.quit(app->ports.context);
	return true;
}

/* Only where something was stored just now, so that the disk is awake, and behind everything that the person waits for. */
void app_store_backup(struct app *app, struct instant now)
{
	struct error err = {0};
	const char *notice = store_notice(app->store);

	if (!app->copy_soon)
		return;
	app->copy_soon = false;
	if (notice && strcmp(app->store_notice, notice) != 0) {
		app_log(app, "%s", notice);
		app_cut(app->store_notice, notice);
	}
	store_settle(app->store);
	if (backup_weekly(app->store, now, &err) < 0)
		app_log(app, "no backup this time: %s", err.message);
}
