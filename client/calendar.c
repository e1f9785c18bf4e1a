#include "calendar.h"

#include <stdio.h>

#include <evenkeel/calendar_file.h>

static void say(const struct client *client, int64_t wall_s)
{
	_cleanup_(text_clear) struct text words = {0};

	calendar_words(&client->config, &client->zone, wall_s, &words);
	fprintf(stderr, "evenkeel: %s: %s\n", _("calendar"), text_string(&words));
}

void calendar_load(struct client *client, int64_t wall_s)
{
	struct calendar_request request = calendar_request_at(&client->config, wall_s);

	if (!client->config.calendar_file[0])
		return;
	calendar_file_read(&request, CALENDAR_LIMIT_MS, &client->config.calendar);
	if (client->config.calendar.fault != CALENDAR_FINE)
		say(client, wall_s);
}

void calendar_tell(struct client *client)
{
	int64_t now_s = instant_floor_div(client->now.wall_ms, 1000);

	if (!client->config.calendar_file[0])
		return;
	calendar_load(client, now_s);
	if (client->config.calendar.fault == CALENDAR_FINE &&
	    calendar_in_trouble(&client->config, &client->zone, now_s))
		say(client, now_s);
}

void calendar_of_scenario(const struct config *config, const struct zone *zone, int64_t from_s, int64_t to_s,
			  struct calendar *ret)
{
	struct calendar_request request = {.config = config,
					   .zone = zone->name[0] ? zone->name : "UTC",
					   .from_s = from_s,
					   .to_s = to_s,
					   .busy_from_s = from_s};

	calendar_file_read(&request, CALENDAR_LIMIT_MS, ret);
}
