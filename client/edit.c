#include "edit.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <evenkeel/config.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "command.h"
#include "page.h"
#include "settings.h"
#include "term.h"

enum { COMMENT_COLUMNS = 60 }; /* at three bytes a column still under a line's limit */

static void begin_section(const char *section, size_t length, char last[static 32], struct text *ret)
{
	if (strlen(last) == length && strncmp(last, section, length) == 0)
		return;
	snprintf(last, 32, "%.*s", (int)length, section);
	text_appendf(ret, "\n[%s]\n", last);
}

static void append_option(const struct config_option *option, struct text *ret)
{
	const char *dot = strchr(option->key, '.');
	page_wrap(ret, _(option->help), COMMENT_COLUMNS, "# ");
	text_appendf(ret, "# %s = %s\n", dot == NULL ? option->key : dot + 1, option->initial);
}

void edit_template(struct text *ret)
{
	size_t count;
	const struct config_option *options = config_options(&count);
	char section[32] = "";
	page_wrap(ret, _("Evenkeel's settings. A line with # in front shows a default; take the # away to change it."),
		  COMMENT_COLUMNS, "# ");
	text_append(ret, "\n");
	for (size_t i = 0; i < count; i++) /* those outside of sections come first */
		if (strchr(options[i].key, '.') == NULL)
			append_option(&options[i], ret);
	for (size_t i = 0; i < count; i++) {
		const char *dot = strchr(options[i].key, '.');
		if (dot == NULL)
			continue;
		begin_section(options[i].key, (size_t)(dot - options[i].key), section, ret);
		append_option(&options[i], ret);
	}
}

/* The shell splits "code --wait" and the like; the path comes in as its argument, never inside the command. */
static int run_editor(const char *path, struct error *err)
{
	const char *editor = getenv("VISUAL");
	char command[512];
	int status;
	if (editor == NULL || *editor == '\0')
		editor = getenv("EDITOR");
	if (editor == NULL || *editor == '\0')
		editor = access("/usr/bin/editor", X_OK) == 0 ? "/usr/bin/editor" : "vi";
	if (snprintf(command, sizeof(command), "exec %s \"$1\"", editor) >= (int)sizeof(command))
		return error_set(err, ERROR_FAILED, "the editor's command is too long");
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		execl("/bin/sh", "sh", "-c", command, "sh", path, (char *)NULL);
		_exit(127);
	}
	if (child < 0)
		return error_set(err, ERROR_FAILED, "cannot start the editor '%s': %s", editor, strerror(errno));
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return error_set(err, ERROR_FAILED, "the editor '%s' did not end well; nothing was changed", editor);
	return 0;
}

/* Edit @copy until it will do or the person gives up. */
static int edit_until_good(const char *copy, const char *before, edit_check check, void *context, struct text *ret,
			   struct error *err)
{
	for (;;) {
		bool found;
		text_clear(ret);
		if (run_editor(copy, err) < 0 || settings_read_file(copy, ret, &found, err) < 0)
			return -1;
		if (!found || strcmp(text_string(ret), before) == 0)
			return EDIT_UNCHANGED;
		if (check(context, text_string(ret), err) == 0)
			return 0;
		if (!term_interactive())
			return -1;
		client_say(err->message);
		if (!term_confirm(_("Edit again? Otherwise nothing is changed."), true))
			return EDIT_UNCHANGED;
	}
}

int edit_file(const char *path, edit_check check, void *context, struct error *err)
{
	_cleanup_(text_clear) struct text before = {0}, after = {0};
	char copy[PATH_SIZE + 16];
	bool found;
	if (settings_read_file(path, &before, &found, err) < 0)
		return -1;
	if (!found)
		edit_template(&before);
	snprintf(copy, sizeof(copy), "%s.edit", path);
	if (settings_write(copy, text_string(&before), err) < 0)
		return -1;
	int outcome = edit_until_good(copy, text_string(&before), check, context, &after, err);
	unlink(copy);
	return outcome == 0 ? settings_write(path, text_string(&after), err) : outcome;
}
