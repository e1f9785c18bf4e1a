#include "keys.h"
#include "review_form.h"
#include "view.h"

/* The keys first: what is said is true when it is read. */
void page_close(struct open *open, const struct form *form, struct answer *ret)
{
	(void)form;
	keys_forget(open);
	review_form_end(open);
	ret->last = true;
	view_begin(open, &ret->body, _("Closed"), NULL);
	html_write(&ret->body, "<section>\n<p class=\"now\">%s</p>\n<p>%s</p>\n</section>\n",
		   _("Your answers are locked again."),
		   _("This page has ended; you can close it. 'evenkeel open' brings it back."));
	html_write(&ret->body, "</main>\n</body>\n</html>\n");
}
