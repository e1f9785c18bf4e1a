# Sourced after tests/wait.sh: a headless sway.
# sway_start DIR [COMMAND...]: start it by COMMAND (env -i A=B...); sets SWAY_PID, WAYLAND_DISPLAY and SWAYSOCK. False when it does not
# come up; DIR/sway.log says why.
sway_start() {
	local dir=$1 as=()
	shift
	rm -f "$dir/wayland"
	cat >"$dir/sway.conf" <<X
xwayland disable
output HEADLESS-1 resolution 1024x640 bg #41546b solid_color
exec sh -c 'echo "\$SWAYSOCK" >$dir/swaysock; echo "\$WAYLAND_DISPLAY" >$dir/wayland'
X
	[ "$(id -u)" = 0 ] && as=(unshare --user --map-user=1000) # sway refuses to be root
	[ $# -gt 0 ] || set -- env
	"$@" WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER=pixman LIBSEAT_BACKEND=noop \
		"${as[@]}" sway --unsupported-gpu -c "$dir/sway.conf" >"$dir/sway.log" 2>&1 &
	SWAY_PID=$!
	wait_until test -s "$dir/wayland" || return 1
	WAYLAND_DISPLAY=$(cat "$dir/wayland") SWAYSOCK=$(cat "$dir/swaysock")
}
