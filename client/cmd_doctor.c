#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "json_out.h"
#include "page.h"

enum { LABEL_COLUMNS = 20, COMMAND_COLUMNS = 72 };

static int count(const struct doctor *doctor, enum doctor_state state)
{
	int found = 0;
	for (int i = 0; i < doctor->count; i++)
		found += doctor->checks[i].state == state;
	return found;
}

/* For copying: broken between words alone, behind a backslash, as a shell takes it. What is quoted stays in one piece. */
static void command_line(struct page *page, const struct text *command)
{
	const char *cursor = text_string(command);
	bool quoted = strchr(cursor, '\'') != NULL;
	size_t used = 0;
	text_append(&page->text, "    $ ");
	while (*cursor != '\0') {
		size_t length = strcspn(cursor, " ");
		if (used > 0 && !quoted && used + 1 + length > COMMAND_COLUMNS) {
			text_append(&page->text, " \\\n        ");
			used = 2;
		} else if (used > 0) {
			text_append_char(&page->text, ' ');
			used++;
		}
		text_append_bytes(&page->text, cursor, length);
		used += length;
		cursor += length + (cursor[length] == ' ');
	}
	text_append_char(&page->text, '\n');
}

static void section(struct page *page, const struct doctor *doctor, enum doctor_state state, const char *title)
{
	if (count(doctor, state) == 0)
		return;
	page_heading(page, title);
	for (int i = 0; i < doctor->count; i++) {
		const struct doctor_check *check = &doctor->checks[i];
		_cleanup_(text_clear) struct text label = {0};
		if (check->state != state)
			continue;
		text_appendf(&label, "  %s", check->label);
		page_row(page, text_string(&label), LABEL_COLUMNS, text_string(&check->found));
		if (check->mend.length > 0)
			command_line(page, &check->mend);
	}
}

static void show_page(const struct doctor *doctor)
{
	struct page page = {.color = doctor->client->color, .columns = doctor->client->columns};
	section(&page, doctor, DOCTOR_WORKS, _("Works"));
	section(&page, doctor, DOCTOR_OPTIONAL, _("Missing, and you can do without"));
	section(&page, doctor, DOCTOR_NEEDED, _("Missing, and needed"));
	page_blank(&page);
	page_paragraph(&page,
		       count(doctor, DOCTOR_NEEDED) > 0
			       ? _("Each line with '$' mends what stands above it; look again afterwards.")
			       : _("All that is needed works."),
		       "");
	page_print(&page);
}

static void print_json(const struct doctor *doctor)
{
	static const char *const states[] = {"works", "optional_missing", "needed_missing"};
	json_out_init();
	json_t *checks = json_array();
	for (int i = 0; i < doctor->count; i++) {
		const struct doctor_check *check = &doctor->checks[i];
		json_array_append_new(
			checks, json_pack("{s:s, s:s, s:s, s:o}", "id", check->id, "state", states[check->state],
					  "found", text_string(&check->found), "mend",
					  json_out_string(check->mend.length > 0 ? text_string(&check->mend) : NULL)));
	}
	json_out_print(json_pack("{s:b, s:i, s:i, s:o}", "well", count(doctor, DOCTOR_NEEDED) == 0, "needed_missing",
				 count(doctor, DOCTOR_NEEDED), "optional_missing", count(doctor, DOCTOR_OPTIONAL),
				 "checks", checks));
}

static void doctor_free(struct doctor *doctor)
{
	for (int i = 0; i < doctor->count; i++) {
		text_clear(&doctor->checks[i].found);
		text_clear(&doctor->checks[i].mend);
	}
	free(doctor);
}

static int run(struct client *client, const struct command_call *call)
{
	struct error err = {0};
	if (client_words(call, 0, 0, &err) < 0)
		return client_fail(&err);
	struct doctor *doctor = mem_new(1, sizeof(*doctor));
	doctor->client = client;
	doctor->running = remote_status(client, &doctor->status);
	doctor_asking(doctor);
	doctor_keeping(doctor);
	doctor_programs(doctor);
	if (client->json)
		print_json(doctor);
	else
		show_page(doctor);
	int code = count(doctor, DOCTOR_NEEDED) > 0 ? ERROR_FAILED : ERROR_NONE;
	doctor_free(doctor);
	return code;
}

const struct command cmd_doctor = {
	.name = "doctor",
	.args = "",
	.summary = N_("what works here, and what mends each gap"),
	.help = N_("Looks at the daemon, where prompts are shown, the store, its weekly copy, the memory that "
		   "unlocking takes, and the programs that Evenkeel calls; for each gap it names the one command that "
		   "mends it. Needs no passphrase. Exit 1 when something is missing that is needed.\n"
		   "\n"
		   "  evenkeel doctor\n"
		   "  evenkeel doctor --json"),
	.json = true,
	.mends_settings = true,
	.run = run,
};
