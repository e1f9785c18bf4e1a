#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/checkin.h>

#include "note.h"
#include "review.h"

int32_t review_today(const struct client *client)
{
	return zone_day(&client->zone, instant_floor_div(client->now.wall_ms, 1000),
			(int32_t)client->config.day_start_min * 60);
}

void review_stop_keep(const struct client *client, const struct review_stop *stop)
{
	char line[NOTE_MOST];

	snprintf(line, sizeof line, "%08x %02zu %08x", stop->group, stop->next, (uint32_t)stop->day);
	note_keep(&client->paths, "review", line);
}

bool review_stop_find(const struct client *client, struct review_stop *ret)
{
	char line[NOTE_MOST + 2], rest;
	unsigned group, next, day;
	size_t count;

	review_items(&count);
	if (!note_find(&client->paths, "review", line) ||
	    sscanf(line, "%8x %2u %8x%c", &group, &next, &day, &rest) != 3)
		return false;
	*ret = (struct review_stop){group, next, (int32_t)day};
	int64_t age = (int64_t)review_today(client) - ret->day;
	return group != 0 && next < count && age >= 0 && age <= 1;
}

void review_stop_forget(const struct client *client)
{
	note_forget(&client->paths, "review");
}
