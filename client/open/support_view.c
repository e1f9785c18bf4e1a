#include "support_view.h"

#include "support.h"
#include "view.h"

void support_view(const struct open *open, struct text *ret)
{
	(void)open;
	html_write(ret, "<section class=\"support\">\n<h2>%s</h2>\n", _("You need not carry this alone"));
	view_paragraph(ret, support_neutral());
	view_paragraph(ret, support_unwatched());
	view_paragraph(ret, _("'evenkeel help-me' shows whom you can reach, at any time."));
	html_write(ret, "</section>\n");
}
