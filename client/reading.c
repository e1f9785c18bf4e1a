#include <inttypes.h>
#include <stdio.h>

#include <evenkeel/safety.h>
#include <evenkeel/week.h>

#include "instrument_past.h"
#include "reading.h"
#include "support.h"

void reading_findings(const struct store_report *report, int most)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX && i < most; i++)
		client_say(report->findings[i].words);
	if (report->finding_count > most)
		client_say(_("there is more to say; see 'evenkeel verify'"));
}

int reading_load(struct client *client, struct store *store, bool with_withdrawn, struct reading *ret,
		 struct error *err)
{
	struct reading reading = {.day_start_s = (int32_t)client->config.day_start_min * 60};

	if (records_load(store, with_withdrawn, &reading.records, err) != 0)
		return -1;
	reading.demo = store_is_demo(store);
	reading.exit_code = reading.records.report.healthy ? ERROR_NONE : ERROR_DAMAGED;
	reading.today = zone_day(&client->zone, instant_floor_div(client->now.wall_ms, 1000), reading.day_start_s);
	reading_findings(&reading.records.report, 1);
	*ret = reading;
	return 0;
}

int reading_from(struct client *client, struct store *store, bool with_withdrawn, struct reading *ret,
		 struct error *err)
{
	int result = reading_load(client, store, with_withdrawn, ret, err);
	if (result != 0)
		return result;
	reading_join(ret);
	ret->safety = safety_from_history(ret->records.items, ret->records.count, past_calls_for_help(client, ret));
	return 0;
}

int reading_open(struct client *client, bool with_withdrawn, struct reading *ret, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;

	if (client_unlock(client, &store, err) != 0)
		return -1;
	return reading_from(client, store, with_withdrawn, ret, err);
}

void reading_join(struct reading *reading)
{
	reading->records.count = week_join(reading->records.items, reading->records.count);
}

int reading_end(const struct client *client, const struct reading *reading, int code)
{
	struct page page = {.color = client->color, .columns = client->columns};

	if (reading->safety && !client->json) {
		putchar('\n'); /* behind whatever page there was */
		support_notice(client, &page);
		page_print(&page);
	}
	return reading->exit_code ? reading->exit_code : code;
}

void reading_print_json(const struct reading *reading, json_t *object)
{
	static const struct {
		unsigned rule;
		const char *name;
	} rules[] = {{SAFETY_STRAIN, "strain"},
		     {SAFETY_SYMPTOMS, "symptoms"},
		     {SAFETY_STRESS, "stress"},
		     {SAFETY_INSTRUMENT, "instrument"}};
	json_t *because = json_array();

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (reading->safety & rules[i].rule)
			json_array_append_new(because, json_string(rules[i].name));
	json_object_set_new(object, "support",
			    json_pack("{s:b, s:o}", "shown", reading->safety != 0, "because", because));
	json_out_print(object);
}

void reading_clear(struct reading *reading)
{
	records_clear(&reading->records);
}

int32_t reading_day(const struct reading *reading, const struct record *record)
{
	return trend_day(record, reading->day_start_s);
}

size_t reading_since(const struct reading *reading, int days)
{
	size_t low = 0, high = reading->records.count;
	int32_t first = reading->today - days + 1;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (reading_day(reading, &reading->records.items[middle]) < first)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
