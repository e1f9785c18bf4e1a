#include "cohort_label.h"

#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

enum { PARTS = 3 };
static const char between[] = " | ";

/* Blanks around it count for nothing. */
static struct hpke_bytes trimmed(struct hpke_bytes part)
{
	while (part.size > 0 && part.bytes[0] == ' ')
		part = (struct hpke_bytes){part.bytes + 1, part.size - 1};
	while (part.size > 0 && part.bytes[part.size - 1] == ' ')
		part.size--;
	return part;
}

/* Its parts, or fewer than PARTS where it is no label of three. */
static size_t split(struct hpke_bytes label, struct hpke_bytes ret[static PARTS])
{
	size_t count = 0;

	for (;;) {
		const uint8_t *bar = memchr(label.bytes, '|', label.size);
		struct hpke_bytes part = {label.bytes, bar ? (size_t)(bar - label.bytes) : label.size};
		if (count == PARTS || (ret[count] = trimmed(part)).size == 0)
			return 0;
		count++;
		if (!bar)
			return count;
		label = (struct hpke_bytes){bar + 1, label.size - part.size - 1};
	}
}

/* What could move the cursor or turn a line's direction round, so that a name reads as another one. */
static bool is_steering(uint32_t code_point)
{
	return (code_point >= 0x80 && code_point < 0xa0) || code_point == 0x200e || code_point == 0x200f ||
	       (code_point >= 0x2028 && code_point <= 0x202e) || (code_point >= 0x2066 && code_point <= 0x2069);
}

/* Each such character becomes a '?', which is never longer. */
static void copy(struct hpke_bytes part, char ret[static COHORT_LABEL_MAX + 1])
{
	char whole[COHORT_LABEL_MAX + 1];
	const char *cursor = whole;

	memcpy(whole, part.bytes, part.size);
	whole[part.size] = '\0';
	for (const char *from = cursor; *from != '\0'; from = cursor) {
		if (is_steering(text_next(&cursor))) {
			*ret++ = '?';
			continue;
		}
		memcpy(ret, from, (size_t)(cursor - from));
		ret += cursor - from;
	}
	*ret = '\0';
}

static void copy_words(const char *words, char ret[static COHORT_LABEL_MAX + 1])
{
	copy((struct hpke_bytes){(const uint8_t *)words, strlen(words)}, ret);
}

void cohort_label(const struct cohort *cohort, struct cohort_label *ret)
{
	struct hpke_bytes parts[PARTS];

	if (split(cohort->label, parts) == PARTS) {
		copy(parts[0], ret->team);
		copy(parts[1], ret->party[PARTY_A]);
		copy(parts[2], ret->party[PARTY_B]);
		return;
	}
	copy(cohort->label, ret->team);
	copy_words(_("the wellbeing office"), ret->party[PARTY_A]);
	copy_words(_("the second party"), ret->party[PARTY_B]);
}

static int append_part(struct text *label, const char *part, struct error *err)
{
	struct hpke_bytes bytes = trimmed((struct hpke_bytes){(const uint8_t *)part, strlen(part)});

	if (bytes.size == 0)
		return error_set(err, ERROR_USAGE, "the names of the team and of both parties are needed");
	for (size_t i = 0; i < bytes.size; i++)
		if (bytes.bytes[i] < ' ' || bytes.bytes[i] == 0x7f || bytes.bytes[i] == '|')
			return error_set(err, ERROR_USAGE,
					 "'%s' has a '|' or a character that cannot be printed; choose another name",
					 part);
	if (!text_is_utf8((const char *)bytes.bytes, bytes.size))
		return error_set(err, ERROR_USAGE, "a name is not UTF-8; choose another one");
	if (label->length > 0)
		text_append(label, between);
	text_append_bytes(label, bytes.bytes, bytes.size);
	return 0;
}

int cohort_label_make(const char *team, const char *office, const char *second, struct text *ret, struct error *err)
{
	_cleanup_(text_clear) struct text label = {0};

	if (append_part(&label, team, err) || append_part(&label, office, err) || append_part(&label, second, err))
		return -1;
	if (label.length > COHORT_LABEL_MAX)
		return error_set(err, ERROR_USAGE,
				 "the names of team and parties have %zu bytes together; at most %d fit", label.length,
				 COHORT_LABEL_MAX);
	text_append_bytes(ret, label.bytes, label.length);
	return 0;
}
