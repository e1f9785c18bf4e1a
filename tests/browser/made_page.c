/* The page with all that there can be, on stdout: what `make check-browser` prints on two sheets. Usage: made_page LANGUAGE LOCALES */
#include <stdio.h>

#include <evenkeel/i18n.h>
#include <evenkeel/locale.h>
#include <evenkeel/mem.h>

#include "../unit/html_made.h"

int main(int argc, char **argv)
{
	_cleanup_(html_made_clear) struct html_made made;
	_cleanup_(text_clear) struct text page = {0};

	if (argc != 3)
		return 2;
	locale_begin();
	bindtextdomain("evenkeel", argv[2]); /* they lie beside the programs, not beside the tests */
	struct html_context context = {
		.language = catalogue_language_for(argv[1]), .today = HTML_MADE_TODAY, .demo = true, .file = true};
	html_made(&made);
	html_begin(&page, &context, "Evenkeel");
	html_insight(&page, &context, &made.view);
	html_end(&page, &context);
	return fwrite(page.bytes, 1, page.length, stdout) == page.length ? 0 : 1;
}
