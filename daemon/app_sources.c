#include "app_sources.h"

#include <stdarg.h>
#include <stdio.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

static void describe_build(const struct run *run, struct proto_status *status)
{
	(void)run;
	if (!HAVE_WAYLAND)
		app_feature_missing(status, _("activity on Wayland"), _("built without it"));
	if (!HAVE_X11)
		app_feature_missing(status, _("activity on X11"), _("built without it"));
	if (HAVE_SYSTEMD)
		return;
	app_feature_missing(status, _("screen lock, sleep and do not disturb"), _("built without D-Bus"));
	app_feature_missing(status, _("service manager"), _("built without it"));
}

static const struct app_source build = {.describe = describe_build};

/* What others use stands before them. */
static const struct app_source *const sources[] = {
#if HAVE_SYSTEMD
	&app_source_buses,    &app_source_logind, &app_source_dnd,      &app_source_page,
#endif
	&app_source_activity, &app_source_calls,  &app_source_calendar, &app_source_send, &build,
};
#define COUNT (sizeof sources / sizeof *sources)

void app_sources_begin(struct run *run, const struct config *config)
{
	for (size_t i = 0; i < COUNT; i++)
		if (sources[i]->begin)
			sources[i]->begin(run, config);
}

void app_sources_end(struct run *run)
{
	for (size_t i = COUNT; i-- > 0;)
		if (sources[i]->end)
			sources[i]->end(run);
}

void app_sources_configure(struct run *run, const struct config *config)
{
	for (size_t i = 0; i < COUNT; i++)
		if (sources[i]->configure)
			sources[i]->configure(run, config);
}

void app_sources_describe(const struct run *run, struct proto_status *status)
{
	for (size_t i = 0; i < COUNT; i++)
		if (sources[i]->describe)
			sources[i]->describe(run, status);
}

static void add(struct proto_status *status, bool missing, const char *name, const char *format, va_list arguments)
{
	_cleanup_(text_clear) struct text words = {0};

	if (status->feature_count >= PROTO_FEATURES_MAX)
		return;
	text_appendf(&words, "%s: ", name);
	text_append_va(&words, format, arguments);
	struct proto_feature *feature = &status->features[status->feature_count++];
	feature->missing = missing;
	snprintf(feature->words, sizeof feature->words, "%s", text_string(&words));
}

void app_feature(struct proto_status *status, const char *name, const char *how, ...)
{
	va_list arguments;

	va_start(arguments, how);
	add(status, false, name, how, arguments);
	va_end(arguments);
}

void app_feature_missing(struct proto_status *status, const char *name, const char *why, ...)
{
	va_list arguments;

	va_start(arguments, why);
	add(status, true, name, why, arguments);
	va_end(arguments);
}
