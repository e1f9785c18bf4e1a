/* A support file: what is refused changes nothing and is told with its line; what is taken can be called, shown and is bounded. */
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/support.h>
#include <evenkeel/text.h>

#include "fuzz/fuzz.h"

static void check_value(const char *value)
{
	FUZZ_CHECK(strlen(value) < SUPPORT_VALUE_SIZE && text_is_utf8(value, strlen(value)));
	for (uint32_t c; (c = text_next(&value)) != 0;)
		FUZZ_CHECK(c >= 0x20 && (c < 0x7f || c >= 0xa0));
}

static void check_contact(const struct support *support, const struct support_contact *contact)
{
	const struct support_contact *found = NULL;

	FUZZ_CHECK(contact->name[0] && (contact->phone[0] || contact->web[0]));
	FUZZ_CHECK(strlen(contact->country) == 0 || strlen(contact->country) == 2);
	check_value(contact->name);
	check_value(contact->phone);
	check_value(contact->web);
	check_value(contact->hours);
	check_value(contact->language);
	do
		found = support_next(support, contact->country, found);
	while (found && found != contact);
	FUZZ_CHECK(found == contact);
}

int FUZZ_TARGET(fuzz_support)(const uint8_t *bytes, size_t size)
{
	static const char site[] = "[eap]\nname=a\nphone=1\n[line.DE]\nname=b\nphone=2\n";
	_cleanup_(support_clear) struct support support = {0};
	struct error err = {0};

	FUZZ_CHECK(support_read(&support, site, sizeof(site) - 1, "s", &err) == 0 && support.count == 2);
	if (support_read(&support, (const char *)bytes, size, "f", &err) < 0) {
		FUZZ_CHECK(!strncmp(err.message, "f:", 2) && text_is_utf8(err.message, strlen(err.message)));
		FUZZ_CHECK(support.count == 2 && !strcmp(support.contacts[1].phone, "2"));
	}
	FUZZ_CHECK(support.count >= 2 && support.count <= SUPPORT_CONTACTS_MAX + 2);
	for (size_t i = 0; i < support.count; i++)
		check_contact(&support, &support.contacts[i]);
	return 0;
}
