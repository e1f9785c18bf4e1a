# Sourced: a sound server of our own, with a sink "out" (its monitor is "out.monitor") and a microphone "mic" that hears nothing.
# Wants XDG_RUNTIME_DIR to be private, and for pipewire a session bus.
sound_pids=()

# sound_absent NAME: the program that is missing, or nothing
sound_absent() {
	local program needed=(pactl parecord)
	case $1 in
	pulseaudio) needed+=(pulseaudio) ;;
	pipewire) needed+=(pipewire wireplumber pipewire-pulse) ;;
	esac
	for program in "${needed[@]}"; do command -v "$program" >/dev/null || { echo "$program"; return; }; done
}

# sound_start NAME LOG: pulseaudio or pipewire; fails when it does not answer within 10 s, or a part of it has ended
sound_start() {
	local i pid program
	case $1 in
	pulseaudio)
		pulseaudio -n --daemonize=no --use-pid-file=no --exit-idle-time=-1 --load=module-native-protocol-unix \
			--load='module-null-sink sink_name=out' --load='module-null-source source_name=mic' >>"$2" 2>&1 &
		sound_pids+=($!)
		;;
	pipewire)
		for program in pipewire wireplumber pipewire-pulse; do
			"$program" >>"$2" 2>&1 &
			sound_pids+=($!)
			for ((i = 0; i < 100; i++)); do [ -S "$XDG_RUNTIME_DIR/pipewire-0" ] && break; sleep 0.05; done
		done
		;;
	esac
	for ((i = 0; i < 100; i++)); do
		timeout 5 pactl info >/dev/null 2>&1 && break
		sleep 0.1
	done
	if [ "$1" = pipewire ]; then
		pactl load-module module-null-sink sink_name=out >/dev/null &&
			pactl load-module module-null-sink sink_name=mic media.class=Audio/Source/Virtual \
				channel_map=front-left,front-right >/dev/null || return 1
	fi
	for pid in "${sound_pids[@]}"; do kill -0 "$pid" 2>/dev/null || return 1; done
	for ((i = 0; i < 50; i++)); do
		[ "$(pactl list short sources 2>/dev/null | grep -cE '	(mic|out.monitor)	')" = 2 ] && return 0
		sleep 0.1
	done
	return 1
}

# sound_stop SIGNAL: its sockets stay where the signal leaves them
sound_stop() {
	local i
	for ((i = ${#sound_pids[@]} - 1; i >= 0; i--)); do
		kill "-$1" "${sound_pids[i]}" 2>/dev/null
		wait "${sound_pids[i]}" 2>/dev/null
	done
	sound_pids=()
}
