#!/bin/sh
# usage: deps.sh GROUP...    install the Debian packages of these groups that are missing; says which, first.
# Groups: build, test, desktop, browser, bench, peers, stats. Only the installation itself asks for sudo.
set -eu

build="gcc libc6-dev make pkg-config gettext libsodium-dev libsqlite3-dev libevent-dev libinih-dev libjansson-dev libnotify-dev
	libsystemd-dev libxcb1-dev libxcb-sync-dev libwayland-dev wayland-protocols plasma-wayland-protocols libpulse-dev libical-dev libthai-dev libunistring-dev"
test="libcmocka-dev dbus-daemon procps python3 man-db valgrind curl"
desktop="curl dbus dbus-daemon xvfb openbox x11-utils at-spi2-core gir1.2-atspi-2.0 python3-gi xdotool imagemagick dunst xfce4-notifyd
	notification-daemon sway wtype systemd desktop-file-utils fonts-noto-cjk
	fonts-tlwg-loma-otf"
# Two sound servers beside each other are for a machine that has none: whoever uses one keeps it as it is.
sound="pulseaudio pulseaudio-utils pipewire pipewire-bin pipewire-pulse wireplumber"
browser="chromium fonts-noto-cjk fonts-tlwg-loma-otf iproute2 util-linux"
bench="dbus-daemon xvfb dunst sway time libsqlcipher0 procps"
peers="workrave safeeyes rsibreak"
stats="r-base-core"

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }
sound() { is_installed pulseaudio || is_installed pipewire-pulse || echo "$sound"; }

# Other builds of nodejs than Debian's bring their own npm.
node() { command -v npm >/dev/null || echo nodejs npm; }

wanted=
for group in "$@"; do
	case $group in
	build) wanted="$wanted $build" ;;
	test) wanted="$wanted $test" ;;
	desktop) wanted="$wanted $desktop $(sound)" ;;
	browser) wanted="$wanted $browser $(node)" ;;
	bench) wanted="$wanted $bench $(sound)" ;;
	peers) wanted="$wanted $bench $peers" ;;
	stats) wanted="$wanted $stats" ;;
	*) echo "deps.sh: no group '$group'" >&2; exit 2 ;;
	esac
done

if ! command -v dpkg-query >/dev/null; then
	echo "deps.sh: this is no Debian; the packages would be:$(echo $wanted | sed 's/^/ /')" >&2
	exit 0
fi
missing=
for package in $wanted; do
	is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "Packages to install:$missing"
sudo=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || { echo "deps.sh: install them as root: apt-get install$missing" >&2; exit 1; }
	sudo=sudo
fi
apt="$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q"
# shellcheck disable=SC2086
$apt install -y --no-install-recommends $missing >/dev/null 2>&1 ||
	{ $apt update && $apt install -y --no-install-recommends $missing; } </dev/null
