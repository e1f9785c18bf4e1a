#include "dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/locale.h>
#include <evenkeel/os.h>

#include "help.h"
#include "option.h"
#include "settings.h"
#include "tell.h"
#include "term.h"

static bool wants_color(const struct option_line *line)
{
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");
	if (line->no_color || (no_color != NULL && *no_color != '\0'))
		return false;
	if (terminal != NULL && strcmp(terminal, "dumb") == 0)
		return false;
	return isatty(STDOUT_FILENO);
}

static int print_help(const struct command *const *list, const struct option_line *line)
{
	struct page page = {.columns = term_columns(), .color = wants_color(line)};
	if (line->command == NULL)
		help_overview(list, &page);
	else
		help_command(line->command, &page);
	page_print(&page);
	return 0;
}

int client_prepare(struct client *ret, const char *store_dir, bool mends_settings, struct error *err)
{
	if (paths_find(store_dir, &ret->paths, err) < 0)
		return -1;
	int settings = settings_load(&ret->paths, &ret->config, err);
	ret->language = locale_choose((enum config_language)ret->config.language);
	if (settings < 0 && !mends_settings)
		return -1;
	ret->store_dir = store_dir;
	return client_look_at_clock(ret, err);
}

int client_look_at_clock(struct client *client, struct error *err)
{
	if (instant_now_client(&client->now, err) < 0)
		return -1;
	client->zone = zone_probe(client->now.wall_ms / 1000);
	return 0;
}

static int prepare(struct client *client, const struct option_line *line, const struct command *command,
		   struct error *err)
{
	if (client_prepare(client, line->store, command->mends_settings, err) < 0)
		return -1;
	client->json = line->json;
	client->color = wants_color(line);
	client->columns = term_columns();
	return 0;
}

static int run(const struct command *const *list, const struct option_line *line)
{
	struct error err = {0};
	struct client client = {0};
	struct command_call call = line->call;
	const struct command *command = line->command;
	if (command == NULL)
		call.command = command = option_find_command(list, "status");
	if (prepare(&client, line, command, &err) < 0)
		return tell_fail(tell_wanted(&call), &err);
	return command->run(&client, &call);
}

/* Before anything is said: help and wrong usage come in the language that the settings name, too. */
static void find_language(void)
{
	struct paths paths;
	struct config *config = mem_new(1, sizeof(*config));
	if (paths_find(NULL, &paths, NULL) == 0) {
		(void)settings_load(&paths, config, NULL); /* a fault in them is told where they are needed */
		locale_choose((enum config_language)config->language);
	}
	free(config);
}

int dispatch(const struct command *const *list, int argc, char **argv)
{
	_cleanup_(option_line_clear) struct option_line line = {0};
	struct error err = {0};
	find_language();
	if (option_parse(list, argc, argv, &line, &err) < 0)
		return client_fail(&err);
	if (line.help)
		return print_help(list, &line);
	if (line.version) {
		puts("evenkeel " EVENKEEL_VERSION);
		return 0;
	}
	return run(list, &line);
}
