#include "notify.h"

#include <string.h>

#include <libnotify/notify.h>

#define SERVER_NAME "org.freedesktop.Notifications"

static GDBusConnection *bus;
static GList *caps;
static guint watch;
static gulong closed_handler;
static void (*tell_lost)(enum prompt_failed);

static void on_bus_closed(GDBusConnection *connection, gboolean remote, GError *error, gpointer data)
{
	(void)connection, (void)remote, (void)error, (void)data;
	tell_lost(FAILED_BUS_LOST);
}

/* A first owner is our own call starting the server; any other change means that our notification is gone. */
static void on_owner_changed(GDBusConnection *connection, const char *sender, const char *path, const char *interface,
			     const char *signal_name, GVariant *arguments, gpointer data)
{
	(void)connection, (void)sender, (void)path, (void)interface, (void)signal_name, (void)data;
	const char *before = NULL;
	g_variant_get_child(arguments, 1, "&s", &before);
	if (*before)
		tell_lost(FAILED_SERVER_LOST);
}

static bool has(const char *cap)
{
	for (const GList *l = caps; l; l = l->next)
		if (strcmp(l->data, cap) == 0)
			return true;
	return false;
}

/* Servers that offer actions only through a menu that few people know. */
static bool hides_actions(const char *name)
{
	return g_ascii_strcasecmp(name, "dunst") == 0 || g_ascii_strcasecmp(name, "mako") == 0;
}

/* notification-daemon 3.20. Whoever presses a button of what is over already would not be heard, and the next one waits behind it. */
static bool keeps_shown(const char *name)
{
	return strcmp(name, "Notification Daemon") == 0;
}

static int ask_server(struct server *ret)
{
	g_autofree char *name = NULL, *version = NULL;
	if (!notify_get_server_info(&name, NULL, &version, NULL))
		return -1;
	caps = notify_get_server_caps();
	*ret = (struct server){.caps = {.type = PROMPT_CAPS,
					.has_actions = has("actions"),
					.has_markup = has("body-markup"),
					.has_body = has("body")}};
	g_strlcpy(ret->caps.server, name && *name ? name : "unknown", sizeof ret->caps.server);
	g_strlcpy(ret->caps.server_version, version && *version ? version : "0", sizeof ret->caps.server_version);
	ret->keeps_shown = keeps_shown(ret->caps.server);
	ret->hint_wanted = !ret->caps.has_actions || hides_actions(ret->caps.server);
	return 0;
}

/* Our own reference to the connection that libnotify shares, so that losing the bus does not end us by SIGTERM. */
int server_open(struct server *ret, void (*lost)(enum prompt_failed), enum prompt_failed *ret_failed)
{
	tell_lost = lost;
	*ret_failed = FAILED_NO_BUS;
	bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
	if (!bus)
		return -1;
	g_dbus_connection_set_exit_on_close(bus, FALSE);
	closed_handler = g_signal_connect(bus, "closed", G_CALLBACK(on_bus_closed), NULL);
	watch = g_dbus_connection_signal_subscribe(bus, "org.freedesktop.DBus", "org.freedesktop.DBus",
						   "NameOwnerChanged", "/org/freedesktop/DBus", SERVER_NAME,
						   G_DBUS_SIGNAL_FLAGS_NONE, on_owner_changed, NULL, NULL);
	if (notify_init("Evenkeel") && ask_server(ret) == 0)
		return 0;
	*ret_failed = g_dbus_connection_is_closed(bus) ? FAILED_BUS_LOST : FAILED_NO_SERVER;
	return -1;
}

void server_close(void)
{
	if (!bus)
		return;
	g_signal_handler_disconnect(bus, closed_handler);
	g_dbus_connection_signal_unsubscribe(bus, watch);
	g_list_free_full(caps, g_free);
	caps = NULL;
	if (notify_is_initted())
		notify_uninit();
	g_clear_object(&bus);
}

int server_report(const struct server *server)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (const GList *l = caps; l; l = l->next)
		g_ptr_array_add(names, l->data);
	g_ptr_array_add(names, NULL);
	return report(&server->caps, (const char *const *)names->pdata) ? 0 : -1;
}

/* Put up anew, without buttons, it is taken from the screen first, and is closed before it comes back. */
void server_take_off(uint32_t id)
{
	GVariant *empty = g_variant_new("(susss@as@a{sv}i)", "Evenkeel", id, "", "Evenkeel", "",
					g_variant_new_strv(NULL, 0), g_variant_new("a{sv}", NULL), -1);

	g_dbus_connection_call(bus, SERVER_NAME, "/org/freedesktop/Notifications", SERVER_NAME, "Notify", empty, NULL,
			       G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}
