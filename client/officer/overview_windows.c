/* All windows of a team on a page: the picture of them, and the table behind it. */
#include <stdio.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "html_chart.h"
#include "overview_chart.h"
#include "words.h"

struct view {
	struct text *ret;
	const struct overview_team *team;
	enum catalogue_language language;
};

static void item_row(const struct view *view, unsigned item)
{
	html_write(view->ret, "<tr><th scope=\"row\">%s</th>",
		   item == RELEASE_MEAN ? _("Mean stress") : overview_label(item, view->language));
	for (size_t i = 0; i < view->team->count; i++) {
		const struct release_figures *figures = &view->team->windows[i].figures;
		_cleanup_(text_clear) struct text words = {0};
		if (item == RELEASE_MEAN)
			overview_mean(&figures->stress, &words);
		else
			overview_points(&figures->cells[item], &words);
		html_write(view->ret, "<td class=\"number\">%s</td>", text_string(&words));
	}
	html_write(view->ret, "</tr>\n");
}

typedef void cell_words_of(const struct overview_window *window, enum catalogue_language language, struct text *ret);

static void words_row(const struct view *view, const char *label, cell_words_of *words)
{
	html_write(view->ret, "<tr><th scope=\"row\">%s</th>", label);
	for (size_t i = 0; i < view->team->count; i++) {
		_cleanup_(text_clear) struct text cell = {0};
		words(&view->team->windows[i], view->language, &cell);
		html_write(view->ret, "<td class=\"number\">%s</td>", text_string(&cell));
	}
	html_write(view->ret, "</tr>\n");
}

static void people(const struct overview_window *window, enum catalogue_language language, struct text *ret)
{
	(void)language;
	text_append(ret, release_people_name(window->figures.people));
}

static void participation(const struct overview_window *window, enum catalogue_language language, struct text *ret)
{
	const char *name = release_participation_name(window->figures.participation);

	(void)language;
	text_append(ret, *name ? _(name) : "");
}

static void countersigned(const struct overview_window *window, enum catalogue_language language, struct text *ret)
{
	(void)language;
	if (window->figures.reason == RELEASE_SHOWN)
		text_append(ret, window->countersigned ? _("yes") : _("not yet"));
}

static void causes(const struct overview_window *window, enum catalogue_language language, struct text *ret)
{
	const struct release_top *top = &window->figures.causes;

	for (unsigned i = 0; i < top->count; i++)
		text_appendf(ret, "%s%s", i ? _(", ") : "", overview_label(top->cells[i], language));
}

static void head(const struct view *view)
{
	html_write(view->ret, "<table class=\"windows\"><thead><tr><th scope=\"col\">%s</th>", _("Window from"));
	for (size_t i = 0; i < view->team->count; i++) {
		_cleanup_(text_clear) struct text day = {0};
		words_short_day(&day, overview_from(&view->team->windows[i].figures));
		html_write(view->ret, "<th scope=\"col\" class=\"number\">%s</th>", text_string(&day));
	}
	html_write(view->ret, "</tr></thead><tbody>\n");
}

static void table(const struct view *view)
{
	html_write(view->ret, "<details><summary>%s</summary>\n", _("All windows as a table"));
	html_scroll_begin(view->ret, _("All windows as a table"));
	head(view);
	words_row(view, _("People"), people);
	words_row(view, _("Took part"), participation);
	words_row(view, _("Countersigned"), countersigned);
	item_row(view, RELEASE_MEAN);
	for (unsigned cell = 0; cell < RELEASE_CELLS; cell++)
		if (overview_has(cell))
			item_row(view, cell);
	words_row(view, _("What weighs most"), causes);
	html_write(view->ret, "</tbody></table>\n");
	html_scroll_end(view->ret);
	html_write(view->ret, "</details>\n");
}

static size_t means_shown(const struct overview_team *team)
{
	size_t count = 0;

	for (size_t i = 0; i < team->count; i++)
		count += team->windows[i].figures.stress.reason == RELEASE_SHOWN;
	return count;
}

void overview_windows(struct text *ret, const struct overview_team *team, int number, enum catalogue_language language)
{
	const struct view view = {.ret = ret, .team = team, .language = language};

	if (team->count == 0 || (team->count == 1 && team->newest == 0))
		return;
	html_write(ret, "<h3>%s</h3>\n<figure>\n", _("Window by window"));
	if (means_shown(team) > 1) {
		html_scroll_begin(ret, _("Mean stress, window by window"));
		overview_chart(ret, team, number, language);
		html_scroll_end(ret);
	}
	table(&view);
	html_write(ret, "</figure>\n");
}
