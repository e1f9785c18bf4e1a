/* What comes over D-Bus: the screen's lock, sleep, do-not-disturb; and what goes: the person's page. Only compiled where sd-bus is there. */
#include "app_run_private.h"

#include <stdio.h>

#include <evenkeel/i18n.h>

#include "bus.h"
#include "dnd.h"
#include "logind.h"
#include "open_page.h"

static void tell(struct run *run, enum schedule_event_type type)
{
	app_handle(run->app, (struct schedule_event){.type = type});
}

/* The buses themselves, for the others. */

static void begin_buses(struct run *run, const struct config *config)
{
	(void)config;
	run->desktop.session = bus_new(run->base, BUS_SESSION);
	run->system = bus_new(run->base, BUS_SYSTEM);
}

static void end_buses(struct run *run)
{
	run->desktop.session = bus_free(run->desktop.session);
	run->system = bus_free(run->system);
}

const struct app_source app_source_buses = {.begin = begin_buses, .end = end_buses};

/* Lock and sleep. */

static void on_locked(void *context, bool on)
{
	tell(context, on ? SCHEDULE_LOCK : SCHEDULE_UNLOCK);
}

static void on_asleep(void *context, bool on)
{
	tell(context, on ? SCHEDULE_SLEEP : SCHEDULE_WAKE);
}

static void begin_logind(struct run *run, const struct config *config)
{
	static const struct logind_events events = {.locked = on_locked, .asleep = on_asleep};

	(void)config;
	run->desktop.logind = logind_new(run->system, &events, run);
}

static void end_logind(struct run *run)
{
	run->desktop.logind = logind_free(run->desktop.logind);
}

static void describe_logind(const struct run *run, struct proto_status *status)
{
	const char *session = logind_session(run->desktop.logind);
	const char *feature = _("screen lock and sleep");

	if (session) /* TRANSLATORS: a login session's number */
		app_feature(status, feature, _("logind, session %s"), session);
	else
		app_feature_missing(status, feature, "%s", logind_why(run->desktop.logind));
}

const struct app_source app_source_logind = {.begin = begin_logind, .end = end_logind, .describe = describe_logind};

void app_bus_input(struct run *run, enum activity_state state)
{
	if (!run->desktop.logind)
		return;
	logind_blind(run->desktop.logind, state == ACTIVITY_NONE);
	if (state == ACTIVITY_ACTIVE)
		logind_input(run->desktop.logind);
}

/* Do not disturb, and the notification server that has it. */

static void on_dnd(void *context, bool on)
{
	tell(context, on ? SCHEDULE_DND_ON : SCHEDULE_DND_OFF);
}

static void on_server(void *context)
{
	notifier_redecide(((struct run *)context)->notifier);
}

static void begin_dnd(struct run *run, const struct config *config)
{
	static const struct dnd_events events = {.changed = on_dnd, .server = on_server};

	(void)config;
	run->dnd = dnd_new(run->base, run->desktop.session, *run->helper ? run->helper : NULL, &events, run);
}

static void end_dnd(struct run *run)
{
	run->dnd = dnd_free(run->dnd);
}

static void describe_dnd(const struct run *run, struct proto_status *status)
{
	const char *server = dnd_server(run->dnd);

	if (server)
		app_feature(status, _("do not disturb"), "%s", server);
	else
		app_feature_missing(status, _("do not disturb"), "%s", dnd_why(run->dnd));
}

const struct app_source app_source_dnd = {.begin = begin_dnd, .end = end_dnd, .describe = describe_dnd};

/* The person's page. */

static void on_page_failed(void *context)
{
	app_page_failed(((struct run *)context)->app);
}

static void begin_page(struct run *run, const struct config *config)
{
	(void)config;
	run->page = open_page_new(run->desktop.session, on_page_failed, run);
}

static void end_page(struct run *run)
{
	run->page = open_page_free(run->page);
}

const struct app_source app_source_page = {.begin = begin_page, .end = end_page};

bool app_bus_has_page(void *context)
{
	return open_page_is_there(((struct run *)context)->page);
}

void app_bus_open_page(void *context)
{
	open_page_ask(((struct run *)context)->page);
}
