/* On a call or not, as the app's event; whether it can be seen, in the status. */
#include <evenkeel/i18n.h>

#include "app_run_private.h"

static void on_call(void *context, enum calls_news news)
{
	struct run *run = context;
	bool found = news == CALLS_FOUND, call = found || news == CALLS_BEGUN;

	app_handle(run->app, (struct schedule_event){.type = call ? SCHEDULE_CALL : SCHEDULE_HANGUP, .already = found});
}

static void calls_configure(struct run *run, const struct config *config)
{
	bool wanted = config->call_detect != DETECT_OFF;

	if (wanted && !run->calls)
		run->calls = calls_new(run->base, on_call, run);
	if (wanted || !run->calls)
		return;
	run->calls = calls_free(run->calls);
	on_call(run, CALLS_OVER); /* nobody would say so any more */
}

static void calls_begin(struct run *run, const struct config *config)
{
	calls_configure(run, config);
	if (calls_awaited(run->calls))
		app_await_calls(run->app);
}

static void calls_end(struct run *run)
{
	run->calls = calls_free(run->calls);
}

static void calls_describe(const struct run *run, struct proto_status *status)
{
	status->call_detection = calls_works(run->calls);
	if (status->call_detection)
		app_feature(status, _("call detection"), "PulseAudio/PipeWire");
	else
		/* TRANSLATORS: %s says why it is not available */
		app_feature_missing(status, _("call detection"), _("%s; 'evenkeel busy on' does it by hand"),
				    calls_why(run->calls));
}

const struct app_source app_source_calls = {
	.begin = calls_begin,
	.end = calls_end,
	.configure = calls_configure,
	.describe = calls_describe,
};
