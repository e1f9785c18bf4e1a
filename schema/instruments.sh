#!/bin/sh
# usage: instruments.sh REVERSED.tsv FILE.json...    each questionnaire with the scoring file beside it as bytes in C, and the table of
# scales that count questions in reverse, on stdout.
set -eu
bytes() { # NAME FILE
	echo "static const unsigned char $1[] = {"
	od -An -v -tu1 "$2" | sed 's/  *\([0-9][0-9]*\)/\1,/g'
	echo '};'
}
echo '/* Written by schema/instruments.sh from schema/instruments/. */'
echo '#include "reversed.h"'
echo '#include "shipped_data.h"'
awk -F '\t' '
	BEGIN { print "const struct reversed_scale reversed_scales[] = {" }
	/^#/ { next }
	NF != 4 || ($1 != "loinc" && $1 != "title") || /["\\]/ { print FILENAME ":" FNR ": four columns are needed" >"/dev/stderr"; exit bad = 1 }
	{ printf "\t{.%s = \"%s\", .name = \"%s\", .source = \"%s\"},\n", $1, $2, $3, $4 }
	END { if (!bad) print "};\nconst size_t reversed_scale_count = sizeof(reversed_scales) / sizeof(*reversed_scales);"; exit bad }
' "$1"
shift
number=0
rows=
for file; do
	name=$(basename "$file" .json)
	bytes "questionnaire_$number" "$file"
	bytes "scoring_$number" "${file%.json}.ini"
	rows="$rows	{\"$name\", questionnaire_$number, sizeof(questionnaire_$number), scoring_$number, sizeof(scoring_$number)},
"
	number=$((number + 1))
done
printf 'const struct shipped_data shipped_data[] = {\n%s};\nconst size_t shipped_data_count = %d;\n' "$rows" "$number"
