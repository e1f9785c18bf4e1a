/* Notices: one at a time, never over an open prompt, and not when they have become stale. And the page that one of them offers. */
#include "app_private.h"

void app_notice_add(struct app *app, enum prompt_notice notice, struct instant now)
{
	app->notice_until_ms[notice] = now.boot_ms + (int64_t)prompt_notice_wait_s(notice) * 1000;
}

static void show(struct app *app, enum prompt_notice notice)
{
	uint16_t tip = notice == NOTICE_RATING ? app->secrets->shown_tip : app->secrets->tip;
	struct prompt_text prompt;

	app->offers_page = notice == NOTICE_THANKS && app_has_page(app);
	prompt_notice(notice, tip, app->offers_page, app_language(app), &prompt);
	app->screen = SCREEN_NOTICE;
	if (notice == NOTICE_RATING)
		app->screen = SCREEN_RATING;
	else if (notice == NOTICE_THANKS && tip != 0)
		app->screen = SCREEN_TIP;
	app->ports.show(app->ports.context, &prompt);
	app_secret_wipe(&prompt, sizeof prompt);
}

void app_notice_next(struct app *app, struct instant now)
{
	for (int i = 0; i < NOTICE_COUNT && app->screen == SCREEN_NOTHING; i++) {
		int64_t until_ms = app->notice_until_ms[i];
		app->notice_until_ms[i] = app->screen == SCREEN_NOTHING ? 0 : until_ms;
		if (until_ms > now.boot_ms)
			show(app, (enum prompt_notice)i);
	}
}

bool app_has_page(const struct app *app)
{
	return app->ports.has_page && app->ports.has_page(app->ports.context);
}

void app_open_page(struct app *app)
{
	if (app_has_page(app))
		app->ports.open_page(app->ports.context);
	else /* gone since the button was shown */
		app_notice_add(app, NOTICE_PAGE, app->ports.now(app->ports.context));
}

void app_page_failed(struct app *app)
{
	app_notice_add(app, NOTICE_PAGE, app->ports.now(app->ports.context));
	app_handle(app, (struct schedule_event){.type = SCHEDULE_TICK});
}
