#include "officer.h"
#include "officer_window.h"

int officer_lead(struct client *client, const struct command_call *call, struct error *err)
{
	static const struct window_way way = {.name = "lead", .party = PARTY_A, .step = window_lead};

	return officer_windows(client, call, &way, err);
}
