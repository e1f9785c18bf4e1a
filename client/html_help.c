/* What may help: tips, people to talk to; and what added questionnaires say. */
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "html_view.h"
#include "support.h"
#include "tips.h"
#include "words.h"

static void tip(struct text *ret, const struct html_context *context, const struct html_view *view, size_t i)
{
	const struct catalogue_tip *entry = tips_tip(view->tips[i]);
	_cleanup_(text_clear) struct text title = {0}, step = {0}, rating = {0};

	tips_title(entry, view->tip_causes[i], context->language, &title);
	tips_step_words(entry, context->language, &step);
	html_write(ret, "<h3>%s</h3>\n<p>%s</p>\n<p>%s</p>\n", text_string(&title),
		   catalogue_tip_text(entry->id, context->language), text_string(&step));
	if (view->ratings[i].rated == 0)
		return;
	tips_rating_words(&view->ratings[i], &rating);
	html_write(ret, "<p class=\"quiet\">%s</p>\n", text_string(&rating));
}

void html_tips(struct text *ret, const struct html_context *context, const struct html_view *view)
{
	if (view->tip_count == 0)
		return;
	html_write(ret, "<section aria-labelledby=\"tips\">\n<h2 id=\"tips\">%s</h2>\n<div class=\"tips\">\n",
		   _("What may help"));
	for (size_t i = 0; i < view->tip_count; i++) {
		html_write(ret, "<div>\n");
		tip(ret, context, view, i);
		html_write(ret, "</div>\n");
	}
	html_write(ret, "</div>\n");
	if (view->organisations)
		html_write(ret, "<p>%s</p>\n", tips_organisation_words());
	html_write(ret, "</section>\n");
}

static int contacts(struct text *ret, const struct support *support, const char *country, int most)
{
	const struct support_contact *contact = NULL;
	int count = 0;

	while (count < most && (contact = support_next(support, country, contact)) != NULL) {
		html_write(ret, "<dt>%s</dt><dd>%s</dd>\n", contact->name,
			   contact->phone[0] ? contact->phone : contact->web);
		count++;
	}
	return count;
}

void html_support(struct text *ret, const struct html_view *view)
{
	if (!view->support)
		return;
	html_write(ret,
		   "<section class=\"support\" aria-labelledby=\"support\">\n<h2 id=\"support\">%s</h2>\n<p>%s</p>\n",
		   support_title(), support_words());
	if (view->support->count) {
		html_write(ret, "<dl>\n");
		int count = contacts(ret, view->support, "", SUPPORT_NOTICE_CONTACTS);
		if (view->country[0])
			contacts(ret, view->support, view->country, SUPPORT_NOTICE_CONTACTS - count);
		html_write(ret, "</dl>\n");
	}
	html_write(ret, "<p>%s</p>\n</section>\n", support_always());
}

void html_scores(struct text *ret, const struct html_context *context, const struct html_view *view)
{
	if (view->score_count == 0)
		return;
	html_write(ret, "<section aria-labelledby=\"scores\">\n<h2 id=\"scores\">%s</h2>\n<table><thead><tr>",
		   _("Questionnaires you added"));
	html_write(ret, "<th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th>",
		   _("Questionnaire"), _("Score"), _("Day"));
	html_write(ret, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < view->score_count; i++) {
		const struct html_score *score = &view->scores[i];
		_cleanup_(text_clear) struct text date = {0};
		words_day(&date, score->date, context->today);
		html_write(ret, "<tr><th scope=\"row\">%s</th><td>%s: %s</td><td>%s</td></tr>\n", score->questionnaire,
			   score->score, score->value, text_string(&date));
	}
	html_write(ret, "</tbody></table>\n<p class=\"quiet\">%s</p>\n</section>\n",
		   _("Scores and bands are their authors'. They are not a diagnosis."));
}
