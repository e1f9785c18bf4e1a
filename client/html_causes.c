/* Likely sources of strain on a page: a row a cause, with its bar. The table is the picture's own words. */
#include <math.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "causes.h"
#include "html_chart.h"
#include "html_view.h"

static struct causes causes_of(const struct html_context *context, const struct html_view *view)
{
	struct causes causes = {.language = context->language, .responses = view->responses};

	memcpy(causes.causes, view->causes, sizeof causes.causes);
	memcpy(causes.impacts, view->impacts, sizeof causes.impacts);
	return causes;
}

static void share_cells(struct text *ret, const struct insight_cause *cause)
{
	_cleanup_(text_clear) struct text share = {0};

	if (!causes_has_share(cause)) {
		html_write(ret, "<td></td><td></td>");
		return;
	}
	text_appendf(&share, _("%.0f %% (%.0f to %.0f)"), 100 * cause->share.value, 100 * cause->share.low,
		     100 * cause->share.high);
	html_write(ret, "<td class=\"bar\">");
	html_bar_draw(ret, cause->share, text_string(&share));
	html_write(ret, "</td><td class=\"number\">%s</td>", text_string(&share));
}

/* What follows a cause has a row to itself: a sentence does not fit beside numbers, least of all on a phone. */
static void link_row(struct text *ret, const struct insight_cause *cause)
{
	_cleanup_(text_clear) struct text link = {0};

	causes_link_words(cause, &link);
	if (link.length)
		html_write(ret, "<tr class=\"follows\"><td colspan=\"4\">%s</td></tr>\n", text_string(&link));
}

static void row(struct text *ret, const struct causes *causes, const struct insight_cause *cause, bool links)
{
	_cleanup_(text_clear) struct text named = {0};

	text_appendf(&named, _("%d of %d"), cause->named, cause->asked);
	html_write(ret, "<tbody>\n<tr><th scope=\"row\">%s</th>", causes_label(causes, cause->cause));
	share_cells(ret, cause);
	html_write(ret, "<td class=\"number\">%s</td></tr>\n", text_string(&named));
	if (links)
		link_row(ret, cause);
	html_write(ret, "</tbody>\n");
}

static void table(struct text *ret, const struct causes *causes)
{
	bool links = causes_any_link(causes);

	html_write(ret,
		   "<table class=\"causes\"><thead><tr><th scope=\"col\">%s</th><td></td><th scope=\"col\" "
		   "class=\"number\">%s</th>",
		   _("Cause"), _("Share (90 %)"));
	html_write(ret, "<th scope=\"col\" class=\"number\">%s</th></tr></thead>\n", _("Named"));
	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		if (causes->causes[i].named)
			row(ret, causes, &causes->causes[i], links);
	html_write(ret, "</table>\n");
}

/* As `evenkeel causes` says it. */
static void words(struct text *ret, const struct causes *causes,
		  void (*part)(const struct causes *causes, struct page *page))
{
	struct page page = page_begin_html(ret);

	part(causes, &page);
	page_end_html(&page, ret);
}

void html_causes(struct text *ret, const struct html_context *context, const struct html_view *view)
{
	struct causes causes = causes_of(context, view);

	if (causes_empty(&causes))
		return;
	html_write(ret, "<section class=\"second\" aria-labelledby=\"causes\">\n<h2 id=\"causes\">%s</h2>\n<p>%s</p>\n",
		   _("Likely sources of strain"), causes_intro());
	table(ret, &causes);
	words(ret, &causes, causes_notes);
	html_write(ret, "<div class=\"pair\">\n<div>\n");
	words(ret, &causes, causes_impacts);
	html_write(ret, "</div>\n<div>\n");
	words(ret, &causes, causes_responses);
	html_write(ret, "</div>\n</div>\n</section>\n");
}
