#include "officer.h"
#include "officer_window.h"

static int countersign(struct office *office, const struct office_cohort *cohort, struct dap_window window,
		       int64_t now_s, struct window_run *ret, struct error *err)
{
	(void)now_s;
	return window_countersign(office, cohort, window, ret, err);
}

/* The answer is written again where it got lost, and a result that waits is looked at. */
static void mend(struct window_work *work, const struct office_cohort *cohort, struct dap_window window,
		 const struct window_messages *messages)
{
	if (!messages->response)
		officer_window_restore(work, cohort, window);
	if (messages->result && !messages->countersignature)
		officer_window_run(work, cohort, window, countersign);
}

static void one(struct window_work *work, const struct office_cohort *cohort, struct dap_window window)
{
	struct window_messages messages;

	if (officer_window_run(work, cohort, window, window_assist) != WENT_ON)
		return;
	window_messages(work->office, cohort, window, &messages);
	if (messages.result)
		officer_window_run(work, cohort, window, countersign);
}

int officer_assist(struct client *client, const struct command_call *call, struct error *err)
{
	static const struct window_way way = {
		.name = "assist", .party = PARTY_B, .step = window_assist, .mend = mend, .one = one};

	return officer_windows(client, call, &way, err);
}
