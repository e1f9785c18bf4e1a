# Sourced by on_units.sh: sandbox.conf, the example that comes with the units, really switched on.
sandbox() {
	mkdir -p "$drop_ins" "$HOME/.config/systemd/user/probe.service.d"
	cp /usr/local/share/doc/evenkeel/examples/sandbox.conf "$drop_ins"
	cp "$drop_ins/sandbox.conf" "$HOME/.config/systemd/user/probe.service.d"
	u daemon-reload
	begin_anew
	u start evenkeeld.service 2>/dev/null
	if [ "$(show ExecMainStatus)" = 226 ]; then
		skip "with sandbox.conf the service starts" "no user namespaces or mounts for a service here"
		return
	fi
	is "with sandbox.conf the service starts" "$(show ActiveState) $(show NRestarts)" "active 0"
	answer_once "with sandbox.conf"
	u stop evenkeeld.service 2>/dev/null
	is "it ends cleanly" "$(show Result)" success
	is "and has written the schedule" "$(find "$HOME/.local/state/evenkeel/schedule" -newer "$drop_ins/sandbox.conf" | wc -l)" 1
	if [ ! -x /usr/bin/python3 ]; then skip "files elsewhere cannot be changed" "python3 is not installed"; return; fi
	is "its own files can be changed" "$(probe 'open("here", "w"); print("allowed")')" allowed
	like "the person's others cannot" "$(probe "open('$HOME/there', 'w')")" 'Read-only file system'
	like "nor the settings" "$(probe "open('$HOME/.config/evenkeel/evenkeel.conf', 'a')")" 'Read-only file system'
	like "nor what everybody may write to" "$(probe "open('/tmp/there', 'w')")" 'Read-only file system'
	is "there is no other user" "$(probe "print(open('/proc/self/uid_map').read().split())")" "['$(id -u)', '$(id -u)', '1']"
}
