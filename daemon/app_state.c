/* What survives a restart: the schedule's state, in its file. */
#include "app_private.h"

#include <evenkeel/mem.h>

#include "state.h"

#define STATE_MAX 65536

void app_save(struct app *app)
{
	struct instant now = app->ports.now(app->ports.context);
	_cleanup_(text_clear) struct text saved = {0};
	struct error err = {0};

	schedule_save(&app->schedule, &app->config, now, &saved);
	if (state_write(app->options.paths.schedule, text_string(&saved), saved.length, &err) != 0)
		app_log(app, "%s", err.message);
	app->saved_boot_ms = now.boot_ms;
	app->save_soon = false;
}

void app_restore(struct app *app)
{
	struct instant now = app->ports.now(app->ports.context);
	_cleanup_(text_clear) struct text saved = {0};
	struct error err = {0};
	int result = state_read_text(app->options.paths.schedule, STATE_MAX, &saved, &err);

	if (result == 0)
		result = schedule_restore(&app->schedule, text_string(&saved), now, &app->config, &app->zone, &err);
	if (result < 0)
		app_log(app, "%s; the schedule begins anew", err.message);
	if (result != 0)
		schedule_init(&app->schedule, app->options.seed);
	app->saved_boot_ms = now.boot_ms;
}
