#if HAVE_SYSTEMD
#include "mock_server.h"

#include <stddef.h>
#include <string.h>

#define NOTIFICATIONS "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"
#define DUNST "org.dunstproject.cmd0"
#define XFCONF "org.xfce.Xfconf"
#define XFCONF_PATH "/org/xfce/Xfconf"
#define MAKO "fr.emersion.Mako"
#define MAKO_PATH "/fr/emersion/Mako"
#define SWAYNC "org.erikreider.swaync.cc"
#define SWAYNC_PATH "/org/erikreider/swaync/cc"
#define DCONF "ca.desrt.dconf.Writer"
#define DCONF_PATH "/ca/desrt/dconf/Writer/user"

static int on_information(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mock_server *server = context;

	return server->mute ? 1 : sd_bus_reply_method_return(message, "ssss", server->name, "Tests", "1.0", "1.2");
}

static int get_on(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *reply,
		  void *context, sd_bus_error *error)
{
	(void)bus, (void)path, (void)interface, (void)property, (void)error;
	struct mock_server *server = context;

	server->asked++;
	return sd_bus_message_append(reply, "b", server->on);
}

static int get_modes(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *reply,
		     void *context, sd_bus_error *error)
{
	(void)bus, (void)path, (void)interface, (void)property, (void)error;
	struct mock_server *server = context;

	server->asked++;
	if (server->on)
		return sd_bus_message_append(reply, "as", 2, "default", "do-not-disturb");
	return sd_bus_message_append(reply, "as", 1, "default");
}

static int on_get_property(sd_bus_message *message, void *context, sd_bus_error *error)
{
	struct mock_server *server = context;
	const char *channel = NULL, *property = NULL;

	server->asked++;
	sd_bus_message_read(message, "ss", &channel, &property);
	if (strcmp(channel, "xfce4-notifyd") != 0)
		return sd_bus_error_set(error, XFCONF ".Error.ChannelNotFound", "no such channel");
	if (strcmp(property, "/do-not-disturb") != 0 || server->unset)
		return sd_bus_error_set(error, XFCONF ".Error.PropertyNotFound", "no such property");
	return sd_bus_reply_method_return(message, "v", "b", server->on);
}

static int on_get_dnd(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)error;
	struct mock_server *server = context;

	server->asked++;
	return sd_bus_reply_method_return(message, "b", server->on);
}

#define INFORMATION SD_BUS_METHOD("GetServerInformation", "", "ssss", on_information, SD_BUS_VTABLE_UNPRIVILEGED)
#define CHANGES SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE

static const sd_bus_vtable plain_vtable[] = {SD_BUS_VTABLE_START(0), INFORMATION, SD_BUS_VTABLE_END};
static const sd_bus_vtable plasma_vtable[] = {SD_BUS_VTABLE_START(0), INFORMATION,
					      SD_BUS_PROPERTY("Inhibited", "b", get_on, 0, CHANGES), SD_BUS_VTABLE_END};
static const sd_bus_vtable dunst_vtable[] = {SD_BUS_VTABLE_START(0), SD_BUS_PROPERTY("paused", "b", get_on, 0, CHANGES),
					     SD_BUS_VTABLE_END};
static const sd_bus_vtable mako_vtable[] = {
	SD_BUS_VTABLE_START(0), SD_BUS_PROPERTY("Modes", "as", get_modes, 0, SD_BUS_VTABLE_PROPERTY_EMITS_INVALIDATION),
	SD_BUS_VTABLE_END};
static const sd_bus_vtable xfconf_vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_METHOD("GetProperty", "ss", "v", on_get_property, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_SIGNAL("PropertyChanged", "ssv", 0),
	SD_BUS_SIGNAL("PropertyRemoved", "ss", 0),
	SD_BUS_VTABLE_END,
};
static const sd_bus_vtable swaync_vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_METHOD("GetDnd", "", "b", on_get_dnd, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_SIGNAL("SubscribeV2", "ubbb", 0),
	SD_BUS_VTABLE_END,
};

static bool is(const struct mock_server *server, const char *name)
{
	return strcmp(server->name, name) == 0;
}

void mock_server_init(struct mock_server *server, struct event_base *base, const char *name)
{
	*server = (struct mock_server){.name = name};
	mock_init(&server->mock, base, BUS_SESSION, NOTIFICATIONS);
	mock_add(&server->mock, NOTIFICATIONS_PATH, NOTIFICATIONS, is(server, "Plasma") ? plasma_vtable : plain_vtable,
		 server);
	if (is(server, "dunst"))
		mock_add(&server->mock, NOTIFICATIONS_PATH, DUNST, dunst_vtable, server);
	if (is(server, "mako"))
		mock_add(&server->mock, MAKO_PATH, MAKO, mako_vtable, server);
	if (is(server, "Xfce Notify Daemon")) {
		mock_add(&server->mock, XFCONF_PATH, XFCONF, xfconf_vtable, server);
		server->mock.second_name = XFCONF;
	}
	if (is(server, "SwayNotificationCenter")) {
		mock_add(&server->mock, SWAYNC_PATH, SWAYNC, swaync_vtable, server);
		server->mock.second_name = SWAYNC;
	}
}

static int say_changed(struct mock_server *server)
{
	sd_bus *bus = mock_bus(&server->mock);

	if (is(server, "dunst"))
		return sd_bus_emit_properties_changed(bus, NOTIFICATIONS_PATH, DUNST, "paused", NULL);
	if (is(server, "mako"))
		return sd_bus_emit_properties_changed(bus, MAKO_PATH, MAKO, "Modes", NULL);
	if (is(server, "SwayNotificationCenter"))
		return sd_bus_emit_signal(bus, SWAYNC_PATH, SWAYNC, "SubscribeV2", "ubbb", 0, server->on, 0, 0);
	if (is(server, "gnome-shell"))
		return sd_bus_emit_signal(bus, DCONF_PATH, DCONF, "Notify", "sass",
					  "/org/gnome/desktop/notifications/show-banners", 1, "", "a-tag");
	if (is(server, "Xfce Notify Daemon") && server->unset)
		return sd_bus_emit_signal(bus, XFCONF_PATH, XFCONF, "PropertyRemoved", "ss", "xfce4-notifyd",
					  "/do-not-disturb");
	if (is(server, "Xfce Notify Daemon"))
		return sd_bus_emit_signal(bus, XFCONF_PATH, XFCONF, "PropertyChanged", "ssv", "xfce4-notifyd",
					  "/do-not-disturb", "b", server->on);
	return sd_bus_emit_properties_changed(bus, NOTIFICATIONS_PATH, NOTIFICATIONS, "Inhibited", NULL);
}

void mock_server_set(struct mock_server *server, bool on)
{
	server->on = on;
	mock_sent(&server->mock, say_changed(server));
}
#else
typedef int mock_server_needs_sd_bus;
#endif
