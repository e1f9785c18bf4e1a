#include <stdio.h>
#include <string.h>

#include "files.h"
#include "html_view.h"
#include "report_html.h"
#include "report_scores.h"
#include "support.h"
#include "term.h"
#include "trends.h"

struct html_context report_context(const struct client *client, const struct reading *reading)
{
	int64_t wall_s = instant_floor_div(client->now.wall_ms, 1000);

	return (struct html_context){.language = client->language,
				     .now_ms = client->now.wall_ms,
				     .zone_min = (int)(zone_offset_s(&client->zone, wall_s) / 60),
				     .today = reading->today,
				     .demo = reading->demo};
}

static void put_parts(struct client *client, const struct reading *reading, const struct html_context *context,
		      struct html_view *view, struct text *ret)
{
	_cleanup_(report_scores_clear) struct report_scores scores = {0};
	_cleanup_(support_clear) struct support support = {0};
	char country[CONFIG_COUNTRY_SIZE];

	report_scores(client, reading, &scores);
	view->scores = scores.rows;
	view->score_count = scores.count;
	support_country(client, country);
	if (reading->safety) {
		support_load(client, &support);
		view->support = &support;
		view->country = country;
	}
	html_insight(ret, context, view);
}

bool report_parts(struct client *client, const struct reading *reading, const struct html_context *context, int days,
		  struct text *ret)
{
	struct insight_from from = reading_insight(client, reading);
	struct html_view view;

	html_view(&from, days, &view);
	bool nothing = view.causes[0].named == 0 && view.reviews.all_count == 0 && view.strain.all_count == 0 &&
		       view.strain.compliance.answered == 0 && view.strain.unasked == 0;
	if (!nothing)
		put_parts(client, reading, context, &view, ret);
	html_view_clear(&view);
	return !nothing;
}

static int write_page(void *context, FILE *out, struct error *err)
{
	const struct text *page = context;

	(void)err;
	fwrite(page->bytes, 1, page->length, out); /* what fails is seen on @out */
	return 0;
}

static int put_out(const char *path, struct text *page, struct error *err)
{
	if (strcmp(path, "-") == 0)
		return write_page(page, stdout, err);
	if (file_write_whole(path, write_page, page, err) != 0)
		return -1;
	client_tell(_("Your report is in '%s'. It is not sealed: whoever can read the file can read it.\n"), path);
	return 0;
}

static int show(struct client *client, const struct reading *reading, const char *path, int days, struct error *err)
{
	_cleanup_(text_wipe) struct text page = {0};
	struct html_context context = report_context(client, reading);

	context.file = true;
	html_begin(&page, &context, _("Your picture"));
	if (!report_parts(client, reading, &context, days, &page))
		return error_set(err, ERROR_NOTHING,
				 "nothing was answered yet; 'evenkeel checkin' takes less than a minute");
	html_end(&page, &context);
	return put_out(path, &page, err);
}

int report_html(struct client *client, const char *path, int days)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct error err = {0};

	if (reading_open(client, false, &reading, &err) != 0 || show(client, &reading, path, days, &err) != 0)
		return client_fail(&err);
	/* The page says whom to talk to by itself, and nothing else may stand behind it. */
	return strcmp(path, "-") == 0 ? reading.exit_code : reading_end(client, &reading, ERROR_NONE);
}
