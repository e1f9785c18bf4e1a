#include "help.h"

#include <string.h>

#include "option.h"

enum { USAGE_COLUMNS = 80 };

/* A text whose lines that begin with a blank stand as they are (examples); the others are paragraphs. */
static void append_text(struct page *page, const char *string)
{
	while (*string != '\0') {
		_cleanup_(text_clear) struct text line = {0};
		size_t length = strcspn(string, "\n");
		text_append_bytes(&line, string, length);
		if (length == 0)
			page_blank(page);
		else if (string[0] == ' ')
			text_appendf(&page->text, "%s\n", text_string(&line));
		else
			page_paragraph(page, text_string(&line), "");
		string += length + (string[length] == '\n');
	}
}

static void option_words(const struct command_option *row, struct text *ret)
{
	text_appendf(ret, "  %s%s", strlen(row->name) == 1 ? "-" : "--", row->name);
	if (row->argument != NULL)
		text_appendf(ret, " %s", row->argument);
}

/* Without --json where a command has none. */
static void append_options(struct page *page, const struct command_option *rows, bool json)
{
	int width = 18;
	for (const struct command_option *row = rows; row->name != NULL; row++) {
		_cleanup_(text_clear) struct text words = {0};
		option_words(row, &words);
		if (text_columns(text_string(&words)) + 2 > width)
			width = text_columns(text_string(&words)) + 2;
	}
	for (const struct command_option *row = rows; row->name != NULL; row++) {
		_cleanup_(text_clear) struct text words = {0};
		if (!json && strcmp(row->name, "json") == 0)
			continue;
		option_words(row, &words);
		page_row(page, text_string(&words), width, _(row->help));
	}
}

/* Words that do not fit beside it stand below. */
static void append_usage(struct page *page, const struct command *command)
{
	_cleanup_(text_clear) struct text usage = {0};
	const char *args = command->args != NULL ? command->args : "";

	text_appendf(&usage, "%s evenkeel %s", _("usage:"), command->name);
	if (command->options != NULL)
		text_appendf(&usage, " [%s]", _("options"));
	if (*args != '\0') {
		bool fits = text_columns(text_string(&usage)) + 1 + text_columns(args) <= USAGE_COLUMNS;
		text_appendf(&usage, "%s%s", fits ? " " : "\n    ", args);
	}
	text_appendf(&page->text, "%s\n", text_string(&usage));
}

void help_command(const struct command *command, struct page *page)
{
	append_usage(page, command);
	page_blank(page);
	append_text(page, _(command->help));
	if (command->options != NULL) {
		page_heading(page, _("Options"));
		append_options(page, command->options, true);
	}
	page_heading(page, _("Everywhere"));
	append_options(page, option_globals, command->json);
}

void help_overview(const struct command *const *list, struct page *page)
{
	text_appendf(&page->text, "%s evenkeel [%s] [%s]\n", _("usage:"), _("command"), _("options"));
	page_blank(page);
	page_paragraph(page,
		       _("Evenkeel asks how you are, notices strain early and suggests what may help. Your answers "
			 "stay on this computer, "
			 "sealed; only you can open them."),
		       "");
	page_heading(page, _("Commands"));
	for (; *list != NULL; list++) {
		_cleanup_(text_clear) struct text name = {0};
		text_appendf(&name, "  %s", (*list)->name);
		page_row(page, text_string(&name), 14, _((*list)->summary));
	}
	page_heading(page, _("Everywhere"));
	append_options(page, option_globals, true);
	page_blank(page);
	page_paragraph(page, _("Each command explains itself: 'evenkeel checkin --help'. Begin with 'evenkeel setup'."),
		       "");
}
