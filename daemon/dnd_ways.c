#include "dnd_ways.h"

#include <string.h>

#define NOTIFICATIONS "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"
#define PROPERTIES "org.freedesktop.DBus.Properties"
#define MAKO "fr.emersion.Mako"
#define SWAYNC "org.erikreider.swaync.cc"

/* A property of an object of the server's own, which it announces. */
#define PROPERTY(at, interface_name, property)                                                                         \
	.object = {NULL, at, PROPERTIES}, .member = "Get", .arguments = {interface_name, property},                    \
	.signal = "sender='" NOTIFICATIONS "',path='" at "',interface='" PROPERTIES                                    \
		  "',member='PropertiesChanged',arg0='" interface_name "'"
/* A key of GSettings: dconf says which one was written, not its value. A shorter path stands for all below it. */
#define SETTING(schema, key, path)                                                                                     \
	.setting = schema " " key,                                                                                     \
	.signal =                                                                                                      \
		"path='/ca/desrt/dconf/Writer/user',interface='ca.desrt.dconf.Writer',member='Notify',arg0path='" path \
			key "'"

/*
 * Seen with the server itself: dunst 1.9.0, xfce4-notifyd 0.7.3, mako 1.7.1 (which tells nobody; later ones have Modes). The others
 * from their sources: plasma-workspace 5.27, gnome-shell 43, Cinnamon 5.6, mate-notification-daemon 1.26, SwayNotificationCenter 0.8.
 */
static const struct dnd_way ways[] = {
	{.server = "dunst", PROPERTY(NOTIFICATIONS_PATH, "org.dunstproject.cmd0", "paused")},
	{.server = "Xfce Notify Daemon",
	 .object = {"org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf"},
	 .member = "GetProperty",
	 .arguments = {"xfce4-notifyd", "/do-not-disturb"},
	 .signal = "sender='org.xfce.Xfconf',path='/org/xfce/Xfconf',interface='org.xfce.Xfconf',"
		   "arg0='xfce4-notifyd',arg1='/do-not-disturb'"},
	{.server = "gnome-shell",
	 SETTING("org.gnome.desktop.notifications", "show-banners", "/org/gnome/desktop/notifications/"),
	 .inverted = true},
	{.server = "cinnamon",
	 SETTING("org.cinnamon.desktop.notifications", "display-notifications", "/org/cinnamon/desktop/notifications/"),
	 .inverted = true},
	{.server = "Notification Daemon",
	 .vendor = "MATE",
	 SETTING("org.mate.NotificationDaemon", "do-not-disturb", "/org/mate/notification-daemon/")},
	{.server = "mako", PROPERTY("/fr/emersion/Mako", MAKO, "Modes")},
	{.server = "SwayNotificationCenter",
	 .object = {SWAYNC, "/org/erikreider/swaync/cc", SWAYNC},
	 .member = "GetDnd",
	 .signal = "sender='" SWAYNC "',path='/org/erikreider/swaync/cc',interface='" SWAYNC "',member='SubscribeV2'"},
	/* Plasma, and whoever does as Plasma does. */
	{PROPERTY(NOTIFICATIONS_PATH, NOTIFICATIONS, "Inhibited")},
};

static bool fits(const char *wanted, const char *name)
{
	return !wanted || strcmp(wanted, name) == 0;
}

const struct dnd_way *dnd_way_find(const char *server, const char *vendor)
{
	const struct dnd_way *way = ways;

	while (!fits(way->server, server) || !fits(way->vendor, vendor))
		way++;
	return way;
}
