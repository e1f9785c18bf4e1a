#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "edit.h"
#include "json_out.h"
#include "page.h"
#include "settings_change.h"

enum { KEY_COLUMNS = 24, VALUE_COLUMNS = 14 };

static void default_of(const struct config_option *option, struct text *ret)
{
	struct config *defaults = mem_new(1, sizeof(*defaults));
	config_defaults(defaults);
	config_get(defaults, option, ret);
	free(defaults);
}

static const struct config_option *find(const char *key, struct error *err)
{
	const struct config_option *option = config_find(key);
	if (option == NULL)
		error_set(err, ERROR_USAGE, "there is no setting '%s'; 'evenkeel config list' shows them all", key);
	return option;
}

static json_t *json_option(const struct config *config, const struct config_option *option)
{
	_cleanup_(text_clear) struct text value = {0}, standard = {0}, allowed = {0};
	config_get(config, option, &value);
	default_of(option, &standard);
	config_allowed(option, &allowed);
	return json_pack("{s:s, s:s, s:s, s:b, s:s, s:s}", "key", option->key, "value", text_string(&value), "default",
			 text_string(&standard), "changed", strcmp(text_string(&value), text_string(&standard)) != 0,
			 "allowed", text_string(&allowed), "meaning", _(option->help));
}

static void print_list_json(const struct config *config)
{
	size_t count;
	const struct config_option *options = config_options(&count);
	json_out_init();
	json_t *settings = json_array();
	for (size_t i = 0; i < count; i++)
		json_array_append_new(settings, json_option(config, &options[i]));
	json_out_print(json_pack("{s:o}", "settings", settings));
}

static void list_row(struct page *page, const struct config *config, const struct config_option *option,
		     bool *any_changed)
{
	_cleanup_(text_clear) struct text value = {0}, standard = {0}, words = {0}, key = {0};
	config_get(config, option, &value);
	default_of(option, &standard);
	bool changed = strcmp(text_string(&value), text_string(&standard)) != 0;
	*any_changed |= changed;
	text_appendf(&key, "%c %s", changed ? '*' : ' ', option->key);
	if (text_columns(text_string(&value)) >= VALUE_COLUMNS) { /* a long value stands above its meaning */
		page_row(page, text_string(&key), KEY_COLUMNS, text_string(&value));
		page_row(page, "", KEY_COLUMNS + VALUE_COLUMNS, _(option->help));
		return;
	}
	text_append_fitted(&words, text_string(&key), KEY_COLUMNS);
	text_append(&words, text_string(&value));
	page_row(page, text_string(&words), KEY_COLUMNS + VALUE_COLUMNS, _(option->help));
}

static void print_list(const struct client *client)
{
	struct page page = {.color = client->color, .columns = client->columns};
	size_t count;
	bool any_changed = false;
	const struct config_option *options = config_options(&count);
	for (size_t i = 0; i < count; i++)
		list_row(&page, &client->config, &options[i], &any_changed);
	page_blank(&page);
	if (any_changed)
		page_paragraph(&page, _("* differs from the default."), "");
	page_paragraph(&page, _("Change one with 'evenkeel config set KEY VALUE'."), "");
	page_paragraph(&page, client->paths.config, _("Your settings: "));
	page_print(&page);
}

/* The faulty line is told on stderr; what could be read stands on stdout. */
static int list(struct client *client, const struct command_call *call, struct error *err)
{
	if (client_words(call, 1, 1, err) < 0)
		return -1;
	int result = settings_load(&client->paths, &client->config, err);
	if (client->json)
		print_list_json(&client->config);
	else
		print_list(client);
	return result;
}

static int get(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(text_clear) struct text value = {0};
	const struct config_option *option;
	if (client_words(call, 2, 2, err) < 0 || (option = find(call->words[1], err)) == NULL ||
	    settings_load(&client->paths, &client->config, err) < 0)
		return -1;
	if (client->json) {
		json_out_init();
		json_out_print(json_option(&client->config, option));
		return 0;
	}
	config_get(&client->config, option, &value);
	puts(text_string(&value));
	return 0;
}

