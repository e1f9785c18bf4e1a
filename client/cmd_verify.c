#include <inttypes.h>
#include <stdio.h>

#include <evenkeel/backup.h>

#include "json_out.h"
#include "page.h"
#include "reading.h"
#include "words.h"

static const struct command_option options[] = {
	{"mark", NULL, N_("print the mark alone, to note down or to compare")},
	{"accept", NULL, N_("take the store as it is: what is missing stays missing, and is no fault any more")},
	{NULL, NULL, NULL},
};

static const char *finding_name(enum store_finding_type type)
{
	static const char *const names[] = {
		[FINDING_MISSING] = "missing",
		[FINDING_DAMAGED] = "damaged",
		[FINDING_FOREIGN] = "foreign",
		[FINDING_TRUNCATED] = "truncated",
		[FINDING_ROLLED_BACK] = "rolled-back",
		[FINDING_NO_SEAL] = "no-seal",
		[FINDING_UNATTESTED] = "unattested",
		[FINDING_TIME] = "time",
		[FINDING_NEWER] = "newer",
		[FINDING_OTHER_KEY] = "other-key",
	};

	return names[type];
}

static json_t *verify_json(const struct store_report *report)
{
	json_t *findings = json_array();

	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++) {
		const struct store_finding *finding = &report->findings[i];
		json_array_append_new(findings, json_pack("{s:s, s:I, s:I, s:s}", "type", finding_name(finding->type),
							  "first_n", (json_int_t)finding->first_n, "last_n",
							  (json_int_t)finding->last_n, "words", finding->words));
	}
	return json_pack("{s:b, s:I, s:I, s:s, s:i, s:o}", "healthy", report->healthy, "records",
			 (json_int_t)report->records, "expected", (json_int_t)report->expected, "mark", report->mark,
			 "finding_count", report->finding_count, "findings", findings);
}

/* "none missing" is said only where the whole is well: without a seal nobody can know. */
static void summary(const struct store_report *report, struct page *page)
{
	_cleanup_(text_clear) struct text records = {0}, expected = {0};
	unsigned long count = (unsigned long)report->records;

	words_number(&records, (int64_t)report->records);
	words_number(&expected, (int64_t)report->expected);
	if (report->healthy)
		text_appendf(&page->text,
			     dngettext("evenkeel", "%s record, none missing", "%s records, none missing", count),
			     text_string(&records));
	else if (report->expected > report->records)
		text_appendf(&page->text, _("%s of %s records read"), text_string(&records), text_string(&expected));
	else
		text_appendf(&page->text, dngettext("evenkeel", "%s record read", "%s records read", count),
			     text_string(&records));
	if (*report->mark)
		text_appendf(&page->text, _(", mark %s"), report->mark);
	text_append_char(&page->text, '\n');
}

static void findings(const struct store_report *report, struct page *page)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++)
		page_row(page, "  ·", 4, report->findings[i].words);
	if (report->finding_count > STORE_FINDINGS_MAX) {
		_cleanup_(text_clear) struct text line = {0};
		text_appendf(&line, _("and %d more"), report->finding_count - STORE_FINDINGS_MAX);
		page_row(page, "", 4, text_string(&line));
	}
}

static int pass_over(void *context, uint64_t n, const struct record *record)
{
	(void)context;
	(void)n;
	(void)record;
	return 0;
}

/* Accepted and whole: the store that was kept aside is not needed any more. */
static int accept(struct client *client, struct store *store, struct store_report *report, struct error *err)
{
	bool changed;

	if (store_accept(store, client->now, &changed, report, err))
		return -1;
	if (report->healthy && backup_has_aside(client->paths.store) && backup_drop_aside(client->paths.store, err))
		return -1;
	client_say(changed ? _("accepted: from now on this is your store, and its mark is the new one")
			   : _("there is nothing to accept"));
	return 0;
}

static int look(struct client *client, const struct command_call *call, struct store *store,
		struct store_report *report, struct error *err)
{
	if (command_value(call, "accept"))
		return accept(client, store, report, err);
	return store_read(store, pass_over, NULL, report, err);
}

/* Where accepting helps, say so. */
static void advise(const struct store_report *report, struct page *page)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++) {
		enum store_finding_type type = report->findings[i].type;
		if (type == FINDING_MISSING || type == FINDING_TRUNCATED || type == FINDING_ROLLED_BACK ||
		    type == FINDING_NO_SEAL || type == FINDING_UNATTESTED) {
			page_paragraph(page,
				       _("If you know why (you restored a backup, or lost a file) and nothing better "
					 "turns up: 'evenkeel verify --accept'."),
				       "");
			return;
		}
	}
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	struct store_report report = {0};
	struct error err = {0};

	if (client_words(call, 0, 0, &err) != 0 || client_unlock(client, &store, &err) != 0 ||
	    look(client, call, store, &report, &err) != 0)
		return client_fail(&err);
	if (client->json) {
		json_out_print(verify_json(&report));
	} else if (command_value(call, "mark")) {
		puts(report.mark);
	} else {
		struct page page = {.color = client->color, .columns = client->columns};
		summary(&report, &page);
		findings(&report, &page);
		advise(&report, &page);
		page_print(&page);
	}
	return report.healthy ? ERROR_NONE : ERROR_DAMAGED;
}

const struct command cmd_verify = {
	.name = "verify",
	.summary = N_("read everything and say whether it is whole"),
	.help = N_("Reads and checks every record: that none is missing, changed, swapped or put back. The mark stands "
		   "for the whole "
		   "of it: note it down, and a later look shows whether somebody put an older copy in its place. Exit "
		   "5 when "
		   "something is wrong.\n"
		   "\n"
		   "  evenkeel verify\n"
		   "  evenkeel verify --mark\n"
		   "  evenkeel verify --accept"),
	.options = options,
	.json = true,
	.run = run,
};
