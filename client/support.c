#include "support.h"

#include <stdio.h>
#include <string.h>

#include <evenkeel/locale.h>

#include "settings.h"

enum { NOTICE_WIDTH = 28 };

static int lay_over(const char *path, struct support *support)
{
	_cleanup_(text_clear) struct text content = {0};
	struct error err = {0};
	bool found;

	int result = settings_read_file(path, &content, &found, &err);
	if (result == 0 && found)
		result = support_read(support, text_string(&content), content.length, path, &err);
	if (result < 0)
		client_fail(&err);
	return result;
}

int support_load(const struct client *client, struct support *ret)
{
	int site = lay_over(client->paths.site_support, ret);
	int own = lay_over(client->paths.support, ret);

	return site < 0 || own < 0 ? -1 : 0;
}

void support_country(const struct client *client, char ret[static CONFIG_COUNTRY_SIZE])
{
	if (client->config.support_country[0])
		memcpy(ret, client->config.support_country, CONFIG_COUNTRY_SIZE);
	else
		locale_country(ret);
}

void support_countries(const struct support *support, struct text *ret)
{
	for (size_t i = 0; i < support->count; i++) {
		const struct support_contact *contact = &support->contacts[i];
		if (!contact->country[0] || support_next(support, contact->country, NULL) != contact)
			continue;
		text_append(ret, ret->length ? ", " : "");
		text_append(ret, contact->country);
	}
}

const char *support_neutral(void)
{
	return _("A doctor can help, and so can someone you trust: a friend, family, a colleague. Where a life is in "
		 "danger, yours or another's, call the emergency number of the country you are in.");
}

const char *support_unwatched(void)
{
	return _("Nobody is watching your answers, so nobody comes unasked. Help comes when you ask for it, and asking "
		 "is all right on any day, not only on the worst.");
}

const char *support_title(void)
{
	return _("You need not carry this alone");
}

const char *support_words(void)
{
	return _("What you answered is a lot to carry. Talking about it helps many people: with someone you trust, "
		 "with a "
		 "doctor, or with people whose work is to listen. Nobody is watching your answers, so nobody comes "
		 "unasked.");
}

const char *support_always(void)
{
	return _("'evenkeel help-me' shows whom you can reach, at any time.");
}

static int append_contacts(const struct support *support, const char *country, int most, struct page *page)
{
	const struct support_contact *contact = NULL;
	int count = 0;

	while (count < most && (contact = support_next(support, country, contact)) != NULL) {
		_cleanup_(text_clear) struct text label = {0};
		text_appendf(&label, "  %s", contact->name);
		page_row(page, text_string(&label), NOTICE_WIDTH, contact->phone[0] ? contact->phone : contact->web);
		count++;
	}
	return count;
}

void support_notice(const struct client *client, struct page *page)
{
	_cleanup_(support_clear) struct support support = {0};
	char country[CONFIG_COUNTRY_SIZE];

	support_load(client, &support);
	support_country(client, country);
	page_heading(page, support_title());
	page_paragraph(page, support_words(), "");
	int count = append_contacts(&support, "", SUPPORT_NOTICE_CONTACTS, page);
	if (country[0])
		append_contacts(&support, country, SUPPORT_NOTICE_CONTACTS - count, page);
	page_paragraph(page, support_always(), "");
}
