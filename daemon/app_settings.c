/* The settings' files: the site's lies below the person's. A set is read aside and taken only when all of it is valid. */
#include "app_private.h"
#include "state.h"

#include <evenkeel/mem.h>

#define SETTINGS_MAX 65536

static int lay_over(const char *path, struct config *config, struct error *err)
{
	_cleanup_(text_clear) struct text content = {0};
	int result = state_read(path, SETTINGS_MAX, &content, err);

	if (result != 0)
		return result == STATE_NONE ? 0 : -1;
	return config_read(config, text_string(&content), content.length, path, err);
}

int app_settings_read(const struct paths *paths, struct config *ret, struct error *err)
{
	struct config config;

	config_defaults(&config);
	if (lay_over(paths->site_config, &config, err) != 0 || lay_over(paths->config, &config, err) != 0)
		return -1;
	*ret = config;
	return 0;
}

int app_reload(struct app *app, struct error *err)
{
	struct config config;

	if (app_settings_read(&app->options.paths, &config, err) != 0) {
		app_cut(app->settings_trouble, err->message);
		app_log(app, "%s; the settings stay as they were", err->message);
		return -1;
	}
	app->settings_trouble[0] = '\0';
	/* What was read before holds until the calendar is read again, a moment later: its days are not to flicker. */
	if (config.calendar_file[0])
		config.calendar = app->config.calendar;
	app->config = config;
	app->ports.configured(app->ports.context, &app->config);
	app_handle(app, (struct schedule_event){.type = SCHEDULE_CONFIG});
	return 0;
}

void app_set_calendar(struct app *app, const struct calendar *calendar)
{
	app->config.calendar = *calendar;
	if (app->started)
		app_handle(app, (struct schedule_event){.type = SCHEDULE_CONFIG});
}
