/* The calendar's file as a source of the app: hours and busy times, and the line about it in the status. */
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "app_run_private.h"
#include "calendar.h"

static int64_t wall_s(void)
{
	return instant_floor_div(instant_now().wall_ms, 1000);
}

static void on_calendar(void *context, const struct calendar *calendar)
{
	app_set_calendar(((struct run *)context)->app, calendar);
}

static void calendar_begin(struct run *run, const struct config *config)
{
	run->calendar = calendar_source_new(run->base, on_calendar, run);
	calendar_source_configure(run->calendar, config, app_zone(run->app), wall_s(), true);
}

static void calendar_end(struct run *run)
{
	run->calendar = calendar_source_free(run->calendar);
}

static void calendar_configure(struct run *run, const struct config *config)
{
	calendar_source_configure(run->calendar, config, app_zone(run->app), wall_s(), false);
}

void calendar_look(struct run *run)
{
	calendar_source_look(run->calendar, app_zone(run->app), wall_s());
}

static void calendar_describe(const struct run *run, struct proto_status *status)
{
	const struct config *config = app_config(run->app);
	const struct zone *zone = app_zone(run->app);
	_cleanup_(text_clear) struct text words = {0};
	int64_t now_s = wall_s();

	if (!config->calendar_file[0])
		return;
	calendar_words(config, zone, now_s, &words);
	if (calendar_in_trouble(config, zone, now_s))
		app_feature_missing(status, _("calendar"), "%s", text_string(&words));
	else
		app_feature(status, _("calendar"), "%s", text_string(&words));
}

const struct app_source app_source_calendar = {
	.begin = calendar_begin,
	.end = calendar_end,
	.configure = calendar_configure,
	.describe = calendar_describe,
};
