#include "settings_change.h"

#include <stdlib.h>
#include <string.h>

#include "remote.h"

int settings_check(const struct client *client, const char *content, struct error *err)
{
	struct paths site_only = client->paths;
	struct config *config = mem_new(1, sizeof(*config));
	site_only.config[0] = '\0';
	int result = settings_load(&site_only, config, err);
	if (result == 0)
		result = config_read(config, content, strlen(content), client->paths.config, err);
	free(config);
	return result;
}

void settings_taken(struct client *client)
{
	struct proto_message request = {.type = PROTO_RELOAD};
	struct proto_message *reply = mem_new(1, sizeof(*reply));
	struct error err = {0};
	int outcome = remote_call(client, &request, reply, &err);
	if (outcome < 0)
		client_fail(&err);
	free(reply);
}

int settings_change(struct client *client, const char *key, const char *value, struct error *err)
{
	_cleanup_(text_clear) struct text before = {0}, after = {0};
	bool found;
	if (settings_read_file(client->paths.config, &before, &found, err) < 0)
		return -1;
	config_edit(text_string(&before), key, value, &after);
	if (settings_check(client, text_string(&after), err) < 0 ||
	    settings_write(client->paths.config, text_string(&after), err) < 0)
		return -1;
	settings_taken(client);
	return 0;
}
