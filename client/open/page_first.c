/* The first page: what Evenkeel can tell. */
#include "reading.h"
#include "view.h"

void page_first(struct open *open, const struct form *form, struct answer *ret)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct error err = {0};
	(void)form;
	if (reading_from(open->client, open->store, false, &reading, &err) != 0) {
		view_fail(open, &err, ret);
		return;
	}
	view_begin(open, &ret->body, _("Your picture"), "");
	view_end(open, &ret->body);
}
