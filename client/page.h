/*
 * What a page of terminal output is made of: headings, wrapped paragraphs, aligned rows, quiet and strong text (plain when piped),
 * numbers and dates in words. Everything is written into a struct text and goes to stdout at once, at the end. The same calls write a part
 * of a browser's page: then a heading, a paragraph or a row is an element, and its words are escaped.
 */
#ifndef CLIENT_PAGE_H
#define CLIENT_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/text.h>

struct page {
	struct text text;
	bool color;
	int columns; /* at most 80 are used for prose */
	bool html;   /* elements instead of lines; begun with page_begin_html */
	bool in_rows;
};

enum page_style { PAGE_PLAIN, PAGE_STRONG, PAGE_QUIET, PAGE_GOOD, PAGE_STRAIN };
/* Append @string in lines of at most @columns, broken between words in every language, each with @indent before it. */
void page_wrap(struct text *text, const char *string, int columns, const char *indent);
void page_heading(struct page *page, const char *title);
void page_paragraph(struct page *page, const char *string, const char *indent);
void page_blank(struct page *page);
/* "label<pad>value", the label's column @width wide in terminal columns; the value wraps under itself. */
void page_row(struct page *page, const char *label, int width, const char *value);
void page_styled(struct page *page, enum page_style style, const char *string);
/* Write on behind @ret, in elements; until page_end_html gives it back, it is the page's. Nothing may be put into the page's text itself. */
struct page page_begin_html(struct text *ret);
void page_end_html(struct page *page, struct text *ret);
void page_print(struct page *page); /* to stdout, then wipes the page: it may show answers */

#endif
