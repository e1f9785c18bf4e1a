#include "instrument_check.h"
#include "page.h"

void instrument_safety_words(const struct client *client, struct page *page)
{
	(void)client;
	page_blank(page);
	page_paragraph(page,
		       _("That is a lot to carry. Nobody else sees these answers, so consider telling someone you "
			 "trust, or a doctor; where life is in danger, the emergency number."),
		       "");
}