/* The setting is right in itself; whether the file can be read is worth knowing at once. */
static void look_at_calendar(struct client *client)
{
	fflush(stdout);
	if (settings_load(&client->paths, &client->config, NULL) == 0)
		calendar_tell(client);
}

static void join_words(const struct command_call *call, int from, struct text *ret)
{
	for (int i = from; i < call->count; i++) {
		text_append(ret, i > from ? " " : "");
		text_append(ret, call->words[i]);
	}
}

static int check_value(const struct config_option *option, const char *value, struct text *ret_written,
		       struct error *err)
{
	struct config *config = mem_new(1, sizeof(*config));
	config_defaults(config);
	int result = config_set(config, option->key, value, err);
	if (result < 0 && err != NULL)
		err->kind = ERROR_USAGE;
	else
		config_get(config, option, ret_written);
	free(config);
	return result;
}

static int set(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(text_clear) struct text value = {0}, written = {0};
	const struct config_option *option;
	if (client_words(call, 3, 64, err) < 0 || (option = find(call->words[1], err)) == NULL)
		return -1;
	join_words(call, 2, &value);
	if (check_value(option, text_string(&value), &written, err) < 0 ||
	    settings_change(client, option->key, text_string(&written), err) < 0)
		return -1;
	printf("%s = %s\n", option->key, text_string(&written));
	if (strncmp(option->key, "hours.calendar", strlen("hours.calendar")) == 0)
		look_at_calendar(client);
	return 0;
}

static int check(struct client *client, const struct command_call *call, struct error *err)
{
	if (client_words(call, 1, 1, err) < 0 || settings_load(&client->paths, &client->config, err) < 0)
		return -1;
	puts(_("The settings are fine."));
	calendar_tell(client);
	return 0;
}

static int check_edited(void *context, const char *content, struct error *err)
{
	return settings_check(context, content, err);
}

static int edit(struct client *client, const struct command_call *call, struct error *err)
{
	if (client_words(call, 1, 1, err) < 0)
		return -1;
	int outcome = edit_file(client->paths.config, check_edited, client, err);
	if (outcome == 0)
		settings_taken(client);
	if (outcome >= 0)
		puts(outcome == 0 ? _("The new settings are in place.") : _("Nothing was changed."));
	if (outcome == 0)
		look_at_calendar(client);
	return outcome < 0 ? -1 : 0;
}

static const struct {
	const char *name;
	int (*run)(struct client *client, const struct command_call *call, struct error *err);
} actions[] = {{"list", list}, {"get", get}, {"set", set}, {"check", check}, {"edit", edit}};

static int run(struct client *client, const struct command_call *call)
{
	struct error err = {0};
	if (client_words(call, 1, 64, &err) < 0)
		return client_fail(&err);
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
		if (strcmp(call->words[0], actions[i].name) == 0)
			return actions[i].run(client, call, &err) < 0 ? client_fail(&err) : 0;
	error_set(&err, ERROR_USAGE, "'%s' is not 'list', 'get', 'set', 'check' or 'edit'", call->words[0]);
	return client_fail(&err);
}

const struct command cmd_config = {
	.name = "config",
	.args = "list|get KEY|set KEY VALUE|check|edit",
	.summary = N_("see and change settings"),
	.help = N_("'list' shows each setting with its value and meaning, 'get' one value, 'set' changes one and keeps "
		   "your comments, "
		   "'check' says whether the settings file is fine, 'edit' opens it in your editor. Durations are "
		   "written like 90s, "
		   "25min or 8h. A running daemon takes changes up at once.\n"
		   "\n"
		   "  evenkeel config list\n"
		   "  evenkeel config set micro.every 25min\n"
		   "  evenkeel config set hours.mon 08:00-12:00, 13:00-17:00\n"
		   "  evenkeel config set hours.calendar ~/roster.ics"),
	.json = true,
	.mends_settings = true,
	.run = run,
};
