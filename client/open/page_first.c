/* The first page: what Evenkeel can tell, as the report has it. */
#include "reading.h"
#include "report_html.h"
#include "view.h"

/* Damage never hides what can be read. */
static void say_findings(const struct reading *reading, struct text *ret)
{
	if (reading->exit_code != ERROR_NONE && reading->records.report.finding_count > 0)
		html_write(ret, "<p class=\"flag\">%s</p>\n", reading->records.report.findings[0].words);
}

void page_first(struct open *open, const struct form *form, struct answer *ret)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct error err = {0};
	(void)form;
	if (reading_from(open->client, open->store, false, &reading, &err) != 0) {
		view_fail(open, &err, ret);
		return;
	}
	struct html_context context = report_context(open->client, &reading);
	view_begin(open, &ret->body, _("Your picture"), "");
	say_findings(&reading, &ret->body);
	if (!report_parts(open->client, &reading, &context, 0, &ret->body))
		html_write(&ret->body, "<section>\n<p>%s</p>\n<p><a href=\"./review\">%s</a></p>\n</section>\n",
			   _("Nothing was answered yet. After a few check-ins, or a weekly review, your picture stands "
			     "here."),
			   _("Look back on the week"));
	view_end(open, &ret->body);
}
