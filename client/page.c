#include "page.h"

#include <stdio.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "html.h"
#include "term.h"
#include "thai.h"

enum { PROSE_COLUMNS = 80 };

static int prose_columns(const struct page *page)
{
	return page->columns > 0 && page->columns < PROSE_COLUMNS ? page->columns : PROSE_COLUMNS;
}

void page_styled(struct page *page, enum page_style style, const char *string)
{
	/* Bold, faint, green and yellow: strain is shown as a note, never as an alarm. */
	static const char *const codes[] = {
		[PAGE_PLAIN] = "",        [PAGE_STRONG] = "\033[1m",  [PAGE_QUIET] = "\033[2m",
		[PAGE_GOOD] = "\033[32m", [PAGE_STRAIN] = "\033[33m",
	};
	bool styled = page->color && style != PAGE_PLAIN;
	text_append(&page->text, styled ? codes[style] : "");
	text_append(&page->text, string);
	text_append(&page->text, styled ? "\033[0m" : "");
}

/* Rows are a list of their own, which ends where something else begins. */
static void rows(struct page *page, bool begin)
{
	if (begin != page->in_rows)
		html_write(&page->text, begin ? "<dl>\n" : "</dl>\n");
	page->in_rows = begin;
}

struct page page_begin_html(struct text *ret)
{
	struct page page = {.text = *ret, .html = true};

	*ret = (struct text){0};
	return page;
}

void page_end_html(struct page *page, struct text *ret)
{
	rows(page, false);
	*ret = page->text;
	page->text = (struct text){0};
}

void page_heading(struct page *page, const char *title)
{
	if (page->html) {
		rows(page, false);
		html_write(&page->text, "<h3>%s</h3>\n", title);
		return;
	}
	if (page->text.length > 0)
		page_blank(page);
	page_styled(page, PAGE_STRONG, title);
	text_append_char(&page->text, '\n');
}

void page_wrap(struct text *text, const char *string, int columns, const char *indent)
{
	_cleanup_(text_wipe) struct text marked = {0};
	thai_append_marked(&marked, string);
	text_append_wrapped(text, text_string(&marked), columns, indent);
}

void page_paragraph(struct page *page, const char *string, const char *indent)
{
	if (page->html) {
		rows(page, false);
		html_write(&page->text, "<p>%s</p>\n", string);
		return;
	}
	page_wrap(&page->text, string, prose_columns(page), indent);
}

/* One blank line, never two. */
void page_blank(struct page *page)
{
	const struct text *text = &page->text;
	if (page->html)
		return;
	if (text->length >= 2 && memcmp(text->bytes + text->length - 2, "\n\n", 2) == 0)
		return;
	text_append_char(&page->text, '\n');
}

void page_row(struct page *page, const char *label, int width, const char *value)
{
	_cleanup_(text_wipe) struct text indent = {0}, wrapped = {0};
	if (page->html) {
		rows(page, true);
		html_write(&page->text, "<dt>%s</dt><dd>%s</dd>\n", label + strspn(label, " "), value);
		return;
	}
	if (*value == '\0') {
		text_appendf(&page->text, "%s\n", label);
		return;
	}
	text_append_repeat(&indent, " ", (size_t)width);
	page_wrap(&wrapped, value, prose_columns(page), text_string(&indent));
	if (text_columns(label) >= width) { /* too long to stand beside its value */
		text_appendf(&page->text, "%s\n%s", label, text_string(&wrapped));
		return;
	}
	text_append_fitted(&page->text, label, width);
	text_append(&page->text, text_string(&wrapped) + width);
}

void page_print(struct page *page)
{
	if (page->text.length > 0)
		fwrite(page->text.bytes, 1, page->text.length, stdout);
	text_wipe(&page->text);
}
