#!/bin/sh
# usage: instruments.sh FILE.json...    each questionnaire with the scoring file beside it, as bytes in C, on stdout.
set -eu
bytes() { # NAME FILE
	echo "static const unsigned char $1[] = {"
	od -An -v -tu1 "$2" | sed 's/  *\([0-9][0-9]*\)/\1,/g'
	echo '};'
}
echo '/* Written by schema/instruments.sh from schema/instruments/. */'
echo '#include "shipped_data.h"'
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
