#include "officer.h"
#include "officer_window.h"

static void mend(struct window_work *work, const struct office_cohort *cohort, struct dap_window window,
		 const struct window_messages *messages)
{
	if (messages->countersignature)
		officer_window_empty(work, cohort, window);
}

int officer_lead(struct client *client, const struct command_call *call, struct error *err)
{
	static const struct window_way way = {.name = "lead", .party = PARTY_A, .step = window_lead, .mend = mend};

	return officer_windows(client, call, &way, err);
}
