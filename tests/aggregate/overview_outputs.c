#include <stdlib.h>

#include "../../client/json_out.h"
#include "overview_outputs.h"

enum { TODAY = 20852, COLUMNS = 80 };

static void make_csv(const struct overview *overview, struct text *ret)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&bytes, &size);

	overview_csv(overview, out);
	fclose(out);
	text_append_bytes(ret, bytes, size);
	free(bytes);
}

static void make_json(const struct overview *overview, struct text *ret)
{
	json_t *object = overview_json(overview);
	char *words = json_dumps(object, JSON_PRESERVE_ORDER);

	text_append(ret, words);
	free(words);
	json_decref(object);
}

void overview_outputs(const struct overview_made *made, size_t cohorts, struct overview_outputs *ret)
{
	const struct html_context context = {.language = CATALOGUE_EN, .today = TODAY, .file = true};
	struct page page = {.columns = COLUMNS};

	*ret = (struct overview_outputs){0};
	overview_gather(made->sources, cohorts, OVERVIEW_WINDOWS, true, &ret->overview);
	overview_page(&ret->overview, CATALOGUE_EN, TODAY, &page);
	ret->page = page.text;
	make_json(&ret->overview, &ret->json);
	make_csv(&ret->overview, &ret->csv);
	overview_html(&ret->overview, &context, &ret->html);
}

void overview_outputs_drawn(struct rng *rng, int round, size_t windows, struct overview_made *ret_made,
			    struct overview_outputs *ret)
{
	overview_made(ret_made, OVERVIEW_MADE_COHORTS, round % 2 ? 4 : 1, windows);
	overview_draw(ret_made, rng);
	overview_outputs(ret_made, OVERVIEW_MADE_COHORTS, ret);
}

void overview_outputs_clear(struct overview_outputs *outputs)
{
	overview_clear(&outputs->overview);
	text_clear(&outputs->page);
	text_clear(&outputs->json);
	text_clear(&outputs->csv);
	text_clear(&outputs->html);
}
