#!/bin/bash
# privacy: every file that Evenkeel keeps is named with who can open it, found by looking; without a passphrase, a daemon or good settings.
. "$(dirname "$0")/reading.sh"
export XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_STATE_HOME=$home/state
store=$XDG_DATA_HOME/evenkeel
flat() { tr -d ' \n' <<<"$got"; }
# told ID KEY: of one place
told() { flat | sed -E "s/.*\"id\":\"$1\"(.*)/\1/; s/\}.*//; s/.*\"$2\":\"?([^,\"]*).*/\1/"; }

exits "before there is anything" 0 privacy
like "nothing is stored" "$got" "Nothing yet"
like "and nothing leaves" "$got" "By itself nothing"
fits privacy
exits "a word too many" 2 privacy please

new_store "$store"
secret right
run checkin stress=2 fatigue=2
run backup "$store/backup"
run instrument add phq-4
unset EVENKEEL_PASSPHRASE_FILE
exits "with a store" 0 privacy
is "nothing to complain of" "$errs" ""
unlike "no longer nothing" "$got" "Nothing yet"
like "answers, their place" "$got" "^  Answers +~/data/evenkeel/store.db, [0-9,]+ KiB$"
like "what opens them" "$(tr -s ' \n' ' ' <<<"$got")" "XChaCha20-Poly1305\); opens with your passphrase or the recovery code"
like "settings are in the clear" "$(tr -s ' \n' ' ' <<<"$got")" "Settings ~/config/evenkeel/evenkeel.conf,.* readable by you and by an administrator"
for title in "What is stored" "What leaves this computer" "What a manager or administrator could see here" "What they could not"; do
	like "heading: $title" "$got" "^$title"
done
like "the process list is owned up to" "$(tr -s ' \n' ' ' <<<"$got")" "list of processes"
like "who controls the computer can learn the passphrase" "$(tr -s ' \n' ' ' <<<"$got")" "learn the passphrase"
unlike "no keyring is named where there is none" "$got" "The keyring opens"
fits privacy

before=$(find "$home/data" "$home/config" -type f -exec md5sum {} + | sort)
exits "for scripts" 0 privacy --json
is "it changes no file" "$(find "$home/data" "$home/config" -type f -exec md5sum {} + | sort)" "$before"
is "its keys" "$(keys 1 <<<"$got")" "stored keyring leaves team_joined visible hidden "
is "those of a place" "$(keys 3 <<<"$got" | cut -d' ' -f1-7)" "id path files bytes content sealed readable_by"
is "no team" "$(grep -c '"team_joined": false' <<<"$got")" 1
is "answers are sealed" "$(told answers sealed)" true
is "for who has the passphrase" "$(told answers readable_by)" passphrase_or_recovery_code
is "the questionnaires are not" "$(told questionnaires sealed)" false
is "a backup is seen" "$(($(told backup files) > 1))" 1
is "no schedule yet" "$(told schedule files)" 0
is "the settings' size" "$(told settings bytes)" "$(stat -c %s "$XDG_CONFIG_HOME/evenkeel/evenkeel.conf")"
# Each file below the store's directory is in one row, and in one alone.
files=0 bytes=0
for id in answers keys backup before_restore questionnaires; do files=$((files + $(told $id files))); bytes=$((bytes + $(told $id bytes))); done
is "no file is left out" "$files" "$(find "$store" -type f | wc -l)"
is "nor a byte" "$bytes" "$(find "$store" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')"

ln -s /etc/passwd "$store/instruments/elsewhere"
run privacy --json
is "a link is not followed" "$(told questionnaires bytes)" "$(find "$store/instruments" \( -type f -o -type l \) -printf '%s\n' | awk '{ s += $1 } END { print s }')"
printf '[micro]\nevery = never\n' >"$XDG_CONFIG_HOME/evenkeel/evenkeel.conf"
exits "settings that cannot be read do not hide it" 0 privacy
exits "another store" 0 --store "$home/other" privacy
unlike "has no answers" "$got" "^  Answers"
finish
