/* The keyboard: whether somebody is there. */
#include "app_run_private.h"

#include <stdio.h>
#include <string.h>

#include <evenkeel/i18n.h>

static void on_activity(void *context, enum activity_state state, int64_t since_boot_ms)
{
	static const enum schedule_event_type types[] = {
		[ACTIVITY_ACTIVE] = SCHEDULE_ACTIVE,
		[ACTIVITY_IDLE] = SCHEDULE_IDLE,
		[ACTIVITY_NONE] = SCHEDULE_NO_ACTIVITY,
	};
	struct run *run = context;

	app_bus_input(run, state);
	app_handle(run->app, (struct schedule_event){.type = types[state], .since_boot_ms = since_boot_ms});
}

static void begin(struct run *run, const struct config *config)
{
	static const enum activity_kind kinds[] = {
		[SOURCE_AUTO] = ACTIVITY_AUTO,
		[SOURCE_WAYLAND] = ACTIVITY_WAYLAND,
		[SOURCE_X11] = ACTIVITY_X11,
		[SOURCE_NONE] = ACTIVITY_OFF,
	};

	run->activity_source = config->activity_source;
	run->activity = activity_new(run->base, kinds[config->activity_source], &run->desktop,
				     config->activity_idle_after_s, on_activity, run);
}

static void end(struct run *run)
{
	run->activity = activity_free(run->activity);
}

static void configure(struct run *run, const struct config *config)
{
	if (config->activity_source != run->activity_source) {
		end(run);
		begin(run, config);
	} else {
		activity_set_idle(run->activity, config->activity_idle_after_s);
	}
}

static void describe(const struct run *run, struct proto_status *status)
{
	const char *name = activity_name(run->activity), *why = activity_why(run->activity);

	if (strcmp(name, "none") == 0)
		name = _("none: working hours count as active");
	snprintf(status->activity_source, sizeof status->activity_source, "%s%s%s%s", name, *why ? " (" : "", why,
		 *why ? ")" : "");
}

const struct app_source app_source_activity = {
	.begin = begin,
	.end = end,
	.configure = configure,
	.describe = describe,
};
