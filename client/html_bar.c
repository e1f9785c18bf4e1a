#include <math.h>

#include "html_chart.h"

#define WIDTH 160.0
#define HEIGHT 14.0

static double at(double share)
{
	return isnan(share) || share < 0 ? 0 : share > 1 ? WIDTH : WIDTH * share;
}

/* What is sure is thick, what may be is thin: the same without colour. */
void html_bar_draw(struct text *ret, struct share share, const char *words)
{
	double low = at(share.low), value = at(share.value), high = at(share.high);

	html_write(ret, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\"><title>%s</title>", WIDTH, HEIGHT, words);
	html_write(ret, "<rect class=\"track\" width=\"%.0f\" height=\"%.0f\"/>", WIDTH, HEIGHT);
	html_write(ret, "<rect class=\"maybe\" x=\"%.1f\" y=\"4\" width=\"%.1f\" height=\"6\"/>", low,
		   fmax(high - low, 0.5));
	html_write(ret, "<rect class=\"sure\" width=\"%.1f\" height=\"%.0f\"/>", low, HEIGHT);
	html_write(ret, "<path class=\"point\" d=\"M%.1f 0V%.0f\"/></svg>", value, HEIGHT);
}

void html_scroll_begin(struct text *ret, const char *title)
{
	html_write(ret, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">\n", title);
}

void html_scroll_end(struct text *ret)
{
	html_write(ret, "</div>\n");
}
