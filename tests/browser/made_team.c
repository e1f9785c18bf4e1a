/* An officer's pages of a made quarter, on stdout. Usage: made_team LANGUAGE LOCALES page|html|json|csv [WEEKS] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/locale.h>
#include <evenkeel/mem.h>

#include "../../client/json_out.h"
#include "../aggregate/overview_made.h"

enum { TODAY = 20852 }; /* 2 February 2027 */

static void put(const struct overview *overview, enum catalogue_language language, const char *format)
{
	_cleanup_(text_clear) struct text html = {0};
	struct html_context context = {.language = language, .today = TODAY, .file = true};
	struct page page = {.columns = 80};

	if (strcmp(format, "json") == 0) {
		json_out_print(overview_json(overview));
	} else if (strcmp(format, "csv") == 0) {
		overview_csv(overview, stdout);
	} else if (strcmp(format, "html") == 0) {
		overview_html(overview, &context, &html);
		fputs(text_string(&html), stdout);
	} else {
		overview_page(overview, language, TODAY, &page);
		page_print(&page);
	}
}

int main(int argc, char **argv)
{
	struct overview_made made;
	struct overview overview;

	if (argc < 4)
		return 2;
	locale_begin();
	bindtextdomain("evenkeel", argv[2]); /* they lie beside the programs, not beside the tests */
	size_t weeks = argc > 4 ? strtoul(argv[4], NULL, 10) : 4;
	overview_made(&made, OVERVIEW_MADE_COHORTS, weeks, OVERVIEW_WINDOWS / weeks);
	overview_story(&made);
	overview_gather(made.sources, OVERVIEW_MADE_COHORTS, OVERVIEW_WINDOWS, true, &overview);
	put(&overview, catalogue_language_for(argv[1]), argv[3]);
	overview_clear(&overview);
	return 0;
}
