#include <evenkeel/mem.h>

#include "causes.h"
#include "json_out.h"
#include "tips.h"
#include "trends.h"

struct week {
	struct trends trends;
	struct causes causes;
	struct tips_choice tips;
};

static void gather(const struct client *client, const struct reading *reading, struct week *week)
{
	trends_gather(&week->trends, client, reading, false, 0, 0);
	causes_gather(&week->causes, client, reading);
	tips_choose(reading, client->now.wall_ms, (uint64_t)reading->today, &week->tips);
}

/* Each part under the keys that it has by itself. */
static json_t *week_json(const struct client *client, const struct week *week)
{
	json_t *object = json_pack("{s:o}", "trends", trends_json(&week->trends));
	json_t *causes _cleanup_(json_out_free) = causes_json(&week->causes);
	json_t *tips _cleanup_(json_out_free) = tips_json(client, &week->tips);

	json_object_update(object, causes);
	json_object_update(object, tips);
	return object;
}

/* What there is: who only answered reviews so far has causes and no trend. */
static void week_page(const struct client *client, const struct week *week)
{
	struct page page = {.color = client->color, .columns = client->columns};

	if (!trends_empty(&week->trends))
		trends_page(&week->trends, &page);
	if (!causes_empty(&week->causes))
		causes_page(&week->causes, &page);
	if (week->tips.count > 0) {
		page_heading(&page, _("What may help"));
		tips_page(client, &week->tips, &page);
	}
	page_print(&page);
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct week week = {0};
	struct error err = {0};

	if (client_words(call, 0, 0, &err) != 0 || reading_open(client, false, &reading, &err) != 0)
		return client_fail(&err);
	json_out_init();
	gather(client, &reading, &week);
	bool nothing = trends_empty(&week.trends) && causes_empty(&week.causes);
	if (client->json) {
		reading_print_json(&reading, week_json(client, &week));
	} else if (nothing) {
		error_set(&err, ERROR_NOTHING, "nothing was answered yet; 'evenkeel checkin' takes less than a minute");
		client_fail(&err);
	} else {
		week_page(client, &week);
	}
	trends_clear(&week.trends);
	return reading_end(client, &reading, nothing ? ERROR_NOTHING : ERROR_NONE);
}

const struct command cmd_week = {
	.name = "week",
	.summary = N_("trends, causes and tips, unlocked once"),
	.help = N_("Shows what 'trends', 'causes' and 'tips' show, one after the other, and asks for your passphrase "
		   "once.\n"
		   "\n"
		   "  evenkeel week\n"
		   "  evenkeel week --json"),
	.json = true,
	.run = run,
};
