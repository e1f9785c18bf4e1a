#include <stdio.h>
#include <string.h>

#include <evenkeel/i18n.h>

#include "team_caution.h"

/* "the second party" where a sentence begins. */
static void append_name(const char *name, struct text *ret)
{
	bool begins = ret->length >= 2 && memcmp(ret->bytes + ret->length - 2, ". ", 2) == 0;

	if (begins && name[0] >= 'a' && name[0] <= 'z')
		text_append_char(ret, (char)(*name++ - 'a' + 'A'));
	text_append(ret, name);
}

/* The source's words with its three names filled in. */
static void append_filled(const char *words, const char *const names[3], struct text *ret)
{
	static const char *const places[3] = {"{A}", "{B}", "{floor}"};

	while (*words) {
		int place = 0;
		while (place < 3 && strncmp(words, places[place], strlen(places[place])) != 0)
			place++;
		if (place == 3) {
			text_append_char(ret, *words++);
			continue;
		}
		append_name(names[place], ret);
		words += strlen(places[place]);
	}
}

/* design/AGGREGATION.md, section 5: until an outside review nothing is called anonymous without all of it. */
void team_caution(const struct cohort_label *label, unsigned floor, struct text *ret)
{
	char number[16];

	snprintf(number, sizeof(number), "%u", floor);
	/* TRANSLATORS: {A} and {B} become the parties' names, {floor} a number. Never call the figures anonymous without all of this. */
	append_filled(_("Your answers stay here. Each week you may send 48 yes/no marks, shown first and split in two: "
			"{A} gets one half, {B} the other; neither can read it alone. Only sums of {floor} people or "
			"more are opened, each with random noise of about two answers. If {A} and {B} worked together "
			"they could read yours. {B} can see that you took part. What was sent can't be called back."),
		      (const char *const[]){label->party[PARTY_A], label->party[PARTY_B], number}, ret);
}
