#include "sure.h"

#include <stdio.h>
#include <string.h>

#include "term.h"

static int check_terminal(struct error *err)
{
	if (term_interactive())
		return 0;
	return error_set(err, ERROR_USAGE, "this cannot be taken back, and there is no terminal to ask; add --yes");
}

static int stopped(struct error *err)
{
	return error_set(err, ERROR_FAILED, "stopped; nothing was changed");
}

int sure_confirm(const struct command_call *call, const char *question, struct error *err)
{
	if (command_value(call, "yes"))
		return 0;
	if (check_terminal(err))
		return -1;
	return term_confirm(question, false) ? 0 : stopped(err);
}

int sure_typed(const struct command_call *call, const char *question, const char *word, struct error *err)
{
	_cleanup_(text_clear) struct text line = {0};

	if (command_value(call, "yes"))
		return 0;
	if (check_terminal(err))
		return -1;
	printf("%s ", question);
	return term_line(&line, 100) == 0 && strcmp(text_string(&line), word) == 0 ? 0 : stopped(err);
}
