#include <stdlib.h>

#include "json_out.h"
#include "keyring.h"
#include "page.h"
#include "privacy.h"
#include "programs.h"
#include "team.h"
#include "words.h"

enum { LABEL_COLUMNS = 17 };

static const char *reader_words(enum privacy_reader reader)
{
	switch (reader) {
	case PRIVACY_SEALED:
		return _("opens with your passphrase or the recovery code");
	case PRIVACY_ANYONE:
		return _("readable by you and by an administrator");
	case PRIVACY_EVERYBODY:
		break;
	}
	return _("readable by everybody on this computer");
}

static const char *reader_id(enum privacy_reader reader)
{
	static const char *const ids[] = {"passphrase_or_recovery_code", "owner_and_administrator", "everybody"};
	return ids[reader];
}

/* "~/..." where it lies at home: shorter, and as people say it. */
static void append_path(struct text *ret, const char *path)
{
	const char *inside = programs_below_home(path);
	text_appendf(ret, inside != NULL ? "~/%s" : "%s", inside != NULL ? inside : path);
}

static void place_rows(struct page *page, const struct privacy_place *place)
{
	_cleanup_(text_clear) struct text label = {0}, where = {0}, kib = {0}, what = {0};
	text_appendf(&label, "  %s", _(place->label));
	append_path(&where, place->path);
	words_number(&kib, (place->bytes + 1023) / 1024);
	/* TRANSLATORS: a file's place and its size */
	text_appendf(&what, _("%s, %s KiB"), text_string(&where), text_string(&kib));
	page_row(page, text_string(&label), LABEL_COLUMNS, text_string(&what));
	text_clear(&what);
	text_appendf(&what, "%s%s%s", _(place->content), _("; "), reader_words(place->reader));
	page_row(page, "", LABEL_COLUMNS, text_string(&what));
}

static void places(struct page *page, const struct privacy_place *found)
{
	bool any = false;
	page_heading(page, _("What is stored, on this computer alone"));
	for (size_t i = 0; i < PRIVACY_PLACES; i++) {
		if (found[i].files == 0)
			continue;
		place_rows(page, &found[i]);
		any = true;
	}
	if (!any)
		page_paragraph(page, _("Nothing yet."), "  ");
}

static void statements(struct page *page, const char *title, const struct privacy_statement *list, bool joined,
		       const struct team *team)
{
	page_heading(page, title);
	for (; list->id != NULL; list++) {
		_cleanup_(text_clear) struct text words = {0};
		privacy_say(list, joined, team, &words);
		page_row(page, "  -", 4, text_string(&words));
	}
}

static void show_page(const struct client *client, const struct privacy_place *found, bool keyring, bool joined,
		      const struct team *team)
{
	struct page page = {.color = client->color, .columns = client->columns};
	places(&page, found);
	if (keyring)
		page_paragraph(&page,
			       _("The keyring opens your answers, too: any program of your session can use it while it "
				 "is unlocked. 'evenkeel keys keyring off' ends that."),
			       "  ");
	statements(&page, _("What leaves this computer"), privacy_leaves, joined, team);
	statements(&page, _("What a manager or administrator could see here"), privacy_visible, joined, team);
	statements(&page, _("What they could not"), privacy_hidden, joined, team);
	page_print(&page);
}

static json_t *json_places(const struct privacy_place *found)
{
	json_t *list = json_array();
	for (size_t i = 0; i < PRIVACY_PLACES; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:I, s:s, s:b, s:s}", "id", found[i].id, "path",
						      found[i].path, "files", (json_int_t)found[i].files, "bytes",
						      (json_int_t)found[i].bytes, "content", _(found[i].content),
						      "sealed", found[i].reader == PRIVACY_SEALED, "readable_by",
						      reader_id(found[i].reader)));
	return list;
}

static json_t *json_statements(const struct privacy_statement *list, bool joined, const struct team *team)
{
	json_t *object = json_array();
	for (; list->id != NULL; list++) {
		_cleanup_(text_clear) struct text words = {0};
		privacy_say(list, joined, team, &words);
		json_array_append_new(object, json_pack("{s:s, s:s}", "id", list->id, "text", text_string(&words)));
	}
	return object;
}

static void print_json(const struct privacy_place *found, bool keyring, bool joined, const struct team *team)
{
	json_out_print(json_pack("{s:o, s:b, s:o, s:b, s:o, s:o}", "stored", json_places(found), "keyring", keyring,
				 "leaves", json_statements(privacy_leaves, joined, team), "team_joined", joined,
				 "visible", json_statements(privacy_visible, joined, team), "hidden",
				 json_statements(privacy_hidden, joined, team)));
}

static int run(struct client *client, const struct command_call *call)
{
	struct keyring_item item;
	struct error err = {0};
	struct team team = {0};
	if (client_words(call, 0, 0, &err) < 0)
		return client_fail(&err);
	/* What cannot be read is told by 'team status'; here the files are listed in any case. */
	(void)team_look(client, &team, NULL);
	bool joined = team_joined(client);
	json_out_init();
	struct privacy_place *found = mem_new(PRIVACY_PLACES, sizeof(*found));
	privacy_look(client, found);
	bool keyring = keyring_item(client->paths.store, &item);
	if (client->json)
		print_json(found, keyring, joined, &team);
	else
		show_page(client, found, keyring, joined, &team);
	free(found);
	team_wipe(&team);
	return 0;
}

const struct command cmd_privacy = {
	.name = "privacy",
	.args = "",
	.summary = N_("what is stored, what leaves, what a manager could see"),
	.help = N_("The files that Evenkeel keeps, how big they are and who can open them; what leaves this computer "
		   "and when; what a manager or an administrator could see here, and what not. Needs no passphrase "
		   "and changes nothing.\n"
		   "\n"
		   "  evenkeel privacy\n"
		   "  evenkeel privacy --json"),
	.json = true,
	.mends_settings = true,
	.run = run,
};
