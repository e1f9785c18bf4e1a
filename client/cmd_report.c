#include <stdio.h>
#include <string.h>

#include "files.h"
#include "report.h"
#include "report_html.h"
#include "term.h"

extern const struct command cmd_week;

static const struct command_option options[] = {
	{"html", "FILE", N_("all of your picture as one page for a browser, into FILE; - for the output")},
	{"days", "N", N_("with --html: how many days back, 1 to 3660; without it as 'evenkeel trends' has it")},
	{"for-manager", NULL, N_("a page to take to your manager")},
	{"cause", "ID", N_("a cause to put on it; may come several times")},
	{"wish", "TEXT", N_("a wish in your own words, or a measure's id; may come several times")},
	{"o", "FILE", N_("write the page to FILE, which only you can read")},
	{NULL, NULL, NULL},
};

static int read_picks(const struct command_call *call, struct report *report, struct error *err)
{
	const char *value;
	uint16_t cause;

	for (int cursor = 0; (value = command_next_value(call, "cause", &cursor)) != NULL;)
		if (client_cause(value, &cause, err) != 0 || report_add_cause(report, cause, err) != 0)
			return -1;
	for (int cursor = 0; (value = command_next_value(call, "wish", &cursor)) != NULL;)
		if (report_add_wish(report, value, err) != 0)
			return -1;
	return 0;
}

static int write_page(void *context, FILE *out, struct error *err)
{
	struct page *page = context;

	(void)err;
	fputs(text_string(&page->text), out); /* what fails is seen on @out */
	return 0;
}

static int put_out(const struct client *client, const struct report *report, const char *path, struct error *err)
{
	struct page page = {.color = client->color && !path, .columns = path ? 80 : client->columns};

	report_page(client, report, &page);
	if (!path) {
		page_print(&page);
		fflush(stdout);
		client_say(_("nothing was sent; whom you show it to is up to you"));
		return 0;
	}
	int result = file_write_whole(path, write_page, &page, err);
	text_clear(&page.text);
	if (result == 0)
		client_tell(_("The page is in '%s'. Nothing was sent; whom you show it to is up to you.\n"), path);
	return result;
}

static int make(struct client *client, const struct command_call *call, struct report *report, struct error *err)
{
	const char *path = command_value(call, "o");

	if (read_picks(call, report, err) != 0)
		return -1;
	if (path && strcmp(path, "-") == 0)
		path = NULL;
	if (report->cause_count + report->wish_count == 0 && !term_interactive())
		return error_set(err, ERROR_USAGE,
				 "what is to stand on the page? Name it with --cause ID or --wish TEXT, or pick it at "
				 "a terminal");
	if ((report->cause_count + report->wish_count == 0 && !report_ask(client, report)) ||
	    report->cause_count + report->wish_count == 0) {
		puts(_("Nothing was picked, so there is no page."));
		return 0;
	}
	return put_out(client, report, path, err);
}

static int for_manager(struct client *client, const struct command_call *call)
{
	struct report report = {0};
	struct error err = {0};
	int result = make(client, call, &report, &err);

	explicit_bzero(&report, sizeof(report));
	return result == 0 ? 0 : client_fail(&err);
}

/* Which of the two pages, and nothing that belongs to the other. */
static int check_page(const struct command_call *call, struct error *err)
{
	static const char *const managers[] = {"cause", "wish", "o"};
	bool html = command_value(call, "html") != NULL, manager = command_value(call, "for-manager") != NULL;

	if (html && manager)
		return error_set(err, ERROR_USAGE,
				 "--html shows all, --for-manager only what you pick; take one of them");
	if (!html && !manager && call->given_count > 0)
		return error_set(err, ERROR_USAGE,
				 "which report? 'evenkeel report --html FILE' is your whole picture, 'evenkeel report "
				 "--for-manager' a page for a talk with your manager");
	for (size_t i = 0; html && i < sizeof(managers) / sizeof(*managers); i++)
		if (command_value(call, managers[i]))
			return error_set(err, ERROR_USAGE, "--cause, --wish and -o belong to --for-manager");
	if (manager && command_value(call, "days"))
		return error_set(err, ERROR_USAGE, "--days belongs to --html");
	return 0;
}

/* Without a page to make: all of it here. */
static int on_terminal(struct client *client)
{
	struct command_call week = {.command = &cmd_week};
	struct page page = {.color = client->color, .columns = client->columns};
	int code = cmd_week.run(client, &week);

	if (code == 0) {
		page_blank(&page);
		page_paragraph(&page,
			       _("The same with pictures, for a browser or for paper: evenkeel report --html FILE"),
			       "");
		page_paragraph(&page, _("For a talk with your manager: evenkeel report --for-manager"), "");
		page_print(&page);
	}
	return code;
}

static int run(struct client *client, const struct command_call *call)
{
	const char *path = command_value(call, "html"), *word = command_value(call, "days");
	struct error err = {0};
	long days = 0;

	if (client_words(call, 0, 0, &err) != 0 || check_page(call, &err) != 0 ||
	    (word && client_number(word, "--days", 1, 3660, &days, &err) != 0))
		return client_fail(&err);
	if (path)
		return report_html(client, path, (int)days);
	return command_value(call, "for-manager") ? for_manager(client, call) : on_terminal(client);
}

const struct command cmd_report = {
	.name = "report",
	.summary = N_("your picture as a page for a browser, or one for your manager"),
	.help = N_(
		"Without an option shows what 'week' shows.\n"
		"\n"
		"--html writes all that 'trends', 'causes' and 'tips' show into one page, with pictures: for a "
		"browser, for a screen reader, for two sheets of paper. It asks for your passphrase. The file holds "
		"what you answered in the clear, for anyone who can read it; only you can at first, and it is sent "
		"nowhere. A file of that name is replaced.\n"
		"\n"
		"  evenkeel report --html picture.html\n"
		"  evenkeel report --html - --days 90 >picture.html\n"
		"\n"
		"--for-manager makes a page for a talk with your manager: what weighs on your work and what you wish "
		"for, as you pick it, and what belongs to the organisation. It never opens your answers, so no score, "
		"symptom or date can stand on it. Asks what to put there, by number, unless --cause or --wish says so; "
		"words in the command show in the list of processes and in the shell's history. Sends nothing.\n"
		"\n"
		"  evenkeel report --for-manager\n"
		"  evenkeel report --for-manager --cause company.overload -o page.txt\n"
		"  evenkeel report --for-manager --cause environment.surroundings \\\n"
		"    --wish better-environment --wish 'two quiet hours a week'"),
	.options = options,
	.run = run,
};
