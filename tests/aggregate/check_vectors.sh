#!/bin/bash
# The files of test vectors, with the compiler's 128-bit integers and without them; and that files with one thing changed do not pass: each
# says where it went wrong. An edit is Python on the file's object d, its first report r and its operations o.
. "$(dirname "$0")/../tap.sh"
cd "$(dirname "$0")" || exit 1
dir=$(mktemp -d "${TMPDIR:-/tmp}/vectors.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT

passes() { # PROGRAM FILE...
	local program=$1 said; shift
	while read -r said; do
		case $said in ok\ *) ok "$program: ${said#ok }" ;; *) not_ok "$program: $said" ;; esac
	done <<<"$("$BUILD/tests/$program" "$@" 2>&1)"
	check "$program: exit 0" "$BUILD/tests/$program" "$@"
}
passes vdaf-vectors vectors/Prio3*.json
passes vdaf-vectors-narrow vectors/Prio3*.json
passes hpke-vectors vectors/seal_dap18_info.json

for program in vdaf-vectors hpke-vectors; do
	"$BUILD/tests/$program" >/dev/null 2>&1
	is "$program without files: exit 2" $? 2
	is "$program: a file that is not there" "$("$BUILD/tests/$program" "$dir/none.json"; echo $?)" "FAIL none parse
1"
done
if ! command -v python3 >/dev/null; then
	skip "changed files fail" "no python3"
	finish
fi

export PYTHONDONTWRITEBYTECODE=1
./xof_vector.py >"$dir/XofTurboShake128.json" || not_ok "the XOF's vector is made"
is "the XOF as Python has it" "$("$BUILD/tests/vdaf-vectors" "$dir/XofTurboShake128.json")" "ok XofTurboShake128"

changed() { # FILE NAME EDIT
	python3 - "$1" "$dir/$2.json" "$3" <<-'END'
	import json, sys
	d = json.load(open(sys.argv[1]))
	r, o = (d['reports'][0], d['operations']) if 'reports' in d else (None, None)
	def flip(text): return ('1' if text[0] == '0' else '0') + text[1:]
	exec(sys.argv[3])
	json.dump(d, open(sys.argv[2], 'w'))
	END
}
fails() { # PROGRAM STAGE FILE EDIT [NAME]
	local name=${5:-$(basename "$3" .json)}
	changed "$3" "$name" "$4"
	is "$4: $2" "$("$BUILD/tests/$1" "$dir/$name.json"; echo $?)" "FAIL $name $2
1"
}
good=vectors/Prio3SumVec_48x1.json
vdaf() { fails vdaf-vectors "$1" "$good" "$2"; }
vdaf shard "r['public_share'] = flip(r['public_share'])"
vdaf shard "r['input_shares'][0] = flip(r['input_shares'][0])"
vdaf shard "r['input_shares'][1] = flip(r['input_shares'][1])"
vdaf shard "r['measurement'][7] = 2"
vdaf shard "r['measurement'][7] = -1"
vdaf shard "r['measurement'].pop()"
vdaf shard "r['rand'] += '00'"
vdaf shard "o[0]['success'] = False"
vdaf verify_init "del o[0]; r['nonce'] = r['nonce'][2:]"
vdaf verify_init "r['verifier_shares'][0][1] = flip(r['verifier_shares'][0][1])"
vdaf verify_init "o[1]['success'] = False"
vdaf verify_init "d['verify_key'] = flip(d['verify_key'])"
vdaf verifier_shares_to_message "o[3]['success'] = False"
vdaf verify_next "del o[3]; r['verifier_messages'][0] = flip(r['verifier_messages'][0])"
vdaf verify_next "r['out_shares'][1] = flip(r['out_shares'][1])"
vdaf verify_next "o[5]['success'] = False"
vdaf verify_next "del o[1]"
vdaf aggregate "d['agg_shares'][0] = flip(d['agg_shares'][0])"
vdaf aggregate "del o[4]"
vdaf unshard "d['agg_result'][47] += 1"
vdaf shard "d['ctx'] += '00'"
vdaf parse "o[2]['operation'] = 'verify'"
vdaf parse "o.clear()"
vdaf parse "del r['nonce']"
vdaf parse "r['public_share'] = 'xy' + r['public_share'][2:]"
vdaf parse "del d['chunk_length']"
vdaf parse "del o[0]['success']"
vdaf parse "o[0]['report_index'] = 99"
vdaf variant "d['chunk_length'] = 0"
vdaf variant "d['shares'] = 1"
fails vdaf-vectors variant "$good" "pass" Prio3Count_0
fails vdaf-vectors variant "$good" "pass" Prio3SumVecWithMultiproof_0
bad=vectors/Prio3SumVec_48x1_bad_nonce.json
fails vdaf-vectors verifier_shares_to_message "$bad" "o[2]['success'] = True"
fails vdaf-vectors derive_seed "$dir/XofTurboShake128.json" "d['derived_seed'] = flip(d['derived_seed'])" XofTurboShake128_seed
fails vdaf-vectors expand_into_vec "$dir/XofTurboShake128.json" "d['length'] -= 1" XofTurboShake128_length

seals=vectors/seal_dap18_info.json
hpke() { fails hpke-vectors "$1" "$seals" "$2"; }
hpke open "d[4]['ct'] = flip(d[4]['ct'])"
hpke open "d[7]['info'] = d[7]['info'][:-1] + '2'"
hpke pt "d[5]['pt'] = flip(d[5]['pt'])"
hpke open "d[0]['aead_id'] = 3"
hpke suite "del d[4:]"
hpke parse "del d[2]['kem_id']"
hpke parse "del d[4]['enc']"
changed "$seals" one "d = d[0]"
is "a single message of another suite" "$("$BUILD/tests/hpke-vectors" "$dir/one.json")" "FAIL one suite"
changed "$seals" own "d = d[4]"
is "a single message of ours" "$("$BUILD/tests/hpke-vectors" "$dir/own.json")" "ok own"
finish
