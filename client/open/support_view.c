#include "support_view.h"

#include "html_view.h"
#include "support.h"

void support_view(const struct open *open, struct text *ret)
{
	_cleanup_(support_clear) struct support support = {0};
	char country[CONFIG_COUNTRY_SIZE];
	struct html_view view = {.support = &support, .country = country};
	support_load(open->client, &support);
	support_country(open->client, country);
	html_support(ret, &view);
}
