#include <limits.h>
#include <string.h>

#include "json_out.h"
#include "support.h"

enum { WIDTH = 15 };

struct view {
	struct support support;
	char country[CONFIG_COUNTRY_SIZE];
	struct text countries;
};

static void view_clear(struct view *view)
{
	support_clear(&view->support);
	text_clear(&view->countries);
}

static json_t *contacts_json(const struct view *view, const char *country)
{
	const struct support_contact *contact = NULL;
	json_t *list = json_array();

	while ((contact = support_next(&view->support, country, contact)) != NULL) {
		json_t *object = json_pack("{s:s}", "name", contact->name);
		const char *const values[] = {contact->phone, contact->web, contact->hours, contact->language};
		static const char *const keys[] = {"phone", "web", "hours", "language"};
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			json_object_set_new(object, keys[i], json_out_string(values[i][0] ? values[i] : NULL));
		json_array_append_new(list, object);
	}
	return list;
}

static void print_json(const struct view *view)
{
	json_out_init();
	json_out_print(json_pack("{s:o, s:o, s:o, s:s, s:b}", "eap", contacts_json(view, ""), "country",
				 json_out_string(view->country[0] ? view->country : NULL), "lines",
				 view->country[0] ? contacts_json(view, view->country) : json_array(), "text",
				 support_neutral(), "watched", 0));
}

static void value_row(struct page *page, const char *label, const char *value)
{
	_cleanup_(text_clear) struct text words = {0};

	text_appendf(&words, "    %s", label);
	if (*value)
		page_row(page, text_string(&words), WIDTH, value);
}

static void contacts_page(const struct view *view, const char *country, struct page *page)
{
	const struct support_contact *contact = NULL;

	while ((contact = support_next(&view->support, country, contact)) != NULL) {
		page_paragraph(page, contact->name, "  ");
		value_row(page, _("phone"), contact->phone);
		value_row(page, _("web"), contact->web);
		value_row(page, _("when"), contact->hours);
		value_row(page, _("languages"), contact->language);
	}
}

static void lines_page(const struct view *view, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	if (view->countries.length == 0)
		return;
	if (view->country[0] && support_next(&view->support, view->country, NULL)) {
		text_appendf(&words, _("Help lines in %s"), view->country);
		page_heading(page, text_string(&words));
		contacts_page(view, view->country, page);
		return;
	}
	page_heading(page, _("Help lines"));
	if (view->country[0])
		text_appendf(&words, _("None is listed for %s. "), view->country);
	text_appendf(&words, _("There are some for these countries: %s. To choose one:"),
		     text_string(&view->countries));
	page_paragraph(page, text_string(&words), "");
	text_appendf(&page->text, "  evenkeel config set support.country %.2s\n", text_string(&view->countries));
}

static void show_page(const struct client *client, const struct view *view)
{
	struct page page = {.color = client->color, .columns = client->columns};

	page_heading(&page, _("People to talk to"));
	page_paragraph(&page, support_unwatched(), "");
	if (support_next(&view->support, "", NULL)) {
		page_heading(&page, _("Your employer's assistance programme"));
		contacts_page(view, "", &page);
	}
	lines_page(view, &page);
	page_heading(&page, _("Always"));
	page_paragraph(&page, support_neutral(), "");
	page_print(&page);
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(view_clear) struct view view = {0};
	struct error err = {0};

	if (client_words(call, 0, 0, &err) != 0)
		return client_fail(&err);
	int result = support_load(client, &view.support);
	support_country(client, view.country);
	support_countries(&view.support, &view.countries);
	if (client->json)
		print_json(&view);
	else
		show_page(client, &view);
	return result < 0 ? ERROR_FAILED : ERROR_NONE;
}

const struct command cmd_help_me = {
	.name = "help-me",
	.summary = N_("people to talk to: your employer's programme, help lines"),
	.help = N_("Names people to talk to: your employer's assistance programme and help lines of your country, as "
		   "your employer's file /etc/evenkeel/support.ini or your own one has them, and what is true "
		   "everywhere. Needs no passphrase and no daemon, and tells nobody.\n"
		   "\n"
		   "  evenkeel help-me\n"
		   "  evenkeel config set support.country DE"),
	.json = true,
	.mends_settings = true,
	.run = run,
};
